"""The menus of a list: of one heading, and of the rows that are marked."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.texts import say
from ui.records.record_table import RecordTable
from ui.records.several_rows import SeveralRows

Action = Callable[[], object]


def column_menu(
    over: QWidget, table: RecordTable, column: int, open_filters: Callable[[str], object], choose_columns: Action
) -> QMenu:
    """Sort by a column, filter by it, hide it, choose columns."""
    menu = _menu(over, say("list.column_menu"))
    if column < len(table.rows.columns):
        name = table.rows.columns[column]
        others = [shown for shown in table.rows.columns if shown != name]
        _add(menu, say("list.sort_up"), lambda: table.sort_by(column, down=False))
        _add(menu, say("list.sort_down"), lambda: table.sort_by(column, down=True))
        menu.addSeparator()
        _add(menu, say("list.filter_column"), lambda: open_filters(name))
        if others:
            _add(menu, say("list.hide_column"), lambda: table.choose_columns(others))
    _add(menu, say("list.choose_columns"), choose_columns, "Ctrl+Shift+C")
    return menu


def row_menu(over: QWidget, table: RecordTable, open_row: Action, several: SeveralRows) -> QMenu:
    """Open the current row; copy or delete the marked ones, if any."""
    menu = _menu(over, say("list.row_menu"))
    _add(menu, say("list.open_row"), open_row, "Enter")
    if count := table.marked_count:
        _add(menu, say("list.copy_rows", count=count), several.copy, "Ctrl+C")
        menu.addSeparator()
        _add(menu, say("list.delete_rows", count=count), several.delete, "Delete")
    return menu


def _menu(over: QWidget, name: str) -> QMenu:
    menu = QMenu(over)
    menu.setAccessibleName(name)
    return menu


def _add(menu: QMenu, words: str, run: Action, keys: str = "") -> None:
    action = menu.addAction(f"{words}\t{keys}" if keys else words)  # the keys as they stand on the keyboard
    action.triggered.connect(lambda: run())
