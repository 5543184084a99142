"""A small dialog with one table: the history of a record, the trash, the keys of the keyboard."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.texts import say
from ui import parts, theme
from ui.history_lines import Line
from ui.list_header import ListHeader

WIDE, HIGH = 860, 520


class Sheet(QDialog):
    """Title, one line about it, the table (or what to say while it is empty), Esc or Close at the end."""

    def __init__(self, over: QWidget, title: str, about: str, columns: Sequence[tuple[str, int]]) -> None:
        """`columns`: heading and width; the ones of width 0 share what is left."""
        super().__init__(over)
        self.setObjectName("page")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WIDE, HIGH)
        self._lines: Sequence[Line] = ()
        column = parts.column(self, theme.MARGIN, 12)
        column.addWidget(parts.label(title, "form", wrap=True))
        self._about = parts.label(about, "muted", wrap=True)
        self._about.setVisible(bool(about))
        column.addWidget(self._about)
        self.table = self._make_table(title, columns)
        column.addWidget(self.table, 1)
        self._column = column
        self.foot = parts.row(spacing=12)
        self.foot.addStretch(1)
        self.foot.addWidget(parts.button(say("ui.close"), self.close))
        column.addLayout(self.foot)

    @property
    def current(self) -> str:
        """The record of the current line, "" without one."""
        row = self.table.currentRow()
        return self._lines[row].record if 0 <= row < len(self._lines) else ""

    def show_lines(self, lines: Sequence[Line], empty: str = "") -> None:
        """Fill the table; `empty` is said when there is nothing to fill it with."""
        self._lines = lines
        self.table.setRowCount(len(lines))
        for number, line in enumerate(lines):
            for column, text in enumerate(line.cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
        if lines:
            self.table.setCurrentCell(0, 0)
        elif empty:
            self._about.setText(empty)
            self._about.show()
        self.table.setFocus()

    def add(self, widget: QWidget) -> None:
        """Something of its own between the table and the buttons."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def cell(self, column: int) -> str:
        """What stands in the current line, "" without one."""
        item = self.table.item(self.table.currentRow(), column)
        return item.text() if item is not None else ""

    def offer(self, label: str, icon: str, action: Callable[[], object]) -> None:
        """One accent button beside Close."""
        made = parts.button(label, action, "primary", icon)
        self.foot.insertWidget(1, made)

    def _make_table(self, title: str, columns: Sequence[tuple[str, int]]) -> QTableWidget:
        table = QTableWidget(0, len(columns))
        table.setObjectName("inner")
        table.setAccessibleName(title)
        table.setHorizontalHeader(ListHeader(table))
        table.setHorizontalHeaderLabels([heading for heading, _ in columns])
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, (_, width) in enumerate(columns):
            mode = QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
            table.horizontalHeader().setSectionResizeMode(number, mode)
            if width:
                table.setColumnWidth(number, width)
        return table
