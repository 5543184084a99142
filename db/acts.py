"""What a person does to records, as the edits that an act is made of; reads heads, writes nothing."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from db.derive_record import referring
from db.log import RecordRow, changes_of, changes_of_act, find_of_kind, logged_record
from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.domain.changes import (
    DELETED,
    INTO,
    Edit,
    RecordState,
    deletion,
    keep,
    record_state,
    setting,
    values_of,
)
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.record_ids import natural_id
from desktop_app.domain.values import Stored, Value
from desktop_app.errors import AppError


def found(file: OpenFile, record: str) -> tuple[RecordRow, RecordState]:
    """A record of this file and how its changes leave it; AppError when there is none."""
    logged = logged_record(file.connection, record)
    return logged.row, logged.state


def creating(file: OpenFile, record: str, kind: RecordKind, values: Mapping[str, Value]) -> list[Edit]:
    """Make a record, or bring the one under this id back from the trash and give it these values."""
    row = find_of_kind(file.connection, kind.name, record)
    if row is None:
        return setting(record, kind.name, None, values) or [Edit(record, kind.name, DELETED, 0)]
    now = record_state(changes_of(file.connection, row))
    return _returning(row, now, values) if now.deleted else setting(record, kind.name, now, values)


def _returning(row: RecordRow, now: RecordState, values: Mapping[str, Value]) -> list[Edit]:
    """Restore a record and give it values in one act: one change for each field."""
    edits = {edit.field: edit for edit in keep(row.id, row.kind, now)}
    for edit in setting(row.id, row.kind, now, values):
        settled = edits.get(edit.field)
        edits[edit.field] = replace(edit, replaces=edit.replaces | settled.replaces) if settled else edit
    return list(edits.values())


def changing_key(
    file: OpenFile, row: RecordRow, now: RecordState, values: Mapping[str, Value]
) -> tuple[str, list[Edit]]:
    """Correct a natural key: the record under the new key takes the values and the old one goes; (new id, edits)."""
    kind = file.plan.record_kinds[row.kind]
    moved = values_of(kind, now) | dict(values)
    new = natural_id(kind, moved, file.names)
    if new is None:
        raise AppError("core.key_incomplete", kind=kind.label)
    other = find_of_kind(file.connection, row.kind, new)
    if other is not None and other.live:
        raise AppError("core.key_taken", kind=kind.label)
    return new, [*creating(file, new, kind, moved), deletion(row.id, row.kind, now)]


def deleting(file: OpenFile, *records: str) -> list[Edit]:
    """Delete records with their children; AppError while others refer to any of them."""
    family: dict[str, RecordRow] = {}
    for record in records:
        row, _ = found(file, record)
        family |= {member.id: member for member in _family(file, row)} if row.live else {}
    edits = []
    for member in family.values():
        outsiders = {id_ for (_, id_), _ in referring(file, member.kind, member.id)} - family.keys()
        if outsiders:
            raise AppError("core.referred_to", count=len(outsiders))
        edits.append(deletion(member.id, member.kind, record_state(changes_of(file.connection, member))))
    return edits


def _family(file: OpenFile, row: RecordRow) -> list[RecordRow]:
    """The record and all live records inside it, children before parents."""
    members = []
    for child in file.plan.children.get(row.kind, ()):
        assert child.parent_field
        query = f"SELECT id FROM main.{quoted(child.name)} WHERE {quoted(child.parent_field)} = ? ORDER BY id"
        for (record,) in file.connection.execute(query, (row.id,)).fetchall():
            inner = find_of_kind(file.connection, child.name, record)
            assert inner
            members += _family(file, inner)
    return [*members, row]


def restoring(file: OpenFile, record: str) -> list[Edit]:
    """Bring a deleted record back, with the children that went in the same act and the parents it lies in."""
    row, now = found(file, record)
    if not now.deleted and not now.back:
        return []
    back = {row.no: keep(record, row.kind, now)}
    for relative in (*_ancestors(file, row, now), *_gone_along(file, row, now, {})):
        if relative.no not in back:
            back[relative.no] = _keep_if_gone(file, relative)
    return [edit for edits in back.values() for edit in edits]


def _keep_if_gone(file: OpenFile, row: RecordRow) -> list[Edit]:
    now = record_state(changes_of(file.connection, row))
    return keep(row.id, row.kind, now) if now.deleted else []


# Per act the records that it deleted, each under the numbers of all records that it lies in.
Deleted = dict[bytes, dict[int, list[RecordRow]]]


def _gone_along(file: OpenFile, row: RecordRow, now: RecordState, known: Deleted) -> Iterator[RecordRow]:
    """The records inside this one that were deleted in the same acts as it was."""
    for head in now.heads[DELETED]:
        if head.act not in known:
            known[head.act] = _deleted_by(file, head.act)
        yield from known[head.act].get(row.no, ())


def _deleted_by(file: OpenFile, act: bytes) -> dict[int, list[RecordRow]]:
    inside: dict[int, list[RecordRow]] = {}
    for change in changes_of_act(file.connection, act):
        if change.deletes:
            member = find_of_kind(file.connection, change.kind, change.record)
            assert member
            state = record_state(changes_of(file.connection, member))
            for parent in _ancestors(file, member, state):
                inside.setdefault(parent.no, []).append(member)
    return inside


def _ancestors(file: OpenFile, row: RecordRow, now: RecordState) -> Iterator[RecordRow]:
    """The records that a record lies in, its parent first, by the parents that they name themselves."""
    kind = file.plan.record_kinds.get(row.kind)
    while kind and kind.parent and kind.parent_field:
        above = now.shown.get(kind.parent_field)
        parent = find_of_kind(file.connection, kind.parent, str(above)) if above is not None else None
        if parent is None:
            return
        yield parent
        kind = file.plan.record_kinds[kind.parent]
        now = record_state(changes_of(file.connection, parent))


def settling(file: OpenFile, record: str, field: str, value: Stored) -> list[Edit]:
    """Settle a conflict: one change that ends every head of the field.

    `deleted` takes 0 (kept, with what went along), 1 (gone, with what lies inside) or `into:<id>` (joined).
    """
    row, now = found(file, record)
    if field != DELETED:
        return [Edit(record, row.kind, field, value, now.all_heads(field))]
    if isinstance(value, str):
        return [deletion(record, row.kind, now, value)]
    if not value:
        return restoring(file, record)
    return deleting(file, record) or [deletion(record, row.kind, now)]


def joining(file: OpenFile, first: str, second: str, take: Iterable[str] = ()) -> list[Edit]:
    """Join two records of one kind: the larger id into the smaller, so that no two offices can make a circle.

    `take`: fields whose values the one that stays takes over from the one that goes.
    """
    survivor, goes = sorted((first, second))
    row, now = found(file, goes)
    other, stays = found(file, survivor)
    if row.kind != other.kind or survivor == goes or not (row.live and other.live):
        raise AppError("core.cannot_join")
    taken = {name: now.shown.get(name) for name in take}
    return [*setting(survivor, row.kind, stays, taken), deletion(goes, row.kind, now, INTO + survivor)]


class ImportedRecord(Struct, frozen=True):
    """What an import wants of one record, already judged; `deleted` None leaves that as it is."""

    record: str
    kind: str
    values: Mapping[str, Value]
    deleted: bool | None = None


def importing(file: OpenFile, wanted: Iterable[ImportedRecord]) -> Iterator[Edit]:
    """What an import does: what it restores comes with the records inside that went along and that it does not name."""
    back: dict[int, RecordRow] = {}
    named = set[tuple[str, str]]()
    known: Deleted = {}
    for one in wanted:
        named.add((one.kind, one.record))
        row = find_of_kind(file.connection, one.kind, one.record)
        if row is None:
            yield from setting(one.record, one.kind, None, one.values) or [Edit(one.record, one.kind, DELETED, 0)]
            continue
        now = record_state(changes_of(file.connection, row))
        if one.deleted:
            yield from [] if now.deleted else [deletion(row.id, row.kind, now)]
        elif one.deleted is False and (now.deleted or now.back):
            yield from _returning(row, now, one.values)
            back |= {member.no: member for member in _gone_along(file, row, now, known)}
        else:
            yield from setting(row.id, row.kind, now, one.values)
    for row in back.values():
        if (row.kind, row.id) not in named:
            yield from _keep_if_gone(file, row)
