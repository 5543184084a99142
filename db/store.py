"""The only writer: `apply` for the acts of this office, `take_in` for the log of another file, and no third way.

What reads heads and writes what follows from them belongs inside one `writing()`; unless it says otherwise, each
function here is called inside one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from db import merge_origin, search_index, union
from db.absorbed_files import AbsorbedFile
from db.connection import Connection, afterwards, transaction
from db.derive import derive
from db.erased import own_erasures
from db.erasure import WITH_BACKUPS, ErasedValues, carry_out, leave_no_trace, set_due, traces_of
from db.erasure_items import add_items, decide
from db.error_sentences import sentences
from db.file_uri import uri_of
from db.kind_rows import write_text
from db.log import RecordLog, write_changes
from db.open_file import OpenFile
from db.present import see_latest
from db.replaced import LAST_ACT, has_lost_its_name, refuse_replaced
from desktop_app.domain.changes import Change, Edit, RecordState, record_state
from desktop_app.domain.erasing import ACCEPTED, ERASURE, ErasureItem
from desktop_app.errors import AppError

PLAN_ACT = "plan"
ReportCount = Callable[[int, int], None]
NOTHING_ABSORBED: Mapping[bytes, AbsorbedFile] = {}


def _ignore_count(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


class ChangeSet(Struct, frozen=True):
    """What an act did: its id (None when there was nothing to do), and how it left the record given as `logged`."""

    act: bytes | None
    state: RecordState | None


class AbsorbResult(NamedTuple):
    """What came of another file's log: how many changes were new, and the largest number of an act before."""

    changes: int
    acts_before: int


@contextmanager
def writing(file: OpenFile, *, index: bool = True) -> Iterator[None]:
    """One durable transaction; whatever fails inside leaves the file as it was.

    `index`: the index of the search knows everything before, and what is written inside brings it up to date.
    """
    if not file.certain:
        file.refuse_uncertain()
    file.last_act = None
    try:
        with (
            file.cache.committing() as written,
            transaction(file.connection, file.path, partial(_is_stored, file)),
        ):
            if file.seen and file.stats() not in (None, file.seen.stats):
                file.numbers.forget()
                refuse_replaced(file)
                file.refuse_switched()
            if index:
                with file.cache.ignoring_writes():
                    search_index.catch_up(file)
            yield
            if index:
                with file.cache.ignoring_writes():
                    search_index.mark_complete(file)
            written()
            act = file.connection.execute(LAST_ACT).fetchone()  # once it is stored, no read may fail any more
        if file.seen:
            file.seen = file.seen._replace(stats=file.stats(), act=act)
    except BaseException as error:
        file.numbers.forget()
        if has_lost_its_name(file, error):
            raise AppError("file.replaced", file=file.path.name) from error
        raise


def _is_stored(file: OpenFile) -> bool:
    """Whether the last act of a transaction is in the file; what is no act does no harm when it is done again."""
    acts = "SELECT 1 FROM main.act WHERE id = :act UNION ALL SELECT 1 FROM main._merge WHERE act = :act"
    found = file.connection.execute(acts, {"act": file.last_act}).fetchone()
    return found is not None


def apply(
    file: OpenFile, edits: Iterable[Edit], kind: str, logged: RecordLog | None = None, *, author: str | None = None,
    target: bytes | None = None, index: bool = True,
) -> ChangeSet:  # fmt: skip
    """Write an act of this office: edit, import, settle, join, delete, undo; no edits, no act.

    `logged`: the only record it touches, as it was read before; `author`: who did it, None for who writes in the file;
    `target`: the act that an undo takes back; `index`: as for `writing`.
    """
    edits = list(edits)
    if not edits:
        return ChangeSet(None, logged.state if logged else None)
    stamps = [edit.stamp or file.clock.next() for edit in edits]
    act = file.clock.next()  # the largest: whoever saw the act saw its changes
    changes = [
        Change(stamp, e.record, e.kind, e.field, e.value, e.replaces, e.covers, act)
        for stamp, e in zip(stamps, edits, strict=True)
    ]
    now = record_state([*logged.changes, *changes]) if logged else None
    known = file.plan.record_kinds.get(logged.row.kind) if logged else None
    with file.cache.invalidating(file.written_kinds):
        by, time = file.author if author is None else author, file.now().isoformat(timespec="seconds")
        touched = _write(file, changes, (act, kind, file.logged_unit, by, time, target, True), logged)
        file.connection.executemany(_FORGET_REVERTED, [(edit.record, edit.stamp) for edit in edits if edit.stamp])
        file.written_kinds.update(change.kind for change in changes)
        rows = file.kind_rows(known) if known else None
        words = rows.set_columns(file.connection, logged.row, logged.state, now) if logged and now and rows else None
        if words is None:
            _follow(file, touched, erasing=any(change.kind == ERASURE for change in changes))
        elif words and not index:
            search_index.leave_behind(file, act)
        elif words and logged and now and rows:
            write_text(file.connection, logged.row.no, rows.row(logged.row.id, now.shown)[1])
    return ChangeSet(act, now)


def apply_plan_records(file: OpenFile, changes: Iterable[Change], act: bytes, time: datetime) -> None:
    """Write the records that come with a plan, whose ids and stamps are the same in every file: so is their act, which
    may be known. What of them a merge added that is taken back is so no longer.
    """
    changes = list(changes)
    with file.cache.invalidating(file.written_kinds):
        row = (act, PLAN_ACT, None, "", time.isoformat(timespec="seconds"), 0)
        no = file.connection.execute(_ADD_ACT, row).fetchone()
        touched = write_changes(file.numbers, changes, no[0])
        file.connection.executemany(_FORGET_REVERTED, [(change.record, change.stamp) for change in changes])
        file.written_kinds.update(change.kind for change in changes)
        _follow(file, touched, erasing=False)


def _time(file: OpenFile) -> str:
    return file.now().isoformat(timespec="seconds")


def _write(
    file: OpenFile, changes: Iterable[Change], act: tuple[Any, ...], logged: RecordLog | None = None
) -> list[int]:
    """Write an act, given as its columns, into the log alone; returns the numbers of the records it touches."""
    file.last_act = act[0]
    row = file.connection.execute(
        "INSERT INTO act (id, kind, unit, author, time, target, made_here) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING no",
        act,
    ).fetchone()
    return write_changes(file.numbers, changes, row[0], logged)


def _follow(
    file: OpenFile, touched: list[int], *, erasing: bool, report_progress: ReportCount = _ignore_count
) -> ErasedValues:
    """Bring what is shown up to date with the log, out of which erasures take values first; what they took."""
    gone = carry_out(file) if erasing else ErasedValues()
    derive(file, _counting(list(dict.fromkeys([*touched, *gone.records])), report_progress))
    if gone.places:
        leave_no_trace(file.connection, gone)
    return gone


def take_erasures(
    file: OpenFile, erasures: Iterable[tuple[Change, tuple[Any, ...]]], items: Iterable[ErasureItem]
) -> None:
    """Carry out what another file of this office erased: changes with (id, kind, unit, author, time) of their acts, and
    what was decided there of others' erasures.
    """
    known = {change.stamp for change, _ in own_erasures(file.connection)}
    touched: list[int] = []
    for change, act in erasures:
        if change.stamp not in known:
            row = file.connection.execute(_ADD_ACT, (*act, 1)).fetchone()
            if not file.connection.execute(_KNOWN_CHANGE, (row[0], change.stamp)).fetchone():
                touched += write_changes(file.numbers, [change], row[0])
    add_items(file.connection, items, _time(file))
    _follow(file, touched, erasing=True)


def decide_erasures(file: OpenFile, items: Iterable[ErasureItem], decision: str) -> None:
    """Note in this file only what the office decided of others' erasures; what it accepts leaves its backups too."""
    decide(file.connection, items, decision)
    if decision == ACCEPTED:
        set_due(file.connection, WITH_BACKUPS)


def add_traces(file: OpenFile, gone: ErasedValues) -> None:
    """Ask about what an erasure left elsewhere in this file."""
    add_items(file.connection, traces_of(file, gone), _time(file))


@contextmanager
def attached(file: OpenFile, source: Path) -> Iterator[None]:
    """A private, checked copy of a file with our plan stands beside our tables as `source`; around `writing()`.

    It can't be written, so the journal of our file names no other: else it would be worth nothing in another folder.
    """
    with sentences(source):
        file.connection.execute("ATTACH DATABASE ? AS source", (uri_of(source, mode="ro", immutable=1),))
    with afterwards(file.connection, "DETACH DATABASE source"):
        yield


def take_in(
    file: OpenFile, report_progress: ReportCount = _ignore_count, erasures: Sequence[ErasureItem] = ()
) -> AbsorbResult:
    """Add every change of the attached source's log that this one lacks. What is shown afterwards follows from the
    union and from what this office decided, so order and repetition make no difference.

    `erasures`: what others' erasures take by themselves now, and what is asked.
    `report_progress` hears of how many records and of how many all is derived; it may raise, to stop.
    """
    added, touched, acts_before = union.add_missing(file.connection)
    see_latest(file)
    add_items(file.connection, erasures, _time(file))
    add_traces(file, _follow(file, touched, erasing=True, report_progress=report_progress))
    return AbsorbResult(added, acts_before)


def mark_made_here(connection: Connection, acts: Iterable[bytes]) -> None:
    connection.executemany("UPDATE act SET made_here = 1 WHERE id = ?", [(act,) for act in acts])


def note_merge(
    file: OpenFile, acts_before: int, files: Iterable[merge_origin.MergeSource],
    seen: Mapping[bytes, AbsorbedFile] = NOTHING_ABSORBED,
) -> bytes:  # fmt: skip
    """Note in this file only that what was just taken in came with a merge of these files; `acts_before` is that of
    `take_in`, `seen` the files that came in whole. Returns the id of the act; call it before the source is detached.
    """
    act = file.last_act = file.clock.next()
    merge_origin.note(file.connection, act, acts_before, file.author, _time(file), files)
    known = [(digest, *what) for digest, what in seen.items()]
    file.connection.executemany("INSERT OR REPLACE INTO _absorbed_file VALUES (?, ?, ?, ?)", known)
    return act


def move(
    file: OpenFile, go: Callable[[], list[int]], merge: bytes, *, undone: bool,
    report_progress: ReportCount = _ignore_count,
) -> None:  # fmt: skip
    """Take a merge back, or do it again: its changes `go` out of the log or back into it.

    `report_progress` hears of how many records and of how many all is derived; it may raise, to stop.
    """
    run = file.connection.execute
    run("UPDATE main._merge SET reverted = ? WHERE act = ?", (_time(file) if undone else None, merge))
    merge_origin.note_reverted(file.connection, merge, undone=undone)
    run("DELETE FROM _absorbed_file")
    _follow(file, go(), erasing=False, report_progress=report_progress)


def add_reverted_changes(
    file: OpenFile, author: str, name: str, changes: Sequence[merge_origin.RevertedChange]
) -> None:
    """Store what was reverted in a file that is made anew. Nothing of it is in the log."""
    merge_origin.add_reverted(file.connection, file.numbers, file.clock.next(), author, _time(file), name, changes)
    _follow(file, [], erasing=True)


def index_texts(file: OpenFile) -> None:
    """Bring the index of the search up to date; where the file can't be written just now, it stays as it is."""
    if not file.connection.in_transaction and search_index.is_behind(file):
        with suppress(AppError), writing(file):
            pass


def _counting(records: Sequence[int], report_progress: ReportCount) -> Iterator[int]:
    for done, record in enumerate(records):
        report_progress(done, len(records))
        yield record


_FORGET_REVERTED = "DELETE FROM main._reverted_change WHERE record = ? AND stamp = ?"
_ADD_ACT = (
    "INSERT INTO act (id, kind, unit, author, time, made_here) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET made_here = excluded.made_here RETURNING no"
)
_KNOWN_CHANGE = "SELECT 1 FROM change_log WHERE act = ? AND stamp = ?"
