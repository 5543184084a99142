"""What an act of a person would leave, as facts that are not committed yet."""

from collections.abc import Iterable

from tests.harness.histories.facts import Copy, Fact, Record, Value, numbers
from tests.harness.histories.plan import ERASURE, FIELDS, PARENT
from tests.harness.histories.view import family_of, referrers, view_of


def fact_of(copy: Copy, record: str, kind: str, name: str, value: Value, leave: Iterable[Fact] = ()) -> Fact:
    """A new fact that lets go of what stands in the field, but for what it leaves open."""
    now, left = copy.record(record), {fact.no for fact in leave}
    ended = [f for f in now.standing.get(name, ()) if f.no not in left] if now else []
    saw = frozenset({f.no for f in ended}).union(*(f.saw for f in ended))
    return Fact(next(numbers), record, kind, name, value, saw)


def put(copy: Copy, record: str, kind: str, values: dict[str, Value]) -> list[Fact]:
    """Type values over what is shown; other values of a conflict stay open."""
    now = copy.record(record)
    shown = now.shown if now else {}
    made = []
    for name, value in values.items():
        if value != shown.get(name):
            others = [f for f in now.standing.get(name, ()) if f.value != shown[name]] if now else []
            made.append(fact_of(copy, record, kind, name, value, others))
    return made


def create(copy: Copy, record: str, kind: str, values: dict[str, Value]) -> list[Fact]:
    now = copy.record(record)
    if now is None:
        return put(copy, record, kind, values) or [fact_of(copy, record, kind, "deleted", 0)]
    if not now.gone:
        return put(copy, record, kind, values)
    return [*keep(copy, record, now), *put(copy, record, kind, values)]


def correct(copy: Copy, record: str, new: str, values: dict[str, Value]) -> list[Fact]:
    now = copy.record(record)
    assert now
    moved = dict.fromkeys(FIELDS[now.kind]) | now.shown | values
    return [*create(copy, new, now.kind, moved), gone(copy, record, now.kind, 1)]


def gone(copy: Copy, record: str, kind: str, value: Value) -> Fact:
    fact = fact_of(copy, record, kind, "deleted", value)
    fact.saw_record = frozenset(f.no for f in copy.of_record(record) if f.field != "deleted")
    now = copy.record(record)
    standing = now.standing.items() if now else ()
    fact.stood = frozenset(f.no for field, facts in standing if field != "deleted" for f in facts)
    return fact


def keep(copy: Copy, record: str, now: Record) -> list[Fact]:
    """Not deleted; what a deletion hid gives way to what is shown."""
    made = [fact_of(copy, record, now.kind, "deleted", 0)]
    for name, hidden in now.hidden.items():
        if any(f.value != now.shown[name] for f in hidden):
            others = [f for f in now.standing[name] if f not in hidden and f.value != now.shown[name]]
            made.append(fact_of(copy, record, now.kind, name, now.shown[name], others))
    return made


def delete(copy: Copy, record: str) -> list[Fact] | None:
    """None: somebody else still refers to it."""
    view = view_of(copy)
    family = list(family_of(view, record))
    if any(other not in family for member in family for other in referrers(copy, view, member)):
        return None
    return [gone(copy, member, copy.kind(member), 1) for member in family]


def restore(copy: Copy, record: str) -> list[Fact]:
    now = copy.record(record)
    assert now
    if not now.deletions:
        return []
    back = dict.fromkeys([record, *_parents(copy, record)])
    for deletion in now.deletions:
        for fact in copy.of_act(deletion.act):
            if fact.field == "deleted" and fact.value and record in _parents(copy, fact.record):
                back[fact.record] = None
    made = []
    for one in back:
        state = copy.record(one)
        if state and (state.gone or one == record):
            made += keep(copy, one, state)
    return made


def _parents(copy: Copy, record: str) -> list[str]:
    found: list[str] = []
    now = copy.record(record)
    while now and now.kind in PARENT:
        kind, name = PARENT[now.kind]
        above = now.shown.get(name)
        now = copy.record(str(above)) if above is not None else None
        if now and now.kind == kind:
            found.append(str(above))
    return found


def settle(copy: Copy, record: str, name: str, value: Value) -> list[Fact] | None:
    now = copy.record(record)
    assert now
    if name != "deleted":
        return [fact_of(copy, record, now.kind, name, value)]
    if isinstance(value, str):
        return [gone(copy, record, now.kind, value)]
    if not value:
        return restore(copy, record)
    live = record in view_of(copy).rows.get(now.kind, ()) or not now.gone
    return delete(copy, record) if live else [gone(copy, record, now.kind, 1)]


def join(copy: Copy, first: str, second: str) -> list[Fact]:
    keeps, goes = sorted((first, second))
    return [gone(copy, goes, copy.kind(goes), f"into:{keeps}")]


def erase(record: str, facts: Iterable[Fact]) -> list[Fact]:
    return [Fact(next(numbers), record, ERASURE, "content", None, erases=frozenset(fact.no for fact in facts))]
