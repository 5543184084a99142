"""A cross-table in the window: asked by pills, opened cell by cell, copied, written out."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.values import Value
from desktop_app.session import records
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, SHIFT, Hand
from tests.ui.walk import walk
from ui.crosstab.crosstab_dialog import CrosstabDialog

DISTRICT = "Huyện Than Uyên"
Key = Qt.Key
KIND = "comm_activity"


def activity(unit: str, form: str, title: str, **more: Value) -> tuple[str, dict[str, Value]]:
    return KIND, {"unit": unit, "date": "2022-07-20", "form": form, "title": title, "audience": ("nhan_dan",), **more}


@pytest.fixture
def hand(open_window: OpenWindow, make_file: MakeFile, codes: dict[str, str]) -> Hand:
    here, there = codes["Xã Mường Than"], codes["Xã Phúc Than"]
    made = open_window(make_file(DISTRICT, [
        activity(here, "loa", "Một", people_total=30), activity(here, "loa", "Hai", people_total=12),
        activity(there, "loa", "Ba"),
        activity(there, "hoi_nghi", "Bốn", audience=("nhan_dan", "can_bo"), people_total=20),
    ]))  # fmt: skip
    made.go(2)
    return made


def opened(hand: Hand) -> CrosstabDialog:
    """Ctrl+Shift+B, and wait until the table stands."""
    hand.window.activateWindow()  # the offscreen platform leaves a closed dialog active
    hand.bot.waitUntil(hand.window.isActiveWindow)
    hand.key(Key.Key_B, CONTROL | SHIFT)
    return in_front(hand)


def in_front(hand: Hand) -> CrosstabDialog:
    hand.wait()
    (sheet,) = [one for one in hand.window.findChildren(CrosstabDialog) if one.isVisible()]
    hand.bot.waitUntil(sheet.isActiveWindow)
    return sheet


def shown(sheet: CrosstabDialog) -> dict[str, dict[str, str]]:
    """What stands in the cells that are not 0, by the names of their rows and columns."""
    cells = sheet.grid.cells
    found: dict[str, dict[str, str]] = {}
    for r, row in enumerate(cells.rows):
        for c, column in enumerate(cells.columns):
            if cells.text(r, c) not in ("0", "–", "0,0%"):
                found.setdefault(row, {})[column] = cells.text(r, c)
    return found


def choose(hand: Hand, sheet: CrosstabDialog, pill: str, value: str) -> None:
    getattr(sheet, pill).chosen.emit(value)
    hand.wait()


def go_to(sheet: CrosstabDialog, row: str, column: str) -> None:
    cells = sheet.grid.cells
    sheet.grid.setCurrentIndex(cells.index(cells.rows.index(row), cells.columns.index(column)))


def test_it_begins_with_units_and_forms_of_the_period_in_sight(hand: Hand) -> None:
    sheet = opened(hand)
    assert shown(sheet) == {
        "Xã Mường Than": {"Loa truyền thanh cơ sở": "2", "Tổng số": "2"},
        "Xã Phúc Than": {"Hội nghị, nói chuyện chuyên đề": "1", "Loa truyền thanh cơ sở": "1", "Tổng số": "2"},
        "Tổng số": {"Hội nghị, nói chuyện chuyên đề": "1", "Loa truyền thanh cơ sở": "3", "Tổng số": "4"},
    }
    assert sheet.focusWidget() is sheet.grid
    assert "theo" in sheet._title.accessibleName()


def test_rows_columns_number_and_shares_are_chosen(hand: Hand) -> None:
    sheet = opened(hand)
    choose(hand, sheet, "rows", "audience")
    assert "nhiều mục" in sheet._notes.text()
    choose(hand, sheet, "sum", "people_total")
    assert shown(sheet)["Tổng số"]["Tổng số"] == "62"
    assert "1 phiếu chưa ghi số này" in sheet._notes.text()
    choose(hand, sheet, "sum", "")
    choose(hand, sheet, "rows", "form")  # the columns were the same field: they change places
    assert (sheet.rows.value, sheet.columns.value) == ("form", "audience")
    sheet.transpose.click()
    hand.wait()
    assert (sheet.rows.value, sheet.columns.value) == ("audience", "form")
    sheet.shares["all"].click()
    assert shown(sheet)["Tổng số"]["Tổng số"] == "100,0%"
    choose(hand, sheet, "columns", "")
    assert sheet.grid.cells.columns == ["Số liệu"]
    choose(hand, sheet, "period", "2022-Q1")
    assert shown(sheet) == {}


def test_a_cell_opens_its_records_and_one_of_them_its_form(hand: Hand) -> None:
    sheet = opened(hand)
    go_to(sheet, "Xã Mường Than", "Loa truyền thanh cơ sở")
    hand.key(Key.Key_Return)
    hand.wait()
    assert len(sheet.behind.table.lines) == 2
    assert sheet.focusWidget() is sheet.behind.table
    hand.key(Key.Key_Escape)
    assert sheet.isVisible()
    assert not sheet.behind.isVisible()
    hand.key(Key.Key_Return)
    hand.wait()
    record = sheet.behind.table.lines[1].record
    hand.key(Key.Key_Down)
    hand.key(Key.Key_Return)
    hand.wait()
    assert hand.form.state.record == record


def test_the_records_of_a_cell_become_a_list_of_just_these(hand: Hand) -> None:
    sheet = opened(hand)
    go_to(sheet, "Tổng số", "Loa truyền thanh cơ sở")
    hand.key(Key.Key_Return)
    hand.wait()
    sheet.behind.to_list.click()
    hand.wait()
    rows = hand.area.list.table.rows
    titles = hand.ask(lambda file: {str(row.values["title"]) for row in records.rows_by_id(file, KIND, rows.ids)})
    assert titles == {"Một", "Hai", "Ba"}
    assert "Tổng số × Loa truyền thanh cơ sở" in hand.area.list.foot.message.accessibleName()
    assert hand.area.list.foot.clear.isVisible()
    hand.window.activateWindow()
    hand.bot.waitUntil(hand.window.isActiveWindow)
    hand.area.list.table.setFocus()
    hand.key(Key.Key_Escape)
    hand.wait()
    assert len(rows.ids) == 4


def test_kinds_inside_others_are_counted_too(hand: Hand) -> None:
    sheet = opened(hand)
    choose(hand, sheet, "kind", "comm_reach_establishment")
    assert sheet.shown is not None
    assert sheet.shown.wanted.kind == "comm_reach_establishment"
    assert "activity.form" in {one.value for one in sheet.shown.rows}
    go_to(sheet, "Tổng số", sheet.grid.cells.columns[-1])
    hand.key(Key.Key_Return)
    hand.wait()
    assert not sheet.behind.to_list.isVisible()


def test_it_is_copied_and_written_out_as_it_stands(hand: Hand, tmp_path: Path) -> None:
    sheet = opened(hand)
    hand.key(Key.Key_C, CONTROL)
    hand.wait()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0][1:] == sheet.grid.cells.columns
    assert [line[0] for line in lines[1:]] == sheet.grid.cells.rows
    assert lines[-1][-1] == "4"
    assert 'x:num="4"' in QGuiApplication.clipboard().mimeData().html(), "a number to whoever takes it as a table"
    sheet.shares["row"].click()
    sheet.export_to(tmp_path / "bảng.xlsx")
    hand.wait()
    assert openpyxl.load_workbook(tmp_path / "bảng.xlsx").sheetnames == ["Số liệu", "Tỷ lệ"]
    assert "bảng.xlsx" in sheet.message.text()


def test_it_goes_to_everybody_with_people_in_tens(hand: Hand, tmp_path: Path) -> None:
    sheet = opened(hand)
    sheet._choose_audience(PUBLIC)
    sheet.export_to(tmp_path / "bảng.xlsx")
    hand.wait()
    assert (tmp_path / "bảng.xlsx").read_bytes().startswith(b"PK")
    choose(hand, sheet, "sum", "people_total")
    sheet.export_to(tmp_path / "người.xlsx")
    hand.wait()
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "người.xlsx").active.values for cell in row]
    numbers = [cell for cell in cells if isinstance(cell, int)]
    assert max(numbers) > 0
    assert {number % 10 for number in numbers} == {0}


def test_every_control_is_reached_named_and_works_by_keyboard(hand: Hand) -> None:
    sheet = opened(hand)
    assert walk(hand, sheet) == []
    sheet = in_front(hand)
    go_to(sheet, "Tổng số", "Tổng số")
    sheet.grid.setFocus()
    hand.key(Key.Key_Return)
    hand.wait()
    assert walk(hand, sheet) == []


def test_a_cell_is_read_with_its_row_and_column(hand: Hand) -> None:
    sheet = opened(hand)
    cells = sheet.grid.cells
    spoken = cells.index(len(cells.rows) - 1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Tổng số × {cells.columns[0]}: {cells.text(len(cells.rows) - 1, 0)}"


def test_a_commune_without_units_below_counts_by_period_or_choice(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[(KIND, {"date": "2022-07-20", "form": "loa", "title": "Một",
                                                   "audience": ("nhan_dan",)})]))  # fmt: skip
    hand.go(2)
    sheet = opened(hand)
    assert (sheet.rows.value, sheet.columns.value) == ("date:quarter", "form")
    assert shown(sheet)["Tổng số"]["Tổng số"] == "1"
