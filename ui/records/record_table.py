"""The list of records of one kind as a table: one current row that stays in sight, several marked, keys for both."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.typed_value import Days
from desktop_app.domain.values import show_number, write_number
from desktop_app.settings import ListLook
from desktop_app.texts import in_words, say
from ui.records.column_table import ColumnTable
from ui.widgets.bridge import Bridge
from ui.widgets.line_rows import PAGE

MOST_MARKED = 5000
Flag = QItemSelectionModel.SelectionFlag
Action = QAbstractItemView.CursorAction
ROW = Flag.Select | Flag.Rows


class RecordTable(ColumnTable):
    """`chosen(id)`: another row became the current one; `entered`: Enter or a double click on it.

    `delete_wanted`, `copy_wanted`, `paste_wanted`, `cells_wanted`, `escaped`, `menu_wanted(place)`: what a key asks
    for.
    """

    chosen = Signal(str)
    entered = Signal()
    delete_wanted = Signal()
    copy_wanted = Signal()
    paste_wanted = Signal()
    cells_wanted = Signal()
    escaped = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, bridge: Bridge, kind: RecordKind, columns: list[str], look: ListLook, year: Days | None) -> None:
        super().__init__(bridge, kind, columns, look, year)
        self.wish: str | None = None
        self._quiet = False
        self._seek = False
        self._shown = self.rows.wanted
        self._place = (self._shown, 0, list[str]())
        self.setAccessibleName(in_words(kind.list_label))
        self.rows.in_sight = self._pages_in_sight
        self.rows.modelAboutToBeReset.connect(self._note_place)
        self.rows.modelReset.connect(self._restore)
        self.rows.loaded.connect(lambda _: self._settle())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.filters.left.connect(self.come_in)
        self.doubleClicked.connect(lambda _: self.entered.emit())
        self.selectionModel().currentRowChanged.connect(lambda now, _: self._choose(now.row()))

    def show_record(self, record: str | None) -> None:
        """Make a record the current row, now or once it is read; it stays in sight whatever it holds. None: no row."""
        self.wish = self.rows.pinned = record
        self._seek = record is not None
        if self.rows.outside not in (None, record) or (record and record not in self.rows.ids):
            self.rows.read()
        self._mark_wish()
        self._seek_wish()

    @property
    def current(self) -> str | None:
        row = self.currentIndex().row()
        return self.rows.ids[row] if 0 <= row < len(self.rows.ids) else None

    @property
    def marked_count(self) -> int:
        return sum(part.height() for part in self._parts())

    @property
    def marked(self) -> list[str]:
        """The ids of the selected rows from the top down; no more than one can mean."""
        rows: list[int] = []
        for part in self._parts():
            rows += range(part.top(), min(part.bottom() + 1, part.top() + MOST_MARKED))
        return [self.rows.ids[row] for row in sorted(set(rows))[:MOST_MARKED]]

    def count_in_words(self, count: int, *, searched: bool) -> str:
        """How many records there are, what their amounts come to, and which chosen columns have no room."""
        some_hidden = searched or self.rows.ids  # one from outside the period, say
        rows = say("ui.rows", count=show_number(count)) if count or some_hidden else say("ui.no_rows")
        if count > 1 and self.rows.sums:
            fields = self.rows.kind.fields
            sums = [f"{in_words(fields[name].heading)} {write_number(sum_)}" for name, sum_ in self.rows.sums.items()]
            rows = say("list.sums", rows=rows, sums="; ".join(sums))
        if not (self.look.columns and self.left_out):
            return rows
        names = "; ".join(in_words(self.rows.kind.fields[name].label) for name in self.left_out)
        return say("list.no_room", rows=rows, count=len(self.left_out), fields=names)

    def _parts(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(number) for number in range(selection.count())]

    def next_after(self, records: Sequence[str]) -> str | None:
        """The record that stands where these stood, once they are gone."""
        going, ids = set(records), self.rows.ids
        rows = [row for row, record in enumerate(ids) if record in going]
        if not rows:
            return None
        below = (record for record in ids[max(rows) + 1 :] if record not in going)
        above = (record for record in reversed(ids[: min(rows)]) if record not in going)
        return next(below, None) or next(above, None)

    def _choose(self, row: int) -> None:
        if self._quiet or not 0 <= row < len(self.rows.ids):
            return
        record = self.rows.ids[row]
        self.wish = self.rows.pinned = record
        self.chosen.emit(record)
        if self.rows.outside not in (None, record):
            self.rows.read()  # the person moved on from what the filters leave out

    def come_in(self) -> None:
        """From the filters or the search into the rows."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.rows.ids and not self.currentIndex().isValid():
            self.selectRow(0)

    def _pages_in_sight(self) -> set[int]:
        rows = [self.rowAt(0), self.rowAt(self.viewport().height() - 1), self.currentIndex().row()]
        return {row // PAGE for row in rows if row >= 0}

    def _note_place(self) -> None:
        self._place = (self._shown, self.verticalScrollBar().value(), self.marked)

    def _restore(self) -> None:
        """After a reading the same rows are in sight and marked, and the same record is current, not opened anew."""
        shown, place, marked = self._place
        self._shown = self.rows.wanted
        self._mark_wish()
        if len(marked) > 1:
            self._mark_again(marked)
        if shown == self._shown:
            self.verticalScrollBar().setValue(place)

    def _mark_again(self, marked: Sequence[str]) -> None:
        wanted, again = set(marked), QItemSelection()
        for row, record in enumerate(self.rows.ids):
            if record in wanted:
                again.select(self.rows.index(row, 0), self.rows.index(row, 0))
        self.selectionModel().select(again, ROW)

    def _ask_menu(self, at: QPoint) -> None:
        if self.currentIndex().isValid():
            row = self.visualRect(self.currentIndex())
            self.menu_wanted.emit(self.viewport().mapToGlobal(at if row.contains(at) else row.bottomLeft()))

    def _settle(self) -> None:
        if self.wish is not None and self.wish in self.rows.ids:
            self.rows.pinned = self.wish  # from now on whatever becomes of it
        self._seek_wish()

    def _seek_wish(self) -> None:
        """Bring the row of a record that somebody asked for into sight, once it is there."""
        if self._seek and self.currentIndex().isValid():
            self._seek = False
            self.scrollTo(self.currentIndex())

    def _mark_wish(self) -> None:
        row = self.rows.find_row(self.wish) if self.wish else None
        self._quiet = True
        self.setAutoScroll(False)
        if row is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row != self.currentIndex().row() or not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.rows.index(row, 0))
        self.setAutoScroll(True)
        self._quiet = False

    def moveCursor(self, cursorAction: Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N803  # Qt's name
        """Home and End mean the list, not the row."""
        ends = {Action.MoveHome: 0, Action.MoveEnd: len(self.rows.ids) - 1}
        if cursorAction in ends:
            return self.rows.index(ends[cursorAction], max(0, self.currentIndex().column()))
        return super().moveCursor(cursorAction, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Letters look for nothing here: that would read every row; the search below does it in the file."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Delete and self.marked_count:
            self.delete_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.cells_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
