"""The rows of a list: the ids of all in their order, the rows themselves read page by page through the bridge."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.column_filter import ColumnFilter
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.session import OpenFile, records
from desktop_app.texts import in_words, say
from ui.form.form_content import ListRow, list_row
from ui.records.row_marks import OUTSIDE, Mark, marks
from ui.widgets import theme
from ui.widgets.bridge import Bridge
from ui.widgets.column_widths import fold_behind_kind
from ui.widgets.line_rows import LEFT, NOWHERE, PAGE, SIDES, Index, forget_far_pages

Role = Qt.ItemDataRole
DISPLAY, TIP, SIDE = int(Role.DisplayRole), int(Role.ToolTipRole), int(Role.TextAlignmentRole)
INK, ICON, FONT, SPOKEN = (
    int(role) for role in (Role.ForegroundRole, Role.DecorationRole, Role.FontRole, Role.AccessibleTextRole)
)
MARKED = frozenset({TIP, ICON, SPOKEN, FONT})
WHOLE = frozenset({TIP, SPOKEN})


class ListQuery(Struct, frozen=True):
    """Which records a list shows and in which order; with `ids` some of these."""

    first_day: str | None = None
    last_day: str | None = None
    text: str | None = None
    columns: tuple[ColumnFilter, ...] = ()
    order: str | None = None
    descending: bool = False
    ids: tuple[str, ...] = ()

    def filters(self) -> dict[str, Any]:
        """What the file is asked for, without the order."""
        named = {
            "first_day": self.first_day, "last_day": self.last_day, "text": self.text, "columns": self.columns,
            "ids": self.ids,
        }  # fmt: skip
        return {name: value for name, value in named.items() if value}

    def in_order(self) -> dict[str, Any]:
        """What the file is asked for, with the order."""
        return {"order": self.order, "descending": self.descending, **self.filters()}

    def has_unfinished(self, file: OpenFile, kind: str) -> bool:
        """Whether a record of these days does not count."""
        return bool(
            records.rows(file, kind, unfinished=True, limit=1, first_day=self.first_day, last_day=self.last_day)
        )


class _Read(Struct, frozen=True):
    """What one reading found; `outside` stays in sight although the filters would leave it out."""

    ids: list[str]
    sums: Mapping[str, Decimal]
    outside: str | None
    unfinished: bool
    pages: dict[int, list[ListRow]]


class RecordTableModel(QAbstractTableModel):
    """`loaded(count)` follows every reading; rows that were not yet read are blank until their page is there.

    `pinned` names a record that stays in the list although an edit made the filters leave it out.
    """

    loaded = Signal(int)
    marks_changed = Signal()

    def __init__(self, bridge: Bridge, kind: RecordKind, columns: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.kind = kind
        self.wanted = ListQuery()
        self.pinned: str | None = None
        self.outside: str | None = None
        self.ids: list[str] = []
        self.sums: Mapping[str, Decimal] = {}  # of the columns that hold amounts, over all rows of the list
        self.marked = False  # whether a record in sight may bear a mark in the last column
        self._unfinished = False  # whether one of these days does not count; typing does not take it back
        self._bearing = False  # whether one does now: the place of the marks is named while there is a mark
        self.folded = False  # whether words stand on two lines
        self.brief = False  # whether there is only room for their signs
        self._pages: dict[int, list[ListRow]] = {}
        self._asked: set[int] = set()
        self._reading = 0
        self._muted = theme.colour("muted")
        self._take_columns(columns)
        self.in_sight: Callable[[], set[int]] = set  # the pages that must be there at once when all is read again

    # --- reading --------------------------------------------------------------------------------------------------

    def read(self, wanted: ListQuery | None = None) -> None:
        """Read again from the file; what was in sight stays until the answer is there."""
        same = wanted is None or wanted == self.wanted
        if wanted is not None and wanted.filters() != self.wanted.filters():
            self.pinned = None
        self.wanted = wanted or self.wanted
        self._reading += 1
        number, what, columns = self._reading, self.wanted, self.columns
        pinned, place = self.pinned, self.find_row(self.pinned) if self.pinned else None
        pages = {0} | (self.in_sight() if same and self.ids else set())

        def first(file: OpenFile) -> _Read:
            ids = records.list_ids(file, self.kind.name, **what.in_order())
            absent = pinned if pinned and pinned not in ids else None
            outside = absent if absent and records.rows_by_id(file, self.kind.name, [absent]) else None
            if outside:
                ids.insert(min(place or 0, len(ids)), outside)
            needed = pages | ({ids.index(pinned) // PAGE} if pinned in ids else set())
            unfinished = what.has_unfinished(file, self.kind.name)
            sums = records.sums(file, self.kind.name, columns, **what.filters())
            return _Read(
                ids, sums, outside, unfinished, {n: list_page(file, self.kind, columns, ids, n) for n in sorted(needed)}
            )

        def ask() -> None:
            self._bridge.ask(first, lambda answer: self._begin(number, answer, anew=not same), self)

        if self.ids or pinned:
            ask()
        else:
            self._read_top(number, ask)

    def _read_top(self, number: int, ask: Callable[[], None]) -> None:
        """Of a list that is still empty, what will be in sight comes before all the rest; a short one is whole then."""
        what, kind, columns = self.wanted, self.kind, self.columns

        def top(file: OpenFile) -> _Read:
            rows = records.rows(file, kind.name, limit=PAGE, **what.in_order())
            lines = [list_row(file, row, columns) for row in rows]
            whole = len(rows) < PAGE
            unfinished = whole and what.has_unfinished(file, kind.name)
            sums = records.sums(file, kind.name, columns, **what.filters()) if whole else {}
            return _Read([row.id for row in rows], sums, None, unfinished, {0: lines})

        def show(answer: _Read) -> None:
            if number != self._reading:
                return
            if len(answer.ids) < PAGE:
                self._begin(number, answer, anew=True)
                return
            self.beginResetModel()
            self.ids, self._pages, self._asked = answer.ids, answer.pages, {0}
            self.endResetModel()
            ask()

        self._bridge.ask(top, show, self)

    def show_columns(self, columns: list[str]) -> None:
        self.beginResetModel()
        self._pages, self._asked = {}, set()
        self._take_columns(columns)
        self._reading += 1
        self.endResetModel()
        self.read()

    def row_at(self, row: int) -> ListRow | None:
        """The record of a row, None while its page is on the way."""
        page = self._pages.get(row // PAGE)
        return page[row % PAGE] if page and row % PAGE < len(page) else None

    @cached_property
    def _marks(self) -> Mapping[State | str, Mark]:
        """Drawn when the first record needs one."""
        return marks()

    def find_row(self, record: str) -> int | None:
        """The row of a record, read or not; None when the list does not hold it."""
        return self.ids.index(record) if record in self.ids else None

    def _begin(self, number: int, answer: _Read, *, anew: bool) -> None:
        if number != self._reading:
            return
        if answer.ids == self.ids:
            self.outside = answer.outside
            self._pages, self._asked = answer.pages, set(answer.pages)
            for page in answer.pages:
                self._emit_changed(page)
        else:
            self.beginResetModel()
            self.ids, self.outside = answer.ids, answer.outside
            self._pages, self._asked = answer.pages, set(answer.pages)
            self.endResetModel()
        self.sums = answer.sums
        self._unfinished = answer.unfinished or (self._unfinished and not anew)
        bearing = answer.unfinished or answer.outside is not None
        if bearing != self._bearing:
            self._bearing = bearing
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, len(self.columns), len(self.columns))
        marked = self._unfinished or bearing
        if marked != self.marked:
            self.marked = marked
            self.marks_changed.emit()
        self.loaded.emit(len(answer.ids) - (answer.outside is not None))

    def _need(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        reading, columns, ids = self._reading, self.columns, self.ids

        def arrived(rows: list[ListRow]) -> None:
            if reading == self._reading:
                self._pages[number] = rows
                forget_far_pages(self._pages, self._asked, number, self.in_sight())
                self._emit_changed(number)

        self._bridge.ask(lambda file: list_page(file, self.kind, columns, ids, number), arrived, self)

    def _emit_changed(self, page: int) -> None:
        if not self.ids:
            return
        last = min((page + 1) * PAGE, len(self.ids)) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, self.columnCount() - 1))

    # --- what a table asks ----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns) + 1

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        """Called for every cell and role of every frame: nothing is made here that was not made before."""
        if role == DISPLAY:
            return self._words(index.row(), index.column())
        if role == SIDE:
            return self._sides[index.column()]
        if role in WHOLE and index.column() < len(self.columns):
            row = self.row_at(index.row())
            return row.cells[index.column()] if row else None
        if role == INK:
            here = self.outside and self.row_at(index.row())
            return self._muted if here and here.id == self.outside else None
        if self.marked and role in MARKED and index.column() == len(self.columns):
            row = self.row_at(index.row())
            return self._mark(row).get(role) if row else None
        return None

    def _words(self, row: int, column: int) -> str | None:
        """What a cell shows; of a row that is not here yet nothing, and its page is sent for."""
        page, found = self._pages.get(row // PAGE), row % PAGE
        if not page or found >= len(page):
            self._need(row // PAGE)
            return None
        if column < len(self.columns):
            return self.brief_words(column, page[found].cells[column])
        return self._mark(page[found]).get(DISPLAY) if self.marked and not self.brief else None

    def brief_words(self, column: int, text: str) -> str:
        """A cell as it stands in its row; a place on two lines has its name together."""
        of = self._fields[column]
        return fold_behind_kind(text) if self.folded and of.type.lookup is Lookup.UNITS else of.brief(text)

    def _mark(self, row: ListRow) -> Mark:
        return self._marks[OUTSIDE if row.id == self.outside else row.state]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (DISPLAY, TIP, SPOKEN):
            hidden = role == DISPLAY and section == len(self.columns) and (self.brief or not self._bearing)
            return "" if hidden else self.label(section, short=role == DISPLAY)
        return (self._sides[section] or LEFT) if role == SIDE else None

    def label(self, section: int, *, short: bool = False) -> str:
        if section == len(self.columns):
            return say("ui.state_column")
        field = self._fields[section]
        return in_words(field.heading if short else field.label)

    def _take_columns(self, columns: list[str]) -> None:
        """Numbers stand at the right, all else where a table puts it."""
        self.columns = columns
        self._fields = [self.kind.fields[name] for name in columns]
        self._sides = [*(SIDES[of.type.align] for of in self._fields), None]


def list_page(
    file: OpenFile, kind: RecordKind, columns: Sequence[str], ids: Sequence[str], number: int
) -> list[ListRow]:
    rows = records.rows_by_id(file, kind.name, ids[number * PAGE : (number + 1) * PAGE])
    return [list_row(file, row, columns) for row in rows]
