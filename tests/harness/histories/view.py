"""What a copy shows of all its records together: references, what they hold, parents, and whether a record counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.harness.histories.facts import Copy, Record, Value
from tests.harness.histories.plan import PARENT, REQUIRED, Edition

Rows = dict[str, dict[str, tuple[dict[str, Value], int]]]


@dataclass
class View:
    """Everything a copy shows: typed rows (values and state), records in conflict, gone, held, joined."""

    rows: Rows
    open: set[tuple[str, str]]
    gone: set[str]
    held: set[str]
    joined: dict[str, str]


def view_of(copy: Copy) -> View:
    records, plan = copy.records(), copy.plan
    joined = {record: state.into for record, state in records.items() if state.into is not None}
    held = _held(records, plan, joined)
    rows: Rows = {kind: {} for kind in plan.fields}
    for kind in plan.fields:  # parents stand before their children
        for record, state in records.items():
            if state.kind == kind and (record in held or not state.gone):
                values = _values(state, plan, joined)
                rows[kind][record] = (values, _state(kind, values, plan, rows))
    open_ = {(record, name) for record, state in records.items() for name in state.open}
    gone = {record for record, state in records.items() if state.gone}
    return View(rows, open_ | {(record, "deleted") for record in held}, gone, held, joined)


def _values(state: Record, plan: Edition, joined: dict[str, str]) -> dict[str, Value]:
    """The fields that the plan knows; a record that was joined gives way to the one that stands for it."""

    def end_of(value: Value) -> Value:
        while value in joined:
            value = joined[str(value)]
        return value

    fields = plan.fields.get(state.kind, {})
    return {n: end_of(state.shown.get(n)) if target else state.shown.get(n) for n, target in fields.items()}


def _held(records: dict[str, Record], plan: Edition, joined: dict[str, str]) -> set[str]:
    """Deleted records that live ones lead to."""
    held: set[str] = set()
    waiting = [record for record, state in records.items() if not state.gone]
    while waiting:
        state = records[waiting.pop()]
        for name, value in _values(state, plan, joined).items():
            target, found = plan.fields[state.kind][name], records.get(str(value))
            if target and found and found.kind == target and found.gone and not found.into and str(value) not in held:
                held.add(str(value))
                waiting.append(str(value))
    return held


def _state(kind: str, values: dict[str, Value], plan: Edition, rows: Rows) -> int:
    if any(values[name] is None for name in REQUIRED[kind]):
        return 1
    if values.get("unit") is not None and values["unit"] not in plan.units:
        return 1
    n, m = values.get("n"), values.get("m")
    if isinstance(n, int) and isinstance(m, int) and (m > n or (m == n and not plan.as_many)):
        return 2
    if kind in PARENT:
        parent_kind, name = PARENT[kind]
        parent = rows[parent_kind].get(str(values[name]))
        return 0 if parent and parent[1] == 0 else 3
    return 0


def referrers(copy: Copy, view: View, record: str) -> Iterator[str]:
    """The live records that refer to one, once for each field."""
    kind = copy.kind(record)
    for referrer, name, target in copy.plan.references:
        if target == kind:
            for other, (values, _) in view.rows[referrer].items():
                if values[name] == record:
                    yield other


def family_of(view: View, record: str) -> Iterator[str]:
    """A live record with all that lies inside it."""
    yield record
    for kind, (_, name) in PARENT.items():
        for other, (values, _) in view.rows[kind].items():
            if values[name] == record:
                yield from family_of(view, other)
