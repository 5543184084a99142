"""Back and forward through all places, from a figure to a record behind it, from the board to the records."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTabBar

from desktop_app.domain.values import Value
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand
from ui.progress.board_dialog import BoardDialog
from ui.progress.figure_dialog import FigureDialog
from ui.progress.unit_records_dialog import UnitRecordsDialog

ALT = Qt.KeyboardModifier.AltModifier
TITLES = ("Một", "Hai", "Ba")


def activities() -> list[tuple[str, dict[str, Value]]]:
    day: dict[str, Value] = {"form": "loa", "audience": ("nhan_dan",)}
    return [("comm_activity", {**day, "date": f"2022-07-2{n}", "title": title}) for n, title in enumerate(TITLES)]


def place(hand: Hand) -> tuple[str, str]:
    """The page in sight and the list on it."""
    now = hand.view.place
    return now.page, now.kind


def title_in_sight(hand: Hand) -> object:
    hand.wait()
    assert hand.form.grid is not None
    return hand.form.grid.editors["title"].value


def press(hand: Hand, key: Qt.Key) -> None:
    """Alt with a key; the offscreen platform leaves a closed sheet active."""
    hand.wait()
    hand.window.activateWindow()
    hand.bot.waitUntil(hand.window.isActiveWindow)
    hand.key(key, ALT)
    hand.wait()


def back(hand: Hand) -> None:
    press(hand, Qt.Key.Key_Left)


def forward(hand: Hand) -> None:
    press(hand, Qt.Key.Key_Right)


def open_sheet(hand: Hand, kind: type[QDialog]) -> QDialog:
    hand.wait()
    (found,) = [one for one in hand.window.findChildren(kind) if one.isVisible()]
    assert isinstance(found, kind)
    return found


def test_back_and_forward_go_through_pages_and_lists(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(2)
    hand.area.list.step_kind(1)
    second = place(hand)
    hand.go(4)
    last = place(hand)
    back(hand)
    assert place(hand) == second
    back(hand)
    assert place(hand)[0] == second[0]
    assert place(hand)[1] != second[1]
    back(hand)
    assert place(hand)[0] == "overview"
    assert not hand.view.ways[0].isEnabled()
    for _ in range(3):
        forward(hand)
    assert place(hand) == last
    assert [way.isEnabled() for way in hand.view.ways] == [True, False]


def test_each_tab_of_the_report_is_a_place(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(2)
    hand.view.show_page("report")
    bar = next(one for one in hand.window.findChildren(QTabBar) if one.isVisible() and one is not hand.view.tabs)
    for tab in (1, 2):
        bar.setCurrentIndex(tab)
        hand.wait()
    tabs = []
    for _ in range(2):
        back(hand)
        tabs.append((place(hand)[0], bar.currentIndex()))
    assert tabs == [("report", 1), ("report", 0)]
    back(hand)
    assert place(hand)[0] != "report"
    for _ in range(3):
        forward(hand)
    assert (place(hand)[0], bar.currentIndex()) == ("report", 2)
    hand.view.show_page("overview")
    hand.view.open_report()
    hand.wait()
    assert bar.currentIndex() == 0
    back(hand)
    assert place(hand)[0] == "overview"  # and not the tab that was in sight last


def test_back_leads_to_the_record_that_was_open(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=activities()))
    hand.pick(2)
    first = title_in_sight(hand)
    hand.go(4)
    back(hand)
    assert title_in_sight(hand) == first


def test_going_back_saves_what_is_being_typed(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=activities()[:1]))
    hand.go(4)
    hand.pick(2)
    hand.into("title")
    hand.type("Khac")
    back(hand)
    assert place(hand)[0] == "3"
    assert hand.titles() == ["Khac"]


def test_the_buttons_at_the_side_of_the_mouse_do_the_same(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(2)
    before = place(hand)
    hand.go(4)
    handle = hand.window.windowHandle()
    for button, wanted in ((Qt.MouseButton.BackButton, before[0]), (Qt.MouseButton.ForwardButton, "3")):
        at = QPointF(600, 400)
        press = QMouseEvent(QEvent.Type.MouseButtonPress, at, at, button, button, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(handle, press)
        hand.wait()
        assert place(hand)[0] == wanted


def test_from_a_figure_to_a_record_behind_it_and_back(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[(kind, {**values, "audience": None}) for kind, values in activities()]))
    hand.view.dialogs.explain("1.1")
    sheet = open_sheet(hand, FigureDialog)
    assert isinstance(sheet, FigureDialog)
    tabs = [sheet.tabs.tabText(n) for n in range(sheet.tabs.count())]
    proof = next(n for n, words in enumerate(tabs) if words.startswith("Chưa vào số liệu"))
    sheet.tabs.setCurrentIndex(proof)
    records = [line.record for line in sheet.table.lines]
    assert len(records) == 3
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    hand.wait()
    assert hand.form.state.record == records[0]
    back(hand)
    again = open_sheet(hand, FigureDialog)
    assert isinstance(again, FigureDialog)
    assert again.table.current is not None
    assert (again.tabs.currentIndex(), again.table.current.record) == (proof, records[0])
    again.close()
    forward(hand)
    assert hand.form.state.record == records[0]


def test_the_board_leads_to_the_records_of_a_unit_and_back_leads_to_the_board(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=activities()))
    board = hand.view.dialogs.show_board()
    hand.wait()
    assert board is not None
    assert board.table.lines[0].cells[1] == "3"
    board.table.setCurrentIndex(board.table.model().index(0, 1))
    QTest.keyClick(board.table, Qt.Key.Key_Return)
    sheet = open_sheet(hand, UnitRecordsDialog)
    assert isinstance(sheet, UnitRecordsDialog)
    assert [line.cells[0] for line in sheet.table.lines] == ["Tuyên truyền"] * 3
    second = sheet.table.lines[1].record
    QTest.keyClick(sheet.table, Qt.Key.Key_Down)
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    hand.wait()
    assert hand.form.state.record == second
    assert [one for one in hand.window.findChildren(BoardDialog) if one.isVisible()] == []
    back(hand)
    assert isinstance(open_sheet(hand, BoardDialog), BoardDialog)
    there = open_sheet(hand, UnitRecordsDialog)
    assert isinstance(there, UnitRecordsDialog)
    assert there.current == second
    there.close()
