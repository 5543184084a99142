"""How the figures of indicators that count people are printed: both sides and the named parts of each."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil

from db.counting.unit_figures import UnitFigure
from db.open_file import OpenFile
from desktop_app.domain.count_tables import ALL, CountedUnits, Days, Spot, out_already, own
from desktop_app.domain.disclosure import (
    DOWN,
    HIDDEN,
    SHOWN,
    SMALLEST,
    UP,
    WITHHELD,
    Counts,
    Key,
    Sum,
    is_small,
    protect,
)
from desktop_app.domain.indicators import status_of
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan import Field, Plan, Statistic
from desktop_app.report.masking import ABOVE, BELOW, part_table, statistic_key

Out = Mapping[str, Mapping[Spot, str]]


def spots(marks: Mapping[Key, str]) -> dict[Spot, str]:
    """Those of the marks that are of places."""
    return {spot: mark for spot, mark in marks.items() if isinstance(spot, Spot)}


def sides(
    places: CountedUnits, days: Days, figures: Mapping[str, UnitFigure], code: str, printed: Out, exact: bool
) -> dict[str, dict[Spot, str]]:
    """Numerator and denominator: where one is hidden the other is, and neither move may turn the verdict round."""
    known = {unit: figure for unit, figure in figures.items() if figure.has_value}
    hidden: set[str] = set()
    found: dict[str, dict[Spot, str]] = {}
    for side in (ABOVE, BELOW, ABOVE):
        numbers = {unit: figure.numerator if side == ABOVE else figure.denominator for unit, figure in known.items()}
        out = {spot: text for spot, text in printed.get(part_table(code, side), {}).items() if spot.days == days}
        stuck = [
            (Spot(ALL, unit, days), sign) for unit, figure in known.items() for sign in (UP, DOWN)
            if not _same_verdict(figure, side, sign)
        ]  # fmt: skip
        table = _number_table(places, days, numbers, out, hidden, stuck, exact)
        found[part_table(code, side)] = marks = spots(protect(table))
        hidden |= {spot.place for spot, mark in marks.items() if mark != SHOWN}
    return found


def _same_verdict(figure: UnitFigure, side: str, sign: int) -> bool:
    """Whether a figure with one more or less on one side says the same, and no more were reached than there are."""
    above, below = figure.numerator or Fraction(0), figure.denominator or Fraction(0)
    capped = MEASURES[figure.criterion.measure].has_denominator and above <= below
    above, below = (above + sign, below) if side == ABOVE else (above, below + sign)
    return not (capped and above > below) and status_of(figure.criterion, above, below) == figure.status


def _number_table(
    places: CountedUnits, days: Days, numbers: Mapping[str, Fraction | None], out: Mapping[Spot, str],
    hidden: Iterable[str], stuck: Iterable[tuple[Spot, int]], exact: bool,
) -> Counts:  # fmt: skip
    """One number of every unit that has it, and what a unit adds to those below it where that is more than nothing."""
    counts: dict[Key, int] = {Spot(ALL, unit, days): ceil(n) for unit, n in numbers.items() if n is not None}
    sums: list[Sum] = []
    unprinted: list[Key] = []
    for unit, below in places.below.items():
        whole, parts = Spot(ALL, unit, days), [s for one in below if (s := Spot(ALL, one, days)) in counts]
        rest = counts.get(whole, -1) - sum(counts[part] for part in parts)
        if parts and rest >= 0:
            alone = Spot(ALL, own(unit), days)
            if rest:
                counts[alone] = rest
                unprinted.append(alone)
            sums.append((whole, (*parts, *([alone] if rest else []))))
    marks, known = out_already(counts, out)
    for spot in (Spot(ALL, unit, days) for unit in hidden):
        if spot in counts and not is_small(counts[spot]) and spot not in (marks.keys() | known):
            marks[spot] = HIDDEN if counts[spot] >= SMALLEST else WITHHELD
    top = {Spot(ALL, places.top, days)} & set(counts) if exact else set()
    return Counts(counts, sums, unprinted, top, marks, known - set(marks), list(stuck))


def part_of(
    file: OpenFile, places: CountedUnits, days: Days, figures: Mapping[str, UnitFigure], name: tuple[str, str],
    printed: Out, found: dict[str, dict[Spot, str]], exact: bool,
) -> dict[str, dict[Spot, str]]:  # fmt: skip
    """A named part that counts people, and the statistics of the same people: what one hides no other shows."""
    code, part = name
    numbers = {unit: figure.parts[part] for unit, figure in figures.items() if part in figure.parts}
    table = part_table(code, part)
    out = {spot: text for spot, text in printed.get(table, {}).items() if spot.days == days}
    alike = {
        statistic_key(file.plan, s) for s in file.plan.statistics
        if s.people and any(code in field.counts_in for field in _counted(file.plan, s))
    }  # fmt: skip
    hidden = {spot.place for key in alike for spot in found.get(key, {}) if spot.part == ALL and spot.place in numbers}
    marks = spots(protect(_number_table(places, days, numbers, out, hidden, (), exact)))
    more = dict.fromkeys(marks, HIDDEN)
    return {table: marks} | {key: more | found.get(key, {}) for key in alike}


def _counted(plan: Plan, statistic: Statistic) -> Iterable[Field]:
    """The field that a statistic adds up; of one that counts records all fields."""
    fields = plan.kinds[statistic.kind].fields
    return [fields[statistic.sum]] if statistic.sum else fields.values()
