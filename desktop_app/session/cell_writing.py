"""Cells of a list edited as a sheet: what was pasted, filled or cleared in them is judged and written as one act."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct, field

from db import acts, store
from db.drafts import put_draft
from db.log import RecordLog, logged_record
from desktop_app.domain.changes import Edit, setting, values_of
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Problem, Value, parse, show_number
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text
from desktop_app.session import OpenFile, editing, entry, open_record, record_making, records, undo
from desktop_app.session.open_record import DraftChange, OpenRecord
from desktop_app.session.sheet_import import ledger_of
from desktop_app.sheets.cell_reading import read_cell
from desktop_app.sheets.cell_values import Doubt
from desktop_app.sheets.column_contexts import context_of
from desktop_app.sheets.grid import Book, Cell, CellKind

Row = str | int  # a record by its id, or a new one by its number
REPORTED = 50  # rows between two reports


class CellEntry(Struct, frozen=True):
    """What is to stand in one cell: a value, or text that is none and `why`; `raw`: as it was written."""

    row: Row
    field: str
    value: Value = None
    raw: str = ""
    why: Text | None = None


class CellsWritten(Struct):
    """What came of entries: the act, how many cells changed or hold text that can't be saved, the records made, the new
    ids of records whose key was corrected, what lies among the drafts now; `left`: why nothing of a row was taken;
    `after`: the act before, where there is none.
    """

    act: bytes | None = None
    changed: int = 0
    unreadable: int = 0
    made: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    drafts: list[DraftChange] = field(default_factory=list)
    left: dict[Row, Text] = field(default_factory=dict)
    after: bytes = b""


def key_changes(file: OpenFile, kind_name: str, entries: Iterable[CellEntry]) -> list[str]:
    """The records that these entries would give another natural key."""
    kind = file.kind(kind_name)
    keys = [one for one in entries if one.field in kind.natural_key and one.value is not None]
    ids = list(dict.fromkeys(one.row for one in keys if isinstance(one.row, str)))
    known = {row.id: row.values for row in records.rows_by_id(file, kind_name, ids)}
    other = {one.row for one in keys if one.row in known and known[str(one.row)][one.field] != one.value}
    return [record for record in ids if record in other]


def write(
    file: OpenFile, kind_name: str, entries: Iterable[CellEntry], given: Mapping[str, Value] | None = None,
    period: str | None = None, report_progress: ProgressCallback = ignore_progress,
) -> CellsWritten:  # fmt: skip
    """Write entries into their cells in one act; text that can't be saved becomes a draft of its field.

    New records are made as a form makes them: in `given` (a parent), in the `period` in sight. `report_progress` may
    raise, to stop: nothing is written then.
    """
    by_row: dict[Row, list[CellEntry]] = {}
    for one in entries:
        by_row.setdefault(one.row, []).append(one)
    work = _Writing(file, file.kind(kind_name), given or {}, period)
    with store.writing(file):
        for at, (row, of_row) in enumerate(by_row.items()):
            if at % REPORTED == 0:
                looked_at = Message("cells.judging", done=show_number(at), total=show_number(len(by_row)))
                report_progress(at, len(by_row), looked_at)
            if isinstance(row, str):
                work.change(row, of_row)
            else:
                work.make(row, of_row)
        report_progress(len(by_row), len(by_row), Message("cells.writing"))
        work.written.act = store.apply(file, work.edits, "edit").act
        # the last moment at which it can be stopped
        report_progress(len(by_row), len(by_row), Message("cells.writing"))
    if work.written.act is None:
        work.written.after = next((act.act for act in undo.acts(file, 1)), b"")
    return work.written


def why_draft(file: OpenFile, kind: RecordKind, values: Mapping[str, Value], name: str, raw: str) -> Text:
    """Why text that lies among the drafts of a field is not its value."""
    read = _read_draft(file, kind, name, raw)
    if isinstance(read, Doubt):
        return read.why
    wanted = {**values, name: read}
    refused = editing.judge(file, kind, wanted, (name,))[0]
    if refused:
        return refused[0].message
    taken = name in kind.natural_key and entry.live_by_key(file, kind, wanted) is not None
    return Message("core.key_taken", kind=kind.label) if taken else Message("form.half_typed")


def _read_draft(file: OpenFile, kind: RecordKind, name: str, raw: str) -> Value | Doubt:
    of = kind.fields[name]
    if of.type.lookup is None:
        read = parse(of, raw, file.plan.days)
        return Doubt(read.message) if isinstance(read, Problem) else read
    found = read_cell(Cell(CellKind.TEXT, raw), context_of(of, kind, Book([]), ledger_of(file)))
    return found if isinstance(found, Doubt) else found.value


class _Writing:
    """One act in the making; call it inside `writing()`."""

    def __init__(self, file: OpenFile, kind: RecordKind, given: Mapping[str, Value], period: str | None) -> None:
        self.file, self.kind, self._given, self._period = file, kind, given, period
        self.edits: list[Edit] = []
        self.written = CellsWritten()
        self._ids: set[str] = set()  # of the records that this act makes
        self._beside: list[Mapping[str, Value]] = []

    def change(self, record: str, entries: Sequence[CellEntry]) -> None:
        """Give a record other values; a corrected key gives it another id."""
        logged = logged_record(self.file.connection, record)
        if not logged.row.live:
            self.written.left[record] = Message("cells.gone")
            return
        before = values_of(self.kind, logged.state)
        given = {e.field: e.value for e in entries if e.why is None and not self._empties_key(e)}
        given = self._fitting(before, given)
        given |= record_making.following(self.file, self.kind, {**before, **given}, _filled(given))
        key = {n for n in self.kind.natural_key if n in given and given[n] != before[n]}
        moved = self._moved(logged, given) if key else None
        if key and moved is None:
            given = {name: value for name, value in given.items() if name not in key}
        id_, edits = moved or (record, setting(record, self.kind.name, logged.state, given))
        self.edits += edits
        self.written.changed += sum(given.get(e.field, before[e.field]) != before[e.field] for e in entries)
        self._note_drafts(id_, entries, given)

    def _moved(self, logged: RecordLog, given: Mapping[str, Value]) -> tuple[str, list[Edit]] | None:
        """The record under its new key; None where that is another one's."""
        record = logged.row.id
        try:
            id_, edits = acts.changing_key(self.file, logged.row, logged.state, given)
        except AppError as error:
            self.written.left[record] = error.message
            return None
        if id_ in self._ids:
            self.written.left[record] = Message("core.key_taken", kind=self.kind.label)
            return None
        self._ids.add(id_)
        self.written.moved[record] = id_
        for name, raw in entry.drafts_of(self.file, record).items():
            self._draft(record, name, None)
            self._draft(id_, name, raw)
        return id_, edits

    def make(self, number: int, entries: Sequence[CellEntry]) -> None:
        """Make a record of a row below the last one; a row without anything is none."""
        if all(e.value is None and e.why is None for e in entries):
            return
        opened = OpenRecord(self.kind.name, None, dict(self._given), period=self._period)
        record_making.start(self.file, opened, self._beside)
        unread = {e.field for e in entries if e.why is not None}
        own: dict[str, Value] = {n: v for n, v in opened.given.items() if n in opened.own}
        own |= {e.field: e.value for e in entries if e.why is None}
        settled = opened.own | {e.field for e in entries}
        given: dict[str, Value] = {n: v for n, v in own.items() if v is not None and n not in unread}
        given = entry.defaults(self.file, self.kind.name, given, settled, self._beside)
        given = self._fitting({}, given)
        record, refused = editing.may_make(self.file, self.kind, given)
        if record in self._ids:
            refused.append(Problem(None, Message("core.key_taken", kind=self.kind.label)))
        if record is None or refused:
            self.written.left[number] = refused[0].message
            return
        self._ids.add(record)
        self._beside.append(given)
        self.edits += acts.creating(self.file, record, self.kind, given)
        self.written.made.append(record)
        self.written.changed += len({e.field for e in entries if e.value is not None} & given.keys())
        self._take_along(opened, record, {e.field for e in entries})
        self._note_drafts(record, entries, given)

    def _take_along(self, opened: OpenRecord, record: str, entered: Collection[str]) -> None:
        """What waited for this record is in it now; half-typed text goes along where nothing replaces it."""
        values, typed = open_record.places(self.file, opened)
        for name in entry.drafts_of(self.file, values):
            self._draft(values, name, None)
        for name, raw in entry.drafts_of(self.file, typed).items():
            self._draft(typed, name, None)
            if name not in entered:
                self._draft(record, name, raw)

    def _empties_key(self, one: CellEntry) -> bool:
        """Without its key there is no record."""
        return one.field in self.kind.natural_key and one.value is None

    def _fitting(self, before: Mapping[str, Value], given: Mapping[str, Value]) -> dict[str, Value]:
        """Those of the values that can stand."""
        found = dict(given)
        while found:
            refused = editing.judge(self.file, self.kind, {**before, **found}, found)[0]
            wrong = {problem.field for problem in refused} & found.keys()
            if not wrong:
                break
            found = {name: value for name, value in found.items() if name not in wrong}
        return found

    def _note_drafts(self, record: str, entries: Sequence[CellEntry], given: Mapping[str, Value]) -> None:
        """What could be saved ends a draft of its field, what could not is one."""
        there = entry.drafts_of(self.file, record)
        for one in entries:
            if one.field in given and one.why is None:
                if one.field in there:
                    self._draft(record, one.field, None)
            elif one.raw:
                self._draft(record, one.field, one.raw)
                self.written.unreadable += 1

    def _draft(self, record: str, name: str, text: str | None) -> None:
        self.written.drafts.append(DraftChange(record, name, entry.drafts_of(self.file, record).get(name), text))
        put_draft(self.file, record, name, text)


def _filled(given: Mapping[str, Value]) -> set[str]:
    return {name for name, value in given.items() if value is not None}
