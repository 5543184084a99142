"""A list as a sheet: its cells, the editing of one of them, and below what is said of the marked block."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile
from desktop_app.session.open_record import OpenRecord
from desktop_app.texts import in_words, say
from ui.cells.block_work import BlockWork
from ui.cells.cell_editing import CellEditing
from ui.cells.cell_foot import CellFoot
from ui.cells.cell_questions import KeyQuestion
from ui.cells.cell_rows import NEXT, CellRows
from ui.cells.cell_saver import CellSaver
from ui.cells.cell_table import CellTable
from ui.widgets import parts
from ui.widgets.bridge import Bridge


class CellPage(QWidget):
    """`written(act, Written)`; `notified(sentence)`: what was done to many cells; `escaped()`: back to the list;
    `moved(id)`: the cursor is in another record, "" for the next one; `sort_wanted(field, down)`;
    `children_wanted(kind, id)`: the records inside one as a sheet.

    `begin` begins the record below the last one, None where this office makes none.
    """

    written = Signal(bytes, object)
    notified = Signal(str)
    escaped = Signal()
    moved = Signal(str)
    sort_wanted = Signal(str, bool)
    children_wanted = Signal(str, str)

    def __init__(
        self, bridge: Bridge, file: OpenFile, kind: RecordKind, columns: Sequence[str],
        begin: Callable[[], OpenRecord] | None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("plain")
        self._bridge, self._file, self.kind = bridge, file, kind
        self.rows = CellRows(bridge, kind, columns, begin, self)
        self.table = CellTable(self.rows)
        self.saver = CellSaver(bridge, self.rows, self)
        self.foot = CellFoot(bridge, self.table)
        self.work = BlockWork(bridge, self.table, self.saver, begin, self)
        self.editing = CellEditing(bridge, file, self.table, self.saver, self)
        self._tab_start = -1  # the column in which a row of Tabs began: Enter goes on below it
        self._record = NEXT
        self.wish: str | None = None  # the record that the cursor goes to once it is read
        column = parts.column(self)
        self.title = parts.label("", "strong", wrap=True)
        self.title.setContentsMargins(10, 8, 10, 8)
        self.title.hide()
        parts.fill(column, self.title, (self.table, 1), self.foot)
        self.setFocusProxy(self.table)
        self._connect()

    def be_inside(self, title: str) -> None:
        """The records inside the one of this title."""
        self.title.setText(say("cells.inside", kind=in_words(self.kind.list_label), title=title))
        self.title.show()

    def read(self, wanted: Mapping[str, Any]) -> None:
        """List these records in this order, those that are listed already in their places."""
        if wanted != self.rows.wanted:
            self.commit()
        self.table.show_order(wanted.get("order"), down=bool(wanted.get("descending")))
        self.rows.read(wanted)

    def go_to_record(self, record: str | None) -> None:
        """Put the cursor into the row of a record, "" for the next one."""
        row = self.rows.ids.index(record) if record in self.rows.ids else len(self.rows.ids) if record == NEXT else 0
        self.table.go_to(row, max(self.table.here[1], 0))

    @property
    def record(self) -> str:
        """The record of the current row."""
        return self.rows.record_at(self.table.here[0]) if self.table.here[0] >= 0 else NEXT

    def go_to_next(self) -> None:
        """Put the cursor into the row below the last one."""
        self.go_to_record(NEXT)

    def commit(self) -> None:
        """Leave the cell that is written in."""
        self.editing.commit()

    def step(self, columns: int, rows: int) -> None:
        """Tab to the cell beside, Enter to the one below; after a row of Tabs Enter goes on where the first began."""
        self.commit()
        row, column = self.table.here
        if rows > 0 and self._tab_start >= 0:
            column = self._tab_start
        if columns and self._tab_start < 0:
            self._tab_start = column
        tab_start = self._tab_start if columns else -1
        column += columns
        if not 0 <= column < len(self.rows.columns):
            rows, column = columns, 0 if columns > 0 else len(self.rows.columns) - 1
        if self.rows.is_saving(NEXT) and row + rows >= self.rows.rowCount():
            self._bridge.hold_keys(lambda: not self.rows.is_saving(NEXT))  # the row below comes with the record
        self.table.go_to(row + rows, column)
        self._tab_start = tab_start
        self.table.setFocus()

    def escape(self) -> None:
        if not self.editing.cancel() and not self.saver.stop():
            self.escaped.emit()

    def menu(self) -> QMenu:
        """What can be done to the marked cells, to their records, and to the column of the cursor."""
        made = QMenu(self)
        made.setAccessibleName(say("cells.menu"))
        count = min(self.table.block.bottom() + 1, len(self.rows.ids)) - self.table.block.top()
        for words, keys, run in (
            ("cells.edit", "F2", self.editing.edit), ("cells.copy", "Ctrl+C", self.work.copy),
            ("cells.copy_headed", "", lambda: self.work.copy(headed=True)), ("cells.paste", "Ctrl+V", self.work.paste),
            ("cells.fill", "Ctrl+D", self.work.fill_down), ("cells.series", "", self.work.go_on),
            ("cells.clear", "Delete", self.work.clear),
            ("list.sort_up", "", lambda: self._sort(down=False)), ("list.sort_down", "", lambda: self._sort(down=True)),
        ):  # fmt: skip
            action = made.addAction(f"{say(words)}\t{keys}" if keys else say(words))
            action.triggered.connect(lambda _=False, run=run: run())
        if self.record:
            for child in self._file.plan.children.get(self.kind.name, ()):
                action = made.addAction(say("cells.children", kind=in_words(child.list_label)))
                action.triggered.connect(partial(self.children_wanted.emit, child.name, self.record))
        if count > 0:
            made.addSeparator()
            action = made.addAction(say("list.delete_rows", count=count))
            action.triggered.connect(lambda: self.work.delete_records())
        return made

    def _sort(self, *, down: bool) -> None:
        self.rows.wanted = {}  # in this order anew, also where it was the order before
        self.sort_wanted.emit(self.rows.columns[max(self.table.here[1], 0)], down)

    # --- what the parts say to each other -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.table.edit_wanted.connect(self.editing.edit)
        self.editing.left.connect(self.step)
        self.editing.cancelled.connect(self.escape)
        self.editing.written.connect(self.written)
        self.table.step_wanted.connect(self.step)
        self.table.escaped.connect(self.escape)
        self.table.clear_wanted.connect(self.work.clear)
        self.table.copy_wanted.connect(self.work.copy)
        self.table.paste_wanted.connect(self.work.paste)
        self.table.fill_wanted.connect(lambda block, rows, series: self.work.fill(block, rows, series=series))
        self.table.menu_wanted.connect(lambda at: self.menu().exec(at))
        self.work.notified.connect(self.notified)
        self.table.moved.connect(self._note_moved)
        self.rows.loaded.connect(lambda _: self._seek_wish())
        self.rows.rowsInserted.connect(lambda *_: self._seek_wish())
        self.saver.written.connect(self.written)
        self.saver.key_asked.connect(self._ask_key)
        self.saver.begun.connect(self.foot.show_work)
        self.saver.ended.connect(self.foot.end_work)
        self.foot.stop.clicked.connect(self.saver.stop)
        self._bridge.drafted.connect(self._note_drafted)

    def _seek_wish(self) -> None:
        """Go to the record that was asked for, once; somewhere the cursor always is."""
        if self.rows.rowCount() and (self.wish is not None or self.table.here[0] < 0):
            wish, self.wish = self.wish, None
            self.go_to_record(wish)

    def _note_moved(self) -> None:
        self._tab_start = -1
        editor = self.editing.editor
        if editor is not None and not editor.isAncestorOf(self.focusWidget() or self):
            self.commit()
        if self.record != self._record:
            self._record = self.record
            self.moved.emit(self._record)

    def _note_drafted(self, kind: str, by: object) -> None:
        if kind == self.kind.name and by is not self.saver and self.isVisible():
            self.rows.refresh()

    def _ask_key(self, title: str, go: Callable[[], None], leave: Callable[[], None]) -> None:
        KeyQuestion(self, in_words(self.kind.label), title, go, leave)
