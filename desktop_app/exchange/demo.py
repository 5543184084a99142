"""Invented but plausible records over a whole plan and its units: the same for the same seed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.values import Value, to_json
from desktop_app.exchange.demo_hints import Hints, load_hints
from desktop_app.exchange.demo_pools import Made, Pool
from desktop_app.exchange.demo_records import KindMaker, Record
from desktop_app.exchange.demo_world import World

Existing = tuple[str, str, Mapping[str, Value]]


def demo_lines(
    plan: Plan, units: OrgUnits, count: int, units_count: int | None, seed: int, today: date,
    existing: Iterable[Existing] = (), hints: Hints | None = None,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """About `count` records as lines of an import, those referred to before those that refer to them.

    `existing`: (kind, id, values) of the records that the file holds already, which may be referred to. `units_count`:
    how many units take part, from the topmost down, branch by branch; None: all.
    """
    codes = [code for root in units.children(None) for code in units.descendants(root)][:units_count]
    world = World(plan, units, codes, load_hints(plan.id) if hints is None else hints, seed, today)
    for record in _records(world, count, list(existing)):
        kind = plan.record_kinds[record.kind]
        fields = {n: to_json(record.values[n]) for n in kind.fields if record.values.get(n) is not None}
        yield {"kind": record.kind, "id": record.id, "fields": fields}


def _records(world: World, count: int, existing: list[Existing]) -> Iterator[Record]:
    kinds = order_of_making(world)
    world.pools = {name: Pool() for name in _referred_to(world)}
    for kind_name, known, values in existing:
        _remember(world, world.plan.record_kinds[kind_name], Record(known, kind_name, values))
    taken = {known for _, known, _ in existing}
    shares = allocate(world, [kind.name for kind in kinds], count)
    elastic: list[KindMaker] = []
    missed = 0
    for kind in kinds:
        maker = KindMaker(world, kind, taken)
        made = list(maker.make(shares[kind.name])) if maker.possible else []
        for record in made:
            _remember(world, kind, record)
        yield from made
        missed += shares[kind.name] - len(made)
        if made and not kind.natural_key and maker.hint.most is None and kind.name not in world.pools:
            elastic.append(maker)
    yield from _make_up(elastic, missed)


def _make_up(elastic: list[KindMaker], missed: int) -> Iterator[Record]:
    """More records of kinds that have no end, for those that other kinds had no room for."""
    total = sum(maker.hint.share for maker in elastic) or 1.0
    for maker in elastic:
        part = round(missed * maker.hint.share / total)
        missed -= part
        total -= maker.hint.share
        yield from maker.more(part)


def order_of_making(world: World) -> list[RecordKind]:
    """The kinds so that each comes after those it refers to or takes numbers from."""
    kinds = world.plan.record_kinds
    found: dict[str, RecordKind] = {}

    def visit(kind: RecordKind, above: frozenset[str]) -> None:
        if kind.name in found or kind.name in above:
            return
        for name in sorted(_sources(world, kind) & kinds.keys()):
            visit(kinds[name], above | {kind.name})
        found[kind.name] = kind

    for kind in kinds.values():
        visit(kind, frozenset())
    return list(found.values())


def _sources(world: World, kind: RecordKind) -> set[str]:
    hints = world.hints.kind(kind.name).fields.values()
    numbers = {name.partition(".")[0] for hint in hints for name in (hint.like, hint.count_of) if name}
    return numbers | {field.target for field in kind.fields.values() if field.type == "ref" and field.target}


def _referred_to(world: World) -> set[str]:
    """The kinds whose records must be remembered."""
    kinds = world.plan.record_kinds.values()
    targets = {f.target for kind in kinds for f in kind.fields.values() if f.type == "ref" and f.target}
    counted = {h.count_of for kind in world.hints.kinds.values() for h in kind.fields.values() if h.count_of}
    return targets | counted


def _remember(world: World, kind: RecordKind, record: Record) -> None:
    """Let later records refer to this one and take numbers from it."""
    if kind.name in world.pools:
        world.pools[kind.name].add(Made(record.id, record.values, _unit(world, kind, record.values)))
    if kind.parent_field:
        for name, field in kind.fields.items():
            value = record.values.get(name)
            if field.type == "int" and isinstance(value, int):
                world.latest[f"{kind.name}.{name}", str(record.values.get(kind.parent_field))] = value


def _unit(world: World, kind: RecordKind, values: Mapping[str, Any]) -> str | None:
    first, _, rest = kind.unit_field.partition(".")
    if not rest:
        return values.get(first)
    pool = world.pools.get(kind.fields[first].target or "")
    made = pool.by_id.get(str(values.get(first))) if pool else None
    return made.unit if made else None


def allocate(world: World, kinds: list[str], count: int) -> dict[str, int]:
    """How many records of each kind: by share, at least one of each while they last, never more than `most`."""
    hints = {name: world.hints.kind(name) for name in kinds}
    shares: dict[str, int] = {}
    left, waiting = count, list(kinds)
    while waiting:
        total = sum(hints[name].share for name in waiting) or 1.0
        given = {name: max(min(1, left), int(left * hints[name].share / total)) for name in waiting}
        full = {n: m for n in waiting if (m := hints[n].most) is not None and m < given[n]}
        if not full:
            return shares | _settle(given, left)
        shares |= full
        left -= sum(full.values())
        waiting = [name for name in waiting if name not in full]
    return shares


def _settle(given: dict[str, int], left: int) -> dict[str, int]:
    """Add what rounding left, or take back what the ones at least cost, at the largest kinds."""
    largest = sorted(given, key=lambda name: -given[name])
    for name in largest:
        rest = left - sum(given.values())
        if not rest:
            break
        given[name] = max(0, given[name] + rest)
    return given
