"""Buttons that open a menu: what they say is seen whole beside their arrow."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QMenu

from ui.widgets import theme
from ui.widgets.menu_button import ARROW, MenuButton

ROOM = 60  # pixels more than a button asks for


@pytest.fixture(autouse=True)
def _as_before(dressed: QApplication) -> Iterator[None]:
    yield
    theme.apply(dressed, "light")


def words_in_sight(button: MenuButton, width: int) -> int:
    """The last column of pixels in which something stands to the left of the arrow."""
    button.resize(width, button.sizeHint().height())
    image = button.grab(QRect(0, 4, width - ARROW, button.height() - 8)).toImage()
    ground = image.pixelColor(image.width() - 1, 0)
    rows = range(image.height())
    return max(x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in rows))


@pytest.mark.parametrize("size", theme.SCALES)
@pytest.mark.parametrize("words", ["Gửi cấp trên", "Sổ mm.db", "nnnnnnn"])
def test_a_link_with_a_menu_asks_for_room_for_all_its_words(qapp: QApplication, size: str, words: str) -> None:
    theme.apply(qapp, "light", size)
    button = MenuButton(words, "link")
    button.setMenu(QMenu(button))
    button.ensurePolished()
    asked_for = button.sizeHint().width()
    assert words_in_sight(button, asked_for) == words_in_sight(button, asked_for + ROOM)
