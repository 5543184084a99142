"""What is written into the records of an open data file: each call is one act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db import acts
from db.log import find_record
from db.store import Act
from desktop_app.care import Caretaker
from desktop_app.domain.changes import natural_id, random_id
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.validation import refusals
from desktop_app.domain.values import Problem, Value, to_stored
from desktop_app.errors import AppError
from desktop_app.texts import say


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What saving did: the record's id now (a corrected key changes it), all its problems, the act if one was made."""

    record: str
    problems: list[Problem]
    act: bytes | None

    @property
    def saved(self) -> bool:
        return self.act is not None


class Writer(Caretaker):
    """The writing half of a Session. Every method blocks and may be called from one thread at a time."""

    def new_record(self, kind_name: str, values: Mapping[str, Value], act: str = "edit") -> SaveResult:
        """Make a record with these values (see `defaults`). A kind with a natural key needs its key first.

        A record that already has this key is not made again: its id comes back with a Problem and no act.
        """
        kind = self.kind(kind_name)
        with self._store.writing():
            refused = [p for name in values for p in self._refused(kind, values, name)]
            record = natural_id(kind, values) if kind.natural_key else random_id(self._store.clock.random(16))
            if record is None:
                missing = [kind.fields[n] for n in kind.natural_key if values.get(n) is None]
                refused += [Problem(f.name, say("core.required", field=str(f.label))) for f in missing]
            existing = find_record(self._book.connection, record) if record else None
            if existing is not None and existing.live:
                refused.append(Problem(kind.natural_key[0], say("core.key_taken", kind=str(kind.label))))
            if refused or record is None:
                return SaveResult(record or "", refused, None)
            edits = acts.creating(self._book, record, kind, values)
            change = self._store.apply(edits, Act(act, self.author))
        return SaveResult(record, self.problems(record), change.act)

    def set_value(self, record: str, field: str, value: Value, seen: Mapping[str, Value] | None = None) -> SaveResult:
        """Save one field. A value that can't stand (unknown unit, choice, reference, a day to come) is refused with a
        Problem; a rule between fields that it breaks is saved and shown. `seen`: the values that the person had before
        them, where another window may have written since.
        """
        with self._store.writing():
            row, now = acts.found(self._book, record)
            kind = self.kind(row.kind)
            values = acts.values_of(kind, now) | {field: value}
            refused = self._refused(kind, values, field)
            if refused:
                return SaveResult(record, refused, None)
            if field in kind.natural_key and value != acts.values_of(kind, now)[field]:
                record, edits = acts.changing_key(self._book, row, now, {field: value})
            else:
                edits = acts.setting(record, row.kind, now, {field: value}, seen)
            change = self._store.apply(edits, Act("edit", self.author))
        return SaveResult(record, self.problems(record), change.act)

    def kept(self, kind_name: str, given: Mapping[str, Value]) -> dict[str, Value]:
        """What the plan lets a new record take over from the one this office made last, where it can still stand."""
        kind = self.kind(kind_name)
        parent = given.get(kind.parent_field or "")
        last = (self.latest_made_here(kind_name, str(parent)) if parent else None) or self.latest_made_here(kind_name)
        kept = {f.name: last.values[f.name] for f in kind.fields.values() if f.keep} if last else {}
        values = {**kept, **given}
        stands = {n for n, v in kept.items() if n not in given and v is not None and not self._refused(kind, values, n)}
        if self._key_taken(
            kind, self.defaults(kind_name, {n: v for n, v in values.items() if n in stands | set(given)})
        ):
            stands -= set(kind.natural_key)
        return {n: v for n, v in kept.items() if n in stands}

    def of_period(self, kind_name: str, given: Mapping[str, Value], code: str | None) -> dict[str, Value]:
        """The period in sight for a new record of a kind that is kept by period; nothing where the plan proposes one
        itself, or where the record of that period is there already.
        """
        kind = self.kind(kind_name)
        field = kind.fields["period_code"] if kind.by_period else None
        if field is None or field.default or code not in self.plan.choices.get(field.choices or "", {}):
            return {}
        proposed: dict[str, Value] = {"period_code": code}
        return {} if self._key_taken(kind, self.defaults(kind_name, {**given, **proposed})) else proposed

    def _key_taken(self, kind: RecordKind, values: Mapping[str, Value]) -> bool:
        record = natural_id(kind, values) if kind.natural_key else None
        row = find_record(self._book.connection, record) if record else None
        return row is not None and row.live

    def _refused(self, kind: RecordKind, values: Mapping[str, Value], name: str) -> list[Problem]:
        """Why one value of a record can't be saved as it is."""
        field, value = kind.fields[name], values.get(name)
        wrong = self._bad_reference(field, value) if field.type == "ref" and isinstance(value, str) else []
        return wrong + refusals(values, kind, name, self.rules)

    def _bad_reference(self, field: Field, value: str) -> list[Problem]:
        row = find_record(self._book.connection, value)
        if row is None or not (row.live or row.joined_into):
            return [Problem(field.name, say("core.unknown_reference", field=str(field.label), text=value))]
        if row.kind != field.target:
            wanted = str(self.plan.kinds[field.target or ""].label)
            return [Problem(field.name, say("core.wrong_reference", field=str(field.label), text=value, wanted=wanted))]
        return []

    def save_draft(self, record: str, field: str, text: str | None) -> None:
        """Keep text that can't be saved yet in this file; None forgets it."""
        self._store.keep_draft(record, field, text)

    def delete(self, *records: str) -> bytes | None:
        """Move records and what is inside them to the trash in one act; AppError while others refer to them."""
        with self._store.writing():
            return self._store.apply(acts.deleting(self._book, *records), Act("delete", self.author)).act

    def restore(self, record: str) -> bytes | None:
        """Bring a record back from the trash, with the children that went along."""
        with self._store.writing():
            return self._store.apply(acts.restoring(self._book, record), Act("edit", self.author)).act

    def settle(self, record: str, field: str, value: Value) -> bytes | None:
        """Settle a conflict for good; the field `deleted` takes a truth value. AppError: the value can't stand."""
        with self._store.writing():
            row, now = acts.found(self._book, record)
            kind = self.plan.record_kinds.get(row.kind)
            if kind and field in kind.fields and to_stored(value) not in {h.value for h in now.heads.get(field, ())}:
                for problem in self._refused(kind, {**acts.values_of(kind, now), field: value}, field):
                    raise AppError("merge.bad_value", message=problem.message)
            edits = acts.settling(self._book, record, field, to_stored(value))
            return self._store.apply(edits, Act("settle", self.author)).act

    def join(self, first: str, second: str, take: Iterable[str] = ()) -> bytes | None:
        """Join two records that are the same thing: the one with the smaller id stands for both.

        `take`: fields whose values it takes over from the other one.
        """
        with self._store.writing():
            edits = acts.joining(self._book, first, second, take)
            return self._store.apply(edits, Act("join", self.author)).act
