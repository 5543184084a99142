"""Everything that may be printed of one count of people: by unit, by part and by time, with the sums between them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from msgspec import Struct, field

from desktop_app.domain.disclosure import HIDDEN, SHOWN, SMALL, SMALLEST, WITHHELD, Counts, Key, Sum, is_small
from desktop_app.domain.org_unit import OrgUnits

ALL = ""  # the part that is the whole
_ZEROS = 3  # places without anything that stand for all such places below one unit


class Days(NamedTuple):
    first: date
    last: date


class Spot(NamedTuple):
    """One count: of which part, where, when."""

    part: str
    place: str
    days: Days


class Marks(Struct, frozen=True):
    """How counts are printed, by table (a statistic, a side of an indicator) and spot; what is not named is shown."""

    tables: Mapping[str, Mapping[Spot, str]] = field(default_factory=dict)

    def of(self, table: str, spot: Spot) -> str:
        return self.tables.get(table, {}).get(spot, SHOWN)


def own(unit: str) -> str:
    """The place that a unit is without those below it."""
    return f"={unit}"


class CountedUnits(Struct, frozen=True, dict=True):
    """The units below `top` as places: each with the units directly below it and its own part."""

    units: OrgUnits
    top: str

    @cached_property
    def below(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for unit in self.units.descendants(self.top):
            children = self.units.children(unit)
            found[unit] = [*children, own(unit)] if children else []
            if children:
                found[own(unit)] = []
        return found

    def lowest(self, unit: str) -> str:
        """The place that a record of a unit belongs to."""
        return own(unit) if self.units.children(unit) else unit


class Look(Struct, frozen=True):
    """What is counted in a period and since its year began, by (part or ALL, lowest place).

    `now` is the period of the report itself, of which every unit prints period and year to date; of the same period a
    year `earlier` every unit prints the period. Of any other only what is out already was printed.
    """

    start: date
    days: Days
    counts: Mapping[tuple[str, str], tuple[int, int]]
    role: str = "locked"

    @property
    def year(self) -> Days:
        return Days(self.start, self.days.last)


NOW, EARLIER = "now", "earlier"


class CountTable(Struct, dict=True):
    """One statistic of people, from several looks at it; `out` is what reports that are out say, as they say it.

    A report of one of the `silent` units and days that is out says by silence that there is nothing. In a place that
    `never` has any, everybody knows that there is nothing.
    """

    places: CountedUnits
    looks: Sequence[Look]
    out: Mapping[Spot, str] = field(default_factory=dict)
    silent: Collection[tuple[str, Days]] = ()
    never: Collection[str] = ()
    exact_top: bool = True

    def counts(self) -> Counts | None:
        """The counts with their sums; None where there is no small one."""
        found = self._added_up()
        if not any(is_small(n) and not (self.exact_top and spot.place == self.places.top) for spot, n in found.items()):
            return None
        spots = [Spot(*one) for one in product(self._parts, self._places_needed(found), self._windows)]
        counts: dict[Key, int] = {spot: found.get(spot, 0) for spot in spots}
        out = {spot: "0" for spot in spots if not counts[spot] and self._was_silent(spot)} | dict(self.out)
        printed = self._printed | {spot for spot in out if spot in counts}
        marks, known = out_already(counts, out)
        return Counts(
            counts, list(self._sums(counts)), {spot for spot in spots if spot not in printed},
            {spot for spot in spots if self.exact_top and spot.place == self.places.top}, marks, known,
        )  # fmt: skip

    def _was_silent(self, spot: Spot) -> bool:
        of_above = spot.part == ALL and any((unit, spot.days) in self.silent for unit in self._above[spot.place][1:2])
        return of_above or (spot.place, spot.days) in self.silent

    @cached_property
    def _base(self) -> dict[Days, dict[tuple[str, str], int]]:
        """Per window what is counted in it; the same days are looked at once."""
        base: dict[Days, dict[tuple[str, str], int]] = {}
        for look in self.looks:
            base.setdefault(look.year, {key: n for key, (_, n) in look.counts.items()})
            base.setdefault(look.days, {key: n for key, (n, _) in look.counts.items()})
        return base

    @cached_property
    def _windows(self) -> dict[Days, list[Days]]:
        """Each window and the intervals between the days where any window begins or ends that make it up."""
        windows: dict[Days, list[Days]] = {days: [] for days in self._base}
        for start in {look.start for look in self.looks}:
            own_windows = [days for look in self.looks if look.start == start for days in (look.year, look.days)]
            cuts = sorted({day for days in own_windows for day in (days.first, days.last + timedelta(days=1))})
            intervals = [Days(a, b - timedelta(days=1)) for a, b in pairwise(cuts)]
            for days in own_windows:
                windows[days] = [p for p in intervals if days.first <= p.first and p.last <= days.last]
            windows |= {one: windows.get(one, []) for one in intervals}
        return windows

    @cached_property
    def _parts(self) -> list[str]:
        return [ALL, *sorted({part for counts in self._base.values() for part, _ in counts} - {ALL})]

    def _up_to(self, part: str, place: str) -> Iterator[tuple[date, date, int]]:
        """(first day of the year, day, what is counted before that day), where a window tells."""
        for look in self.looks:
            period, year = look.counts.get((part, place), (0, 0))
            yield look.start, look.start, 0
            yield look.start, look.days.last + timedelta(days=1), year
        for look in self.looks:
            period, year = look.counts.get((part, place), (0, 0))
            yield look.start, look.days.first, year - period

    def _added_up(self) -> dict[Spot, int]:
        """Every count that is not 0, of every place; intervals are differences."""
        found: dict[Spot, int] = {}
        for part, place in {key for counts in self._base.values() for key in counts}:
            before: dict[date, dict[date, int]] = {}
            for start, day, count in self._up_to(part, place):
                before.setdefault(start, {}).setdefault(day, count)
            amounts = {days: self._base[days].get((part, place), 0) for days in self._base}
            for known in before.values():
                for (a, n), (b, m) in pairwise(sorted(known.items())):
                    amounts.setdefault(Days(a, b - timedelta(days=1)), m - n)
            for days, count in amounts.items():
                for where in self._above[place] if count else ():
                    spot = Spot(part, where, days)
                    found[spot] = found.get(spot, 0) + count
        return found

    @cached_property
    def _above(self) -> dict[str, list[str]]:
        """Each place with all that it lies in."""
        found: dict[str, list[str]] = {self.places.top: [self.places.top]}
        for place, below in self.places.below.items():
            found |= {one: [one, *found[place]] for one in below}
        return found

    def _places_needed(self, found: Mapping[Spot, int]) -> list[str]:
        """The places with anything, and a few of the others below each unit."""
        some = {spot.place for spot in found} | {spot.place for spot in self.out} | {self.places.top}
        places = [self.places.top]
        for place, below in self.places.below.items():
            if place in some:
                zeros = [one for one in below if one not in some and one not in self.never]
                places += [one for one in below if one in some or one in zeros[:_ZEROS]]
        return places

    @property
    def _printed(self) -> set[Spot]:
        """What all reports on these days print together."""
        printed: set[Spot] = set()
        for look in self.looks:
            for place in self.places.below if look.role in (NOW, EARLIER) else ():
                mine = place.startswith("=")
                windows = (look.days, look.year) if look.role == NOW else () if mine else (look.days,)
                printed.update(Spot(part, place, days) for days in windows for part in ([ALL] if mine else self._parts))
        return printed

    def _sums(self, counts: Mapping[Key, int]) -> Iterator[Sum]:
        places = list(dict.fromkeys(spot.place for spot in counts if isinstance(spot, Spot)))
        there = set(places)
        for part, place, days in product(self._parts, places, self._windows):
            whole = Spot(part, place, days)
            below = [Spot(part, one, days) for one in self.places.below[place] if one in there]
            parts = [Spot(one, place, days) for one in self._parts[1:]] if part == ALL else []
            intervals = [Spot(part, place, one) for one in self._windows[days]]
            for some in (below, parts, intervals if len(intervals) > 1 else []):
                if some and sum(counts[one] for one in some) == counts[whole]:
                    yield whole, tuple(some)


def out_already(counts: Mapping[Key, int], out: Mapping[Spot, str]) -> tuple[dict[Key, str], set[Key]]:
    """The marks that can't be taken back, and the counts that are known, of what reports that are out say.

    A number that has changed since is not known any more; what was hidden stays hidden.
    """
    marks: dict[Key, str] = {}
    known: set[Key] = set()
    for spot, text in out.items():
        count = counts.get(spot)
        if count is None:
            continue
        if text == str(count):
            known.add(spot)
        elif not text.isdecimal():
            hid = SMALL if is_small(count) and text.startswith("<") else HIDDEN if count >= SMALLEST else WITHHELD
            marks[spot] = hid
    return marks, known - set(marks)
