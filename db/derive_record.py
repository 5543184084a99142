"""One record brought up to date with its changes, whatever they leave to decide."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from db.connection import Connection
from db.kind_rows import write_text
from db.log import RecordRow, changes_of, find_of_kind
from db.open_file import AffectedRecords, OpenFile, Ref
from db.schema import quoted
from desktop_app.domain.changes import DELETED, RecordState, record_state
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored


def derive_one(file: OpenFile, row: RecordRow, moved: AffectedRecords) -> None:
    changes = changes_of(file.connection, row)
    if not changes:
        forget(file, [row], moved)
        if row.joined_into:
            _follow_join(file, row, moved)
        return
    now = record_state(changes)
    retained = row.retained and now.deleted and now.into is None
    if (now.deleted, retained, now.into) != (row.deleted, row.retained, row.joined_into):
        file.connection.execute(
            "UPDATE record SET deleted = ?, retained = ?, joined_into = ? WHERE no = ?",
            (now.deleted, retained, now.into, row.no),
        )
    _write_conflicts(file, row, now, retained)
    kind = file.plan.record_kinds.get(row.kind)
    if kind is None:
        return
    file.written_kinds.add(kind.name)
    moved.add((kind.name, row.id))
    moved.update(targets_of_row(file, kind, row.id))
    if retained or not now.deleted:
        _write_row(file, kind, row, now)
        moved.update(targets_of_row(file, kind, row.id))
    else:
        file.connection.execute(f"DELETE FROM main.{quoted(kind.name)} WHERE id = ?", (row.id,))
        file.connection.execute("DELETE FROM _search_text WHERE rowid = ?", (row.no,))
    if now.into != row.joined_into:
        _follow_join(file, row, moved)


def forget(file: OpenFile, rows: Sequence[RecordRow], moved: AffectedRecords) -> None:
    """Records of which no change is left are none any more: all that was known of them goes."""
    gone: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        gone[row.kind].append(row.id)
    for name in gone.keys() & file.plan.record_kinds.keys():
        file.written_kinds.add(name)
        moved.update((name, id_) for id_ in gone[name])
        moved.update(*targets_of_rows(file, file.plan.record_kinds[name], gone[name]).values())
        file.connection.executemany(f"DELETE FROM main.{quoted(name)} WHERE id = ?", [(id_,) for id_ in gone[name]])
    for statement in _FORGET:
        file.connection.executemany(statement, [(row.no,) for row in rows])


_FORGET = (
    "DELETE FROM _conflict WHERE record = ?",
    "DELETE FROM _search_text WHERE rowid = ?",
    "DELETE FROM record WHERE no = ?",
)


def _write_conflicts(file: OpenFile, row: RecordRow, now: RecordState, retained: bool) -> None:
    names = {*now.open_fields, *([DELETED] if retained else [])}
    file.connection.execute("DELETE FROM _conflict WHERE record = ?", (row.no,))
    file.connection.executemany("INSERT INTO _conflict VALUES (?, ?)", [(row.no, name) for name in sorted(names)])


def targets_of_row(file: OpenFile, kind: RecordKind, record: str) -> set[Ref]:
    return targets_of_rows(file, kind, [record]).get(record, set())


def targets_of_rows(file: OpenFile, kind: RecordKind, records: Iterable[str]) -> dict[str, set[Ref]]:
    """What the rows of these records refer to, for those that have a row."""
    refs = [f for f in kind.fields.values() if f.target]
    columns = ", ".join(quoted(name) for name in ("id", *(f.name for f in refs)))
    query = f"SELECT {columns} FROM main.{quoted(kind.name)} WHERE id IN (SELECT value FROM json_each(?))"
    rows = file.connection.execute(query, (json.dumps(list(records)),))
    return {
        record: {(f.target, value) for f, value in zip(refs, values, strict=True) if f.target and value is not None}
        for record, *values in rows
    }


def _write_row(file: OpenFile, kind: RecordKind, row: RecordRow, now: RecordState) -> None:
    shown = resolved(kind, now.shown, lambda target, record: resolve(file.connection, target, record))
    rows = file.kind_rows(kind)
    columns, text = rows.row(row.id, shown)
    file.connection.execute(rows.insert, columns)
    write_text(file.connection, row.no, text)


def resolved(
    kind: RecordKind, shown: Mapping[str, Stored], standing: Callable[[str, str], str]
) -> Mapping[str, Stored]:
    """The values of a record with those it refers to replaced by what stands for them."""
    refs = [(f.name, f.target) for f in kind.fields.values() if f.target and isinstance(shown.get(f.name), str)]
    return {**shown, **{name: standing(target, str(shown[name])) for name, target in refs}} if refs else shown


def resolve(connection: Connection, kind: str, record: str) -> str:
    """The record that stands for `record` after duplicates were joined; itself when it was not."""
    seen = {record}
    while True:
        row = find_of_kind(connection, kind, record)
        if row is None or row.joined_into is None or row.joined_into in seen:
            return record
        record = row.joined_into
        seen.add(record)


def referring(file: OpenFile, kind: str, record: str) -> Iterator[tuple[Ref, str]]:
    """The live records that refer to this one, each with the field that does."""
    for referrer, name in file.referrers.get(kind, ()):
        query = f"SELECT id FROM main.{quoted(referrer.name)} WHERE {quoted(name)} = ?"
        for (found,) in file.connection.execute(query, (record,)):
            yield (referrer.name, found), name


def unreferred(file: OpenFile, refs: Set[Ref]) -> Set[Ref]:
    """Of these records those that no live record outside them refers to."""
    while reached := {ref for ref in refs if any(other not in refs for other, _ in referring(file, *ref))}:
        refs = refs - reached
    return refs


def _follow_join(file: OpenFile, row: RecordRow, moved: AffectedRecords) -> None:
    """References to a record that was joined, or is no longer, are resolved anew."""
    ends = {row.id, *(resolve(file.connection, row.kind, end) for end in (row.id, row.joined_into) if end)}
    for end in sorted(ends):
        for ref, _ in list(referring(file, row.kind, end)):
            found = find_of_kind(file.connection, *ref)
            if found:  # else it went along with one before
                derive_one(file, found, moved)
