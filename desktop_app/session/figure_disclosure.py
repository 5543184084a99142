"""How the figures of indicators that count people are printed: both sides and the named parts of each."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from msgspec import Struct

from db.counting.unit_figures import UnitFigure, unit_figures
from db.open_file import OpenFile
from desktop_app.domain.count_tables import ALL, BY_UNIT, CountedUnits, Days, Spot, out_already
from desktop_app.domain.count_web import SHOWN, SMALL, Bound, Counts, Key, Sum, is_small
from desktop_app.domain.disclosure import Protection, protect
from desktop_app.domain.indicators import MET, NOT_MET
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Field, Indicator, Plan, Statistic
from desktop_app.report.masking import ABOVE, BELOW, part_table, statistic_key

Out = Mapping[str, Mapping[Spot, Collection[str]]]
_YEAR = timedelta(days=365)
_REST = "rest of "  # before a unit: it without those below it whose figures are known


class ProtectedCounts(Struct, frozen=True):
    """The counts of a statistic, which of them the paper prints, and how."""

    counts: Mapping[Key, int]
    printed: Collection[Spot]
    marks: Mapping[Key, str]


class FigurePaper(Struct, frozen=True):
    """The paper of a unit, in which the figures of the units directly below it stand too. `judged` are the units and
    codes of which own papers are public that say whether the target is met.
    """

    places: CountedUnits
    period: Period
    year_start: date
    unit: str
    judged: frozenset[tuple[str, str]] = frozenset()

    @property
    def days(self) -> Days:
        return Days(self.period.first_day, self.period.last_day)

    def same_year(self, out: Mapping[Spot, Collection[str]]) -> dict[Spot, list[str]]:
        """What is public of the year's figures: one that stands still is the same in every period."""
        found: dict[Spot, list[str]] = {}
        for spot, texts in out.items():
            if self.year_start <= spot.days.last < self.year_start + _YEAR and spot.place in self.places.units:
                found.setdefault(Spot(ALL, spot.place, self.days), []).extend(texts)
        return found

    def units(self, out: Iterable[Spot]) -> list[str]:
        """The units whose figures are printed here, or are public, and those that they lie in."""
        units = self.places.units
        mine = {self.unit, *units.children(self.unit), *(spot.place for spot in out)}
        mine = {above for unit in mine for above in units.ancestors(unit)}
        return [unit for unit in self.places.below if unit in mine]


def of_indicators(
    file: OpenFile, paper: FigurePaper, indicators: Collection[Indicator], out: Out,
    statistics: Mapping[str, ProtectedCounts],
) -> dict[str, Protection]:  # fmt: skip
    """The protections of the sides and of the parts that count people."""
    tables = [part_table(i.code, part) for i in indicators for part in (ABOVE, BELOW, *i.people_parts)]
    out = {table: paper.same_year(out.get(table, {})) for table in tables}
    wanted = paper.units(spot for table in tables for spot in out[table])
    if not all(paper.unit in file.units.ancestors(unit) for unit in wanted):
        wanted = [paper.places.top, *(unit for unit in wanted if unit != paper.places.top)]
    found: dict[str, Protection] = {}
    figures = unit_figures(file, paper.period, wanted, indicators) if indicators else {}
    for indicator in indicators:
        of_code = figures[indicator.code]
        if indicator.people:
            found |= _sides(paper, of_code, indicator, out)
        for part in indicator.people_parts:
            table = part_table(indicator.code, part)
            numbers = {unit: figure.parts[part] for unit, figure in of_code.items() if part in figure.parts}
            found[table] = _like_a_statistic(file.plan, paper, indicator, numbers, statistics) or _alone(
                paper, table, numbers, out.get(table, {})
            )
    return found


def _sides(
    paper: FigurePaper, figures: Mapping[str, UnitFigure], indicator: Indicator, out: Out
) -> dict[str, Protection]:
    """Numerator and denominator: where one is hidden both are, and what is printed of both narrows them."""
    known = {unit: figure for unit, figure in figures.items() if figure.has_value}
    tree = _Tree(paper)
    for name in (ABOVE, BELOW):
        table = part_table(indicator.code, name)
        tree.add(
            table, {u: f.numerator if name == ABOVE else f.denominator for u, f in known.items()}, out.get(table, {})
        )
    above, below = (part_table(indicator.code, name) for name in (ABOVE, BELOW))
    tree.bounds += [one for unit, figure in known.items() for one in _said(figure, unit, tree, above, below)]
    protection = protect(tree.counts()) if tree.has_small else Protection()
    return {table: tree.of(protection, table) for table in (above, below)}


def _said(figure: UnitFigure, unit: str, tree: "_Tree", above: str, below: str) -> Iterator[Bound]:
    """No more are reached than there are, and the verdict in the unit's own paper."""
    keys = tree.key(above, unit), tree.key(below, unit)
    if not all(key in tree.numbers for key in keys) or not MEASURES[figure.criterion.measure].has_denominator:
        return
    numerator, denominator = (tree.numbers[key] for key in keys)
    if numerator <= denominator:
        yield Bound({keys[0]: -1, keys[1]: 1}, least=0)
    is_public = (unit, above.partition("/")[0]) in tree.paper.judged
    wanted = Fraction(figure.criterion.threshold) / MEASURES[figure.criterion.measure].factor
    scaled = {keys[0]: wanted.denominator, keys[1]: -wanted.numerator}
    if (is_public or unit == tree.paper.unit) and figure.status == MET:
        yield Bound(scaled, least=0, paper=not is_public)
    if (is_public or unit == tree.paper.unit) and figure.status == NOT_MET:
        yield Bound(scaled, most=-1, paper=not is_public)


class _Tree:
    """Numbers of several units, with the sums over those that lie in one another."""

    def __init__(self, paper: FigurePaper) -> None:
        self.paper = paper
        self.numbers: dict[Key, int] = {}
        self.sums: list[Sum] = []
        self.bounds: list[Bound] = []
        self.printed: list[Key] = []
        self.out: dict[Key, Collection[str]] = {}

    def key(self, table: str, place: str) -> Key:
        return table, Spot(ALL, place, self.paper.days)

    @property
    def has_small(self) -> bool:
        return any(map(is_small, self.numbers.values()))

    def add(self, table: str, numbers: Mapping[str, Fraction | None], out: Mapping[Spot, Collection[str]]) -> None:
        whole = {unit: ceil(number) for unit, number in numbers.items() if number is not None}
        self.numbers |= {self.key(table, unit): number for unit, number in whole.items()}
        mine = (self.paper.unit, *self.paper.places.units.children(self.paper.unit))
        self.printed += [self.key(table, unit) for unit in whole if unit in mine]
        self.out |= {(table, spot): texts for spot, texts in out.items()}
        for unit in whole:
            self._add_sum(table, unit, whole)

    def _add_sum(self, table: str, unit: str, whole: Mapping[str, int]) -> None:
        """A unit is made of the units below it and a rest, unless these have more than it; that there is no rest is no
        secret, since units without a figure are named.
        """
        units = self.paper.places.units
        below = [one for one in whole if next((up for up in units.ancestors(one)[1:] if up in whole), None) == unit]
        rest = whole[unit] - sum(whole[one] for one in below)
        if below and rest >= 0:
            parts = [self.key(table, one) for one in below]
            if rest:
                parts.append(self.key(table, _REST + unit))
                self.numbers[parts[-1]] = rest
            self.sums.append((self.key(table, unit), tuple(parts)))

    def counts(self) -> Counts:
        root = self.paper.places.units.ancestors(self.paper.unit)[-1]
        marks, known = out_already(self.numbers, self.out)
        switch = {key: place for key in self.numbers if (place := _place(key)) and not place.startswith(_REST)}
        top = [key for key in self.numbers if _place(key) == root]
        below = {BY_UNIT: [key for key in self.printed if _place(key) != self.paper.unit]}
        return Counts(
            self.numbers, self.sums, self.printed, top, marks, known, self.bounds,
            {name: keys for name, keys in below.items() if keys}, {}, switch,
        )  # fmt: skip

    def of(self, protection: Protection, table: str) -> Protection:
        """What it says of one of the tables."""
        marks = {key[1]: mark for key, mark in protection.marks.items() if isinstance(key, tuple) and key[0] == table}
        away = tuple(key[1] for key in protection.given_away if isinstance(key, tuple) and key[0] == table)
        return Protection(marks, protection.left_out, away, protection.proven)


def _place(key: Key) -> str:
    return key[1].place if isinstance(key, tuple) and isinstance(key[1], Spot) else ""


def _alone(
    paper: FigurePaper, table: str, numbers: Mapping[str, Fraction | None], out: Mapping[Spot, Collection[str]]
) -> Protection:
    """A part that no statistic says too."""
    tree = _Tree(paper)
    tree.add(table, numbers, out)
    return tree.of(protect(tree.counts()), table) if tree.has_small else Protection()


def _like_a_statistic(
    plan: Plan, paper: FigurePaper, indicator: Indicator, numbers: Mapping[str, Fraction | None],
    statistics: Mapping[str, ProtectedCounts],
) -> Protection | None:  # fmt: skip
    """The same counts as those of a statistic, of this period or of that a year before, are printed as these are; None
    where no statistic has them.
    """
    alike = [s for s in plan.statistics if s.people and any(indicator.code in f.counts_in for f in _counted(plan, s))]
    own = numbers.get(paper.unit)
    for found in (statistics[key] for s in alike if (key := statistic_key(plan, s)) in statistics):
        for days in dict.fromkeys(spot.days for spot in found.printed if spot.place == paper.unit):
            if own and found.counts.get(Spot(ALL, paper.unit, days)) == own:
                alone = {unit: SMALL if is_small(number) else SHOWN for unit, number in numbers.items()}
                marks = {unit: found.marks.get(Spot(ALL, unit, days), mark) for unit, mark in alone.items()}
                return Protection({Spot(ALL, unit, paper.days): mark for unit, mark in marks.items()})
    return None


def _counted(plan: Plan, statistic: Statistic) -> Iterable[Field]:
    """The field that a statistic adds up; of one that counts records all fields."""
    fields = plan.kinds[statistic.kind].fields
    return [fields[statistic.sum]] if statistic.sum else fields.values()
