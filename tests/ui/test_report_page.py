"""The report in the window: made, seen, searched, saved, printed, locked, corrected; by few keys."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPageLayout
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from shiboken6 import isValid

from desktop_app.catalogue import LANGUAGES
from desktop_app.domain.correction import CorrectedAmount, Correction
from desktop_app.domain.locking import Lock, LockedAmount
from desktop_app.domain.values import Value
from desktop_app.report import contents, layout
from desktop_app.session import editing, figures, records, report_text
from desktop_app.texts import in_words, set_language
from tests.desktop_app import report_samples as samples
from tests.printed_pages import is_across_pages
from tests.processes import pdf_text
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand
from tests.ui.test_theme import contrast
from ui.report import report_output
from ui.report.correction_window import show_correction
from ui.report.report_dialogs import Question
from ui.report.report_head_dialog import ReportHeadDialog
from ui.report.report_page import ReportPage
from ui.report.report_tabs import ReportTabs
from ui.widgets import printing, theme
from ui.widgets.printing import Printing, pages_of
from ui.widgets.table_dialog import TableDialog

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ACTIVITY: tuple[str, dict[str, Value]] = (
    "comm_activity",
    {"date": "2022-07-19", "form": "loa", "title": "Phòng ngừa", "sessions": 3, "audience": ("nhan_dan",)},
)


def page_of(hand: Hand) -> ReportPage:
    page = hand.find(ReportTabs)
    return page.report


def made(hand: Hand) -> ReportPage:
    """The report of the period, in sight."""
    hand.key(Qt.Key.Key_F9)
    hand.wait()
    return page_of(hand)


def texts(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(widget: QWidget, words: str) -> None:
    """Press the button whose label begins with these words."""
    next(b for b in widget.findChildren(QPushButton) if b.isVisible() and b.text().strip().startswith(words)).click()


def dialog(hand: Hand, kind: type[QDialog]) -> QDialog:
    hand.bot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def take_the_proposed_name(keys: list[str]) -> None:
    """Press Enter in the dialogue for files as soon as it is there."""

    def press_enter() -> None:
        asked = QApplication.activeModalWidget()
        if not isinstance(asked, QFileDialog):
            QTimer.singleShot(20, press_enter)  # what the next Enter answers opens while this one is pressed
        if isinstance(asked, QFileDialog | Question):
            keys.append("Enter")
            QTest.keyClick(asked.focusWidget() or asked, Qt.Key.Key_Return)

    QTimer.singleShot(20, press_enter)


def give_up_the_name() -> None:
    """Press Escape in the dialogue for files as soon as it is there."""

    def press_escape() -> None:
        asked = QApplication.activeModalWidget()
        if isinstance(asked, QFileDialog):
            asked.reject()
        else:
            QTimer.singleShot(20, press_escape)

    QTimer.singleShot(20, press_escape)


def walked(over: QWidget, start: QWidget, steps: int) -> list[QWidget | None]:
    """Where Tab leads."""
    start.setFocus()
    found: list[QWidget | None] = []
    for _ in range(steps):
        QTest.keyClick(over.focusWidget() or over, Qt.Key.Key_Tab)
        found.append(over.focusWidget())
    return found


def is_draft(path: Path) -> bool:
    """Whether the word stands across its pages."""
    return is_across_pages(path.read_bytes())


def test_from_the_open_program_to_a_saved_pdf_takes_at_most_ten_keys(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    keys = ["F9", "Ctrl+S"]
    made(hand)
    take_the_proposed_name(keys)
    hand.key(Qt.Key.Key_S, CTRL)
    hand.bot.waitUntil(lambda: any(tmp_path.glob("*.pdf")))
    hand.wait()
    saved = list(tmp_path.glob("*.pdf"))
    assert [path.name for path in saved] == ["Báo cáo Xã Mường Than Quý III-2022.pdf"]
    assert "BÁO CÁO" in pdf_text(saved[0].read_bytes())
    assert len(keys) <= 10


def test_what_a_report_lacks_is_said_before_it_is_saved_and_can_be_filled_in(
    open_window: OpenWindow, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(report_output, "ask_place", lambda *_: tmp_path / "r.pdf")
    hand = open_window(make_file())
    page = made(hand)
    page.output.ask_and_save()
    asked = dialog(hand, Question)
    assert "Báo cáo còn thiếu: Số, ký hiệu; Ngày ban hành; Họ tên người ký." in texts(asked)
    next(b for b in asked.findChildren(QPushButton) if "Điền ngay" in b.text()).click()
    head = dialog(hand, ReportHeadDialog)
    assert isinstance(head, ReportHeadDialog)
    hand.wait()
    for field, text in (("doc_no", "5"), ("doc_date", "20/9/2022"), ("signer_name", "Lò Văn Mẫu")):
        fill(hand, head, field, text)
    head.finish()
    hand.bot.waitUntil(lambda: page.page_count > 0 and page._making is None)
    hand.wait()
    page.output.ask_and_save()
    hand.wait()
    assert (tmp_path / "r.pdf").exists(), "nothing is missing, so nothing is asked"


def test_what_a_report_lacks_is_said_before_it_is_printed_locked_and_locked_again(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    lacks = "Báo cáo còn thiếu: Số, ký hiệu; Ngày ban hành; Họ tên người ký."
    hand = open_window(make_file(records=[ACTIVITY]))
    page = made(hand)
    hand.key(Qt.Key.Key_P, CTRL)
    asked = dialog(hand, Question)
    assert lacks in texts(asked)
    asked.reject()
    press(page.state, "Chốt báo cáo")
    asked = dialog(hand, Question)
    assert lacks in texts(asked)
    asked.accept()
    hand.wait()
    hand.view.bridge.write(lambda s: editing.set_value(s, records.rows(s, "comm_activity")[0].id, "sessions", 5))
    hand.wait()
    press(page.state, "Chốt lại")
    assert lacks in texts(dialog(hand, Question))
    dialog(hand, Question).reject()


def test_a_report_is_saved_as_word_and_its_tables_as_a_spreadsheet(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    page = made(hand)
    for form, inside in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        page.output.write(tmp_path / f"r.{form}", form)
        hand.wait()
        assert inside in ZipFile(tmp_path / f"r.{form}").namelist()


def test_a_report_that_cannot_be_saved_says_why_and_leaves_what_was_there(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    page = made(hand)
    page.output.write(tmp_path / "not there" / "r.pdf")
    hand.wait()
    assert "r.pdf" in hand.window.notice.text
    assert hand.window.notice.failing
    assert not list(tmp_path.glob("**/*.part"))


def test_making_can_be_stopped(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(unit="Tỉnh Lai Châu"))
    hand.view.open_report()
    page = page_of(hand)
    assert page.stop.isVisible()
    assert not page.head.make.isEnabled()
    page.cancel()
    hand.wait()
    assert page.head.make.isEnabled()
    assert not page.head.save.isEnabled()
    assert page.page_count == 0


def test_the_window_lives_on_while_a_report_is_made(open_window: OpenWindow, make_file: MakeFile) -> None:
    """Progress rises and the event loop turns; how long it is deaf at most is measured by the bench."""
    hand = open_window(make_file(unit="Tỉnh Lai Châu", records=[]))
    hand.view.show_page("report")
    hand.wait()
    page = page_of(hand)
    shown: list[int] = []
    beats: list[bool] = []
    page.bar.valueChanged.connect(shown.append)
    heart = QTimer(page)
    heart.timeout.connect(lambda: beats.append(page.page_count > 0))
    heart.start(5)
    page.make_report()
    hand.bot.waitUntil(lambda: page.page_count > 0)
    heart.stop()
    assert beats.count(False) >= 2
    assert len(set(shown)) >= 3
    assert shown == sorted(shown[:-1]) + shown[-1:], "it never goes back"


def test_words_of_the_report_are_found_and_gone_through_with_f3(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    preview = made(hand)._preview
    assert preview is not None
    preview.wanted.setText("mại dâm")
    assert preview.found_label.text() == "Đang tìm… 0 chỗ"
    hand.bot.waitUntil(lambda: "…" not in preview.found_label.text())
    assert preview.found_label.text() != "0 chỗ"
    QTest.keyClick(preview.view, Qt.Key.Key_F3)
    assert preview.found_label.text().startswith("1/")
    QTest.keyClick(preview.view, Qt.Key.Key_F3, SHIFT)
    assert not preview.found_label.text().startswith("1/")
    preview.wanted.setText("tuyên truyền")
    assert preview.found_label.text() == "Đang tìm… 0 chỗ", "the search before is over, this one is not"
    hand.bot.waitUntil(lambda: "…" not in preview.found_label.text())
    assert preview.found_label.text() != "0 chỗ"


def test_words_that_are_found_stand_out_and_stay_as_dark_as_the_others(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    preview = made(hand)._preview
    assert preview is not None
    preview.wanted.setText("mại dâm")
    hand.bot.waitUntil(lambda: "…" not in preview.found_label.text())
    QTest.keyClick(preview.view, Qt.Key.Key_F3)
    hit = preview._hits.resultAtIndex(0)
    box = hit.rectangles()[0]
    left = preview.view._left_of(preview.document.pagePointSize(hit.page()).width() * preview.view.scale)
    top = preview.view.top_of(hit.page()) - preview.view.verticalScrollBar().value()
    corner = box.topLeft() * preview.view.scale + QPointF(left, top)
    seen = preview.view.viewport().grab(QRectF(corner, box.size() * preview.view.scale).toRect()).toImage()
    colours = {seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(seen.height())}
    ink = min(colours, key=lambda colour: QColor(colour).lightness())
    assert theme.PEN_HERE.lower() in colours
    assert contrast(ink, theme.PEN_HERE) >= 4.5


def test_the_widest_page_fits_in_until_a_person_zooms(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    preview = made(hand)._preview
    assert preview is not None
    assert not preview.view.horizontalScrollBar().isVisible()
    before = preview.view.zoomFactor()
    QTest.keyClick(preview.view, Qt.Key.Key_Equal, CTRL)
    assert preview.view.zoomFactor() > before
    QTest.keyClick(preview.view, Qt.Key.Key_0, CTRL)
    assert preview.view.zoomFactor() == before


A4_DOTS = QSize(595, 842)


def _printed(qtbot: QtBot, folder: Path, *wide: bool) -> list[QImage]:
    """Pages, each wide or upright and dark in all corners but that below on the left, as they were printed."""
    canvas = Canvas(str(folder / "report.pdf"))
    for lies in wide:
        across, up = landscape(A4) if lies else A4
        canvas.setPageSize((across, up))
        for x, y in ((0, up - 90), (across - 90, up - 90), (across - 90, 0)):
            canvas.rect(x, y, 90, 90, fill=1)
        canvas.showPage()
    canvas.save()
    document, printed, printer = QPdfDocument(), QPdfDocument(), QPrinter(QPrinter.PrinterMode.HighResolution)
    document.load(str(folder / "report.pdf"))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "in.pdf"))
    printing = Printing(document, printer, range(len(wide)))
    with qtbot.waitSignal(printing.finished):
        assert printing.start()
    printed.load(str(folder / "in.pdf"))
    return [printed.render(n, printed.pagePointSize(n).toSize()) for n in range(printed.pageCount())]


def _dark_corners(page: QImage) -> list[bool]:
    """Above on the left and on the right, below on the left and on the right."""
    corners = [(x, y) for y in (20, page.height() - 20) for x in (20, page.width() - 20)]
    return [page.pixelColor(*corner) == QColor("black") for corner in corners]


def test_pages_are_printed_each_in_its_own_direction(qtbot: QtBot, tmp_path: Path) -> None:
    upright, wide = _printed(qtbot, tmp_path, False, True)
    assert upright.size() == wide.size().transposed() == A4_DOTS
    assert _dark_corners(upright) == _dark_corners(wide) == [True, True, False, True]


def test_a_printer_that_keeps_its_direction_gets_every_page_whole(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.widgets.printing._has_one_orientation", lambda _: True)
    upright, wide = _printed(qtbot, tmp_path, False, True)
    assert upright.size() == wide.size() == A4_DOTS
    assert _dark_corners(upright) == [True, True, False, True]
    assert _dark_corners(wide) == [True, True, True, False], "its head stands at the left"
    wide, upright = _printed(qtbot, tmp_path, True, False)
    assert upright.size() == wide.size() == A4_DOTS.transposed()
    assert (_dark_corners(wide), _dark_corners(upright)) == ([True, True, False, True], [True, True, True, False])


class _FullPrinter(QPrinter):
    """One that takes no second page, as Windows says of a printer and Qt of a full disk."""

    def newPage(self) -> bool:
        return False


@pytest.mark.parametrize("pages", [1, 2])
def test_what_was_not_taken_is_not_called_printed(
    qtbot: QtBot, tmp_path: Path, pages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "half.pdf").write_bytes(b"%PDF-1.4 half")
    monkeypatch.setattr(Printing, "target", str(tmp_path / "half.pdf"))
    (tmp_path / "report.pdf").write_bytes(layout.render(contents.build(samples.province())))
    document = QPdfDocument()
    document.load(str(tmp_path / "report.pdf"))
    printer = _FullPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    printing = Printing(document, printer, list(range(pages)))
    done: list[bool] = []
    printing.finished.connect(lambda: done.append(True))
    with qtbot.waitSignal(printing.failed):
        assert printing.start()
    assert done == []


def test_who_prints_into_a_file_hears_of_the_file(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    monkeypatch.setattr(printing, "has_printer", lambda: True)  # no test asks the real printers
    monkeypatch.setattr(printing, "ask_printer", lambda *_: printer)
    hand = open_window(make_file())
    made(hand).output.print_it()
    dialog(hand, Question).accept()
    hand.bot.waitUntil(lambda: hand.window.notice.text == "Đã lưu báo cáo vào “in.pdf”.")
    assert (tmp_path / "in.pdf").stat().st_size


def test_who_prints_without_a_printer_hears_what_to_do(
    open_window: OpenWindow, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    hand = open_window(make_file())
    made(hand).output.print_it()
    dialog(hand, Question).accept()
    hand.wait()
    assert hand.window.notice.text.startswith("Máy này chưa có máy in nào. Hãy thêm máy in")


def test_a_range_of_pages_is_the_one_that_was_asked_for(qapp: QApplication) -> None:
    printer = QPrinter()
    assert pages_of(printer, 3) == [0, 1, 2]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 9)
    assert pages_of(printer, 3) == [1, 2]
    assert printer.pageLayout().orientation() == QPageLayout.Orientation.Portrait


def edit_head(hand: Hand) -> ReportHeadDialog:
    """The sheet of number, day, letterhead and signer, with what it shows."""
    press(page_of(hand).state, "Số, ngày")
    sheet = dialog(hand, ReportHeadDialog)
    assert isinstance(sheet, ReportHeadDialog)
    hand.wait()
    return sheet


def fill(hand: Hand, sheet: ReportHeadDialog, field: str, text: str) -> None:
    grid = sheet.form.grid
    assert grid is not None
    grid.focus_field(field)
    hand.mark()
    hand.type(text)
    hand.key(Qt.Key.Key_Tab)
    hand.answered()


def test_number_day_and_signer_are_typed_before_printing_and_the_office_is_remembered(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    page = made(hand)
    sheet = edit_head(hand)
    fill(hand, sheet, "doc_no", "5")
    fill(hand, sheet, "doc_date", "08/09/2022")
    sheet.bar.setCurrentIndex(1)
    hand.wait()
    grid = sheet.form.grid
    assert grid is not None
    shown = {name: grid.editors[name].value for name in ("issuer_line", "place_name", "signer_title", "archive_line")}
    assert shown == {
        "issuer_line": "ỦY BAN NHÂN DÂN XÃ MƯỜNG THAN", "place_name": "Mường Than", "signer_title": "CHỦ TỊCH",
        "archive_line": "Lưu: VT, VHXH",
    }  # fmt: skip
    fill(hand, sheet, "signer_name", "Lò Văn Thử")
    sheet.finish()
    hand.wait()
    assert page.page_count, "the report is made anew"
    page.output.write(tmp_path / "a.pdf")
    hand.wait()
    first = pdf_text((tmp_path / "a.pdf").read_bytes())
    assert "Số: 05/BC-UBND" in first
    assert "Mường Than, ngày 08 tháng 9 năm 2022" in first
    assert "Lò Văn Thử" in first
    hand.view.set_period(figures.read_period(hand.view.file, "2022-Q2"))
    page.make_report()
    hand.wait()
    page.output.write(tmp_path / "b.pdf")
    hand.wait()
    second = pdf_text((tmp_path / "b.pdf").read_bytes())
    assert "05/BC-UBND" not in second
    assert "Lò Văn Thử" in second, "who signs is the same until somebody else does"


def test_esc_leaves_the_letterhead_for_the_report_and_not_for_the_office_around_it(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    page = made(hand)
    sheet = edit_head(hand)
    sheet.bar.setCurrentIndex(1)
    hand.wait()
    grid = sheet.form.grid
    assert grid is not None
    grid.focus_field("signer_name")
    hand.type("Lò")
    hand.key(Qt.Key.Key_Escape)
    assert sheet.isVisible(), "it takes back what is being typed first"
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert not isValid(sheet)
    assert page.page_count


@pytest.mark.parametrize(
    ("unit", "lines"),
    [
        ("Huyện Than Uyên", ("UBND HUYỆN THAN UYÊN", "PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI")),
        ("Tỉnh Lai Châu", ("UBND TỈNH LAI CHÂU", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI")),
    ],
)
def test_the_letterhead_of_district_offices_and_province_is_there_to_begin_with(
    open_window: OpenWindow, make_file: MakeFile, unit: str, lines: tuple[str, str]
) -> None:
    hand = open_window(make_file(unit=unit))
    hand.view.show_page("report")
    hand.wait()
    sheet = edit_head(hand)
    sheet.bar.setCurrentIndex(1)
    hand.wait()
    grid = sheet.form.grid
    assert grid is not None
    assert tuple(grid.editors[name].value for name in ("superior_line", "issuer_line")) == lines
    sheet.finish()


def test_before_a_lock_the_sections_whose_words_no_longer_hold_are_named(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    page = made(hand)
    quarter = page._shown.period
    hand.view.bridge.write(lambda s: report_text.set_narrative(s, quarter, "III.1", "Xã có 3 buổi."))
    hand.view.bridge.write(lambda s: editing.set_value(s, records.rows(s, "comm_activity")[0].id, "sessions", 5))
    hand.wait()
    (lock,) = [one for one in page.state.findChildren(QPushButton) if "Chốt báo cáo" in one.text() and one.isVisible()]
    assert not lock.isEnabled(), "what is in sight no longer holds"
    made(hand)
    press(page.state, "Chốt báo cáo")
    asked = dialog(hand, Question)
    assert "không còn khớp với số liệu hiện nay: III.1." in texts(asked)
    asked.reject()
    hand.wait()
    assert "Dự thảo" in texts(page.state)
    press(page.state, "Chốt báo cáo")
    dialog(hand, Question).accept()
    hand.wait()
    assert "Đã chốt" in texts(page.state)


def test_a_report_is_locked_unlocked_and_corrected_in_the_window(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    page = made(hand)
    assert "Dự thảo" in texts(page.state)
    hand.window.activateWindow()
    next(button for button in page.state.findChildren(QPushButton) if button.isVisible()).setFocus()
    press(page.state, "Chốt báo cáo")
    asked = dialog(hand, Question)
    assert "kỳ báo cáo chưa kết thúc (hết ngày 14/09/2022)" in texts(asked)  # today is the 8th
    asked.accept()
    hand.wait()
    assert "Đã chốt" in texts(page.state)
    focus = hand.window.focusWidget()
    assert focus is not None
    assert page.state.isAncestorOf(focus)
    assert page.page_count
    page.output.write(tmp_path / "chốt.pdf")
    hand.wait()
    assert not is_draft(tmp_path / "chốt.pdf")

    hand.view.bridge.write(lambda s: editing.set_value(s, records.rows(s, "comm_activity")[0].id, "sessions", 5))
    hand.wait()
    assert "Số liệu đã thay đổi" in texts(page.state)
    press(page.state, "Báo cáo điều chỉnh")
    sheet = dialog(hand, TableDialog)
    assert isinstance(sheet, TableDialog)
    assert len(sheet.table.lines) >= 1
    reason = sheet.findChild(QPlainTextEdit)
    assert reason is not None
    reason.setPlainText("Ghi sót hai buổi")
    number, day = sheet.findChildren(QLineEdit)
    number.setText("15")
    day.setText("31/31")
    press(sheet, "Lưu PDF")
    assert "Không đọc được ngày" in texts(sheet)
    day.setText("9/9")
    assert walked(sheet, number, 2) == [day, reason]
    give_up_the_name()
    press(sheet, "Lưu PDF")
    assert sheet.isVisible(), "what was typed is not lost with the name of a file"
    take_the_proposed_name([])
    press(sheet, "Lưu PDF")
    hand.wait()
    (path,) = tmp_path.glob("Báo cáo điều chỉnh*.pdf")
    assert "Ghi sót hai buổi" in pdf_text(path.read_bytes())
    assert "SỐ LIỆU ĐIỀU CHỈNH" in pdf_text(path.read_bytes())
    assert "Số: 15/BC-UBND" in pdf_text(path.read_bytes())
    assert "ngày 09 tháng 9 năm 2022" in pdf_text(path.read_bytes())
    assert is_draft(path)
    path.unlink()

    press(page.state, "Chốt lại")
    asked = dialog(hand, Question)
    assert "Bản đã chốt trước vẫn được giữ" in texts(asked)
    asked.accept()
    assert "Đang chốt" in texts(page.state)
    hand.wait()
    assert "Số liệu đã thay đổi" not in texts(page.state)
    press(page.state, "Báo cáo điều chỉnh")
    sheet = dialog(hand, TableDialog)
    assert "DỰ THẢO" not in texts(sheet)
    take_the_proposed_name([])
    press(sheet, "Lưu PDF")
    hand.wait()
    assert not is_draft(path)

    for standing in ("Số liệu đã thay đổi", "Dự thảo"):  # the lock before, then none
        press(page.state, "Bỏ chốt")
        asked = dialog(hand, Question)
        assert isinstance(asked, Question)
        assert not asked.go.isEnabled()
        asked.reason.setPlainText("Ký nhầm")
        asked.accept()
        hand.wait()
        assert standing in texts(page.state)
    press(page.state, "Báo cáo đã chốt")
    sheet = dialog(hand, TableDialog)
    hand.wait()
    assert isinstance(sheet, TableDialog)
    assert "Ký nhầm" in sheet.cell(5)
    sheet.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_to_be_corrected_is_named_in_the_language_of_the_window(qtbot: QtBot, language: str) -> None:
    set_language(language)
    plan, over = samples.plan(), QWidget()
    qtbot.addWidget(over)
    counted = plan.statistics[0]
    old, new = (LockedAmount(counted.area, counted.label.vi, "1", n) for n in ("2", "3"))
    gone = LockedAmount("1", "Bỏ từ bản sau", None, "4")
    place, time = samples.PROVINCE, "2022-06-20T08:00:00+00:00"
    lock = Lock("lock", 1, place, place, samples.QUARTER, "", time, 0, "", (), (), {}, "")
    show_correction(over, plan, Correction(lock, (), (CorrectedAmount(old, new), CorrectedAmount(gone, None))), print)
    (sheet,) = over.findChildren(TableDialog)
    assert [line.cells[0] for line in sheet.table.lines] == [in_words(counted.label), "Bỏ từ bản sau"]


def test_a_question_with_much_to_say_keeps_its_buttons_on_a_low_screen(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    asked = Question(over, "Chốt báo cáo để ký", "Số người từ 1 đến 4.\n" * 90, "Chốt báo cáo", with_reason=True)
    asked.open()
    assert asked.height() <= over.screen().availableGeometry().height()
    assert asked.rect().contains(asked.go.geometry())


def test_after_the_head_of_a_report_was_typed_enter_does_not_lock(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    page = made(hand)
    opener = next(one for one in page.state.findChildren(QPushButton) if "Số, ngày" in one.text())
    opener.setFocus()
    sheet = edit_head(hand)
    fill(hand, sheet, "doc_no", "5")
    sheet.finish()
    hand.wait()
    focused = hand.window.focusWidget()
    assert isinstance(focused, QPushButton)
    assert "Số, ngày" in focused.text()


def test_the_public_report_is_not_saved_over_the_one_for_the_superior(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    button = next(one for one in made(hand).findChildren(QPushButton) if "Gửi cấp trên" in one.text())
    button.menu().actions()[1].trigger()
    made(hand)
    take_the_proposed_name([])
    hand.key(Qt.Key.Key_S, CTRL)
    hand.bot.waitUntil(lambda: any(tmp_path.glob("*.pdf")))
    hand.wait()
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["Báo cáo công khai Xã Mường Than Quý III-2022.pdf"]


def test_the_tables_of_the_report_in_sight_are_copied_for_a_spreadsheet(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[ACTIVITY]))
    page = made(hand)
    assert page._preview is not None
    page._preview.view.setFocus()
    hand.key(Qt.Key.Key_C, CTRL)
    hand.wait()
    first = [line.split("\t")[0] for line in QApplication.clipboard().text().split("\n")]
    assert set(first) & set(hand.view.file.plan.indicators)
    assert "x:num=" in QApplication.clipboard().mimeData().html()
    page._preview.wanted.setFocus()
    hand.type("Phòng")
    hand.key(Qt.Key.Key_A, CTRL)
    hand.key(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "Phòng"
