"""Everything that the window can show, put into sight one after another by the hand of a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.session import figures
from tests.ui.hand import CONTROL, PLAIN, SHIFT
from ui.exchange.exchange_page import ACTS, CONFLICTS, DUPLICATES, SEND, ExchangePage
from ui.exchange.publish_dialog import PublishDialog
from ui.file_view import FileView
from ui.form.field_dates import DateEditor
from ui.history.history_dialog import HistoryDialog
from ui.main_window import MainWindow
from ui.page_names import EXCHANGE, OVERVIEW, REGISTERS, REPORT
from ui.progress.overview import Overview
from ui.progress.to_do_dialogs import show_silent
from ui.records.area_tab import AreaTab
from ui.report.report_tabs import ReportTabs

CALM, STEP, PATIENCE = 8, 50, 2400
Scenes = Iterator[str]
Shown = TypeVar("Shown", bound=QWidget)


def pause(ms: int) -> None:
    """Let the window run; QTest.qWait would keep Python to itself, so that the worker stood still meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def settle(window: MainWindow) -> None:
    """Wait until the window has had nothing to read or to paint for a while."""
    quiet = 0
    for _ in range(PATIENCE):
        _give_focus(window)
        pause(STEP)
        quiet = quiet + 1 if not window.busy else 0
        if quiet == CALM:
            return
    raise TimeoutError("the window never came to rest")


def _give_focus(window: MainWindow) -> None:
    """A screen without a window manager gives the focus back to nobody when something closes."""
    if QApplication.activeWindow() is None and QApplication.activePopupWidget() is None:
        (QApplication.activeModalWidget() or window).activateWindow()
        pause(4 * STEP)


def clear_away() -> None:
    """Close every dialog, menu and popup."""
    for widget in QApplication.topLevelWidgets():
        if (widget.isVisible() and isinstance(widget, QDialog | QMenu)) or widget is QApplication.activePopupWidget():
            widget.close()
    pause(STEP)


def front(window: MainWindow) -> QWidget:
    """What takes the keys now."""
    _give_focus(window)
    found = QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None
    return found


def key(window: MainWindow, code: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(front(window), code, modifier)
    if modifier != PLAIN:  # let go of, or Qt takes it for pressed ever after
        QTest.keyRelease(front(window), Qt.Key.Key_Shift)


def type_text(window: MainWindow, text: str) -> None:
    for letter in text:
        code = Qt.Key(ord(letter.upper()) if letter.isascii() else 0)
        for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
            QTest.sendKeyEvent(action, front(window).window().windowHandle(), code, letter, PLAIN)


def open_menu(menu: QMenu, over: QWidget) -> None:
    """A menu above the button that opens it, without waiting for a choice."""
    menu.popup(over.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def view_of(window: MainWindow) -> FileView:
    assert window.view is not None
    return window.view


def area_of(window: MainWindow) -> AreaTab:
    area = view_of(window).area
    assert area is not None
    return area


def page_of(window: MainWindow, name: str, made_of: type[Shown]) -> Shown:
    """Go to a page, which is of this class."""
    view = view_of(window)
    view.show_page(name)
    settle(window)
    page = view.findChild(made_of)
    assert page is not None
    return page


# --- one page after another ----------------------------------------------------------------------------------------


def overview(window: MainWindow) -> Scenes:
    view = view_of(window)
    page = page_of(window, OVERVIEW, Overview)
    yield "overview"
    for line in page.to_do:
        line.click()
        settle(window)
        if view.page is page:  # a single record is shown where it lives
            yield f"to-do-{line.to_do.name}"
        clear_away()
        view.show_page(OVERVIEW)
    for code in view.file.plan.indicators:
        page.indicator_wanted.emit(code)
        settle(window)
        yield f"figure-{code}"
        clear_away()
    if view.file.units.children(view.file.unit):
        page.board_wanted.emit()
        settle(window)
        yield "board"
        clear_away()


def top_bar(window: MainWindow) -> Scenes:
    view = view_of(window)
    open_menu(view.file_button.menu(), view.file_button)
    settle(window)
    yield "menu"
    clear_away()
    menu = view.period_button.menu()
    menu.popup(view.period_button.mapToGlobal(QPoint(0, view.period_button.height())))
    settle(window)
    yield "periods"
    clear_away()
    view.search.open()
    type_text(window, "mường")
    settle(window)
    yield "search"
    for _ in range(2):  # the results, then the words
        key(window, Qt.Key.Key_Escape)
    sheets = (
        ("settings", window.show_settings), ("keys", view.show_keys), ("trash", view.dialogs.show_trash),
        ("backups", view.dialogs.show_backups),
    )  # fmt: skip
    for name, show in sheets:
        show()
        settle(window)
        yield name
        clear_away()


def lists_and_forms(window: MainWindow, page: str) -> Scenes:
    """Every kind of a page: its list with a record in the form, the form for a new one, one step deeper."""
    view = view_of(window)
    view.show_page(page)
    settle(window)
    if view.area is None:  # the records around a report lie behind the second tab
        assert isinstance(view.page, ReportTabs)
        view.page.bar.setCurrentIndex(view.page.bar.count() - 1)
    area = area_of(window)
    for kind in area.list.kinds.values():
        area.list.choose_kind(kind.name)
        settle(window)
        table = area.list.table
        if table.model().rowCount():
            table.setFocus()
            table.selectRow(min(2, table.model().rowCount() - 1))
            settle(window)
            yield f"{kind.name}"
            yield from children(window, kind)
        area.start_record()
        settle(window)
        yield f"{kind.name}-new"


def children(window: MainWindow, kind: RecordKind) -> Scenes:
    area = area_of(window)
    for child in view_of(window).file.plan.children.get(kind.name, ()):
        area.form.steps.start_child(child.name)
        settle(window)
        yield f"{kind.name}-{child.name}"
        area.form.steps.back()
        settle(window)


def editors(window: MainWindow, page: str) -> Scenes:
    """What opens at a field, and what stands beside one that was filled in wrongly."""
    view_of(window).show_page(page)
    settle(window)
    area = area_of(window)
    area.list.choose_kind(next(iter(area.list.kinds)))
    area.start_record()
    settle(window)
    grid = area.form.grid
    assert grid is not None
    seen: set[str] = set()
    for name, editor in grid.editors.items():
        if editor.field.type.name in seen or not editor.isVisible():
            continue
        seen.add(editor.field.type.name)
        grid.focus_field(name)
        if isinstance(editor, DateEditor):
            editor.open_calendar()
        else:
            key(window, Qt.Key.Key_Down)
        settle(window)
        if QApplication.activePopupWidget() is not None:
            yield f"popup-{editor.field.type}"
            clear_away()
    grid.focus_field(next(name for name, editor in grid.editors.items() if isinstance(editor, DateEditor)))
    key(window, Qt.Key.Key_A, CONTROL)
    type_text(window, "31/2/22")
    key(window, Qt.Key.Key_Tab)
    settle(window)
    yield "problem"
    key(window, Qt.Key.Key_F1)
    settle(window)
    yield "help"


def spreadsheet(window: MainWindow, page: str) -> Scenes:
    """The page of a sheet: what is asked, what is taken, what is left out."""
    window.notice.hide()
    view_of(window).show_page(page)
    settle(window)
    records = area_of(window).list
    records.choose_kind(next(iter(records.kinds)))
    unit = view_of(window).file.units.name(view_of(window).file.unit)
    row = [unit, "14/05/2022", "Loa truyền thanh cơ sở", "Phòng, chống mại dâm", "4", "Nhân dân", "500 tờ"]
    rows = [
        ["STT", "Đơn vị", "Ngày tổ chức", "Hình thức", "Nội dung", "Số buổi", "Đối tượng", "Ghi chú", "SĐT"],
        ["1", *row, "0912345678"], ["2", *row[:1], "5/3", *row[2:], "0912345678"], ["", "Cộng", "", "", "", "8"],
    ]  # fmt: skip
    QApplication.clipboard().setText("\n".join("\t".join(cells) for cells in rows))
    records.sheets.paste()
    settle(window)
    yield "spreadsheet"
    clear_away()


def crosstab(window: MainWindow, page: str) -> Scenes:
    """A table of counts, its shares, and the records of a cell beside it."""
    window.notice.hide()
    view_of(window).show_page(page)
    settle(window)
    sheet = area_of(window).show_crosstab()
    assert sheet is not None
    settle(window)
    yield "crosstab"
    sheet.shares["row"].click()
    yield "crosstab-shares"
    sheet.shares[""].click()
    sheet.grid.opened.emit(0, len(sheet.grid.cells.columns) - 1)
    settle(window)
    yield "crosstab-records"
    clear_away()


def cells(window: MainWindow, page: str) -> Scenes:
    """A list as a sheet: a marked block, what is unread, an open editor, the form beside, the records inside one."""
    view_of(window).show_page(page)
    settle(window)
    area = area_of(window)
    area.list.choose_kind(next(iter(area.list.kinds)))
    area.list.cells.toggle()
    settle(window)
    sheet = area.list.cells.page
    assert sheet is not None
    columns = sheet.rows.columns
    numbers = [place for place, name in enumerate(columns) if sheet.kind.fields[name].type.numeric]
    chosen = next(place for place, name in enumerate(columns) if sheet.kind.fields[name].type.one_choice)
    sheet.table.go_to(2, numbers[0])
    type_text(window, "vài buổi")
    key(window, Qt.Key.Key_Return)
    settle(window)
    sheet.table.go_to(2, numbers[0])
    for _ in range(4):
        key(window, Qt.Key.Key_Down, SHIFT)
    settle(window)
    yield "cells-marked"
    sheet.table.go_to(2, numbers[0])
    settle(window)
    yield "cells-unread"
    sheet.table.go_to(4, chosen)
    type_text(window, "h")
    settle(window)
    yield "cells-choice"
    sheet.escape()
    sheet.go_to_next()
    settle(window)
    yield "cells-next"
    sheet.table.go_to(1, 0)
    key(window, Qt.Key.Key_F6)
    settle(window)
    yield "cells-beside"
    child = next(iter(view_of(window).file.plan.children[sheet.kind.name]), None)
    if child is not None:
        area.list.take_focus()
        sheet.children_wanted.emit(child.name, sheet.record)
        settle(window)
        yield "cells-inside"
        area.list.cells.toggle()
    area.list.cells.toggle()
    settle(window)


def list_tools(window: MainWindow, page: str) -> Scenes:
    view_of(window).show_page(page)
    settle(window)
    area = area_of(window)
    area.list.choose_kind(next(iter(area.list.kinds)))
    area.list.open_filters()
    settle(window)
    yield "filters"
    area.list.toggle_filters()
    area.list.choose_columns()
    settle(window)
    yield "columns"
    clear_away()
    table = area.list.table
    if table.model().rowCount() > 3:
        table.setFocus()
        table.selectRow(0)
        for _ in range(3):
            key(window, Qt.Key.Key_Down, SHIFT)
        settle(window)
        yield "marked"
        table.clearSelection()
        table.selectRow(1)
        settle(window)
        area.form.show_history()
        settle(window)
        yield "history"
        sheet = window.findChild(HistoryDialog)
        assert sheet is not None
        sheet.erase.click()
        settle(window)
        yield "erasing"
        clear_away()
        area.form.saver.delete()
        settle(window)
        yield "deleted"
        view_of(window).undo()
        settle(window)
        yield "undone"


def report(window: MainWindow) -> Scenes:
    view = view_of(window)
    view.show_page(REPORT)
    settle(window)
    yield "report-before"
    view.open_report()
    settle(window)
    yield "report"
    assert isinstance(view.page, ReportTabs)
    tabs = view.page
    for tab in range(1, tabs.bar.count()):
        tabs.bar.setCurrentIndex(tab)
        settle(window)
        yield f"report-tab-{tab}"
    tabs.bar.setCurrentIndex(0)
    tabs.report.output.ask_and_save("json")
    settle(window)
    yield "report-dhis2"
    clear_away()
    buttons = [b for b in tabs.report.state.findChildren(QWidget) if b.isVisible() and hasattr(b, "click")]
    for number, button in enumerate(buttons):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settle(window)
        yield f"report-state-{number}"
        clear_away()


def exchange(window: MainWindow, sources: list[Path]) -> Scenes:
    """Files of other offices looked at and taken in, then each tab of the page."""
    page = page_of(window, EXCHANGE, ExchangePage)
    yield "exchange"
    if sources:
        page.receive.look_at(sources)
        settle(window)
        yield "receive-preview"
        page.receive.show_records()
        settle(window)
        yield "receive-records"
        clear_away()
        page.receive.preview.show_changed([sources[0].name])
        settle(window)
        yield "receive-changed"
        page.receive.preview.again.hide()
        page.receive.merge()
        settle(window)
        yield "received"
    for name, tab in {"send": SEND, "conflicts": CONFLICTS, "duplicates": DUPLICATES, "acts": ACTS}.items():
        page.bar.setCurrentIndex(tab)
        settle(window)
        yield f"exchange-{name}"
        clear_away()
    page.send.show_package()
    settle(window)
    yield "exchange-package"
    clear_away()
    view_of(window).dialogs.show_publishing()
    settle(window)
    yield "exchange-publish"
    sheet = window.findChild(PublishDialog)
    assert sheet is not None
    sheet.show_figures()
    settle(window)
    yield "exchange-server-figures"
    clear_away()


def silent(window: MainWindow) -> Scenes:
    """The units that have not reported, as a list to remind them by."""
    view = view_of(window)
    view.show_page(OVERVIEW)
    units = view.file.units
    codes = [code for code in units.by_code if not units.children(code)][:40]
    codes.sort(key=lambda code: units.by_code[code].parent or "")
    show_silent(view, units, codes, figures.current_period(view.file))
    settle(window)
    yield "silent"
    clear_away()


def everything(window: MainWindow, sources: list[Path]) -> Scenes:
    """All of it, in the order of the tabs."""
    yield from overview(window)
    yield from top_bar(window)
    areas = [code for code, area in view_of(window).file.plan.areas.items() if area.tab]
    for page in (*areas, REGISTERS):
        yield from lists_and_forms(window, page)
    yield from editors(window, areas[0])
    yield from list_tools(window, areas[0])
    yield from cells(window, areas[0])
    yield from spreadsheet(window, areas[0])
    yield from crosstab(window, areas[0])
    yield from silent(window)
    yield from report(window)
    yield from lists_and_forms(window, REPORT)
    yield from exchange(window, sources)
