"""An officer who can't program writes a plan of another field in Excel, records under it and prints the report."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.catalogue import in_language
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.session import plan_books
from desktop_app.session.plan_text import PlanText, part_about, part_title
from tests.new_plans import new_plan_folder
from tests.own_folders import use_settings
from tests.test_story import print_report, shown_figures
from tests.ui.conftest import PROVINCE, MakeFile, OpenWindow, start_page
from tests.ui.hand import Hand, dress, open_hand
from ui.exchange.plan_dialog import PlanDialog
from ui.plan.plan_page import PlanPage

TITLE = "Kế hoạch tiêm chủng học đường 2026"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_settings(monkeypatch, tmp_path / "config")


class Excel:
    """A plan workbook as Excel shows it."""

    def __init__(self, path: Path) -> None:
        self._path, self._book = path, load_workbook(path)

    def _sheet(self, part: str) -> Any:
        return next(sheet for sheet in self._book.worksheets if sheet.title.endswith(f"({part})"))

    def write(self, part: str, entry: str, column: str, value: object) -> None:
        """Into the cell of an entry, which is found by anything that stands in its row."""
        sheet = self._sheet(part)
        columns = [cell.value for cell in sheet[3]]
        row = next(row for row in sheet.iter_rows(min_row=4) if entry in [cell.value for cell in row])
        row[columns.index(column)].value = value

    def add(self, part: str, **cells: object) -> None:
        sheet = self._sheet(part)
        columns = [cell.value for cell in sheet[3]]
        used = [row[0].row for row in sheet.iter_rows(min_row=3) if any(cell.value is not None for cell in row)]
        for column, value in cells.items():
            sheet.cell(max(used) + 1, columns.index(column) + 1).value = value

    def save(self) -> None:
        self._book.save(self._path)


def write_plan(book: Path) -> None:
    """Sessions become vaccinations, and a share of the pupils is counted; the sign of its target is wrong at first."""
    excel = Excel(book)
    excel.write("settings", "label", "value", TITLE)
    excel.write("areas", "Tuyên truyền", "label", "Tiêm chủng")
    excel.write("kinds", "Buổi tuyên truyền", "label", "Buổi tiêm tại trường")
    excel.write("choices", "Hội nghị", "label", "Sởi - rubella")
    excel.write("choices", "Loa truyền thanh", "label", "Viêm não Nhật Bản")
    excel.write("survey", "Hình thức", "label", "Vắc xin")
    excel.write("survey", "Số người dự", "label", "Số học sinh được tiêm")
    excel.add("survey", kind="activity", name="due", type="int", label="Số học sinh thuộc diện tiêm", privacy="P0")
    excel.add(
        "indicators", code="1.2", area="1", title="Tỷ lệ học sinh được tiêm", measure="percent", unit="%",
        window="year_to_date", accountable_level="tinh", min_level="xa", breakdown_level="xa", people="có",
    )  # fmt: skip
    excel.add("targets", code="1.2", op=">>", threshold=95)
    excel.add(
        "readings", code="1.2", name="default", wording="Học sinh được tiêm chia cho học sinh thuộc diện tiêm.",
        population="activities", numerator="coalesce(people, 0)", denominator="coalesce(due, 0)",
    )  # fmt: skip
    excel.save()


def mend(book: Path) -> None:
    excel = Excel(book)
    excel.write("targets", ">>", "op", ">=")
    excel.save()


def told(hand: Hand) -> list[Sequence[str]]:
    """The lines of the check, once it is over."""
    sheet = start_page(hand).sheet
    hand.until(lambda: not sheet.busy)
    return [line.cells for line in sheet.table.lines]


def make_ledger(hand: Hand, path: Path) -> None:
    start = start_page(hand)
    start.new.tree.search.setFocus()
    hand.type("xa mot")
    start.new.author.setText("Nguyễn Thị Hoa")
    start.new.path.setText(str(path))
    start.new.make.click()
    hand.wait()


def record(hand: Hand) -> None:
    hand.go(2)
    for day, vaccine, due, done in (("10/9/26", "soi", "120", "114"), ("17/9/26", "viem nao", "80", "80")):
        hand.new("activity")
        hand.write("date", day)
        hand.choose("form", vaccine)
        hand.write("people", done)
        hand.write("due", due)
        assert hand.form.view.head.pill.text() == "Hoàn chỉnh"


def test_a_plan_of_another_field_is_written_recorded_under_and_printed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    dress(qapp)
    book = tmp_path / "tiem-chung.xlsx"
    book.write_bytes(plan_books.plan_as_book(load_plan(new_plan_folder(tmp_path))))
    write_plan(book)
    hand = open_hand(qtbot, None, clock=lambda: datetime(2026, 10, 5, 2, tzinfo=UTC))
    start = start_page(hand)
    start.check_plan(book)
    ((file, _, _, why),) = told(hand)
    assert (file, ">>" in why, "Trang “Mức phải đạt" in why) == (book.name, True, True)
    start.new.take_plan(book)
    assert ">>" in start.new.plan_note.text()
    mend(book)
    start.sheet.again.click()
    assert told(hand) == []
    start.sheet.close()
    hand.window.activateWindow()  # the offscreen platform leaves a closed dialog active
    hand.until(hand.window.isActiveWindow)
    start.new.take_plan(book)
    assert start.new.plan.text() == TITLE
    make_ledger(hand, tmp_path / "so.db")
    record(hand)
    assert shown_figures(hand)["1.2"] == ("194/200", "97,0%")
    printed = print_report(hand, tmp_path / "bao-cao.pdf")
    assert "Tỷ lệ học sinh được tiêm" in printed
    assert "97,0" in printed
    hand.leave()


def plan_page(hand: Hand) -> PlanPage:
    hand.view.dialogs.show_plan()
    hand.wait()
    (page,) = hand.window.findChildren(PlanPage)
    return page


def read(hand: Hand, page: PlanPage, part: str, words: str) -> dict[str, str]:
    """Down the parts with the arrows, then the entry that is looked for; what it says."""
    page.parts.setFocus()
    hand.key(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    while page.part != part:
        hand.key(Qt.Key.Key_Down)
    page.search.setFocus()
    hand.type(words)
    said: dict[str, str] = {}
    for line in page.lines.lines:
        said.setdefault(line.cells[0], line.cells[1])
    return said


def test_the_plan_in_force_is_read_part_by_part(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    page = plan_page(hand)
    assert page.head.text() == "Kế hoạch 768/KH-UBND · 2022 · lần ban hành " + str(hand.view.file.plan.edition)
    indicator = read(hand, page, "indicators", "3.3")
    assert indicator["Mã"] == "3.3"
    assert indicator["Cách tính"]
    assert read(hand, page, "survey", "hoat dong tuyen truyen hinh thuc")["Nhãn"] == "Hình thức"
    page.lines.setFocus()
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert hand.window.findChildren(PlanPage) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", available_plans())
def test_every_entry_of_a_plan_has_words(name: str, language: str) -> None:
    text = PlanText(load_plan(plan_folder(name)))
    for part in text.parts:
        assert in_language(part_title(part), language)
        assert in_language(part_about(part), language)
        for entry in text.entries(part):
            assert in_language(entry.title, language), (part, entry)
            assert all(in_language(heading, language) for heading, _ in text.lines(part, entry.row)[:1])


def test_the_next_edition_goes_out_as_a_workbook_and_comes_back_for_the_ledger(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file(PROVINCE))
    page, edition = plan_page(hand), hand.view.file.plan.edition
    book = tmp_path / "lan-sau.xlsx"
    page.give_out(book)
    hand.wait()
    assert page.message.text() == "Đã ghi kế hoạch ra lan-sau.xlsx."
    page.close()
    excel = Excel(book)
    excel.write("settings", "edition", "value", edition + 1)
    excel.write("areas", "Tuyên truyền", "label", "Truyền thông")
    excel.save()
    hand.view.dialogs.show_plans()
    hand.wait()
    (dialog,) = hand.window.findChildren(PlanDialog)
    dialog.look_at(book)
    hand.until(lambda: dialog.adopt_button.isEnabled())
    assert any("Truyền thông" in line.cells[1] for line in dialog.table.lines)
    dialog.adopt()
    hand.until(lambda: hand.window.view is not None and hand.view.file.plan.edition == edition + 1)
    hand.wait()
    assert hand.view.file.plan.areas["1"].label.vi == "Truyền thông"
