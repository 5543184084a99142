"""An officer who can't program writes a plan of another field on its page, records under it and prints the report."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.session.plan_sections import SECTIONS
from tests.test_story import print_report, shown_figures
from tests.ui.hand import CONTROL, Hand, dress, open_hand
from ui.plan.new_indicator_dialog import NewIndicatorDialog
from ui.plan.new_plan_dialog import NewPlanDialog
from ui.plan.plan_choice import PlanChoice
from ui.plan.plan_page import PlanPage
from ui.start.start_page import StartPage

TITLE = "Kế hoạch tiêm chủng học đường 2026"


def now() -> datetime:
    return datetime(2026, 10, 5, 2, 0, tzinfo=UTC)


class Writer:
    """Writes by keys on the page of a plan."""

    def __init__(self, hand: Hand, page: PlanPage) -> None:
        self.hand, self.page = hand, page
        hand.until(lambda: not page.work.waits)

    def section(self, sheet: str) -> None:
        """Down the parts with the arrow keys, and Tab into the entries."""
        self.page.sections.table.setFocus()
        self.hand.key(Qt.Key.Key_Home, CONTROL)
        for _ in range(SECTIONS.index(sheet)):
            self.hand.key(Qt.Key.Key_Down)

    def entry(self, words: str) -> None:
        self.page.list.search.setFocus()
        self.page.list.search.selectAll()
        self.hand.type(words)

    def write(self, column: str, text: str) -> None:
        editor = next(one for place, one in self.page.form.editors.items() if place[2] == column)
        self.put(editor.widget, text)

    def head(self, key: str, text: str) -> None:
        """Into a field of the head of the plan."""
        rows = self.page.work.draft.rows["settings"]
        number = next(number for number, row in enumerate(rows) if row["key"] == key)
        self.put(self.page.form.editors["settings", number, "value"].widget, text)

    def put(self, widget: QWidget, text: str) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        widget.selectAll()  # type: ignore[attr-defined]  # a line or an area, both can
        self.hand.type(text)
        self.hand.key(Qt.Key.Key_Return)
        self.hand.until(lambda: not self.page.work.waits)

    def add(self) -> None:
        self.hand.key(Qt.Key.Key_N, CONTROL)

    def faults(self) -> list[str]:
        return [line.cells[1] for line in self.page.beside.faults.lines]


def begin(hand: Hand) -> Writer:
    start = hand.window.start
    assert isinstance(start, StartPage)
    start.writer.click()
    (choice,) = hand.window.findChildren(PlanChoice)
    choice.new.click()
    (sheet,) = choice.findChildren(NewPlanDialog)
    hand.until(sheet.name.hasFocus)
    hand.type(TITLE)
    sheet.units.setFocus(Qt.FocusReason.TabFocusReason)
    sheet.units.selectAll()
    hand.type("434")
    hand.key(Qt.Key.Key_Return)
    sheet.go.click()
    return Writer(hand, start.plan_page)


def write_head(writer: Writer) -> None:
    writer.section("settings")
    writer.head("doc_no", "15/KH-SYT")
    writer.head("doc_date", "5/1/2026")
    writer.head("issuer", "Sở Y tế")
    writer.section("areas")
    writer.entry("Tuyên truyền")
    writer.write("label", "Tiêm chủng")


def write_records(writer: Writer) -> None:
    """The kind of the small plan becomes vaccination; a second kind is talks with parents."""
    writer.section("kinds")
    writer.entry("Buổi tuyên truyền")
    writer.write("label", "Buổi tiêm tại trường")
    writer.section("choices")
    writer.entry("Hội nghị")
    writer.write("label", "Sởi - rubella")
    writer.entry("Loa truyền thanh")
    writer.write("label", "Uốn ván - bạch hầu")
    writer.add()
    writer.write("label", "Viêm não Nhật Bản")
    writer.section("survey")
    writer.entry("Hình thức")
    writer.write("label", "Vắc xin")
    writer.entry("Số người dự")
    writer.write("label", "Số học sinh được tiêm")
    writer.add()
    writer.write("type", "số nguyên")
    writer.write("label", "Số học sinh thuộc diện tiêm")
    writer.section("kinds")
    writer.add()
    writer.write("label", "Buổi truyền thông với phụ huynh")


def write_indicators(writer: Writer) -> None:
    hand = writer.hand
    writer.section("indicators")
    writer.entry("1.1")
    writer.write("title", "Tỷ lệ xã, phường có tổ chức tiêm tại trường")
    add_indicator(writer, ("Buổi tiêm", "tỷ lệ % của một", "được tiêm", "thuộc diện"), "Tỷ lệ học sinh được tiêm", "95")
    add_indicator(writer, ("phụ huynh", "số phiếu"), "Số buổi truyền thông với phụ huynh", "20")
    writer.page.beside.figure.try_figures()
    hand.until(lambda: bool(writer.page.beside.figure.table.lines))


def add_indicator(writer: Writer, chosen: tuple[str, ...], title: str, target: str) -> None:
    """Every choice by typing its beginning and Enter."""
    writer.add()
    sheet = writer.page.findChildren(NewIndicatorDialog)[-1]
    writer.hand.until(sheet.kind.hasFocus)
    for words in chosen:
        writer.hand.type(words)
        writer.hand.key(Qt.Key.Key_Return)
    writer.hand.until(sheet.title.hasFocus)
    writer.hand.type(title)
    sheet.target.setFocus()
    writer.hand.type(target)
    writer.hand.key(Qt.Key.Key_Return)
    come_back(writer.hand, writer.page)
    writer.hand.until(lambda: not writer.page.work.waits)


def come_back(hand: Hand, window: QWidget) -> None:
    """A screen without a window manager gives the focus back to nobody when a dialog closes."""
    window.activateWindow()
    hand.until(window.isActiveWindow)


def finish(writer: Writer) -> None:
    writer.page.finishing.finish_button.click()
    start = writer.hand.window.start
    assert isinstance(start, StartPage)
    writer.hand.until(lambda: start.new.plan.text() == TITLE)
    come_back(writer.hand, writer.hand.window)


def make_ledger(hand: Hand, path: Path) -> None:
    start = hand.window.start
    assert isinstance(start, StartPage)
    start.new.tree.search.setFocus()
    hand.type("muong than")
    start.new.author.setText("Nguyễn Thị Hoa")
    start.new.path.setText(str(path))
    start.new.make.click()
    hand.wait()


def record(hand: Hand) -> None:
    """Two sessions and one talk, by the forms of the plan."""
    hand.go(2)
    for day, vaccine, due, done in (("10/9/26", "soi", "120", "114"), ("17/9/26", "viem nao", "80", "80")):
        hand.new("activity")
        hand.write("date", day)
        hand.choose("form", vaccine)
        hand.write("people", done)
        hand.write("so_hoc_sinh_thuoc_dien_tiem", due)
        assert hand.form.view.head.pill.text() == "Hoàn chỉnh"
    hand.new("buoi_truyen_thong_voi_phu_huyn")
    hand.write("date", "1/9/26")


def test_a_plan_of_another_field_is_written_recorded_under_and_printed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    dress(qapp)
    hand = open_hand(qtbot, None, clock=now)
    writer = begin(hand)
    write_head(writer)
    write_records(writer)
    assert writer.faults() == []
    write_indicators(writer)
    assert writer.faults() == []
    assert writer.page.beside.figure.table.current is not None
    assert "Tử số" in writer.page.beside.figure.text
    finish(writer)
    make_ledger(hand, tmp_path / "tiem-chung.db")
    record(hand)
    assert shown_figures(hand)["1.2"] == ("194/200", "97,0%")
    printed = print_report(hand, tmp_path / "bao-cao.pdf")
    assert "Tỷ lệ học sinh được tiêm" in printed
    assert "97,0" in printed
    assert "mại dâm" not in printed
    hand.leave()
