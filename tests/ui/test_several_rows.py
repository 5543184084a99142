"""The marked rows of a list: one value for all of them, copies of all, with the count said and one way back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from desktop_app.domain.values import Value
from desktop_app.session import records
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, SHIFT, Hand
from ui.records.value_for_all import ValueForAll

KIND = "comm_activity"
TITLES = ("Một", "Hai", "Ba")


def activities() -> list[tuple[str, dict[str, Value]]]:
    day: dict[str, Value] = {"form": "loa", "audience": ("nhan_dan",)}
    return [(KIND, {**day, "date": f"2022-07-2{n}", "title": title}) for n, title in enumerate(TITLES)]


def forms(hand: Hand) -> list[str]:
    return hand.ask(lambda file: sorted(str(row.values["form"]) for row in records.rows(file, KIND)))


def marked(hand: Hand) -> None:
    """All rows of the list, as Ctrl+A marks them."""
    hand.go(2)
    hand.area.list.table.setFocus()
    hand.key(Qt.Key.Key_A, CONTROL)


def sheet_of(hand: Hand) -> ValueForAll:
    hand.wait()
    (sheet,) = [one for one in hand.window.findChildren(ValueForAll) if one.isVisible()]
    return sheet


def test_one_value_goes_into_all_marked_records_and_back(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=activities()))
    marked(hand)
    hand.key(Qt.Key.Key_V, CONTROL | SHIFT)
    sheet = sheet_of(hand)
    assert "3 phiếu" in sheet.windowTitle()
    hand.type("hinh thuc")
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    hand.type("to roi")
    hand.answered()
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert sheet.about.startswith("3 phiếu sẽ ghi, 0 phiếu đã có giá trị này, 0 phiếu không ghi được.")
    assert {line.cells[1:] for line in sheet.table.lines} == {("Loa truyền thanh cơ sở", "Tờ rơi, sổ tay")}
    sheet.go.click()
    hand.wait()
    assert forms(hand) == ["to_roi"] * 3
    assert "3 phiếu" in hand.window.notice.text
    hand.view.undo()
    hand.wait()
    assert forms(hand) == ["loa"] * 3


def test_what_can_not_stand_is_named_before_anything_is_written(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=activities()))
    marked(hand)
    hand.area.list.several.ask_value()
    sheet = sheet_of(hand)
    sheet.choose("date")
    assert sheet.editor is not None
    sheet.editor.take("2023-01-01", "01/01/2023")
    hand.wait()
    assert not sheet.go.isEnabled()
    assert all(line.cells[2].startswith("không ghi được") for line in sheet.table.lines)
    sheet.close()


def test_all_marked_records_are_copied_in_one_act(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=activities()))
    marked(hand)
    hand.key(Qt.Key.Key_D, CONTROL | SHIFT)
    hand.wait()
    assert hand.ask(lambda file: records.count(file, KIND)) == 6
    assert "3 phiếu" in hand.window.notice.text
    hand.view.undo()
    hand.wait()
    assert hand.ask(lambda file: records.count(file, KIND)) == 3


def test_the_menu_of_the_rows_says_how_many_it_means(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=activities()))
    marked(hand)
    words = [action.text() for action in hand.area.list.row_menu().actions() if isinstance(action, QAction)]
    assert "Ghi một giá trị cho 3 phiếu…\tCtrl+Shift+V" in words
