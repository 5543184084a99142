"""An officer of the province writes the next edition of the plan on its page, and puts it in force."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app import paths, texts
from desktop_app.own_plans import own_folder, own_plans
from desktop_app.plan_files import load_plan
from desktop_app.session import plan_conditions, plan_drafts
from desktop_app.session.plan_sections import SECTIONS, is_english
from desktop_app.texts import say
from tests.new_plans import new_plan_folder
from tests.ui.conftest import PROVINCE, MakeFile, OpenWindow, start_page
from tests.ui.fit import misfits
from tests.ui.hand import CONTROL, Hand, open_hand
from tests.ui.walk import walk
from ui.exchange.plan_dialog import PlanDialog
from ui.form.multi_editor import ChoiceTag
from ui.plan.beside import CHANGES, FAULTS
from ui.plan.new_indicator_dialog import NewIndicatorDialog
from ui.plan.plan_page import PlanPage

ALT = Qt.KeyboardModifier.AltModifier


class PlanHand:
    """Goes about the page as a person does."""

    def __init__(self, hand: Hand, page: PlanPage) -> None:
        self.hand, self.page = hand, page
        self.judged()

    def judged(self) -> None:
        self.hand.until(lambda: not self.page.work.waits)

    def go(self, sheet: str, title: str = "") -> None:
        """To a part, by the arrows, and to an entry by what is looked for."""
        self.page.sections.table.setFocus()
        self.hand.key(Qt.Key.Key_Home, CONTROL)
        for _ in range(SECTIONS.index(sheet)):
            self.hand.key(Qt.Key.Key_Down)
        assert self.page.sections.sheet == sheet
        if title:
            self.page.list.search.setFocus()
            self.page.list.search.clear()
            self.hand.type(title)

    def write(self, column: str, text: str) -> None:
        """Into a field of the entry in sight, which is left then."""
        editor = next(one for place, one in self.page.form.editors.items() if place[2] == column)
        editor.widget.setFocus(Qt.FocusReason.TabFocusReason)
        editor.widget.selectAll()
        self.hand.type(text)
        self.hand.key(Qt.Key.Key_Return)
        self.judged()

    def said(self, column: str) -> str:
        """What is wrong with a field of the entry in sight."""
        return next(line.text() for place, line in self.page.form._problems.items() if place[2] == column)

    def changes(self) -> str:
        self.page.beside.tabs.setCurrentIndex(CHANGES)
        return "\n".join(line.cells[1] for line in self.page.beside.changes.table.lines)


def plan_page(hand: Hand) -> PlanHand:
    hand.view.dialogs.write_plan()
    return PlanHand(hand, hand.view.dialogs.plan_page)


def writing(hand: Hand, folder: Path) -> PlanHand:
    """The page on the plan of a folder, from the start page."""
    start = start_page(hand)
    start.write_plan(plan_drafts.draft_at(folder))
    return PlanHand(hand, start.plan_page)


def test_the_province_changes_words_choices_and_a_target_and_puts_the_edition_in_force(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(PROVINCE))
    plan = hand.view.file.plan
    writer = plan_page(hand)
    writer.go("survey", "tuyên truyền place")
    writer.write("label", "Nơi tổ chức")
    writer.go("choices", "Loa truyền thanh")
    row = writer.page.list.row
    hand.key(Qt.Key.Key_N, CONTROL)
    assert writer.page.list.row == row + 1
    writer.write("label", "Bảng tin điện tử")
    writer.go("targets", "1.1")
    writer.write("threshold", "95")
    said = writer.changes()
    assert "ô “Địa điểm" in said
    assert "đổi tên thành “Nơi tổ chức”" in said
    assert "thêm Bảng tin điện tử" in said
    assert "mục tiêu đổi từ ≥ 60 % thành ≥ 95 %" in said
    writer.page.finishing.finish_button.click()
    hand.until(lambda: bool(hand.window.findChildren(PlanDialog)))
    (sheet,) = hand.window.findChildren(PlanDialog)
    hand.until(lambda: sheet._trial is not None)
    assert sheet.chosen is not None
    assert sheet.chosen.edition == plan.edition + 1
    sheet.adopt_button.click()
    hand.until(lambda: hand.view.file.plan.edition == plan.edition + 1)
    hand.wait()
    now = hand.view.file.plan
    assert now.indicators["1.1"].threshold == 95
    assert "bang_tin_dien_tu" in {value for choices in now.choices.values() for value in choices}
    assert plan_drafts.draft_names() == []


def test_an_office_below_reads_the_plan_and_changes_nothing(open_window: OpenWindow, make_file: MakeFile) -> None:
    writer = plan_page(open_window(make_file()))
    assert say("planpage.about_view", root=PROVINCE) in {
        label.text() for label in writer.page.findChildren(type(writer.page.head))
    }
    writer.go("kinds", "Hoạt động tuyên truyền")
    assert not any(editor.widget.isEnabled() for editor in writer.page.form.editors.values())
    assert not any(tag.isEnabled() for tag in writer.page.form.findChildren(ChoiceTag))
    writer.hand.key(Qt.Key.Key_N, CONTROL)
    assert writer.page.work.draft.rows["kinds"] == plan_drafts.plain_rows(writer.hand.view.file.plan.source)["kinds"]
    writer.page.close()
    assert plan_drafts.draft_names() == []


def test_a_wrong_name_is_told_at_its_field_with_the_nearest_one(open_window: OpenWindow, tmp_path: Path) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    writer.go("sets", "Buổi")
    writer.write("of", "activty")
    assert "có phải “activity”?" in writer.said("of")
    assert not writer.page.finishing.finish_button.isEnabled()
    assert writer.page.sections.table.lines[SECTIONS.index("sets")].cells[1] == "1"
    writer.page.beside.tabs.setCurrentIndex(FAULTS)
    writer.go("settings")
    writer.page.beside.faults.opened.emit(writer.page.beside.faults.lines[0])
    writer.hand.until(lambda: writer.page.form.editors["sets", 0, "of"].widget.hasFocus())
    writer.write("of", "activity")
    assert writer.said("of") == ""
    assert writer.page.finishing.finish_button.isEnabled()


def test_what_is_half_typed_is_in_the_draft_that_a_kill_leaves(open_window: OpenWindow, tmp_path: Path) -> None:
    hand, folder = open_window(None), new_plan_folder(tmp_path)
    writer = writing(hand, folder)
    writer.go("kinds", "Buổi")
    writer.page.form.editors["kinds", 0, "purpose"].widget.setFocus()
    hand.type("Ghi mỗi buổi một phi")
    name = writer.page.work.draft.name
    hand.until(lambda: name in plan_drafts.draft_names())
    left = plan_drafts.read_draft(name)  # what a program that is killed now leaves on the disk
    assert left.rows["kinds"][0]["purpose"] == "Ghi mỗi buổi một phi"
    assert plan_drafts.draft_at(folder).rows == left.rows


def test_what_was_taken_out_comes_back(open_window: OpenWindow, tmp_path: Path) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    before = writer.page.work.draft.rows
    writer.go("statistics")
    writer.page.list.table.setFocus()
    writer.hand.key(Qt.Key.Key_Delete, CONTROL)
    assert writer.page.work.draft.rows["statistics"] == []
    writer.hand.key(Qt.Key.Key_Z, CONTROL)
    assert writer.page.work.draft.rows == before
    writer.hand.key(Qt.Key.Key_Y, CONTROL)
    assert writer.page.work.draft.rows["statistics"] == []


def test_a_field_of_the_edition_before_is_first_retired_and_a_new_name_says_the_old_one(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    writer.go("survey", "Ghi chú")
    writer.page.list.table.setFocus()
    writer.hand.key(Qt.Key.Key_Delete, CONTROL)
    writer.go("survey", "Số người dự")
    writer.write("name", "nguoi_du")
    rows = writer.page.work.draft.rows["survey"]
    assert [row["retired"] for row in rows if row["name"] == "note"] == ["có"]
    assert [row["was"] for row in rows if row["name"] == "nguoi_du"] == ["people"]
    assert writer.page.work.draft.head("format") == "3"


def test_the_sample_is_the_form_that_officers_will_see(open_window: OpenWindow, tmp_path: Path) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    writer.go("survey", "Số người dự")
    writer.write("label", "Số cháu được tiêm")
    grid = writer.page.beside.sample.grid
    assert grid is not None
    assert grid._fields["people"].label.text() == "Số cháu được tiêm"


@pytest.mark.parametrize("form", ["xlsx", "XLSX", "sokehoach-plan", "folder"])
def test_a_plan_is_given_out_and_taken_in_again_as_it_was(
    form: str, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_plan_folder(tmp_path)
    writer = writing(open_window(None), folder)
    name = folder.name if form == "folder" else f"ra.{form}"
    target = tmp_path / "ra" / name
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    writer.page.finishing.out_button.click()
    assert writer.page.message.text() == say("planpage.given_out", file=name)
    assert plan_drafts.draft_at(target).base == load_plan(folder)


def test_a_disk_that_is_full_is_told_and_the_text_stays(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    blocked = tmp_path / "tệp"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(paths, "settings_dir", lambda: blocked)
    writer.go("areas", "Tuyên truyền")
    writer.write("label", "Truyền thông")
    writer.hand.until(lambda: "không lưu được" in writer.page.message.text().lower())
    assert writer.page.form.editors["areas", 0, "label"].field.value == "Truyền thông"


def finished(writer: PlanHand, wait: Callable[[Callable[[], bool]], None]) -> None:
    writer.page.finishing.finish_button.click()
    wait(lambda: bool(own_plans()[0]))


def test_a_new_plan_from_the_start_page_is_finished_and_chosen_for_a_new_ledger(open_window: OpenWindow) -> None:
    hand = open_window(None)
    start = start_page(hand)
    start.writer.click()
    from ui.plan.new_plan_dialog import NewPlanDialog
    from ui.plan.plan_choice import PlanChoice

    (choice,) = hand.window.findChildren(PlanChoice)
    choice.new.click()
    (sheet,) = choice.findChildren(NewPlanDialog)
    hand.until(sheet.name.hasFocus)
    hand.type("Kế hoạch tiêm chủng học đường 2026")
    assert sheet.id.text() == "ke-hoach-tiem-chung-hoc-duong-2026"
    sheet.go.click()
    writer = PlanHand(hand, start.plan_page)
    assert [line.cells for line in writer.page.beside.faults.lines] == []
    finished(writer, hand.until)
    hand.until(lambda: start.new.plan.text() == "Kế hoạch tiêm chủng học đường 2026")
    assert [file.name for file in own_folder().iterdir()] == ["ke-hoach-tiem-chung-hoc-duong-2026-1.sokehoach-plan"]


def test_an_indicator_is_made_by_choosing_said_in_words_and_tried_on_practice_records(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    writer.go("indicators")
    writer.page.list.table.setFocus()
    hand.key(Qt.Key.Key_N, CONTROL)
    (sheet,) = writer.page.findChildren(NewIndicatorDialog)
    hand.until(sheet.kind.hasFocus)
    hand.type("Buổi")
    hand.key(Qt.Key.Key_Return)
    hand.type("cộng một")
    hand.key(Qt.Key.Key_Return)
    hand.type("Số người")
    hand.key(Qt.Key.Key_Return)
    hand.until(sheet.title.hasFocus)
    hand.type("Số lượt người được tuyên truyền")
    assert (sheet.unit.isVisible(), sheet.unit.text()) == (True, "lượt")
    sheet.unit.setFocus()
    sheet.unit.selectAll()
    hand.type("người")
    sheet.target.setFocus()
    hand.type("500")
    hand.key(Qt.Key.Key_Return)
    writer.judged()
    assert writer.page.beside.faults.lines == []
    assert "Tử số: “Số người dự”." in writer.page.beside.figure.text
    rows = writer.page.work.draft.rows
    assert [row["counts_in"] for row in rows["survey"] if row["name"] == "people"] == ["1.2"]
    assert rows["indicators"][1]["unit"] == "người"
    writer.page.beside.figure.try_figures()
    hand.until(lambda: bool(writer.page.beside.figure.table.lines))
    assert writer.page.beside.figure.table.current is not None
    assert writer.page.beside.figure.table.current.record == "1.2"
    assert int(writer.page.beside.figure.table.current.cells[1].replace(".", "")) > 0


def test_a_new_kind_has_the_fields_that_every_kind_needs(open_window: OpenWindow, tmp_path: Path) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    writer.go("kinds")
    writer.hand.key(Qt.Key.Key_N, CONTROL)
    writer.write("label", "Buổi tiêm chủng")
    rows = writer.page.work.draft.rows
    assert [row["name"] for row in rows["survey"] if row["kind"] == "buoi_tiem_chung"] == ["unit", "date"]
    assert writer.page.beside.faults.lines == []
    assert writer.page.beside.sample.grid is not None
    assert list(writer.page.beside.sample.grid.editors) == ["unit", "date"]


def test_a_field_added_at_the_first_one_of_a_kind_does_not_part_unit_and_day(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    writer.go("survey")
    assert writer.page.list.row == 0
    writer.hand.key(Qt.Key.Key_N, CONTROL)
    writer.write("label", "Địa điểm")
    rows = writer.page.work.draft.rows["survey"]
    assert [row["name"] for row in rows] == ["unit", "date", "dia_diem", "form", "note", "people"]


def test_what_a_change_does_to_the_records_of_the_ledger_is_tried_on_a_copy(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(PROVINCE))
    writer = plan_page(hand)
    writer.go("targets", "1.1")
    writer.write("threshold", "95")
    writer.page.beside.changes.button.click()
    hand.until(lambda: say("edition.trial_good") in writer.changes())
    assert hand.view.file.plan.indicators["1.1"].threshold == 60


def test_escape_leaves_the_page_and_loses_nothing(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    name = writer.page.work.draft.name
    writer.go("kinds", "Buổi")
    writer.page.form.editors["kinds", 0, "purpose"].widget.setFocus()
    hand.type("Ghi mỗi buổi")
    hand.key(Qt.Key.Key_Escape)
    hand.until(lambda: not hand.window.findChildren(PlanPage))
    assert plan_drafts.read_draft(name).rows["kinds"][0]["purpose"] == "Ghi mỗi buổi"


def test_tab_leads_from_the_entries_through_the_fields_to_the_foot(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    writer.go("kinds")
    writer.page.list.buttons[-1].setFocus(Qt.FocusReason.TabFocusReason)
    for editor in writer.page.form.editors.values():
        hand.key(Qt.Key.Key_Tab)
        assert editor.widget.hasFocus(), editor.field.column
        assert writer.page.form.help.text() != ""
    hand.key(Qt.Key.Key_Tab)
    assert writer.page.form.every.hasFocus()


def test_a_new_plan_is_stored_before_anything_is_changed(open_window: OpenWindow) -> None:
    hand = open_window(None)
    start = start_page(hand)
    start.write_plan(plan_drafts.begin_new("tiem-chung", "Tiêm chủng", date(2026, 1, 5)))
    PlanHand(hand, start.plan_page)
    assert plan_drafts.draft_names() == ["tiem-chung-20260105"]
    start.plan_page.finishing.drop_button.click()
    assert plan_drafts.draft_names() == ["tiem-chung-20260105"]
    start.plan_page.finishing.drop_button.click()
    assert plan_drafts.draft_names() == []


def test_units_are_pasted_from_a_spreadsheet(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    writer.go("units", "Phường Ba")
    writer.page.list.table.setFocus()
    QGuiApplication.clipboard().setText("Xã Bốn\nXã Năm")
    hand.key(Qt.Key.Key_V, CONTROL)
    writer.judged()
    assert [row["unit_name"] for row in writer.page.work.draft.rows["units"]][-2:] == ["Xã Bốn", "Xã Năm"]
    assert writer.page.beside.faults.lines == []
    assert writer.page.message.text() == say("planpage.pasted", n=2)


def test_on_a_narrow_page_the_sample_stands_in_place_of_the_form_when_asked_for(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    page = writer.page
    assert page.beside.isVisible()
    assert not page.beside_button.isVisible()
    page.resize(900, 500)
    hand.until(page.beside_button.isVisible)
    assert (page.form.isVisible(), page.beside.isVisible()) == (True, False)
    page.beside_button.click()
    assert (page.form.isVisible(), page.beside.isVisible()) == (False, True)
    writer.go("sets", "Buổi")
    page.entry_actions.put(("sets", 0, "of"), "activty")
    writer.judged()
    assert page.beside.faults.lines[0].cells[0] == "Tập: Buổi tuyên truyền từ đầu năm (activities)"
    page.beside.faults.opened.emit(page.beside.faults.lines[0])
    hand.until(lambda: page.form.editors["sets", 0, "of"].widget.hasFocus())
    assert (page.form.isVisible(), page.beside.isVisible()) == (True, False)


def test_names_and_checks_are_chosen_by_what_people_call_them(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    writer.go("kinds", "Buổi")
    columns = next(one for place, one in writer.page.form.editors.items() if place[2] == "columns")
    columns.widget.setFocus(Qt.FocusReason.TabFocusReason)
    hand.type("Ghi chú")
    hand.key(Qt.Key.Key_Return)
    writer.judged()
    assert writer.page.work.draft.rows["kinds"][0]["columns"] == "date, unit, form, people, note"
    hand.type("gi do la")
    hand.key(Qt.Key.Key_Tab)
    writer.judged()
    assert "gi do la" in writer.said("columns")
    writer.page.work.undo()
    writer.judged()
    writer.go("survey", "Ghi chú")
    hand.key(Qt.Key.Key_N, CONTROL)
    writer.write("type", "số nguyên")
    writer.write("label", "Số nữ")
    writer.write("constraint", "không được quá “Số người dự")
    row = writer.page.work.draft.rows["survey"][4]
    assert (row["constraint"], row["constraint_message"]) == ("so_nu <= people", "Số nữ không được quá “Số người dự”.")
    assert writer.page.beside.faults.lines == []
    writer.write("constraint", "so_nu < people - 1")
    assert writer.page.work.draft.rows["survey"][4]["constraint"] == "so_nu < people - 1"
    assert writer.page.beside.faults.lines == []


@pytest.mark.parametrize("size", [(1366, 768), (900, 500)])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_on_the_page_has_room(
    size: tuple[int, int], language: str, open_window: OpenWindow, tmp_path: Path
) -> None:
    hand = open_window(None)
    texts.set_language(language)
    writer = writing(hand, new_plan_folder(tmp_path))
    writer.page.resize(*size)
    assert (writer.page.width(), writer.page.height()) == size, "a screen of this size has no room for more"
    found = []
    for sheet in ("settings", "kinds", "survey", "choices", "indicators", "sets", "readings", "units"):
        writer.page.sections.show_sheet(sheet)
        with suppress(TimeoutError):
            hand.until(lambda: not misfits(writer.page))
        found += [f"{sheet}: {why}" for why in misfits(writer.page)]
    assert found == []
    asked = NewIndicatorDialog(writer.page, writer.page.work.draft.rows)
    hand.until(asked.isVisible)
    assert misfits(asked) == []
    asked.close()


def test_what_is_written_while_an_edition_is_finished_stays_in_the_draft(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    writer.page.finishing.finish_button.click()
    writer.page.entry_actions.put(("areas", 0, "label"), "Truyền thông")
    hand.until(lambda: bool(own_plans()[0]) and "Mã đối chiếu" in writer.page.message.text())
    assert writer.page.isVisible()
    hand.until(lambda: bool(plan_drafts.draft_names()))
    (draft,) = plan_drafts.draft_names()
    hand.until(lambda: plan_drafts.read_draft(draft).rows["areas"][0]["label"] == "Truyền thông")  # stored after it
    assert own_plans()[0][0].body["areas"]["1"]["label"]["vi"] == "Tuyên truyền"


def test_a_plan_that_fails_on_made_up_rows_is_not_finished(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    writer.go("readings", "Xã")
    writer.page.form.every.setChecked(True)
    row = writer.page.list.row
    for column, text in (("population", ""), ("numerator", ""), ("why", ""), ("sql", "có")):
        writer.page.entry_actions.put(("readings", row, column), text)
    writer.page.entry_actions.put(("readings", row, "members"), "SELECT * FROM nowhere")
    writer.judged()
    assert writer.page.beside.faults.lines == []
    writer.page.finishing.finish_button.click()
    hand.until(lambda: bool(writer.page.beside.faults.lines))
    assert own_plans()[0] == []
    assert "nowhere" in writer.page.beside.faults.lines[0].cells[1]
    assert writer.page.beside.faults.lines[0].cells[0].startswith("Cách tính: ")


def test_a_field_to_be_chosen_gets_a_list_of_its_own(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    writer.go("survey", "Ghi chú")
    hand.key(Qt.Key.Key_N, CONTROL)
    writer.write("label", "Loại vắc xin")
    writer.write("type", "chọn một")
    assert writer.page.message.text() == say("planbegin.list_made", name="loai_vac_xin")
    assert writer.page.beside.faults.lines == []
    writer.go("choices", "Lựa chọn 2")
    writer.write("label", "Sởi")
    labels = [row["label"] for row in writer.page.work.draft.rows["choices"] if row["list_name"] == "loai_vac_xin"]
    assert labels == ["Lựa chọn 1", "Sởi"]
    grid = writer.page.beside.sample.grid
    assert grid is not None
    assert "loai_vac_xin" in grid.editors
    writer.go("survey", "Hình thức")
    writer.write("type", "chọn nhiều")
    assert len(writer.page.work.draft.rows["choices"]) == 4


def test_a_field_that_is_only_looked_at_stays_letter_by_letter(open_window: OpenWindow, tmp_path: Path) -> None:
    folder = new_plan_folder(tmp_path)
    records = folder / "plan.toml"
    text = records.read_text(encoding="utf-8")
    odd = 'purpose = { vi = "Mỗi\u00a0buổi một phiếu,\\nghi ngay" }\ncolumns = '
    records.write_text(text.replace("columns = ", odd, 1).replace("Ghi chú", "Ghi\u00a0chú"), encoding="utf-8")
    hand = open_window(None)
    writer = writing(hand, folder)
    before = writer.page.work.draft.rows
    assert before["kinds"][0]["purpose"] == "Mỗi\u00a0buổi một phiếu,\nghi ngay"
    for sheet, entry in (("kinds", "Buổi"), ("survey", "note"), ("readings", "Xã"), ("sets", "Buổi")):
        writer.go(sheet, entry)
        writer.page.form.every.setChecked(True)
        for editor in list(writer.page.form.editors.values()):
            editor.widget.setFocus(Qt.FocusReason.TabFocusReason)
            hand.bot.wait(5)
        writer.page.sections.table.setFocus()
    assert writer.page.work.draft.rows == before
    assert plan_drafts.draft_names() == []


def test_a_fault_that_brings_a_field_into_sight_disturbs_nobody_who_is_writing(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    """What is looked at a moment after a field was left may concern one that is not shown, and shows it."""
    writer = plan_page(open_window(make_file(PROVINCE)))
    writer.go("survey", "tuyên truyền place")
    form, hand = writer.page.form, writer.hand
    for column in ("label", "constraint", "required"):
        place, editor = next((place, one) for place, one in form.editors.items() if place[2] == column)
        unseen = [(one.sheet, one.row, one.column) for one in form._fields if not form._is_shown(one)]
        hidden = next(one for one in unseen if is_english(one[2]) == (column == "label"))
        editor.widget.setFocus(Qt.FocusReason.TabFocusReason)
        editor.widget.selectAll()
        hand.type("Nơi t")
        form.show_problems({hidden: [say("planpage.untitled")]})
        hand.type("ổ chức")
        assert (column, form.editors[place]._text()) == (column, "Nơi tổ chức")
        assert hidden in form.editors
        form.show_problems({})
        form.show_fields(form._fields)
        assert form.editors[place]._text() == "Nơi tổ chức"
        assert hidden not in form.editors


def test_the_thread_of_a_page_ends_with_the_window(qtbot: QtBot, dressed: object, tmp_path: Path) -> None:
    hand = open_hand(qtbot, None)
    writing(hand, new_plan_folder(tmp_path))
    assert "plan" in {thread.name for thread in threading.enumerate()}
    hand.leave()
    assert "plan" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_names_of_the_parts_are_whole(language: str, open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    texts.set_language(language)
    page = writing(hand, new_plan_folder(tmp_path)).page
    table = page.sections.table
    hand.until(lambda: table.columnWidth(0) > 0)
    cells = [table.model().index(row, 0) for row in range(table.model().rowCount())]
    assert [cell.data() for cell in cells if table.sizeHintForIndex(cell).width() > table.columnWidth(0)] == []


@pytest.mark.parametrize(
    ("unit", "sheet", "title"),
    [
        (PROVINCE, "settings", ""),
        (PROVINCE, "indicators", "3.3"),
        (PROVINCE, "survey", "place"),
        ("", "choices", "Loa"),
    ],
)
def test_every_control_is_reached_named_and_works_by_keyboard(
    open_window: OpenWindow, make_file: MakeFile, unit: str, sheet: str, title: str
) -> None:
    writer = plan_page(open_window(make_file(unit) if unit else make_file()))
    writer.go(sheet, title)
    # what is typed into a field on the way shuts these until it is judged
    finishing, figure = writer.page.finishing, writer.page.beside.figure
    shut = [one.text() for one in (finishing.out_button, finishing.finish_button, figure.button)]
    assert [one for one in walk(writer.hand, writer.page) if not any(text in one for text in shut)] == []


def test_an_expression_is_judged_while_it_is_typed(open_window: OpenWindow, tmp_path: Path) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    writer.go("readings")
    editor = next(one for place, one in writer.page.form.editors.items() if place[2] == "numerator")
    assert "exists(activities)" in [value for value, _ in editor.field.offered]  # it may be chosen, too
    editor.widget.setFocus(Qt.FocusReason.TabFocusReason)
    editor.widget.selectAll()
    writer.hand.type("exists(activites)")
    writer.hand.until(lambda: "activities" in writer.said("numerator"))
    assert editor.widget.hasFocus()
    assert writer.page.work.draft.rows["readings"][0]["numerator"] == "exists(activities)"  # it is not left yet
    editor.widget.selectAll()
    writer.hand.type("count(activities) >= 2")
    writer.hand.until(lambda: not writer.said("numerator"))
    assert editor.widget.hasFocus()


def test_a_number_of_records_or_a_condition_of_theirs_is_chosen_as_numerator(tmp_path: Path) -> None:
    rows = dict(plan_drafts.draft_at(new_plan_folder(tmp_path)).rows)
    row = {**rows["readings"][0], "population": "activities"}
    offers = dict(plan_conditions.offered(rows, "readings", "numerator", row))
    assert [*offers][:2] == ["true", "people"]
    assert "form == 'loa'" in offers
    assert texts.in_words(offers["people"]) == "cộng “Số người dự”"
    assert "exists(activities)" not in offers  # no session names another one
    assert [value for value, _ in plan_conditions.offered(rows, "readings", "denominator", row)] == ["people"]
    assert dict(plan_conditions.offered(rows, "readings", "denominator", rows["readings"][0])) == {}


def test_a_role_is_chosen_by_its_words_and_brings_its_kind(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    writer = writing(hand, new_plan_folder(tmp_path))
    writer.go("roles", "")
    hand.key(Qt.Key.Key_N, CONTROL)
    writer.write("role", "không phát sinh")
    page = writer.page
    assert page.message.text().startswith("Đã lập sẵn cho vai trò này: Khai báo không phát sinh.")
    assert page.list.table.lines[0].cells[0] == "Khai báo không phát sinh"
    shown = {place[2]: editor.text for place, editor in page.form.editors.items()}
    assert shown == {
        "role": "declaration", "kind": "period_declaration", "field_area": "plan_area", "field_date": "date",
        "field_by": "declared_by",
    }  # fmt: skip
    assert page.beside.faults.lines == []
    writer.write("field_date", "Lĩnh vực")
    assert "Lĩnh vực" in writer.said("field_date")
    writer.write("field_date", "Ngày khai báo")
    assert page.beside.faults.lines == []
    for _ in range(3):
        page.work.undo()
        writer.judged()
    assert "period_declaration" not in {row["name"] for row in page.work.draft.rows["kinds"]}


def test_what_was_looked_for_in_one_part_hides_nothing_in_another(open_window: OpenWindow, tmp_path: Path) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    writer.go("survey", "Ghi chú")
    assert [line.cells[0] for line in writer.page.list.table.lines if line.record] == ["Ghi chú"]
    writer.go("kinds")
    assert writer.page.list.search.text() == ""
    assert [line.cells[0] for line in writer.page.list.table.lines] == ["Buổi tuyên truyền"]


def test_a_statistic_has_the_form_of_its_kind_as_its_sample(open_window: OpenWindow, tmp_path: Path) -> None:
    writer = writing(open_window(None), new_plan_folder(tmp_path))
    writer.go("statistics")
    assert writer.page.beside.sample.grid is not None
    assert say("planpage.sample_of", kind="Buổi tuyên truyền") == writer.page.beside.sample.about.text()
