"""A list edited as a sheet, in a real window: keys of a spreadsheet, checks, drafts shared with the form, one undo."""

from collections.abc import Callable
from contextlib import closing
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from db.connection import connect
from db.draft_file import draft_file_of
from desktop_app import settings
from desktop_app.domain.values import Value
from desktop_app.messages import Message
from desktop_app.session import OpenFile, editing, entry, records, undo
from desktop_app.texts import in_words
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, PLAIN, SHIFT, Hand, open_hand
from ui.cells.cell_page import CellPage
from ui.cells.cell_questions import KeyQuestion
from ui.form.form_dialog import FormDialog
from ui.widgets.long_work import LongWork

Key = Qt.Key
KIND, PAGE = "comm_activity", 2
THREE: list[tuple[str, dict[str, Value]]] = [
    (KIND, {"date": f"2022-07-2{n}", "form": "loa", "title": title, "audience": ("nhan_dan",), "sessions": n})
    for n, title in enumerate(("Một", "Hai", "Ba"), start=1)
]
OpenCells = Callable[..., tuple[Hand, CellPage]]


@pytest.fixture
def cells(open_window: OpenWindow, make_file: MakeFile) -> OpenCells:
    """The list of activities as a sheet, the earliest above."""

    def open_cells(made: list[tuple[str, dict[str, Value]]] = THREE) -> tuple[Hand, CellPage]:
        hand = open_window(make_file(records=made))
        hand.go(PAGE)
        listed = hand.area.list
        listed.choose_kind(KIND)
        hand.wait()
        listed.table.sort_by(listed.table.rows.columns.index("date"), down=False)
        hand.wait()
        listed.table.setFocus()
        hand.key(Key.Key_F2)
        hand.wait()
        page = listed.cells.page
        assert page is not None
        return hand, page

    return open_cells


def to(hand: Hand, page: CellPage, row: int, field: str) -> None:
    """Put the cursor into a cell."""
    to_cell(page, row, field)
    hand.answered()


def to_cell(page: CellPage, row: int, field: str) -> None:
    page.table.go_to(row, page.rows.columns.index(field))
    page.table.setFocus()


def shown(page: CellPage, row: int, field: str) -> str | None:
    return page.rows.text_at(row, page.rows.columns.index(field))


def values(hand: Hand, field: str) -> list[Value]:
    """What the file holds in a field, by the day of the record."""
    found = hand.ask(lambda file: records.rows(file, KIND, order="date"))
    return [row.values[field] for row in found]


def acts(hand: Hand) -> int:
    return hand.ask(lambda file: len(undo.acts(file)))


# --- one cell --------------------------------------------------------------------------------------------------------


def test_f2_turns_the_list_into_a_sheet_and_esc_brings_it_back(cells: OpenCells) -> None:
    hand, page = cells()
    assert page.table.hasFocus()
    assert not hand.form.isVisible()
    assert page.rows.rowCount() == 4, "three records and the next one"
    to(hand, page, 1, "title")
    hand.key(Key.Key_Escape)
    hand.wait()
    assert hand.area.list.cells.page is None
    assert hand.form.isVisible()
    assert hand.area.list.table.current == page.rows.ids[1]


def test_a_letter_takes_the_place_of_what_stands_there_and_enter_leads_down(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "sessions")
    hand.type("12")
    hand.key(Key.Key_Return)
    assert page.table.here == (1, page.rows.columns.index("sessions"))
    hand.type("13")
    hand.key(Key.Key_Return, SHIFT)
    hand.wait()
    assert page.table.here[0] == 0
    assert values(hand, "sessions") == [12, 13, 3]


def test_f2_goes_on_with_what_stands_there(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "title")
    hand.key(Key.Key_F2)
    hand.type(" thêm")
    hand.key(Key.Key_Return)
    hand.wait()
    assert values(hand, "title")[0] == "Một thêm"


def test_tab_leads_to_the_right_and_enter_below_the_first_of_them(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "title")
    first = page.table.here[1]
    hand.type("Tên")
    hand.key(Key.Key_Tab)
    assert page.table.here == (0, first + 1)
    hand.type("4")
    hand.key(Key.Key_Tab)
    hand.key(Key.Key_Return)
    assert page.table.here == (1, first)
    hand.key(Key.Key_Tab, SHIFT)
    assert page.table.here == (1, first - 1)


def test_esc_gives_up_what_is_being_typed(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "title")
    hand.type("Khác")
    hand.key(Key.Key_Escape)
    hand.wait()
    assert page.editing.editor is None
    assert hand.area.list.cells.page is page
    assert values(hand, "title")[0] == "Một"
    assert shown(page, 0, "title") == "Một"


def test_an_arrow_leads_on_after_a_letter_and_moves_in_the_text_after_f2(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "sessions")
    hand.type("7")
    hand.key(Key.Key_Down)
    hand.wait()
    assert page.table.here[0] == 1
    assert values(hand, "sessions")[0] == 7
    hand.key(Key.Key_F2)
    hand.key(Key.Key_Left)
    assert page.editing.editor is not None


def test_a_choice_is_found_by_its_first_letters(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "form")
    hand.type("hội ng")
    hand.answered()
    hand.key(Key.Key_Return)
    hand.wait()
    assert values(hand, "form")[0] == "hoi_nghi"
    assert page.table.here[0] == 1


def test_several_choices_and_yes_or_no_are_typed_too(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "audience")
    hand.key(Key.Key_F2)
    hand.type("học sinh")
    hand.answered()
    hand.key(Key.Key_Tab)
    hand.wait()
    chosen = values(hand, "audience")[0]
    assert isinstance(chosen, tuple)
    assert len(chosen) == 2


def test_every_type_of_field_has_its_editor_over_the_cell(cells: OpenCells) -> None:
    hand, page = cells()
    for column, name in enumerate(page.rows.columns):
        page.table.go_to(0, column)
        page.editing.edit()
        assert page.editing.editor is not None, name
        assert page.editing.editor.editor.field.name == name
        assert page.editing.editor.isAncestorOf(hand.focus()), name
        page.escape()
    hand.wait()


# --- what is wrong ---------------------------------------------------------------------------------------------------


def test_text_that_can_not_be_read_stays_in_its_cell_with_the_sentence_of_the_form(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "sessions")
    hand.type("dăm buổi")
    hand.key(Key.Key_Return)
    hand.wait()
    assert shown(page, 0, "sessions") == "dăm buổi"
    assert values(hand, "sessions")[0] == 1
    problem = page.rows.problem_at(0, page.rows.columns.index("sessions"))
    assert problem is not None
    assert "dăm buổi" in in_words(problem.message)
    to(hand, page, 0, "sessions")
    assert "dăm buổi" in page.foot.problem.accessibleName()
    assert "1" in page.foot.problem.accessibleName(), "and the saved value"
    hand.key(Key.Key_Escape)
    hand.wait()
    assert shown(page, 0, "sessions") == "1"
    assert hand.area.list.cells.page is page


def test_a_broken_check_is_told_at_its_cell(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "people_total")
    hand.type("10")
    hand.key(Key.Key_Tab)
    hand.type("20")
    hand.key(Key.Key_Tab)
    hand.wait()
    problem = page.rows.problem_at(0, page.rows.columns.index("people_female"))
    assert problem is not None
    assert "20" in in_words(problem.message)


# --- one draft for form and sheet ------------------------------------------------------------------------------------


def beside(hand: Hand, page: CellPage) -> None:
    """The form of the current row beside the sheet."""
    hand.key(Key.Key_F6)
    hand.wait()
    assert hand.form.isVisible()


def test_what_is_half_typed_in_the_form_stands_in_the_cell_and_the_other_way_round(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 1, "title")
    beside(hand, page)
    hand.into("sessions")
    hand.type("tám")
    hand.until(lambda: shown(page, 1, "sessions") == "tám")
    hand.key(Key.Key_Tab)
    hand.wait()
    assert shown(page, 1, "sessions") == "tám"
    to(hand, page, 1, "people_total")
    hand.type("mười")
    hand.until(lambda: hand.problem("people_total") != "")
    hand.key(Key.Key_Tab)
    hand.wait()
    assert hand.form.grid is not None
    assert hand.form.grid.editors["people_total"].raw == "mười"
    to(hand, page, 1, "sessions")
    hand.type("8")
    hand.key(Key.Key_Tab)
    hand.wait()
    assert hand.form.grid.editors["sessions"].raw == "8"
    assert hand.problem("sessions") == ""


def test_what_is_half_typed_in_a_cell_survives_the_end_of_the_program(
    cells: OpenCells, open_window: OpenWindow
) -> None:
    hand, page = cells()
    to(hand, page, 0, "note")
    hand.type("gõ d")
    record = page.rows.ids[0]
    hand.until(lambda: hand.ask(lambda file: entry.drafts_of(file, record)) == {"note": "gõ d"})


# --- new rows --------------------------------------------------------------------------------------------------------


def test_the_row_below_the_last_one_makes_records(cells: OpenCells) -> None:
    hand, page = cells()
    hand.key(Key.Key_N, CONTROL)
    hand.wait()
    assert page.table.here[0] == 3
    for title in ("Bốn", "Năm"):
        to(hand, page, page.rows.rowCount() - 1, "title")
        hand.type(title)
        hand.key(Key.Key_Tab)
        hand.type("x")
        hand.key(Key.Key_Return)
    hand.wait()
    assert page.rows.rowCount() == 6
    assert hand.ask(lambda file: records.count(file, KIND)) == 5
    assert [shown(page, row, "title") for row in (3, 4)] == ["Bốn", "Năm"]
    assert [shown(page, row, "is_combined") for row in (3, 4)] == ["Có", "Có"]


def test_a_quick_hand_makes_one_record_a_row(cells: OpenCells) -> None:
    hand, page = cells()
    page.go_to_next()
    for number in range(5):
        page.table.go_to(page.table.here[0], page.rows.columns.index("title"))
        hand.type(f"Nhanh {number}")
        hand.key(Key.Key_Tab)
        hand.type("c")
        hand.key(Key.Key_Return)
    hand.wait()
    assert hand.ask(lambda file: records.count(file, KIND)) == 8
    assert sorted(str(title) for title in values(hand, "title"))[-5:] == [f"Nhanh {n}" for n in range(5)]


# --- many cells ------------------------------------------------------------------------------------------------------


def test_a_block_is_pasted_as_one_act_and_taken_back_by_one_key(cells: OpenCells) -> None:
    hand, page = cells()
    before = acts(hand)
    QGuiApplication.clipboard().setText("5\t45\n6\tsáu mươi\n7\t50\n8\t55")
    to(hand, page, 0, "sessions")
    hand.key(Key.Key_V, CONTROL)
    hand.wait()
    assert acts(hand) == before + 1
    assert values(hand, "sessions")[:3] == [5, 6, 7]
    assert shown(page, 1, "duration_min") == "sáu mươi"
    assert hand.ask(lambda file: records.count(file, KIND)) == 4
    assert "1 ô chưa đọc được" in hand.window.notice.text
    hand.key(Key.Key_Z, CONTROL)
    hand.wait()
    assert values(hand, "sessions") == [1, 2, 3]
    assert shown(page, 1, "duration_min") == ""
    hand.key(Key.Key_Y, CONTROL)
    hand.wait()
    assert shown(page, 1, "duration_min") == "sáu mươi"


def test_records_that_a_block_makes_stand_at_the_end_in_its_order_though_the_period_leaves_them_out(
    cells: OpenCells,
) -> None:
    hand, page = cells()
    QGuiApplication.clipboard().setText("28/7/2022\nTháng 5\n26/7/2022\n1/2/2022")
    to(hand, page, 3, "date")
    hand.key(Key.Key_V, CONTROL)
    hand.wait()
    assert [shown(page, row, "date") for row in range(3, 7)] == ["28/07/2022", "Tháng 5", "26/07/2022", "01/02/2022"]
    hand.key(Key.Key_Z, CONTROL)
    hand.wait()
    assert page.rows.ids == hand.ask(lambda file: records.list_ids(file, KIND, order="date"))


def test_a_block_that_is_unread_alone_is_taken_back_too_and_nothing_else(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "place")
    hand.type("Chợ")
    hand.key(Key.Key_Return)
    hand.wait()
    QGuiApplication.clipboard().setText("một\nhai")
    to(hand, page, 0, "sessions")
    hand.key(Key.Key_V, CONTROL)
    hand.wait()
    assert [shown(page, row, "sessions") for row in range(3)] == ["một", "hai", "3"]
    hand.key(Key.Key_Z, CONTROL)
    hand.wait()
    assert [shown(page, row, "sessions") for row in range(3)] == ["1", "2", "3"]
    assert values(hand, "place")[0] == "Chợ"
    hand.key(Key.Key_Y, CONTROL)
    hand.wait()
    assert [shown(page, row, "sessions") for row in range(3)] == ["một", "hai", "3"]
    hand.key(Key.Key_Z, CONTROL)
    hand.wait()
    hand.key(Key.Key_Z, CONTROL)
    hand.wait()
    assert values(hand, "place")[0] is None


def test_a_record_that_is_missing_is_made_in_place_and_chosen(open_window: OpenWindow, make_file: MakeFile) -> None:
    tip: dict[str, Value] = {"date": "2022-08-05", "tip_kind": "to_giac", "channel": "dien_thoai"}
    hand = open_window(make_file(records=[("tip", tip)]))
    hand.go(4)
    hand.area.list.choose_kind("tip")
    hand.wait()
    hand.area.list.cells.toggle()
    hand.wait()
    page = hand.area.list.cells.page
    assert page is not None
    to(hand, page, 0, "establishment")
    hand.type("Karaoke Hoa Ban")
    hand.answered()
    hand.key(Key.Key_Return)
    hand.wait()
    (sheet,) = [one for one in hand.window.findChildren(FormDialog) if one.isVisible()]
    sheet.finish()
    hand.wait()
    assert "Karaoke Hoa Ban" in str(shown(page, 0, "establishment"))
    assert page.editing.editor is None
    (row,) = hand.ask(lambda file: records.rows(file, "tip"))
    assert row.values["establishment"] is not None


def test_delete_clears_cells_and_a_command_of_the_menu_deletes_records(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "sessions")
    for _ in range(2):
        hand.key(Key.Key_Down, SHIFT)
    hand.key(Key.Key_Delete)
    hand.wait()
    assert values(hand, "sessions") == [None, None, None]
    hand.key(Key.Key_Z, CONTROL)
    hand.wait()
    assert values(hand, "sessions") == [1, 2, 3]
    to(hand, page, 0, "sessions")
    deleting = [action for action in page.menu().actions() if "Xóa 1 phiếu" in action.text()]
    deleting[0].trigger()
    hand.wait()
    assert values(hand, "title") == ["Hai", "Ba"]
    assert page.rows.rowCount() == 3


def test_ctrl_d_fills_down_and_takes_what_stands_above_one_cell(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "sessions")
    for _ in range(2):
        hand.key(Key.Key_Down, SHIFT)
    hand.key(Key.Key_D, CONTROL)
    hand.wait()
    assert values(hand, "sessions") == [1, 1, 1]
    to(hand, page, 1, "title")
    hand.key(Key.Key_D, CONTROL)
    hand.wait()
    assert values(hand, "title") == ["Một", "Một", "Ba"]


def drag(hand: Hand, page: CellPage, row: int, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Drag the corner of the marked block to a row."""
    view, left = page.table.viewport(), Qt.MouseButton.LeftButton
    start = page.table.handle().center()
    end = QPoint(start.x(), page.table.rect_of(row, 0).center().y())
    QTest.mousePress(view, left, modifier, start)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, left, modifier, end)
    hand.wait()


def test_a_dragged_corner_copies_and_with_ctrl_goes_on(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "sessions")
    drag(hand, page, 2)
    assert values(hand, "sessions") == [1, 1, 1]
    hand.key(Key.Key_Z, CONTROL)
    hand.wait()
    to(hand, page, 0, "people_total")
    hand.type("10")
    hand.key(Key.Key_Return)
    hand.wait()
    to(hand, page, 0, "people_total")
    drag(hand, page, 2, CONTROL)
    assert values(hand, "people_total") == [10, 11, 12]


def test_what_was_copied_goes_to_a_spreadsheet_with_headings_and_comes_back(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "sessions")
    hand.key(Key.Key_Right, SHIFT)
    hand.key(Key.Key_Down, SHIFT)
    page.work.copy(headed=True)
    hand.wait()
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[1:] == ["1\t", "2\t"]
    assert copied[0].startswith("Số buổi, lượt phát\t")
    QGuiApplication.clipboard().setText("\n".join([copied[0], "10\t30", "20\t40"]))
    to(hand, page, 1, "date")
    hand.key(Key.Key_V, CONTROL)
    hand.wait()
    assert values(hand, "sessions") == [1, 10, 20], "by heading, from the current row on"


def test_what_is_filtered_away_is_never_touched_and_rows_stay_in_place(cells: OpenCells) -> None:
    hand, page = cells()
    hand.key(Key.Key_Escape)
    listed = hand.area.list
    listed.open_filters("title")
    listed.table.filters.fields["title"].setText("a")
    listed.table.filters.apply()
    hand.wait()
    listed.cells.toggle()
    hand.wait()
    shown_rows = [shown(page, row, "title") for row in range(len(page.rows.ids))]
    assert shown_rows == ["Hai", "Ba"]
    to(hand, page, 0, "title")
    hand.key(Key.Key_Down, SHIFT)
    QGuiApplication.clipboard().setText("Xong")
    hand.key(Key.Key_V, CONTROL)
    hand.wait()
    assert values(hand, "title") == ["Một", "Xong", "Xong"]
    assert len(page.rows.ids) == 2, "they pass the filter no more and stay until it is set anew"
    assert [shown(page, row, "title") for row in range(2)] == ["Xong", "Xong"]


def test_a_row_stays_where_it_is_until_it_is_sorted_anew(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "date")
    hand.type("30/8")
    hand.key(Key.Key_Return)
    hand.wait()
    assert shown(page, 0, "date") == "30/08/2022"
    assert page.table.here[0] == 1
    page._sort(down=False)
    hand.wait()
    assert shown(page, 2, "date") == "30/08/2022"


# --- keys of records -------------------------------------------------------------------------------------------------


def test_a_key_is_asked_about(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[("manual_value", {"period_code": "Q2", "indicator": "1.1"})]))
    kind = hand.view.file.plan.kinds["manual_value"]
    hand.view.show_record("manual_value", hand.ask(lambda file: records.rows(file, "manual_value")[0].id))
    hand.wait()
    listed = hand.area.list
    listed.table.setFocus()
    listed.cells.toggle()
    hand.wait()
    page = listed.cells.page
    assert page is not None
    for answer, stands in (("leave", "Q2"), ("go", "Q3")):
        page.table.go_to(0, page.rows.columns.index("period_code"))
        page.table.setFocus()
        hand.type(in_words(hand.view.file.plan.choices[kind.fields["period_code"].choices or ""]["Q3"].label))
        hand.answered()
        hand.key(Key.Key_Return)
        hand.wait()
        (question,) = [one for one in hand.window.findChildren(KeyQuestion) if one.isVisible()]
        getattr(question, answer).click()
        hand.wait()
        found = hand.ask(lambda file: [row.values["period_code"] for row in records.rows(file, "manual_value")])
        assert found == [stands]
    assert page.rows.ids == hand.ask(lambda file: [row.id for row in records.rows(file, "manual_value")])


# --- records inside a record -----------------------------------------------------------------------------------------


def test_records_inside_a_record_have_a_sheet_of_their_own(cells: OpenCells) -> None:
    hand, _ = cells()
    hand.key(Key.Key_Escape)
    hand.wait()
    assert hand.form.view.body is not None, "the record of the cursor is in the form again"
    inner = next(table for table in hand.form.view.body.tables if table.kind.name == "comm_reach_school")
    assert inner.cells.isVisible()
    inner.cells.click()
    hand.wait()
    sheet = hand.area.list.cells.page
    assert sheet is not None
    assert sheet.kind.name == "comm_reach_school"
    assert "Một" in sheet.title.text()
    assert "activity" not in sheet.rows.columns
    school = hand.ask(
        lambda file: editing.new_record(file, "school", entry.defaults(file, "school", {"name": "THCS Mường Than"}))
    )
    assert school.saved
    to(hand, sheet, 0, "school")
    hand.type("THCS")
    hand.answered()
    hand.key(Key.Key_Tab)
    hand.wait()
    made = hand.ask(lambda file: records.rows(file, "comm_reach_school"))
    assert [row.values["activity"] for row in made] == [hand.area.list.table.current]
    hand.key(Key.Key_Escape)
    hand.wait()
    assert hand.area.list.cells.page is None
    assert hand.form.isVisible()
    assert len(inner.ids) == 1


def test_esc_stops_a_fill_and_nothing_of_it_is_written(cells: OpenCells) -> None:
    hand, page = cells()
    to(hand, page, 0, "sessions")
    for _ in range(2):
        hand.key(Key.Key_Down, SHIFT)
    page.saver.begun.connect(lambda _: hand.key(Key.Key_Escape))
    hand.key(Key.Key_D, CONTROL)
    hand.wait()
    assert values(hand, "sessions") == [1, 2, 3]
    assert page.isVisible()
    assert not page.saver.stop()  # nothing is being written any more, so that Esc leads back to the list
    for _ in range(2):  # the first puts away the sentence that it was stopped
        hand.key(Key.Key_Escape)
    hand.wait()
    assert hand.area.list.cells.page is None


def test_the_foot_says_how_far_a_long_fill_is_and_stops_it(cells: OpenCells) -> None:
    hand, page = cells()
    work = LongWork()
    page.saver.begun.emit(work)
    assert not page.foot.stop.isVisible()  # what is over in an instant shows no button
    hand.until(page.foot.stop.isVisible)
    work.report_progress(50, 51, Message("cells.judging", done="50", total="51"))
    assert "50/51" in page.foot.problem.accessibleName()
    page.saver.ended.emit()
    assert not page.foot.stop.isVisible()


def test_the_widths_of_a_sheet_are_remembered(cells: OpenCells) -> None:
    hand, page = cells()
    title, place = page.rows.columns.index("title"), page.rows.columns.index("place")
    usual = page.table.columnWidth(place)
    header = page.table.horizontalHeader()
    edge = QPoint(header.sectionViewportPosition(title) + header.sectionSize(title) - 1, 10)
    left, port = Qt.MouseButton.LeftButton, header.viewport()
    QTest.mousePress(port, left, PLAIN, edge)
    QTest.mouseMove(port, edge + QPoint(41, 0))
    QTest.mouseRelease(port, left, PLAIN, edge + QPoint(41, 0))
    wide, path = page.table.columnWidth(title), hand.view.file.path
    assert wide > 60
    hand.window.close()
    later = open_hand(hand.bot, path, settings.load())
    later.go(PAGE)
    later.area.list.choose_kind(KIND)
    later.area.list.cells.toggle()
    later.wait()
    again = later.area.list.cells.page
    assert again is not None
    found = (again.table.columnWidth(title), again.table.columnWidth(place))
    later.leave()
    assert found == (wide, usual)


# --- while the file is busy ------------------------------------------------------------------------------------------


def test_what_is_typed_during_long_work_lies_beside_the_file_and_is_saved_after_it(cells: OpenCells) -> None:
    hand, page = cells()
    record, path = page.rows.ids[0], hand.view.file.path
    beside, going, go = draft_file_of(path), Event(), Event()

    def long_work(file: OpenFile) -> None:
        going.set()
        assert go.wait(60)

    hand.view.bridge.write(long_work, long="đang nhận tệp")
    assert going.wait(60)
    to_cell(page, 0, "title")
    hand.type("Gõ lúc nhận")
    hand.key(Key.Key_Return)
    hand.until(beside.is_file)
    with closing(connect(beside)) as found:
        made = "SELECT 1 FROM sqlite_master WHERE name = '_typed'"  # the file is there a moment before its table
        hand.until(lambda: found.execute(made).fetchone() is not None)
        hand.until(lambda: found.execute("SELECT * FROM _typed").fetchall() == [(record, "title", "Gõ lúc nhận")])
    assert shown(page, 0, "title") == "Gõ lúc nhận"
    go.set()
    hand.wait()
    assert values(hand, "title")[0] == "Gõ lúc nhận"
    hand.until(lambda: not beside.exists())
