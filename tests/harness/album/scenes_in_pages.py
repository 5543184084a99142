"""What the pages show one step further: another month, what is filtered away, what contradicts, what is added."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtPdf import QPdfSearchModel
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QCalendarWidget, QListView, QMenu, QPushButton, QToolButton

from desktop_app.session import figures
from desktop_app.texts import in_words, say
from tests.harness.album.scenes import STEP, area_of, clear_away, key, pause, settle, type_text, view_of
from tests.ui.hand import CONTROL
from ui.form.choice_editors import RefEditor
from ui.form.field_dates import DateEditor
from ui.main_window import MainWindow
from ui.page_names import OVERVIEW, REPORT
from ui.progress.board_dialog import BoardDialog
from ui.progress.figure_dialog import FigureDialog
from ui.progress.overview import Overview
from ui.report.report_head_dialog import ReportHeadDialog
from ui.report.report_tabs import ReportTabs
from ui.widgets.printing import printer_dialog

Scenes = Iterator[str]
NEW = "Cơ quan chưa có trong danh mục"


def months(window: MainWindow) -> Scenes:
    """A month is chosen: the menu of periods, and the months behind it on a low screen."""
    view = view_of(window)
    before = view.place.period
    month = figures.read_period(view.file, "2022-07")
    view.set_period(month)
    settle(window)
    menu = view.period_button.menu()
    menu.popup(view.period_button.mapToGlobal(QPoint(0, view.period_button.height())))
    for inner in menu.findChildren(QMenu):
        menu.setActiveAction(inner.menuAction())
        key(window, Qt.Key.Key_Right)
    settle(window)
    yield "period-month"
    clear_away()
    assert before is not None
    view.set_period(before)
    settle(window)


def behind(window: MainWindow) -> Scenes:
    """The figure of a unit below with the way back, and the board with filters."""
    view = view_of(window)
    view.show_page(OVERVIEW)
    settle(window)
    page = view.findChild(Overview)
    if page is None or not view.file.units.children(view.file.unit):
        return
    page.indicator_wanted.emit("1.1")
    settle(window)
    sheet = window.findChild(FigureDialog)
    assert sheet is not None
    sheet.tabs.setCurrentIndex(sheet.tabs.count() - 2)
    settle(window)
    key(window, Qt.Key.Key_Return)
    settle(window)
    yield "figure-unit"
    clear_away()
    page.board_wanted.emit()
    settle(window)
    board = window.findChild(BoardDialog)
    assert board is not None
    for words in (in_words(view.file.plan.levels["huyen"]), say("board.state_not_reported"), board.remind.text()):
        next(one for one in board.findChildren(QPushButton) if one.text() == words).click()
    settle(window)
    yield "board-copied"
    clear_away()


def filtered(window: MainWindow, page: str) -> Scenes:
    """Filters that leave nothing, and one that can't be read."""
    view_of(window).show_page(page)
    settle(window)
    area = area_of(window)
    area.list.choose_kind(next(iter(area.list.kinds)))
    settle(window)
    for name, text in (("filters-nothing", "5/21"), ("filters-wrong", "32/13")):
        area.list.open_filters()
        settle(window)
        key(window, Qt.Key.Key_A, CONTROL)
        type_text(window, text)
        key(window, Qt.Key.Key_Return)
        settle(window)
        yield name
    area.list.clear_filters()
    area.list.toggle_filters()
    settle(window)


def form_states(window: MainWindow) -> Scenes:
    """Two fields that contradict each other, a calendar by months, a record that is missing and added in place."""
    area = area_of(window)
    area.start_record()
    settle(window)
    for field, text in (("title", "Phát thanh tại chợ phiên"), ("people_total", "41"), ("people_female", "45")):
        _write(window, field, text)
    yield "contradiction"
    grid = area.form.grid
    assert grid is not None
    day = next(editor for editor in grid.editors.values() if isinstance(editor, DateEditor))
    grid.focus_field(day.field.name)
    day.open_calendar()
    settle(window)
    shown = next(one for one in QApplication.allWidgets() if isinstance(one, QCalendarWidget) and one.isVisible())
    turn = shown.findChild(QToolButton, "qt_calendar_monthbutton")
    assert isinstance(turn, QToolButton)
    turn.menu().popup(turn.mapToGlobal(QPoint(0, turn.height())))
    settle(window)
    yield "calendar-months"
    clear_away()
    clear_away()
    ref = next(editor for editor in grid.editors.values() if isinstance(editor, RefEditor))
    grid.focus_field(ref.field.name)
    key(window, Qt.Key.Key_Down)
    settle(window)
    popup = QApplication.activePopupWidget()
    if isinstance(popup, QListView):
        popup.scrollToBottom()
        settle(window)
        yield "popup-end"
        clear_away()
    grid.focus_field(ref.field.name)
    key(window, Qt.Key.Key_A, CONTROL)
    type_text(window, NEW)
    settle(window)
    yield "popup-add"
    key(window, Qt.Key.Key_Return)
    settle(window)
    yield "form-sheet"
    key(window, Qt.Key.Key_Escape)
    settle(window)
    clear_away()


def report_tools(window: MainWindow) -> Scenes:
    """The letterhead, the other forms of a file, a search in the report, its printing, its text while it is written."""
    view = view_of(window)
    view.show_page(REPORT)
    view.open_report()
    settle(window)
    tabs = view.page
    assert isinstance(tabs, ReportTabs)
    head = next(b for b in tabs.report.state.findChildren(QPushButton) if b.text().strip() == say("print.head_open"))
    head.click()
    settle(window)
    sheet = window.findChild(ReportHeadDialog)
    assert sheet is not None
    yield "report-head"
    sheet.bar.setCurrentIndex(1)
    settle(window)
    yield "report-head-office"
    sheet.close()
    settle(window)
    others = tabs.report.head.others
    others.menu().popup(others.mapToGlobal(QPoint(0, others.height())))
    settle(window)
    yield "report-others"
    clear_away()
    preview = tabs.report._preview
    assert preview is not None
    preview.wanted.setFocus()
    type_text(window, "tuyên truyền")
    settle(window)
    while preview._hits.status() != QPdfSearchModel.Status.Finished:
        pause(STEP)
    key(window, Qt.Key.Key_Return)
    settle(window)
    yield "report-find"
    preview.wanted.clear()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    asked = printer_dialog(tabs.report, printer, tabs.report.page_count)
    asked.show()
    settle(window)
    yield "print-dialog"
    asked.close()
    tabs.bar.setCurrentIndex(1)
    settle(window)
    page = tabs.narrative
    assert page is not None
    page.editor.setFocus()
    key(window, Qt.Key.Key_A, CONTROL)
    key(window, Qt.Key.Key_B, CONTROL)
    page.editor.moveCursor(page.editor.textCursor().MoveOperation.End)
    type_text(window, " Có số 012345678901.")
    page.commit()
    settle(window)
    yield "narrative-edited"
    page.revert()
    settle(window)
    yield "narrative-reverted"
    window.notice.hide()


def _write(window: MainWindow, field: str, text: str) -> None:
    grid = area_of(window).form.grid
    assert grid is not None
    grid.focus_field(field)
    key(window, Qt.Key.Key_A, CONTROL)
    type_text(window, text)
    key(window, Qt.Key.Key_Tab)
    settle(window)


def all_pages(window: MainWindow) -> Scenes:
    """All of it."""
    area = next(iter(view_of(window).file.plan.areas))
    yield from months(window)
    yield from behind(window)
    yield from filtered(window, area)
    yield from form_states(window)
    yield from report_tools(window)
