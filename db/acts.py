"""What a person does to records, as the edits that an act is made of; reads heads, writes nothing."""

from collections.abc import Iterable, Mapping

from db.derive import Book
from db.log import RecordRow, changes_of, changes_of_act, find_record
from db.schema import quoted
from desktop_app.domain.changes import (
    DELETED,
    Change,
    Edit,
    RecordState,
    deletion,
    keep,
    made_by,
    natural_id,
    record_state,
    set_back,
    set_back_deletion,
)
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored, Value, from_stored, to_stored
from desktop_app.errors import AppError


def found(book: Book, record: str) -> tuple[RecordRow, RecordState]:
    """A record of this file and how its changes leave it; AppError when there is none."""
    row = find_record(book.connection, record)
    if row is None:
        raise AppError("core.no_record", record=record)
    return row, record_state(changes_of(book.connection, row))


def values_of(kind: RecordKind, now: RecordState) -> dict[str, Value]:
    """The shown values of a record, typed, as its author gave them (references unresolved)."""
    return {name: from_stored(field, now.shown.get(name)) for name, field in kind.fields.items()}


def setting(record: str, kind: str, now: RecordState | None, values: Mapping[str, Value]) -> list[Edit]:
    """Give fields values; each replaces the heads that hold what is shown, and equal values change nothing."""
    edits = []
    for name, value in values.items():
        stored = to_stored(value)
        if stored != (now.shown.get(name) if now else None):
            edits.append(Edit(record, kind, name, stored, now.holding(name) if now else frozenset()))
    return edits


def creating(book: Book, record: str, kind: RecordKind, values: Mapping[str, Value]) -> list[Edit]:
    """Make a record, or bring the one under this id back from the trash and give it these values."""
    row = find_record(book.connection, record)
    if row is None:
        return setting(record, kind.name, None, values)
    now = record_state(changes_of(book.connection, row))
    restored = keep(record, kind.name, now) if now.deleted or now.back else []
    return restored + setting(record, kind.name, now, values)


def changing_key(book: Book, row: RecordRow, now: RecordState, values: Mapping[str, Value]) -> tuple[str, list[Edit]]:
    """Correct a natural key: the record under the new key takes the values and the old one goes; (new id, edits)."""
    kind = book.plan.record_kinds[row.kind]
    moved = {name: value for name, value in values_of(kind, now).items() if value is not None} | dict(values)
    new = natural_id(kind, moved)
    if new is None:
        raise AppError("core.key_incomplete", kind=str(kind.label))
    other = find_record(book.connection, new)
    if other is not None and other.live:
        raise AppError("core.key_taken", kind=str(kind.label))
    return new, [*creating(book, new, kind, moved), deletion(row.id, row.kind, now)]


def deleting(book: Book, record: str) -> list[Edit]:
    """Delete a record with its children; AppError while other records refer to any of them."""
    row, _ = found(book, record)
    family = _family(book, row)
    own = {member.id for member in family}
    edits = []
    for member in family:
        outsiders = _outsiders(book, member, own)
        if outsiders:
            raise AppError("core.referred_to", count=outsiders)
        edits.append(deletion(member.id, member.kind, record_state(changes_of(book.connection, member))))
    return edits


def _family(book: Book, row: RecordRow) -> list[RecordRow]:
    """The record and all live records inside it, children before parents."""
    members = []
    for child in book.plan.children.get(row.kind, ()):
        assert child.parent_field
        query = f"SELECT id FROM main.{quoted(child.name)} WHERE {quoted(child.parent_field)} = ? ORDER BY id"
        for (record,) in book.connection.execute(query, (row.id,)).fetchall():
            inner = find_record(book.connection, record)
            assert inner
            members += _family(book, inner)
    return [*members, row]


def referring(book: Book, row: RecordRow) -> list[tuple[str, str]]:
    """(record, field) of every live record that refers to this one."""
    return [
        (record, name)
        for kind, name in book.referrers.get(row.kind, ())
        for (record,) in book.connection.execute(
            f"SELECT id FROM main.{quoted(kind.name)} WHERE {quoted(name)} = ?", (row.id,)
        )
    ]


def _outsiders(book: Book, row: RecordRow, own: set[str]) -> int:
    """How many live records outside `own` refer to this one."""
    return len({record for record, _ in referring(book, row)} - own)


def restoring(book: Book, record: str) -> list[Edit]:
    """Bring a deleted record back, with the children that went in the same act."""
    row, now = found(book, record)
    if not now.deleted and not now.back:
        return []
    edits = keep(record, row.kind, now)
    for head in now.heads.get(DELETED, ()):
        for change in changes_of_act(book.connection, head.act):
            if change.field == DELETED and change.record != record and _inside(book, change, record):
                member, state = found(book, change.record)
                if state.deleted:
                    edits += keep(member.id, member.kind, state)
    return edits


def _inside(book: Book, change: Change, ancestor: str) -> bool:
    """Whether a record lies inside `ancestor`, by the parents it names itself."""
    record: str | None = change.record
    while record is not None:
        row = find_record(book.connection, record)
        kind = book.plan.record_kinds.get(row.kind) if row else None
        if row is None or kind is None or kind.parent_field is None:
            return False
        parent = record_state(changes_of(book.connection, row)).shown.get(kind.parent_field)
        record = str(parent) if parent is not None else None
        if record == ancestor:
            return True
    return False


def settling(book: Book, record: str, field: str, value: Stored) -> list[Edit]:
    """Settle a conflict: one change that ends every head of the field; `deleted` takes 1 or 0."""
    row, now = found(book, record)
    if field == DELETED:
        return [deletion(record, row.kind, now)] if value else keep(record, row.kind, now)
    return [Edit(record, row.kind, field, value, now.all_heads(field))]


def joining(book: Book, first: str, second: str) -> list[Edit]:
    """Join two records of one kind: the larger id into the smaller, so that no two offices can make a circle."""
    keeps, goes = sorted((first, second))
    row, now = found(book, goes)
    other, _ = found(book, keeps)
    if row.kind != other.kind or keeps == goes:
        raise AppError("core.cannot_join")
    return [deletion(goes, row.kind, now, f"into:{keeps}")]


def importing(book: Book, record: str, kind: str, values: Mapping[str, Value], deleted: bool | None) -> list[Edit]:
    """What an import line does to one record, already judged; `deleted` None leaves that as it is."""
    row = find_record(book.connection, record)
    if row is None:
        return setting(record, kind, None, values)
    now = record_state(changes_of(book.connection, row))
    if deleted:
        return [] if now.deleted else [deletion(record, kind, now)]
    turned = keep(record, kind, now) if deleted is False and (now.deleted or now.back) else []
    return turned + setting(record, kind, now, values)


def undoing(book: Book, act: bytes) -> list[Edit]:
    """Take an act back where things are still as it left them; a record that it made is deleted."""
    changes = changes_of_act(book.connection, act)
    edits: list[Edit] = []
    for record, own in _by_record(changes).items():
        row = find_record(book.connection, record)
        assert row
        history = changes_of(book.connection, row)
        now = record_state(history)
        if made_by(act, now, history):
            if not _outsiders(book, row, set(_by_record(changes))):
                edits.append(deletion(record, row.kind, now))
            continue
        turns = [change for change in own if change.field == DELETED]
        for change in turns:
            edits += set_back_deletion(change, now, history)
        if not turns and not now.deleted:
            for change in own:
                edits += set_back(change, now, history)
    return edits


def _by_record(changes: Iterable[Change]) -> dict[str, list[Change]]:
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.record, []).append(change)
    return grouped
