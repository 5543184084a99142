"""Who writes is asked once for each ledger and computer, is never what the file says, and is changed in two keys."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.session import editing, opening, undo
from desktop_app.settings import Settings
from tests.ui.conftest import COMMUNE
from tests.ui.hand import CONTROL, SHIFT, Hand, now
from ui.main_window import MainWindow
from ui.window.author_dialog import AuthorDialog


@pytest.fixture
def made(source: Mapping[str, Any], codes: Mapping[str, str], tmp_path: Path) -> Callable[..., Path]:
    def make(name: str = "sổ.db", unit: str = COMMUNE, author: str = "") -> Path:
        opening.create_file(tmp_path / name, source, codes[unit], author, now=now).close()
        return tmp_path / name

    return make


@pytest.fixture
def opened(dressed: QApplication, qtbot: QtBot) -> Iterator[Callable[[Path, Settings], Hand]]:
    assert dressed
    hands: list[Hand] = []

    def open_it(path: Path, settings: Settings) -> Hand:
        window = MainWindow(settings, now=now)
        window.open_file(path)
        window.show()
        window.activateWindow()
        hands.append(Hand(qtbot, window))
        hands[-1].wait()
        return hands[-1]

    yield open_it
    for hand in hands:
        if isValid(hand.window):
            hand.leave()


def author_dialog(hand: Hand) -> AuthorDialog | None:
    """The sheet that asks, once the figures stand; None where nobody is asked."""
    hand.wait()
    shown = [sheet for sheet in hand.window.findChildren(AuthorDialog) if sheet.isVisible()]
    return shown[0] if shown else None


def say_name(hand: Hand, name: str) -> None:
    sheet = author_dialog(hand)
    assert sheet is not None
    sheet.author.setText(name)
    sheet.use()
    hand.wait()


def writer(hand: Hand) -> str:
    """Who is named in the log for what is written now."""
    hand.ask(lambda file: editing.new_record(file, "agency", {"name": "Đội", "unit": file.unit}))
    return hand.ask(lambda file: undo.acts(file, 1)[0].author)


def test_a_prepared_ledger_asks_and_keeps_the_answer(made: Callable[..., Path], opened: Callable[..., Hand]) -> None:
    path, settings = made(), Settings()
    hand = opened(path, settings)
    sheet = author_dialog(hand)
    assert sheet is not None
    sheet.use()
    assert sheet.hint.text().startswith("Ghi tên người ghi sổ")
    say_name(hand, "Lò Thị Mai")
    assert writer(hand) == "Lò Thị Mai"
    hand.leave()
    assert author_dialog(again := opened(path, settings)) is None
    assert writer(again) == "Lò Thị Mai"


def test_neither_the_name_in_the_file_nor_that_of_another_ledger_is_taken(
    made: Callable[..., Path], opened: Callable[..., Hand]
) -> None:
    district, commune = made("huyện.db", "Huyện Than Uyên", "Người huyện"), made("xã.db", COMMUNE, "Người xã")
    settings = Settings()
    settings.sign(district, "110", "Người huyện")
    hand = opened(commune, settings)
    sheet = author_dialog(hand)
    assert sheet is not None
    assert sheet.author.text() == ""
    say_name(hand, "Trực hộ")
    assert writer(hand) == "Trực hộ"


def test_a_copy_of_a_ledger_asks_again(made: Callable[..., Path], opened: Callable[..., Hand]) -> None:
    path, settings = made(), Settings()
    say_name(opened(path, settings), "Lò Thị Mai")
    copy = Path(copyfile(path, path.with_name("chép.db")))
    assert author_dialog(opened(copy, settings)) is not None


def test_another_ledger_under_the_same_name_asks_again(made: Callable[..., Path], opened: Callable[..., Hand]) -> None:
    path, settings = made(), Settings()
    hand = opened(path, settings)
    say_name(hand, "Lò Thị Mai")
    hand.leave()
    path.unlink()
    assert author_dialog(opened(made(unit="Huyện Than Uyên"), settings)) is not None


def test_somebody_else_goes_on_by_two_keys(made: Callable[..., Path], opened: Callable[..., Hand]) -> None:
    path, settings = made(), Settings()
    hand = opened(path, settings)
    say_name(hand, "Lò Thị Mai")
    hand.window.activateWindow()
    hand.until(hand.window.isActiveWindow)
    hand.view.tabs.setFocus()
    hand.stroke(Qt.Key.Key_A, "", CONTROL | SHIFT)
    sheet = author_dialog(hand)
    assert sheet is not None
    assert sheet.author.selectedText() == "Lò Thị Mai"
    hand.bot.waitUntil(sheet.isActiveWindow)
    hand.type("Vàng A Páo")
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert writer(hand) == "Vàng A Páo"
    assert hand.view._author.text().strip() == "Vàng A Páo"
