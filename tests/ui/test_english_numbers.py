"""An English window writes what the program counted as English does, wherever it stands; what was typed stays so."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from desktop_app.domain.completeness import NUMBER, WAITING, Completeness
from desktop_app.domain.values import Value
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.test_figure_dialogs import explained
from ui.exchange import duplicate_lines
from ui.progress import board_lines
from ui.window.side_tabs import SideTabs

VIETNAMESE = re.compile(r"\d,\d+ ?%|\b\d{1,3}\.\d{3}\b")
ACTIVITY: dict[str, Value] = {
    "form": "loa", "title": "Nói không", "audience": ("nhan_dan",), "sessions": 2, "date": "2022-07-20",
    "people_total": 1234,
}  # fmt: skip


pytestmark = pytest.mark.usefixtures("english")


def everything_said(over: QWidget) -> Iterator[str]:
    """All that can be read in a widget, as tips and by who can't see it too."""
    for part in over.findChildren(QWidget):
        yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
        if isinstance(part, QLabel):
            yield part.text()
        if isinstance(part, QAbstractItemView) and (model := part.model()) is not None:
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
            for row in range(model.rowCount()):
                for column in range(model.columnCount()):
                    yield from (str(model.index(row, column).data(role) or "") for role in roles)


def test_no_figure_in_sight_is_written_as_in_vietnamese(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file("Tỉnh Lai Châu", records=[("comm_activity", ACTIVITY)]))
    said: list[str] = []
    for page in (1, 2, 3, 4, 5, 6, 9):
        hand.go(page)
        hand.wait()
        said += everything_said(hand.view.stack)
    said += everything_said(explained(hand, "1.1"))
    assert [text for text in said if VIETNAMESE.search(text) and "1.234" not in text] == []
    assert any(re.search(r"\d\.\d%", text) for text in said)


def test_counts_of_pages_pairs_and_units_have_signs_between_thousands(
    open_window: OpenWindow, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_window(make_file())
    drawn: list[str] = []
    draw = QPainter.drawText

    def note(painter: QPainter, *args: Any) -> None:
        drawn.append(str(args[-1]))
        draw(painter, *args)

    monkeypatch.setattr(QPainter, "drawText", note)
    tabs = hand.find(SideTabs)
    tabs.set_counts({1: 12345})
    tabs.grab()
    assert "12,345" in drawn
    assert ": 1,234 Tip" in duplicate_lines._followers(hand.view.file, {"tip": 1234})
    cell = Completeness("12", "1", NUMBER, 1234, False, WAITING, None, date(2022, 9, 21))
    assert board_lines._mark(cell) == "1,234"
