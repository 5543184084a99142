"""Which records go along with units, by the rule of the scope, as plainly as it can be said."""

from collections.abc import Iterable

from tests.harness.histories.facts import Copy
from tests.harness.histories.plan import ABOVE, ERASURE, Edition


def going(copy: Copy, units: Iterable[str], plan: Edition) -> set[str]:
    """The records of a copy that go along with these units: whole, with what is inside and what they ever named."""
    wanted, records = set(units), {fact.record for fact in copy.facts.values()}
    seeds = {fact.record for fact in copy.facts.values() if copy.acts[fact.act].kind == "plan"}
    above, beside, inside = _ties(copy, records, plan)
    picked = {r for r in records if copy.kind(r) == ERASURE} | seeds
    for record in records:
        named = _named(copy, record, above, plan, set())
        if record not in seeds and not named and copy.kind(record) != ERASURE:
            named = {copy.acts[fact.act].unit for fact in copy.of_record(record)}
        if named & wanted:
            picked.add(record)
    waiting = list(picked)
    while waiting:
        record = waiting.pop()
        along = above[record] | beside[record] | (set() if record in seeds else inside[record])
        waiting += along - picked
        picked |= along
    return picked


Ties = dict[str, set[str]]


def _ties(copy: Copy, records: set[str], plan: Edition) -> tuple[Ties, Ties, Ties]:
    """Per record: those that it ever lay in, those that it ever named otherwise, those that ever lay in it."""
    above: Ties = {record: set() for record in records}
    beside: Ties = {record: set() for record in records}
    inside: Ties = {record: set() for record in records}
    for fact in copy.facts.values():
        target = plan.fields.get(fact.kind, {}).get(fact.field)
        other = str(fact.value)
        if fact.field == "deleted" and other.startswith("into:"):
            other, target = other.removeprefix("into:"), fact.kind
        if not target or other not in records or copy.kind(other) != target:
            continue
        if fact.kind in ABOVE and ABOVE[fact.kind][1] == fact.field:
            above[fact.record].add(other)
            inside[other].add(fact.record)
        else:
            beside[fact.record].add(other)
    return above, beside, inside


def _named(copy: Copy, record: str, above: Ties, plan: Edition, met: set[str]) -> set[str | None]:
    """The units that a record, or one that it lies in, ever named."""
    own: set[str | None] = set()
    if copy.kind(record) == "spot":
        own = {str(fact.value) for fact in copy.of_record(record) if fact.field == "unit" and fact.value is not None}
    met.add(record)
    return own.union(*(_named(copy, other, above, plan, met) for other in above[record] - met))
