"""What is written into the records of an open data file: each call is one act."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from db import acts, drafts, queries, store
from db.log import RecordLog, find_record, logged_record
from db.open_file import OpenFile
from desktop_app.domain.changes import setting, values_of
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.record_ids import natural_id, random_id
from desktop_app.domain.validation import check, misfits
from desktop_app.domain.values import Problem, Value, to_stored
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.session import declarations

save_draft = drafts.save_draft
NO_FIELDS: Mapping[str, str] = {}


class SaveResult(Struct, frozen=True):
    """What saving did: the record's id now (a corrected key changes it), all its problems, the act if one was made."""

    record: str
    problems: list[Problem]
    act: bytes | None

    @property
    def saved(self) -> bool:
        return self.act is not None


def judge(
    file: OpenFile, kind: RecordKind, values: Mapping[str, Value], names: Iterable[str]
) -> tuple[list[Problem], list[Problem]]:
    """Why the values of these fields can't be saved in a record with these values, and all that is wrong with it."""
    own = {name: values.get(name) for name in names}
    if wrong := misfits(own, kind):
        return wrong, wrong
    found = check(values, kind, file.entry_rules())
    if kind.name == file.plan.declaration:  # asked here already: each save comes this way
        found = [*found, *declarations.doubts(file, kind, values)]
    refers = [kind.fields[name] for name in own if kind.fields[name].type.refers]
    wrong = [problem for field in refers for problem in _bad_reference(file, field, own[field.name])]
    wrong += [
        Problem(name, Message("core.retired_field", field=kind.fields[name].label))
        for name, value in own.items()
        if value is not None and kind.fields[name].retired
    ]
    return [*wrong, *(problem for problem in found if problem.refuses and problem.field in own)], found


def _bad_reference(file: OpenFile, field: Field, value: Value) -> list[Problem]:
    if not isinstance(value, str):
        return []
    row = find_record(file.connection, value)
    if row is None or not (row.live or row.joined_into):
        return [Problem(field.name, Message("core.unknown_reference", field=field.label, text=value))]
    if row.kind != field.target:
        wanted = file.plan.kinds[field.target or ""].label
        return [Problem(field.name, Message("core.wrong_reference", field=field.label, text=value, wanted=wanted))]
    return []


def problems(file: OpenFile, record: str) -> list[Problem]:
    """What is wrong with a record and what is missing."""
    row = find_record(file.connection, record)
    if row is None:
        raise AppError("core.no_record", record=record)
    kind = file.kind(row.kind)
    live = queries.row(file, kind, record)
    values = live.values if live else values_of(kind, acts.found(file, record)[1])
    return [*check(values, kind, file.entry_rules()), *declarations.doubts(file, kind, values)]


def new_record(
    file: OpenFile, kind_name: str, values: Mapping[str, Value], internal: Mapping[str, str] = NO_FIELDS
) -> SaveResult:
    """Make a record with these values (see `entry.defaults`). A kind with a natural key needs its key first.
    `internal`: what the program notes with it in fields that no plan knows.

    A record that already has this key is not made again: its id comes back with a Problem and no act.
    """
    kind = file.kind(kind_name)
    with store.writing(file):
        record, refused = may_make(file, kind, values)
        if refused or record is None:
            return SaveResult(record or "", refused, None)
        change = store.apply(file, acts.creating(file, record, kind, {**values, **internal}), "edit")
        return SaveResult(record, problems(file, record), change.act)  # not afterwards: what is stored never fails


def may_make(file: OpenFile, kind: RecordKind, values: Mapping[str, Value]) -> tuple[str | None, list[Problem]]:
    """The id of a record to be made with these values, and why it can't be; call it inside `writing()`."""
    refused, _ = judge(file, kind, values, values)
    if kind.retired:
        refused.append(Problem(None, Message("core.retired_kind", kind=kind.list_label)))
    record = natural_id(kind, values, file.names) if kind.natural_key else random_id(file.clock.random(16))
    if record is None:
        missing = [kind.fields[n] for n in kind.natural_key if values.get(n) is None]
        refused += [Problem(f.name, Message("core.required", field=f.label)) for f in missing]
    existing = find_record(file.connection, record) if record else None
    if existing is not None and existing.live:
        refused.append(Problem(kind.natural_key[0], Message("core.key_taken", kind=kind.label)))
    return record, refused


def set_value(
    file: OpenFile, record: str, field: str, value: Value, seen: Mapping[str, Value] | None = None,
    internal: Mapping[str, str] = NO_FIELDS,
) -> SaveResult:  # fmt: skip
    """Save one field. A value that can't stand (unknown unit, choice, reference, a day to come) is refused with a
    Problem; a rule between fields that it breaks is saved and shown. `seen`: the values that the person had before
    them, where another window may have written since. `internal`: as for a new record.
    """
    with store.writing(file, index=False):
        logged = logged_record(file.connection, record)
        kind = file.kind(logged.row.kind)
        before = values_of(kind, logged.state)
        wanted = before | {field: value}
        refused, found = judge(file, kind, wanted, (field,))
        if refused:
            return SaveResult(record, refused, None)
        if field in kind.natural_key and value != before[field]:
            return _correct_key(file, logged, {field: value})
        edits = setting(record, kind.name, logged.state, {field: value, **internal}, seen)
        change = store.apply(file, edits, "edit", logged, index=False)
    assert change.state
    after = values_of(kind, change.state)  # not as wanted where a value of another window stays in force
    return SaveResult(record, found if after == wanted else judge(file, kind, after, ())[1], change.act)


def note_internal(file: OpenFile, record: str, internal: Mapping[str, str]) -> bytes | None:
    """Note something with a record in fields that no plan knows; returns the act."""
    with store.writing(file):
        logged = logged_record(file.connection, record)
        return store.apply(file, setting(record, logged.row.kind, logged.state, internal), "edit", logged).act


def _correct_key(file: OpenFile, logged: RecordLog, key: Mapping[str, Value]) -> SaveResult:
    """The record under the new key takes the values over; call it inside `writing()`."""
    record, edits = acts.changing_key(file, logged.row, logged.state, key)
    change = store.apply(file, edits, "edit")
    return SaveResult(record, problems(file, record), change.act)


def delete(file: OpenFile, *records: str) -> bytes | None:
    """Move records and what is inside them to the trash in one act; AppError while others refer to them."""
    with store.writing(file):
        return store.apply(file, acts.deleting(file, *records), "delete").act


def restore(file: OpenFile, record: str) -> bytes | None:
    """Bring a record back from the trash, with the children that went along."""
    with store.writing(file):
        return store.apply(file, acts.restoring(file, record), "edit").act


def settle(file: OpenFile, record: str, field: str, value: Value) -> bytes | None:
    """Settle a conflict for good; the field `deleted` takes a truth value. AppError: the value can't stand."""
    with store.writing(file):
        row, now = acts.found(file, record)
        kind = file.plan.record_kinds.get(row.kind)
        if kind and field in kind.fields and to_stored(value) not in {h.value for h in now.heads.get(field, ())}:
            for problem in judge(file, kind, {**values_of(kind, now), field: value}, (field,))[0]:
                raise AppError("merge.bad_value", message=problem.message)
        edits = acts.settling(file, record, field, to_stored(value))
        return store.apply(file, edits, "settle").act


def join(file: OpenFile, first: str, second: str, take: Iterable[str] = ()) -> bytes | None:
    """Join two records that are the same thing: the one with the smaller id stands for both.

    `take`: fields whose values it takes over from the other one.
    """
    with store.writing(file):
        edits = acts.joining(file, first, second, take)
        return store.apply(file, edits, "join").act
