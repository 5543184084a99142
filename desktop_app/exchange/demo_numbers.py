"""Invented numbers: within the plan's limits, and in proportion to what the record already says."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from desktop_app.domain.plan import Field
from desktop_app.exchange.demo_bounds import Bounds, bounds_of, limits_of
from desktop_app.exchange.demo_hints import FieldHint
from desktop_app.exchange.demo_world import World

USUAL = (0, 60)
USUAL_MONEY = (500_000, 20_000_000)
USUAL_PART = (0.25, 0.9)
MONEY_STEP = 50_000
AGAIN = (0.0, 0.05)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number is made: the record's unit, and whether it is the first about what `once_per` refers to."""

    world: World
    random: Random
    unit: str | None
    first: bool = True


def make_number(place: Place, field: Field, hint: FieldHint, values: Mapping[str, Any]) -> int | Decimal:
    """A number for a field of a record as far as it is known."""
    bounds = bounds_of(field, values, lambda value, n: value + n)
    raw = _raw(place, field, hint, values, bounds)
    step = hint.round or (MONEY_STEP if field.type == "money" else 1)
    number = int(raw / step + 0.5) * step if raw >= step else round(raw)
    if bounds.highest is not None:
        number = min(number, int(bounds.highest))
    if bounds.lowest is not None:
        number = max(number, int(bounds.lowest))
    return Decimal(number) if field.type == "decimal" else number


def _raw(place: Place, field: Field, hint: FieldHint, values: Mapping[str, Any], bounds: Bounds) -> float:
    random = place.random
    known = place.world.latest.get((hint.like, str(values.get(hint.via)))) if hint.like and hint.via else None
    if known is not None:
        return known * random.uniform(*(hint.part or (1.0, 1.0)))
    if hint.count_of:
        return _counted_a_year_later(place, hint, values)
    if hint.of and values.get(hint.of) is not None:
        return float(values[hint.of]) * random.uniform(*(hint.times or (1.0, 1.0)))
    if bounds.highest is not None and _has_whole(field, values):
        return float(bounds.highest) * random.uniform(*((hint.part or USUAL_PART) if place.first else AGAIN))
    return spread(hint.range or (USUAL_MONEY if field.type == "money" else USUAL), random)


def _wholes(field: Field) -> list[str]:
    """The fields that bound this one from above."""
    return [limit.other for limit in limits_of(field) if limit.sign == "<=" and isinstance(limit.other, str)]


def _has_whole(field: Field, values: Mapping[str, Any]) -> bool:
    return any(isinstance(values.get(other), int) for other in _wholes(field))


def lacks_whole(field: Field, values: Mapping[str, Any]) -> bool:
    """Whether this is a part of a number that the record does not give."""
    wholes = _wholes(field) if field.type in ("int", "money", "decimal") else []
    return bool(wholes) and not _has_whole(field, values)


def spread(span: Any, random: Random) -> float:
    """A number of a span; where it is wide, small ones come as often as large ones."""
    lowest, highest = float(span[0]), float(span[1])
    if highest <= 12 * max(lowest, 1.0):
        return random.uniform(lowest, highest)
    return math.exp(random.uniform(math.log(max(lowest, 1.0)), math.log(highest)))


def _counted_a_year_later(place: Place, hint: FieldHint, values: Mapping[str, Any]) -> float:
    """So many records as were made for the same period of the next year, before they grew by some percent."""
    world, unit, random = place.world, place.unit, place.random
    period = world.periods.get((int(values.get("year") or 0) + 1, str(values.get("period_code"))))
    pool = world.pools.get(hint.count_of or "")
    kind = world.plan.record_kinds.get(hint.count_of or "")
    if period is None or pool is None or kind is None or unit is None:
        return spread(hint.range or USUAL, random)
    first, last = period.first_day.isoformat(), period.last_day.isoformat()
    found = sum(
        first <= str(made.values.get(kind.date_field)) <= last
        for code in world.units.descendants(unit)
        for made in pool.by_unit.get(code, ())
    )
    top = world.units.ancestors(unit)[-1] == unit
    growth = hint.root_growth if top and hint.root_growth is not None else random.uniform(*hint.growth)
    return found / (1 + growth / 100)
