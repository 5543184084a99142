"""The rows of a list as cells: in the order in which they stood when it was sorted last, read page by page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Problem
from desktop_app.session import OpenFile, records
from desktop_app.session.open_record import OpenRecord
from desktop_app.texts import in_words, say
from ui.cells.cell_content import CellRow, begin_next, read_cells
from ui.widgets import theme
from ui.widgets.bridge import Bridge
from ui.widgets.line_rows import LEFT, NOWHERE, PAGE, SIDES, Index, forget_far_pages

Role = Qt.ItemDataRole
DISPLAY, TIP, SIDE = int(Role.DisplayRole), int(Role.ToolTipRole), int(Role.TextAlignmentRole)
INK, SPOKEN = int(Role.ForegroundRole), int(Role.AccessibleTextRole)
NEXT = ""  # in place of the id of the record that is not made yet


class _CellsRead(Struct, frozen=True):
    """What one reading found: all ids, and the rows of some pages."""

    ids: list[str]
    pages: dict[int, list[CellRow]]


class CellRows(QAbstractTableModel):
    """`loaded(count)`: all was read. A row stays where it is until the list is sorted or filtered anew; a record that
    others made stands at the end, one that is gone goes.

    `next_row`: the row below the last one, of a record that is not made yet; None where this office makes none.
    `saving` is what was entered into cells and is on its way into the file, by (record, field).
    """

    loaded = Signal(int)

    def __init__(
        self, bridge: Bridge, kind: RecordKind, columns: Sequence[str], begin: Callable[[], OpenRecord] | None,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._bridge, self.kind, self.columns, self._begin_next = bridge, kind, list(columns), begin
        self.wanted: Mapping[str, Any] = {}
        self.ids: list[str] = []
        self.next_row: CellRow | None = None
        self.next_opened: OpenRecord | None = None
        self.saving: dict[tuple[str, str], str] = {}
        self._made: list[str] = []  # until they are read
        self._opened: dict[str, OpenRecord] = {}
        self._pages: dict[int, list[CellRow]] = {}
        self._asked: set[int] = set()
        self._reading = 0
        self._types = [kind.fields[name].type for name in self.columns]
        self.in_sight: Callable[[], set[int]] = set
        self._muted = theme.colour("muted")

    # --- reading --------------------------------------------------------------------------------------------------

    def read(self, wanted: Mapping[str, Any]) -> None:
        """List these records in this order (see `records.list_ids`); what is listed so already stays in its place."""
        if self._reading and wanted == self.wanted:
            self.refresh()
            return
        self.wanted = wanted
        self._reading += 1
        number, kind, columns, opened = self._reading, self.kind, self.columns, self._opened

        def work(file: OpenFile) -> _CellsRead:
            ids = records.list_ids(file, kind.name, **wanted)
            return _CellsRead(ids, {0: read_cells(file, kind, columns, ids[:PAGE], opened)})

        def show(answer: _CellsRead) -> None:
            if number == self._reading:
                self._take(answer)

        self._bridge.ask(work, show, self)
        self._read_next()

    def keep(self, made: Sequence[str]) -> None:
        """Records that many entries made stand at the end in their order, though the list might leave them out."""
        self._made += made
        self.refresh()

    def refresh(self) -> None:
        """Read again what is in sight, each row in its place."""
        self._reading += 1
        number, kind, columns, wanted = self._reading, self.kind, self.columns, self.wanted
        before, pages, opened = list(self.ids), {0} | self.in_sight(), self._opened
        known = list(dict.fromkeys([*before, *self._made]))

        def work(file: OpenFile) -> _CellsRead:
            ids = _in_their_places(file, kind.name, known, records.list_ids(file, kind.name, **wanted))
            found = {n: read_cells(file, kind, columns, ids[n * PAGE : (n + 1) * PAGE], opened) for n in sorted(pages)}
            return _CellsRead(ids, found)

        def show(answer: _CellsRead) -> None:
            if number != self._reading:
                return
            if self.ids != before:  # a row was added meanwhile
                self.refresh()
            else:
                self._take(answer)

        self._bridge.ask(work, show, self)
        self._read_next()

    def _take(self, answer: _CellsRead) -> None:
        self._made = []
        if answer.ids != self.ids:
            self.beginResetModel()
            self.ids = answer.ids
            self._pages, self._asked = answer.pages, set(answer.pages)
            self.endResetModel()
        else:
            self._pages, self._asked = answer.pages, set(answer.pages)
            for page in answer.pages:
                self._announce(page * PAGE, (page + 1) * PAGE - 1)
        self.loaded.emit(len(self.ids))

    def _read_next(self) -> None:
        """The row of the next record, as its form would begin."""
        if self._begin_next is None or (self.next_opened is not None and self.is_saving(NEXT)):
            return
        kind, columns, opened = self.kind, self.columns, self._begin_next()
        self.next_opened = opened

        def show(row: CellRow) -> None:
            if self.next_opened is opened and opened.record is None:
                fresh, self.next_row = self.next_row is None, row
                if fresh:
                    self.beginInsertRows(NOWHERE, len(self.ids), len(self.ids))
                    self.endInsertRows()
                self._announce(len(self.ids), len(self.ids))

        self._bridge.ask(lambda file: begin_next(file, kind, columns, opened), show, self)

    def _need(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        reading, kind, columns, opened = self._reading, self.kind, self.columns, self._opened
        ids = self.ids[number * PAGE : (number + 1) * PAGE]

        def arrived(rows: list[CellRow]) -> None:
            if reading == self._reading:
                self._pages[number] = rows
                forget_far_pages(self._pages, self._asked, number, self.in_sight())
                self._announce(number * PAGE, (number + 1) * PAGE - 1)

        self._bridge.ask(lambda file: read_cells(file, kind, columns, ids, opened), arrived, self)

    def _announce(self, first: int, last: int) -> None:
        last = min(last, self.rowCount() - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, first, last)

    # --- one row --------------------------------------------------------------------------------------------------

    def row_at(self, row: int) -> CellRow | None:
        """A row, None while its page is on the way."""
        if row == len(self.ids):
            return self.next_row
        page = self._pages.get(row // PAGE)
        return page[row % PAGE] if page and row % PAGE < len(page) else None

    def record_at(self, row: int) -> str:
        """The id of the record in a row, "" of the next one."""
        return self.ids[row] if row < len(self.ids) else NEXT

    def opened_at(self, row: int) -> OpenRecord | None:
        """The record of a row as one that is being written into."""
        found = self.row_at(row)
        if row == len(self.ids) or found is None:
            return self.next_opened if found is not None else None
        if found.id not in self._opened:
            self._opened[found.id] = OpenRecord(self.kind.name, found.id, seen=dict(found.values))
        return self._opened[found.id]

    def put(self, record: str, row: CellRow, opened: OpenRecord) -> None:
        """The row of a record as it stands now; `record`: its id before, "" where it was not made then."""
        if record == NEXT and row.id and row.id not in self.ids:
            self._add(row, opened)
            return
        record = record or row.id  # what was entered beside made it
        self._opened.pop(record, None)
        if not row.id:
            self.next_row = row
        elif record in self.ids:
            self._opened[row.id] = opened
            place = self.ids.index(record)
            self.ids[place] = row.id
            page = self._pages.get(place // PAGE)
            if page and place % PAGE < len(page):
                page[place % PAGE] = row
        place = self.ids.index(row.id) if row.id in self.ids else len(self.ids)
        self._announce(place, place)

    def _add(self, row: CellRow, opened: OpenRecord) -> None:
        """The record below the last one was made: it stays where it is, and another row comes below it."""
        place = len(self.ids)
        self._opened[row.id] = opened
        self.beginInsertRows(NOWHERE, place + 1, place + 1)
        self.ids.append(row.id)
        page = self._pages.setdefault(place // PAGE, []) if place % PAGE == 0 else self._pages.get(place // PAGE)
        if page is not None and len(page) == place % PAGE:
            page.append(row)
            self._asked.add(place // PAGE)
        self.next_row = CellRow(NEXT, "", {}, {}, {}, {}, None)
        self.next_opened = None
        self.endInsertRows()
        self._announce(place, place + 1)
        self._read_next()

    def is_saving(self, record: str) -> bool:
        """Whether something entered into a record is on its way into the file."""
        return any(id_ == record for id_, _ in self.saving)

    def problem_at(self, row: int, column: int) -> Problem | None:
        found = self.row_at(row)
        return found.problems.get(self.columns[column]) if found is not None else None

    def text_at(self, row: int, column: int) -> str | None:
        """What a cell holds, as it stands there; None while its row is on the way."""
        found, name = self.row_at(row), self.columns[column]
        if found is None:
            return None
        waiting = self.saving.get((found.id, name))
        return found.drafts.get(name, found.shown.get(name, "")) if waiting is None else waiting

    # --- what a table asks ----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.ids) + (self.next_row is not None)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        row, column = index.row(), index.column()
        if role == DISPLAY:
            text = self.text_at(row, column)
            if text is None:
                self._need(row // PAGE)
                return None
            return self.kind.fields[self.columns[column]].brief(text)
        if role == SIDE:
            return SIDES[self._types[column].align]
        if role in (TIP, SPOKEN):
            return self._whole(row, column, aloud=role == SPOKEN)
        if role == INK:
            return self._muted if row == len(self.ids) and self._is_proposed(column) else None
        return None

    def _is_proposed(self, column: int) -> bool:
        opened, name = self.next_opened, self.columns[column]
        return opened is not None and name in opened.proposed and (NEXT, name) not in self.saving

    def _whole(self, row: int, column: int, *, aloud: bool) -> str | None:
        """The whole text of a cell and what is wrong with it."""
        text, problem = self.text_at(row, column), self.problem_at(row, column)
        if problem is None:
            return text
        sentence = in_words(problem.message)
        return f"{text}. {sentence}" if aloud and text else sentence

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return self._row_heading(section) if role in (DISPLAY, TIP, SPOKEN) else None
        if role in (DISPLAY, TIP, SPOKEN):
            field = self.kind.fields[self.columns[section]]
            return in_words(field.heading if role == DISPLAY else field.label)
        return (SIDES[self._types[section].align] or LEFT) if role == SIDE else None

    def _row_heading(self, row: int) -> str:
        """The number of a row and what its record is called."""
        if row == len(self.ids):
            return say("cells.next_row")
        found = self.row_at(row)
        return f"{row + 1}  {found.title}" if found is not None else str(row + 1)


def _in_their_places(file: OpenFile, kind: str, before: Sequence[str], now: Sequence[str]) -> list[str]:
    """Rows that are there still as they stood, though they may pass no filter any more, and behind them what is new."""
    listed, known = set(now), set(before)
    left_out = [record for record in before if record not in listed]
    there = listed | {row.id for row in records.rows_by_id(file, kind, left_out)} if left_out else listed
    return [*(record for record in before if record in there), *(record for record in now if record not in known)]
