"""Made-up but plausible records over a whole plan and its units: the same for the same seed.

Kind by kind, those referred to before those that refer to them; whose each record is and that it is valid
(demo_records), field by field (demo_values, demo_amounts), from what it (demo_draft) and all share (demo_world) and
what the plan's `demo.toml` says (demo_hints).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import YEAR
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.values import Value, to_json
from desktop_app.exchange.demo_hints import Hints, load_hints
from desktop_app.exchange.demo_records import Record, make_records
from desktop_app.exchange.demo_world import World, sources

Existing = tuple[str, str, Mapping[str, Value]]


def demo_lines(
    plan: Plan, units: OrgUnits, count: int, units_count: int | None, seed: int, today: date,
    existing: Iterable[Existing] = (), hints: Hints | None = None,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """About `count` records as lines of an import.

    `existing`: (kind, id, values) of the records that the file holds already, which may be referred to. `units_count`:
    how many units take part, from the topmost down, branch by branch; None: all.
    """
    codes = [code for root in units.children(None) for code in units.descendants(root)][:units_count]
    hints = load_hints(plan.id) if hints is None else hints
    kinds, known = _in_order(plan), sorted(existing, key=lambda one: one[1])
    years, numbers = _years_begun(plan, today), Counter[str]()
    for place, year in enumerate(years):
        world = World(plan, units, codes, hints, seed, today, year)
        world.numbers = numbers  # which run on from year to year
        for kind in kinds:
            for _, record, values in (one for one in known if one[0] == kind.name):
                world.add(kind, record, values)
        made = [kind for kind in kinds if place == 0 or kind.date_field]  # registers are there from the first year on
        for name, record, values in _shared_out(world, made, count // len(years)):
            known.append((name, record, values))
            fields = plan.kinds[name].fields
            given = {field: to_json(values[field]) for field in fields if values.get(field) is not None}
            yield {"kind": name, "id": record, "fields": given}


def _years_begun(plan: Plan, today: date) -> list[int]:
    """The years of the plan of which something may be made up: of one to come a year that ends today is made."""
    later = plan.years[1:]
    scheme = plan.scheme if later else None
    spans = {year: scheme.period(YEAR, year) for year in later if scheme}
    return [plan.year, *(year for year, span in spans.items() if span and span.first_day <= today)]


def _in_order(plan: Plan) -> list[RecordKind]:
    """The kinds, each after those that it refers to."""
    found: dict[str, RecordKind] = {}

    def visit(kind: RecordKind, above: frozenset[str]) -> None:
        for name in sorted(sources(kind) - found.keys() - above):
            visit(plan.record_kinds[name], above | {name})
        found.setdefault(kind.name, kind)

    for kind in plan.record_kinds.values():
        visit(kind, frozenset((kind.name,)))
    return list(found.values())


def _shared_out(world: World, kinds: Sequence[RecordKind], count: int) -> Iterator[Record]:
    """So many records, each kind's share of what is left; then more of kinds without an end for those that had one."""
    hints = {kind.name: world.hints.get("kinds", {}).get(kind.name, {}) for kind in kinds}
    makers = {kind.name: make_records(world, kind, hints[kind.name]) for kind in kinds}
    endless = [kind.name for kind in kinds if not kind.natural_key and "most" not in hints[kind.name]]
    for names in (list(makers), endless):
        shares = [hints[name].get("share", 1) for name in names]
        for place, name in enumerate(names):
            for_others = len(names) - place - 1  # one each
            wanted = max(1, min(round(count * shares[place] / sum(shares[place:])), count - for_others))
            for record in islice(makers[name], min(wanted, count, hints[name].get("most", count))):
                count -= 1
                yield record
