"""A small dialog with one table: the history of a record, the trash, the keys of the keyboard."""

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line

W = TypeVar("W", bound=QWidget)


class TableDialog(QDialog):
    """Title, one line about it, the table (or what to say while it is empty), Esc or Close at the end."""

    def __init__(
        self, over: QWidget, title: str, about: str, columns: Sequence[tuple[str, int]], right: Collection[int] = (),
        close: str = "", size: tuple[int, int] = (860, 520),
    ) -> None:  # fmt: skip
        """`columns`: heading and width; the ones of width 0 share what is left. `right`: columns of numbers.
        `close`: what the button says that closes it.
        """
        super().__init__(over)
        self._column = column = parts.dialog(self, title, 12)
        parts.resize_over(self, *size)
        self._title = parts.put(column, parts.label(title, "form", wrap=True))
        self._about = parts.label(about, "muted", wrap=True)
        self._about.setVisible(bool(about))
        column.addWidget(self._about)
        self.table = parts.put(column, LineTable(title, columns, right), 1)
        self._offered: list[QPushButton] = []
        self._added: list[QWidget] = []
        self.close_button = parts.button(close or say("ui.close"), self.close)
        self.foot = parts.button_row(column, self.close_button, spacing=12)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes through the fields and the buttons as they stand, whichever was made first."""
        items = [self.foot.itemAt(place) for place in range(self.foot.count())]
        buttons = [widget for item in items if item is not None and (widget := item.widget()) is not None]
        fields = [field for one in self._added for field in (one, *one.findChildren(QWidget)) if _takes_keys(field)]
        for before, after in pairwise([self.table, *fields, *buttons] if fields else buttons):
            self.setTabOrder(before, after)
        super().showEvent(event)

    @property
    def about(self) -> str:
        return self._about.text()

    def set_about(self, about: str) -> None:
        self._about.setText(about)
        self._about.show()

    def set_title(self, title: str) -> None:
        self.setWindowTitle(title)
        self._title.setText(title)
        self.table.setAccessibleName(title)

    @property
    def current(self) -> str:
        """The record of the current line, "" without one."""
        return self.table.current.record if self.table.current else ""

    def show_lines(self, lines: Sequence[Line], empty: str = "") -> None:
        """Fill the table; `empty` is said when there is nothing to fill it with."""
        self.table.show_lines(lines)
        self.table.nothing = empty
        for button in self._offered:
            button.setEnabled(bool(lines))
        self.table.setFocus()

    def add(self, widget: W) -> W:
        """Something of its own between the table and the buttons."""
        self._added.append(widget)
        self._column.insertWidget(self._column.count() - 1, widget)
        return widget

    def cell(self, column: int) -> str:
        """What stands in the current line, "" without one."""
        return self.table.current.cells[column] if self.table.current else ""

    def offer(self, label: str, icon: str, action: Callable[[], object]) -> QPushButton:
        """One accent button beside Close."""
        made = parts.button(label, action, "primary", icon)
        self.foot.insertWidget(self.foot.count() - 1, made)
        self._offered.append(made)
        return made


def _takes_keys(field: QWidget) -> bool:
    return bool(field.focusPolicy() & Qt.FocusPolicy.TabFocus) and not field.isHidden()
