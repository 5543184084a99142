"""What the window shows while work goes on or is over: menus, progress, failures, locks, corrections, undone merges."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget

from desktop_app.domain.values import Value
from desktop_app.session import editing, entry
from desktop_app.texts import say
from tests.harness.album.scenes import area_of, clear_away, key, page_of, settle, type_text, view_of
from tests.harness.album.scenes_at_once import at_once
from tests.harness.album.scenes_in_pages import all_pages
from tests.harness.album.scenes_of_files import all_files
from tests.harness.album.scenes_of_secrets import all_secrets
from ui.exchange.exchange_page import ACTS, ExchangePage
from ui.exchange.merge_panel import WORKING
from ui.exchange.merge_undo_dialog import MergeUndoDialog
from ui.main_window import MainWindow
from ui.page_names import EXCHANGE, OVERVIEW, REPORT
from ui.plan.plan_page import PlanPage
from ui.progress.figure_dialog import FigureDialog
from ui.progress.overview import Overview
from ui.report.report_dialogs import Question
from ui.report.report_tabs import ReportTabs

Scenes = Iterator[str]
FAILURE = "Không ghi được vào tệp: ổ đĩa đã đầy. Hãy xóa bớt tệp khác rồi ghi lại; chữ đang gõ vẫn còn trong ô."


def plan_read(window: MainWindow) -> Scenes:
    """What the plan says of an indicator."""
    view_of(window).dialogs.show_plan()
    settle(window)
    (page,) = window.findChildren(PlanPage)
    parts = [line.record for line in page.parts.lines]
    page.parts.setCurrentIndex(page.parts.model().index(parts.index("indicators"), 0))
    settle(window)
    yield "plan"
    clear_away()


def behind_figures(window: MainWindow) -> Scenes:
    """The other tabs of an explanation: by unit, and over the year."""
    page = page_of(window, OVERVIEW, Overview)
    page.indicator_wanted.emit("1.4")
    settle(window)
    sheet = window.findChild(FigureDialog)
    assert sheet is not None
    for number in range(1, sheet.tabs.count()):
        sheet.tabs.setCurrentIndex(number)
        settle(window)
        yield f"figure-tab-{number}"
    clear_away()


def list_work(window: MainWindow, page: str) -> Scenes:
    """Menus of a list, a search without an answer, the tables inside a form, what failed."""
    view = view_of(window)
    view.show_page(page)
    settle(window)
    area = area_of(window)
    area.list.choose_kind(next(iter(area.list.kinds)))
    settle(window)
    table = area.list.table
    if table.model().rowCount():
        table.selectRow(1)
        settle(window)
        area.form.saver.delete()  # for the trash
        settle(window)
        window.notice.hide()
        table.selectRow(0)
        settle(window)
    at = table.viewport().mapToGlobal(QPoint(120, 20))
    menus = {"menu-column": area.list.column_menu(1)}
    if table.currentIndex().isValid():
        menus["menu-row"] = area.list.row_menu()
    for name, menu in menus.items():
        menu.popup(at)
        settle(window)
        yield name
        clear_away()
    area.list.search.setText("không có chữ nào như thế")
    settle(window)
    yield "list-nothing-found"
    area.list.search.clear()
    settle(window)
    if table.model().rowCount():
        table.selectRow(0)
        settle(window)
        area.form.focus_fields()
        grid = area.form.grid
        assert grid is not None
        grid.focus_field(list(grid.editors)[-1])
        settle(window)
        assert area.form.view.body is not None
        area.form.view.body.verticalScrollBar().setValue(area.form.view.body.verticalScrollBar().maximum())
        settle(window)
        yield "form-end"
    view.search.open()
    type_text(window, "zzzz")
    settle(window)
    yield "search-nothing"
    for _ in range(2):
        key(window, Qt.Key.Key_Escape)
    window.notice.show_failure(FAILURE)
    settle(window)
    yield "failure"
    window.notice.hide()
    view.dialogs.show_trash()
    settle(window)
    yield "trash-filled"
    clear_away()
    view.dialogs.show_plans()
    settle(window)
    yield "plans"
    clear_away()


def locked(window: MainWindow) -> Scenes:
    """A report that is locked, what unlocks it, and what corrects it once a record has come later."""
    view = view_of(window)
    view.show_page(REPORT)
    view.open_report()
    settle(window)
    _press(window, say("print.lock"))
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible())
    asked.go.click()
    settle(window)
    yield "report-locked"
    _press(window, say("print.unlock"))
    yield "report-unlock"
    clear_away()
    values: dict[str, Value] = {
        "date": "2022-08-20",
        "form": "loa",
        "title": "Phát thanh tại chợ phiên",
        "audience": ("nhan_dan",),
    }
    view.bridge.write(
        lambda s: editing.new_record(s, "comm_activity", entry.defaults(s, "comm_activity", values)),
        lambda _: None,
        view,
    )
    settle(window)
    view.open_report()
    settle(window)
    yield "report-came-later"
    _press(window, say("print.correct"))
    yield "correction"
    clear_away()
    _press(window, say("print.locks", count=1))
    yield "locks"
    clear_away()


def merge_work(window: MainWindow) -> Scenes:
    """A merge that goes on, and one looked at before it is taken back."""
    page = page_of(window, EXCHANGE, ExchangePage)
    page.bar.setCurrentIndex(0)
    page.receive.working.show_progress(42, say("exchange.looking"))
    stack = page.receive.working.parentWidget()
    assert isinstance(stack, QStackedWidget)
    stack.setCurrentIndex(WORKING)
    settle(window)
    yield "receive-progress"
    page.receive.cancel()
    page.bar.setCurrentIndex(ACTS)
    settle(window)
    acts = page.acts
    if not any(done.is_merge for done in acts._acts):
        return
    while not acts.look.isEnabled():
        acts.table.selectRow(acts.table.currentIndex().row() + 1)
    acts.look.click()
    settle(window)
    yield "merge-undo"
    sheet = window.findChild(MergeUndoDialog)
    assert sheet is not None
    for name, turn in (("merge-undone", sheet.undo), ("merge-redone", sheet.redo)):
        turn.click()
        settle(window)
        yield name
    clear_away()


def _press(window: MainWindow, words: str) -> None:
    """Press the button of the report's state that says this."""
    page = view_of(window).page
    assert isinstance(page, ReportTabs)
    page.bar.setCurrentIndex(0)
    made = next(b for b in page.report.state.findChildren(QPushButton) if b.text().strip() == words and b.isVisible())
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    settle(window)


def all_work(window: MainWindow) -> Scenes:
    """All of it; what locks and what leaves the file come last."""
    first = next(iter(view_of(window).file.plan.areas))
    yield from behind_figures(window)
    yield from list_work(window, first)
    yield from at_once(window, first)
    yield from merge_work(window)
    yield from all_pages(window)
    yield from plan_read(window)
    yield from locked(window)
    folder = view_of(window).file.path.parent
    yield from all_files(window)
    yield from all_secrets(window, folder)
