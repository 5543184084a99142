"""The records that a staged file would bring, each as it is here and as it would be; nothing is written."""

from collections.abc import Mapping

from msgspec import Struct

from db.connection import afterwards
from db.error_sentences import sentences
from db.file_uri import uri_of
from db.log import changes_of, find_of_kind
from db.merging.comparison import LedgerComparison
from db.open_file import OpenFile
from desktop_app.domain.changes import Change, record_state, split_stamps, values_of
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored, Value

_RECORDS = """
SELECT r.no, r.id, k.name FROM staged.record r JOIN staged.kind k ON k.no = r.kind
WHERE EXISTS (SELECT 1 FROM staged.change_log c WHERE c.record = r.no AND c.act > :after AND c.act <= :last)
ORDER BY k.name, r.no
"""

_CHANGES = """
SELECT f.name, c.stamp, c.value, c.replaces, c.covers, a.id FROM staged.change_log c
JOIN staged.field f ON f.no = c.field JOIN staged.act a ON a.no = c.act WHERE c.record = ?
"""


class ComingRecord(Struct, frozen=True):
    """`before`: what this file has, None where the record is new here; `after`: None where it would be deleted."""

    kind: str
    record: str
    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None
    conflicts: tuple[str, ...]

    @property
    def changed(self) -> list[str]:
        """The fields that would hold something else than here."""
        if self.after is None:
            return []
        before = self.before or {}
        return [name for name, value in self.after.items() if value != before.get(name)]


def coming_records(file: OpenFile, shown: LedgerComparison, number: int, most: int) -> tuple[list[ComingRecord], int]:
    """What the file with this number among those that were looked at would bring, at most so many; how many it is."""
    ends = [0, *(end.act for end in shown.ends)]
    span = {"after": ends[number], "last": ends[number + 1]}
    run = file.connection.execute
    with sentences(file.path):
        run("ATTACH DATABASE ? AS staged", (uri_of(shown.path, mode="ro", immutable=1),))
        with afterwards(file.connection, "DETACH DATABASE staged"):
            rows = [(no, record, file.names.plan_kind(kind)) for no, record, kind in run(_RECORDS, span).fetchall()]
            listed = [row for row in rows if row[2] in file.plan.record_kinds]
            return [_coming(file, *row) for row in listed[:most]], len(listed)


def _coming(file: OpenFile, no: int, record: str, name: str) -> ComingRecord:
    kind = file.plan.record_kinds[name]
    row = find_of_kind(file.connection, name, record)
    here = changes_of(file.connection, row) if row is not None else []
    theirs = [_staged(file.names, record, name, *row) for row in file.connection.execute(_CHANGES, (no,)).fetchall()]
    returning = {change.stamp for change in theirs}
    state = record_state([*(change for change in here if change.stamp not in returning), *theirs])
    after = None if state.deleted else values_of(kind, state)
    return ComingRecord(name, record, _values(kind, here), after, state.open_fields)


def _staged(
    names: LogNames, record: str, kind: str, logged: str, stamp: bytes, value: Stored, replaces: bytes | None,
    covers: bytes | None, act: bytes,
) -> Change:  # fmt: skip
    field = names.plan_field(kind, logged)
    ends, hides = split_stamps(replaces), split_stamps(covers)
    return Change(stamp, record, kind, field, names.plan_value(kind, field, value), ends, hides, act)


def _values(kind: RecordKind, changes: list[Change]) -> Mapping[str, Value] | None:
    if not changes:
        return None
    state = record_state(changes)
    return None if state.deleted else values_of(kind, state)
