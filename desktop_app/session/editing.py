"""What is written into the records of an open data file: each call is one act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db import acts, store
from db.log import RecordLog, find_record, logged_record
from db.open_file import OpenFile
from db.store import Act
from desktop_app.domain.changes import setting, values_of
from desktop_app.domain.record_ids import natural_id, random_id
from desktop_app.domain.validation import misfits
from desktop_app.domain.values import Problem, Value, to_stored
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.session import entry

save_draft = store.save_draft


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What saving did: the record's id now (a corrected key changes it), all its problems, the act if one was made."""

    record: str
    problems: list[Problem]
    act: bytes | None

    @property
    def saved(self) -> bool:
        return self.act is not None


def new_record(file: OpenFile, kind_name: str, values: Mapping[str, Value], act: str = "edit") -> SaveResult:
    """Make a record with these values (see `defaults`). A kind with a natural key needs its key first.

    A record that already has this key is not made again: its id comes back with a Problem and no act.
    """
    kind = file.kind(kind_name)
    with store.writing(file):
        refused = misfits(values, kind) or [p for n in values for p in entry.refused(file, kind, values, n)]
        record = natural_id(kind, values) if kind.natural_key else random_id(file.clock.random(16))
        if record is None:
            missing = [kind.fields[n] for n in kind.natural_key if values.get(n) is None]
            refused += [Problem(f.name, Message("core.required", field=f.label)) for f in missing]
        existing = find_record(file.connection, record) if record else None
        if existing is not None and existing.live:
            refused.append(Problem(kind.natural_key[0], Message("core.key_taken", kind=kind.label)))
        if refused or record is None:
            return SaveResult(record or "", refused, None)
        change = store.apply(file, acts.creating(file, record, kind, values), Act(act, file.author))
    return SaveResult(record, entry.problems(file, record), change.act)


def set_value(
    file: OpenFile, record: str, field: str, value: Value, seen: Mapping[str, Value] | None = None
) -> SaveResult:
    """Save one field. A value that can't stand (unknown unit, choice, reference, a day to come) is refused with a
    Problem; a rule between fields that it breaks is saved and shown. `seen`: the values that the person had before
    them, where another window may have written since.
    """
    with store.writing(file):
        logged = logged_record(file.connection, record)
        kind = file.kind(logged.row.kind)
        before = values_of(kind, logged.state)
        refused = entry.refused(file, kind, before | {field: value}, field)
        if refused:
            return SaveResult(record, refused, None)
        if field in kind.natural_key and value != before[field]:
            return _correct_key(file, logged, {field: value})
        edits = setting(record, kind.name, logged.state, {field: value}, seen)
        change = store.apply(file, edits, Act("edit", file.author), logged)
    assert change.state
    return SaveResult(record, entry.problems_in(file, kind, values_of(kind, change.state)), change.act)


def _correct_key(file: OpenFile, logged: RecordLog, key: Mapping[str, Value]) -> SaveResult:
    """The record under the new key takes the values over; call it inside `writing()`."""
    record, edits = acts.changing_key(file, logged.row, logged.state, key)
    change = store.apply(file, edits, Act("edit", file.author))
    return SaveResult(record, entry.problems(file, record), change.act)


def delete(file: OpenFile, *records: str) -> bytes | None:
    """Move records and what is inside them to the trash in one act; AppError while others refer to them."""
    with store.writing(file):
        return store.apply(file, acts.deleting(file, *records), Act("delete", file.author)).act


def restore(file: OpenFile, record: str) -> bytes | None:
    """Bring a record back from the trash, with the children that went along."""
    with store.writing(file):
        return store.apply(file, acts.restoring(file, record), Act("edit", file.author)).act


def settle(file: OpenFile, record: str, field: str, value: Value) -> bytes | None:
    """Settle a conflict for good; the field `deleted` takes a truth value. AppError: the value can't stand."""
    with store.writing(file):
        row, now = acts.found(file, record)
        kind = file.plan.record_kinds.get(row.kind)
        if kind and field in kind.fields and to_stored(value) not in {h.value for h in now.heads.get(field, ())}:
            for problem in entry.refused(file, kind, {**values_of(kind, now), field: value}, field):
                raise AppError("merge.bad_value", message=problem.message)
        edits = acts.settling(file, record, field, to_stored(value))
        return store.apply(file, edits, Act("settle", file.author)).act


def join(file: OpenFile, first: str, second: str, take: Iterable[str] = ()) -> bytes | None:
    """Join two records that are the same thing: the one with the smaller id stands for both.

    `take`: fields whose values it takes over from the other one.
    """
    with store.writing(file):
        edits = acts.joining(file, first, second, take)
        return store.apply(file, edits, Act("join", file.author)).act
