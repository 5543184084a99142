"""Totals that grow over the year: each period's part of a year, a unit's own with all those below it."""

from collections.abc import Iterable, Iterator
from datetime import date

from desktop_app.exchange.demo_days import Values
from desktop_app.exchange.demo_filler import Filler

Totals = dict[str, int]


def growing_totals(filler: Filler, keys: Iterable[Values]) -> Iterator[Values]:
    """The keys with every whole number of their records, cumulative since the first day of the year."""
    found = list(keys)
    unit_field = filler.kind.unit_field
    years = _years(filler, [str(values[unit_field]) for values in found])
    for values in found:
        period = filler.world.periods[values["year"], values["period_code"]]
        whole = filler.world.periods[values["year"], "Y"]
        part = _part(whole.first_day, whole.last_day, period.last_day)
        yield values | {name: int(number * part) for name, number in years[str(values[unit_field])].items()}


def _part(first: date, last: date, day: date) -> float:
    """The share of the year that is over at the end of a day."""
    return ((day - first).days + 1) / ((last - first).days + 1)


def _years(filler: Filler, wanted: list[str]) -> dict[str, Totals]:
    """Per unit the numbers at the end of the year; those of a unit with others below are the sums of theirs."""
    units = filler.world.units
    deepest_first = sorted(dict.fromkeys(wanted), key=lambda code: -len(units.ancestors(code)))
    years: dict[str, Totals] = {}
    for code in deepest_first:
        below = [c for c in years if code in units.ancestors(c) and not _between(code, c, years, filler)]
        years[code] = _sum([years[c] for c in below]) if below else _invent(filler, code)
    return years


def _between(top: str, code: str, known: dict[str, Totals], filler: Filler) -> bool:
    """Whether another known unit lies between the two, so that its sum holds the lower one already."""
    above = filler.world.units.ancestors(code)[1:]
    return any(a in known for a in above[: above.index(top)])


def _sum(parts: list[Totals]) -> Totals:
    return {name: sum(part.get(name, 0) for part in parts) for name in dict.fromkeys(n for part in parts for n in part)}


def _invent(filler: Filler, code: str) -> Totals:
    values: Values = {filler.kind.unit_field: code, "year": filler.world.plan.year, "period_code": "Y"}
    given = frozenset(values)
    filler.complete(values)
    return {
        name: values[name]
        for name, field in filler.kind.fields.items()
        if field.type == "int" and name not in given and isinstance(values.get(name), int)
    }
