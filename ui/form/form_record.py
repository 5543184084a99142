"""The record that a form has open: made with its first field, copied from another, filled from the one above."""

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from desktop_app.domain.expressions import parse
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Problem, Value, from_json, to_json
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, editing, entry, records
from desktop_app.session.editing import SaveResult

OWN_NUMBERS = ("auto(", "random_code(")  # defaults that no two records may share


@dataclass
class OpenRecord:
    """The record in a form, used on the worker thread only: it is made with the first field that is saved.

    `given` are the values of a record that is not there yet, `own` those that no default may replace. A kind with a
    natural key is made once its key is known: until then what was `touched` is kept among the drafts of the file.
    """

    kind: str
    record: str | None = None
    given: dict[str, Value] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    touched: bool = False
    seen: dict[str, Value] = field(default_factory=dict)  # what the form showed last
    acts: list[tuple[bytes, str]] = field(default_factory=list)  # act and field, "" for the record itself
    typed: dict[str, str] = field(default_factory=dict)  # by field: where its half-typed text lies among the drafts
    period: str | None = None  # the code of the period in sight, where that is newer than what was written last
    owner: Hashable = None  # whom what is entered here belongs to, also when the record is opened anew
    made_for: "OpenRecord | None" = None  # whose field it is made for, in place

    def __post_init__(self) -> None:
        self.owner = self.record or object()

    def save(self, file: OpenFile, name: str, value: Value) -> SaveResult:
        """Save one field, and with it the proposals that follow from it."""
        if self.record is None:
            return self._make(file, name, value)
        result = self._set(file, name, value)
        if result.saved and value is not None:
            self._propose(file, name)
            result = SaveResult(self.record, entry.problems(file, self.record), result.act)
        return result

    def _set(self, file: OpenFile, name: str, value: Value) -> SaveResult:
        result = editing.set_value(file, self.record or "", name, value, self.seen)
        self.record = result.record
        if result.act is not None:
            self.seen[name] = value
            self.acts.append((result.act, name))
        return result

    def start(self, file: OpenFile) -> None:
        """Fill in what a new form starts with: waiting drafts, kept values, defaults; nothing is written."""
        waiting = self._waiting(file)
        self.touched = bool(waiting)
        days = days_of(file, self.made_for, self.kind) if self.made_for else {}
        own = {**self.given, **waiting}
        kept = {**entry.carried_over(file, self.kind, self.given), **days, **own}
        self.given = {**kept, **entry.of_period(file, self.kind, kept, self.period), **own}
        self.own = set(self.given)
        self.given = entry.defaults(file, self.kind, self.given)

    def half_typed(self, file: OpenFile) -> dict[str, str]:
        """What was typed and not left when the program ended, by field; of a record that was never made, too."""
        return entry.drafts_of(file, self.record or self._unmade(file))

    def keep_typed(self, file: OpenFile, name: str, raw: str | None) -> None:
        """Keep what stands half-typed in a field; None: nothing does any more."""
        if raw is not None:
            place = self.typed.setdefault(name, self.record or self._unmade(file))
            editing.save_draft(file, place, name, raw)
        elif name in self.typed:
            editing.save_draft(file, self.typed.pop(name), name, None)

    def keep_raw(self, file: OpenFile, name: str, raw: str) -> None:
        """Keep what stands in a field that was left and can't be its value."""
        editing.save_draft(file, self.record or self._unmade(file), name, raw)

    def settle_typed(self, file: OpenFile, name: str) -> None:
        """A field was left: nothing of it is half-typed, neither from now nor from the last time."""
        self.typed.pop(name, None)
        for place in [self._unmade(file), *([self.record] if self.record else [])]:
            if name in entry.drafts_of(file, place):
                editing.save_draft(file, place, name, None)

    def forget(self, file: OpenFile) -> None:
        """Drop what was typed for a record that was never made."""
        for place in (self._place(file), self._unmade(file)):
            for name in entry.drafts_of(file, place):
                editing.save_draft(file, place, name, None)

    def _make(self, file: OpenFile, name: str, value: Value) -> SaveResult:
        self.own.add(name)
        kept = {n: v for n, v in self.given.items() if n in self.own and n != name}
        self.given = {**kept, **({} if value is None else {name: value})}
        filled = entry.defaults(file, self.kind, self.given)
        self.given = {n: v for n, v in filled.items() if n != name or value is not None}
        key = file.kind(self.kind).natural_key
        self.touched = True
        if any(self.given.get(n) is None for n in key):
            text = None if value is None else json.dumps(to_json(value))
            editing.save_draft(file, self._place(file), name, text)
            return SaveResult("", [], None)
        result = editing.new_record(file, self.kind, self.given)
        if result.act is None:
            return self._make_without(file, name, result)
        self._be_made(file, result.record, result.act)
        return result

    def _be_made(self, file: OpenFile, record: str, act: bytes) -> None:
        """The record is there: what stands half-typed or unreadable in its other fields goes along."""
        for name, raw in entry.drafts_of(file, self._unmade(file)).items():
            editing.save_draft(file, record, name, raw)
        self.typed = dict.fromkeys(self.typed, record)
        self.forget(file)
        self.record = record
        self.acts.append((act, ""))

    def _place(self, file: OpenFile) -> str:
        """Where drafts of a record without an id are kept: one for each kind and parent."""
        parent = self.given.get(file.kind(self.kind).parent_field or "")
        return f"new:{self.kind}:{parent or ''}"

    def _unmade(self, file: OpenFile) -> str:
        """Where half-typed text of a record without an id is kept."""
        return f"typed:{self._place(file)}"

    def _waiting(self, file: OpenFile) -> dict[str, Value]:
        fields = file.kind(self.kind).fields
        drafts = entry.drafts_of(file, self._place(file)) if file.kind(self.kind).natural_key else {}
        read = {n: from_json(fields[n], json.loads(text)) for n, text in drafts.items() if n in fields}
        return {n: value for n, value in read.items() if value is not None and not isinstance(value, Problem)}

    def _make_without(self, file: OpenFile, name: str, refused: SaveResult) -> SaveResult:
        """What can't stand stays out, with its problem, and the rest is kept all the same; where the key is taken
        already nothing can be, and the value just typed waits beside it.
        """
        taken = bool(refused.record) and records.find(file, refused.record) is not None
        wrong = {name} if taken else {problem.field for problem in refused.problems}
        self.given = {n: v for n, v in self.given.items() if n not in wrong}
        key = file.kind(self.kind).natural_key
        if not taken and self.given and all(self.given.get(n) is not None for n in key):
            made = editing.new_record(file, self.kind, self.given)
            if made.act is not None:
                self._be_made(file, made.record, made.act)
        return SaveResult(self.record or "", refused.problems, None)

    def _propose(self, file: OpenFile, edited: str) -> None:
        view = records.find(file, self.record or "")
        kind = file.kind(self.kind)
        waiting = [] if view is None else [
            f.name for f in kind.fields.values()
            if view.values.get(f.name) is None and f.default and f.default.startswith("=")
            and edited in parse(f.default[1:]).names
        ]  # fmt: skip
        if view is None or not waiting:
            return
        known = {n: v for n, v in view.values.items() if v is not None}
        proposed = entry.defaults(file, self.kind, known)
        for name in waiting:
            if proposed.get(name) is not None and self.record is not None:
                self._set(file, name, proposed[name])


def copy_of(file: OpenFile, kind_name: str, record: str) -> OpenRecord:
    """Another record like this one, without those inside it, its days, its numbers and its key.

    It is written at once, unfinished as it is without its day, unless it must wait for a key.
    """
    kind, view = file.kind(kind_name), records.find(file, record)
    if not entry.offers(file, kind):
        raise AppError("list.made_elsewhere", levels=entry.made_by(file, kind))
    numbered = {n for n, f in kind.fields.items() if f.default and any(word in f.default for word in OWN_NUMBERS)}
    there = view.values if view else {}
    copied = {n: there[n] for n in kind.fields if _may_copy(kind, n) and n not in numbered and there.get(n) is not None}
    filled = entry.defaults(file, kind_name, copied)
    values = {n: v for n, v in filled.items() if n in numbered or n in copied}
    made = OpenRecord(kind_name, None, values, set(values))
    if not kind.natural_key:
        result = editing.new_record(file, kind_name, values)
        if result.act is not None:
            made.record = result.record
            made.acts.append((result.act, ""))
    return made


def _may_copy(kind: RecordKind, name: str) -> bool:
    if name == kind.parent_field:
        return True
    return name not in kind.natural_key and not kind.fields[name].type.holds_day


def days_of(file: OpenFile, asking: OpenRecord, kind: str) -> dict[str, Value]:
    """The days of a record that `asking` needs: an establishment inspected in May was there in May already."""
    day = _day(file, asking)
    if day is None or str(day) >= file.today().isoformat():
        return {}
    return {n: day for n, f in file.kind(kind).fields.items() if f.type.holds_day and f.default == "=today"}


def _day(file: OpenFile, opened: OpenRecord) -> Value:
    """The day of an open record, which the one around it may hold (`activity.date`)."""
    *around, name = file.kind(opened.kind).date_field.split(".")
    view = records.find(file, opened.record) if opened.record else None
    values: Mapping[str, Value] = view.values if view else opened.given
    for step in around:
        view = records.find(file, str(values.get(step)))
        values = view.values if view else {}
    return values.get(name)


def value_above(
    file: OpenFile, kind: str, field_name: str, above: str | None, parent: str | None, record: str | None
) -> tuple[Value, str] | None:
    """A field of the record `above`, else of the one made last beside `record`, and how it is shown."""
    there = records.find(file, above) if above else records.latest(file, kind, parent, record)
    value = there.values.get(field_name) if there else None
    return None if value is None else (value, records.show_value(file, kind, field_name, value))
