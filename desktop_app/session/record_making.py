"""How records are made in a form: what a new one starts with, when it is made, what follows from a field."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field

from desktop_app.domain.expressions import parse
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Problem, Value
from desktop_app.session import OpenFile, editing, entry, open_record, records
from desktop_app.session.editing import SaveResult
from desktop_app.session.open_record import OpenRecord, Proposal
from desktop_app.session.record_copying import days_of


class Entered(Struct, frozen=True):
    """What entering a value did; `refused`: why it could not stand; `made`: the record came to be with it."""

    refused: Problem | None
    made: bool


class ProposedPeriod(Struct):
    """The period in sight: new records that have one are proposed for it, until one was written for another."""

    code: str | None = None
    _written: set[str] = field(default_factory=set)  # kinds of which a record was made since it came into sight

    def set_code(self, code: str | None) -> None:
        """Another period is in sight."""
        if code != self.code:
            self.code, self._written = code, set()

    def note_made(self, kind: str) -> None:
        """A record of a kind was made."""
        self._written.add(kind)

    def of(self, kind: str) -> str | None:
        """The code of the period to propose for a new record of a kind."""
        return None if kind in self._written else self.code


def start(file: OpenFile, opened: OpenRecord, beside: Sequence[Mapping[str, Value]] = ()) -> None:
    """Fill in what a new form starts with: waiting drafts, values carried over, defaults; nothing is written.

    `beside`: records that are made along with it, whose numbers are taken.
    """
    waiting = open_record.waiting(file, opened)
    opened.touched = bool(waiting)
    asking = opened.made_for
    days = days_of(file, asking, opened.kind) if asking else {}
    own = {**opened.given, **waiting}
    half_typed = open_record.half_typed(file, opened).keys() - own.keys()
    carried = entry.carried_over(file, opened.kind, opened.given)
    before = {n: v for n, v in {**carried, **days, **own}.items() if n not in half_typed}
    before = {**before, **entry.of_period(file, opened.kind, before, opened.period), **own}
    opened.own = {*before, *half_typed}
    opened.given = entry.defaults(file, opened.kind, before, opened.own, beside)
    plain = entry.defaults(file, opened.kind, own) if carried else {}
    others = (name for name, value in carried.items() if plain.get(name) != value)
    origins = {**dict.fromkeys(others, Proposal.CARRIED), **dict.fromkeys(days, Proposal.DAY)}
    opened.proposed = {n: origins.get(n, Proposal.DEFAULT) for n in opened.given if n not in own}


def enter(file: OpenFile, opened: OpenRecord, name: str, value: Value, raw: str) -> Entered:
    """Save a field that was left; what can't stand stays among the drafts, letter by letter as `raw`."""
    before = opened.record
    result = save(file, opened, name, value)
    open_record.settle_typed(file, opened, name)
    wrong = None if result.saved else min(result.problems, key=lambda one: one.field != name, default=None)
    refused = wrong if wrong and _value_now(file, opened, name) != value else None
    if refused:
        enter_unreadable(file, opened, name, raw, refused)
    return Entered(refused, made=before is None and opened.record is not None)


def enter_unreadable(file: OpenFile, opened: OpenRecord, name: str, raw: str, problem: Problem) -> Entered:
    """Keep among the drafts what can't be the value of a field that was left, and why; what was only proposed there
    is gone.
    """
    if name in opened.proposed:
        if opened.record is None:
            opened.own.add(name)
            opened.given.pop(name, None)
        elif name not in file.kind(opened.kind).natural_key:  # without its key there is no record
            _set(file, opened, opened.record, name, None)
    opened.proposed.pop(name, None)
    open_record.settle_typed(file, opened, name)
    open_record.save_unreadable(file, opened, name, raw)
    return Entered(problem, made=False)


def save(file: OpenFile, opened: OpenRecord, name: str, value: Value) -> SaveResult:
    """Save one field, and with it the proposals that follow from it."""
    if opened.record is None:
        return _make(file, opened, name, value)
    result = _set(file, opened, opened.record, name, value)
    if result.saved and value is not None:
        view = records.find(file, result.record)
        assert view is not None
        for follows, proposed in following(file, file.kind(opened.kind), view.values, (name,)).items():
            _set(file, opened, opened.record, follows, proposed)
            opened.proposed[follows] = Proposal.DEFAULT
        record = opened.record
        result = SaveResult(record, editing.problems(file, record), result.act)
    return result


def _set(file: OpenFile, opened: OpenRecord, record: str, name: str, value: Value) -> SaveResult:
    result = editing.set_value(file, record, name, value, opened.seen)
    if result.record != record:  # what can't be saved in its other fields goes along with a corrected key
        open_record.move_drafts(file, record, result.record)
    opened.record = result.record
    if result.act is not None:
        opened.seen[name] = value
        opened.proposed.pop(name, None)
        opened.acts.append((result.act, name))
    return result


def _make(file: OpenFile, opened: OpenRecord, name: str, value: Value) -> SaveResult:
    opened.own.add(name)
    opened.proposed.pop(name, None)
    own = {n: v for n, v in opened.given.items() if n in opened.own and n != name}
    own |= {} if value is None else {name: value}
    opened.given = entry.defaults(file, opened.kind, own, opened.own)
    opened.proposed |= dict.fromkeys(opened.given.keys() - opened.own, Proposal.DEFAULT)
    opened.touched = True
    if not _has_key(file.kind(opened.kind), opened):
        open_record.save_waiting(file, opened, name, value)
        return SaveResult("", [], None)
    result = editing.new_record(file, opened.kind, opened.given)
    if result.act is None:
        return _make_without(file, opened, name, result)
    _be_made(file, opened, result.record, result.act)
    return result


def _make_without(file: OpenFile, opened: OpenRecord, name: str, refused: SaveResult) -> SaveResult:
    """What can't stand stays out, with its problem, and the rest is made all the same; where the key is taken already
    nothing can be, and the value just typed waits beside it.
    """
    taken = bool(refused.record) and records.find(file, refused.record) is not None
    wrong = {name} if taken else {problem.field for problem in refused.problems}
    opened.given = {n: v for n, v in opened.given.items() if n not in wrong}
    if not taken and opened.given and _has_key(file.kind(opened.kind), opened):
        made = editing.new_record(file, opened.kind, opened.given)
        if made.act is not None:
            _be_made(file, opened, made.record, made.act)
    return SaveResult(opened.record or "", refused.problems, None)


def _be_made(file: OpenFile, opened: OpenRecord, record: str, act: bytes) -> None:
    open_record.move_typed(file, opened, record)
    opened.acts.append((act, ""))


def _has_key(kind: RecordKind, opened: OpenRecord) -> bool:
    return all(opened.given.get(name) is not None for name in kind.natural_key)


def following(
    file: OpenFile, kind: RecordKind, values: Mapping[str, Value], edited: Collection[str]
) -> dict[str, Value]:
    """What is proposed for the empty fields whose default is reckoned from those that were edited."""
    reckoned = {f.name: f.formula for f in kind.fields.values() if f.formula and values.get(f.name) is None}
    follow = [name for name, text in reckoned.items() if not parse(text).names.isdisjoint(edited)]
    if not follow:
        return {}
    proposed = entry.defaults(file, kind.name, {n: v for n, v in values.items() if v is not None})
    return {name: proposed[name] for name in follow if proposed.get(name) is not None}


def _value_now(file: OpenFile, opened: OpenRecord, name: str) -> Value:
    view = records.find(file, opened.record) if opened.record else None
    return (view.values if view else opened.given).get(name)
