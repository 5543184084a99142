"""The records behind one cell of a cross-table, beside it."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from desktop_app.domain.crosstab import CrossTable
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, crosstabs, records
from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line

MOST = 300  # lines; more of them are looked at in the list


class RecordsOfCell(Struct, frozen=True):
    """The ids of the records of a cell, and the titles of the first of them."""

    ids: Sequence[str]
    titles: Sequence[tuple[str, str]]


class CellRecords(QFrame):
    """`record_wanted(id)`: Enter on a line; `list_wanted(ids, place)`: all of them, in the list of their kind;
    `left`: Esc, or the cross.
    """

    record_wanted = Signal(str)
    list_wanted = Signal(list, str)
    left = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bridge = bridge
        self._ids: Sequence[str] = ()
        self._place = ""
        column = parts.column(self, 12, 8)
        head = parts.row()
        self._title = parts.put(head, parts.label("", "strong", wrap=True), 1)
        self.away = parts.icon_button("x", say("crosstab.away"), self.left.emit)
        head.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._count = parts.put(column, parts.label("", "small", wrap=True))
        self.table = LineTable(say("crosstab.records"), ((say("crosstab.record"), 0),))
        self.table.wrap()
        self.table.opened.connect(lambda line: self.record_wanted.emit(line.record))
        column.addWidget(self.table, 1)
        self.to_list = parts.put(column, parts.button(say("crosstab.to_list"), self._to_list, icon="list"))

    def show_cell(self, table: CrossTable, row: int, column: int, place: str) -> None:
        """Read what stands behind a cell, and lead there."""
        self._place = place
        self._title.setText(place)

        def read(file: OpenFile) -> RecordsOfCell:
            kind = table.query.kind
            ids = records.list_ids(file, kind, ids=crosstabs.records_behind(file, table, row, column))
            titles = records.titles_by_id(file, {kind: ids[:MOST]})
            return RecordsOfCell(ids, [(record, titles[record]) for record in ids[:MOST]])

        self._bridge.ask(read, self._show, self)

    def _show(self, behind: RecordsOfCell) -> None:
        self._ids = behind.ids
        many, shown = len(behind.ids), len(behind.titles)
        key = "crosstab.records_count" if many == shown else "crosstab.records_first"
        self._count.setText(say(key, count=show_number(many), shown=show_number(shown)))
        self.table.nothing = say("crosstab.no_records")
        self.table.show_lines([Line((title,), record) for record, title in behind.titles])
        self.to_list.setEnabled(bool(behind.ids))
        self.show()
        self.table.setFocus()

    def _to_list(self) -> None:
        self.list_wanted.emit(list(self._ids), self._place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
