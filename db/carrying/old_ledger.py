"""The ledger of an earlier year: a private copy that was looked through, and the records that live in it."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import Any
from weakref import finalize

from msgspec import Struct
from sqlcipher3 import dbapi2 as sqlite

from db.connection import Connection, connect, progress_handler
from db.data_file import PRACTICE
from db.error_sentences import sentences
from db.merging.inspection import Checked
from db.merging.inspection_sql import READ
from db.merging.source import Ask
from db.merging.staged_copy import checked_copy, copy_source
from db.open_file import OpenFile
from db.private_folder import private_folder
from db.store import PLAN_ACT
from desktop_app.domain.carried_names import CarriedNames
from desktop_app.domain.carried_records import CARRY
from desktop_app.domain.changes import Change, RecordState, record_state, split_stamps
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.merging import Source
from desktop_app.domain.period import show_years
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_check import check_plan, is_readable
from desktop_app.domain.plan_examples import keep_apart
from desktop_app.domain.plan_offers import named_edition
from desktop_app.domain.plan_outline import outline
from desktop_app.domain.plan_parsing import LaterPlanError, parse_plan
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text


class OldLedger(Struct, eq=False, weakref=True):
    """A private copy of the file, what it says of itself, and its plan. `close` removes the copy; so does the end of
    the program. `note`: that only an outline of the plan is read, since it breaks rules that came after it.
    """

    source: Source
    checked: Checked
    plan: Plan
    close: Callable[[], object]
    note: Text

    def __post_init__(self) -> None:
        self.close = finalize(self, self.close)  # once, and also where nobody calls it

    @property
    def unit(self) -> str:
        """The code of its office, of its own list of units."""
        return LogNames.of(self.plan.source).plan_unit(str(self.checked.meta["unit"]))


class OldRecord(Struct, frozen=True):
    """A live record there: how its changes leave it, and whether it came with the plan, or of a year before."""

    id: str
    state: RecordState
    of_plan: bool
    was_carried: bool


def open_old(file: OpenFile, source: Source, ask: Ask) -> OldLedger:
    """Copy an earlier ledger for ourselves and look through it, as a merge does; nothing of it is run. `ask` may raise.

    AppError: it is none of ours, damaged, for practice, or of no earlier year.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(private_folder())
        copy = copy_source(source, folder, file.path, ask)
        if copy.refusal is not None:
            raise copy.refusal
        if copy.copied is None:
            raise AppError("carry.itself", file=source.name)
        checked = checked_copy(copy, ask)
        if PRACTICE in checked.meta and not file.practice:
            raise AppError("merge.practice", file=source.name)
        if keep_apart(checked.meta.get("plan"), file.plan.id):
            raise AppError("merge.example", file=source.name)
        plan, note = _plan_of(checked)
        if plan.last_year >= file.plan.year:
            years = {"year": show_years(plan.years), "own": show_years(file.plan.years)}
            raise AppError("carry.not_earlier", file=source.name, **years)
        return OldLedger(source, checked, plan, stack.pop_all().close, note)


def _plan_of(checked: Checked) -> tuple[Plan, Text]:
    """The plan in force there, where it is built as plans are. A ledger whose plan passed the rules of its day is never
    stuck: where it breaks those of today, what its records need is read alone, and said.
    """
    rows = [row for row in checked.plans if row[0] == checked.meta.get("plan")]
    if not rows:
        raise AppError("core.damaged", file=checked.source.name)
    body = json.loads(named_edition(rows, checked.meta)[3])
    try:
        if not check_plan(body):
            return parse_plan(body), ""
        rest = outline(body)
        if rest is not None and is_readable(rest):
            return parse_plan(rest), Message("carry.outline", file=checked.source.name)
    except LaterPlanError as error:
        raise AppError("plan.unusable", file=checked.source.name) from error
    raise AppError("plan.unusable", file=checked.source.name)


@contextmanager
def reading(old: OldLedger, ask: Ask) -> Iterator[Connection]:
    """The copy, of which only the tables that were looked through can be read, and nothing written."""
    source = old.source
    with sentences(source.path), closing(connect(old.checked.path, source.passphrase)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.set_authorizer(_may)
        with progress_handler(connection, ask):
            yield connection


def _may(action: int, first: str | None, _second: str | None, _schema: str | None, _inner: str | None) -> int:
    if action in (sqlite.SQLITE_SELECT, sqlite.SQLITE_FUNCTION) or (action == sqlite.SQLITE_READ and first in READ):
        return int(sqlite.SQLITE_OK)
    return int(sqlite.SQLITE_DENY)


def live_records(connection: Connection, names: CarriedNames, kind: str) -> tuple[list[OldRecord], dict[str, str]]:
    """The records of a kind of ours that are not deleted, in our names, and of those that were joined into others which
    that is.
    """
    found, joined = [], {}
    for record, rows in _by_record(connection.execute(_CHANGES, (names.logged_kind(kind),))):
        acts = {row[-1] for row in rows}
        state = record_state(_change(names, record, kind, row) for row in rows)
        if not state.deleted:
            found.append(OldRecord(record, state, PLAN_ACT in acts, CARRY in acts))
        elif state.into is not None:
            joined[record] = state.into
    return found, joined


def count_live(connection: Connection, names: CarriedNames, but: Collection[str]) -> Mapping[str, int]:
    """How many live records there are of every other kind, by our name for it."""
    counts = {name: count for name, count in connection.execute(_UNDELETED) if names.kind(name) not in but}
    turned = [name for (name,) in connection.execute(_WITH_DELETIONS).fetchall() if names.kind(name) not in but]
    for name in turned:
        changes = _by_record(connection.execute(_CHANGES_OF_TURNED, (name,)))
        live = sum(not record_state(_change(names, id_, name, row) for row in rows).deleted for id_, rows in changes)
        counts[name] = counts.get(name, 0) + live
    return {names.kind(name): count for name, count in counts.items()}


def _by_record(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Rows that begin with the record's number and id, a list for each record."""
    record, found = None, list[tuple[Any, ...]]()
    for row in rows:
        if found and row[0] != record:
            yield found[0][1], found
            found = []
        record = row[0]
        found.append(row)
    if found:
        yield found[0][1], found


def _change(names: CarriedNames, record: str, kind: str, row: Sequence[Any]) -> Change:
    _, _, logged, stamp, value, replaces, covers, _ = row
    ends, hides, name = *(split_stamps(some) for some in (replaces, covers)), names.field(kind, logged)
    return Change(stamp, record, kind, name, names.value(kind, name, value), ends, hides)


_COLUMNS = """
SELECT r.no, r.id, f.name, c.stamp, c.value, c.replaces, c.covers, a.kind
FROM kind k
CROSS JOIN record r ON r.kind = k.no
CROSS JOIN change_log c ON c.record = r.no
JOIN field f ON f.no = c.field
JOIN act a ON a.no = c.act
WHERE k.name = ?
"""
_CHANGES = f"{_COLUMNS} ORDER BY r.no, c.stamp"
_TURNED = """
SELECT DISTINCT c.record FROM field d JOIN record r ON r.kind = d.kind JOIN change_log c ON c.record = r.no
WHERE d.name = 'deleted' AND c.field = d.no
"""
_CHANGES_OF_TURNED = f"{_COLUMNS} AND r.no IN ({_TURNED}) ORDER BY r.no, c.stamp"
_UNDELETED = f"""
SELECT k.name, count(*) FROM record r JOIN kind k ON k.no = r.kind WHERE r.no NOT IN ({_TURNED}) GROUP BY k.name
"""
_WITH_DELETIONS = f"SELECT DISTINCT k.name FROM record r JOIN kind k ON k.no = r.kind WHERE r.no IN ({_TURNED})"
