"""Everything that may be printed of one count of people: by unit, by part and by time, with the sums between them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from msgspec import Struct, field

from desktop_app.domain.count_web import HIDDEN, SHOWN, SMALL, SMALLEST, WITHHELD, Counts, Key, Sum, is_small
from desktop_app.domain.org_unit import OrgUnits

ALL = ""  # the part that is the whole


class Days(NamedTuple):
    first: date
    last: date


class Spot(NamedTuple):
    """One count: of which part, where, when."""

    part: str
    place: str
    days: Days


class Marks(Struct, frozen=True):
    """How counts are printed, by table (a statistic, a side of an indicator) and spot; what is not named is shown.

    `left_out`: by table the breakdowns that the paper does without. `given_away`: small counts that papers give away
    which are public already. `proven`: no fewer counts could be hidden.
    """

    tables: Mapping[str, Mapping[Spot, str]] = field(default_factory=dict)
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given_away: tuple[tuple[str, Spot], ...] = ()
    proven: bool = True

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

    `counts` are those of the period and of the year.
    """

    start: date
    days: Days
    counts: Mapping[tuple[str, str], tuple[int, int]]

    @property
    def year(self) -> Days:
        return Days(self.start, self.days.last)


BY_YEAR_BEFORE, BY_PART, BY_UNIT, BY_PERIOD = "earlier", "parts", "units", "period"  # what a total is broken down by
_REST = "rest of "  # before a unit: it without those below it that are printed
_DEARER = 1.25  # the total of a paper, against any other count


class Paper(Struct, frozen=True):
    """What a paper prints of a statistic: the unit's totals and parts, and the totals of those directly below it, those
    since the year began only where its office wants them.
    """

    unit: str
    days: Days
    year: Days
    earlier: Days | None = None
    by_unit: bool = True
    to_date: bool = True


class CountTable(Struct, dict=True):
    """One statistic of people as one paper prints it, from several looks at it; `out` is what papers say that are
    public already, as they say it.

    A paper of one of the `silent` units and days that is public says by silence that there is nothing, a table of the
    units below one of `silent_below` says it of each of them. In a place that `never` has any, everybody knows that
    there is nothing.
    """

    places: CountedUnits
    looks: Sequence[Look]
    paper: Paper
    out: Mapping[Spot, Collection[str]] = field(default_factory=dict)
    silent: Collection[tuple[str, Days]] = ()
    silent_below: Collection[tuple[str, Days]] = ()
    never: Collection[str] = ()
    root: str | None = None

    def counts(self) -> Counts | None:
        """The counts with their sums; None where there is no small one."""
        found = self._added_up()
        if not any(is_small(n) and spot.place != self.root for spot, n in found.items()):
            return None
        counts: dict[Key, int] = {}
        sums: list[Sum] = []
        for part in self._parts:
            self._add_places(part, found, counts, sums)
        self._add_part_sums(counts, sums)
        spots = [spot for spot in counts if isinstance(spot, Spot)]
        printed = [spot for spot in dict.fromkeys(self._printed()) if spot in counts]
        out: dict[Key, Collection[str]] = {
            spot: ("0",) for spot in spots if not counts[spot] and self._was_silent(spot)
        }
        out.update((spot, texts) for spot, texts in self.out.items())
        marks, known = out_already(counts, out)
        totals: dict[Key, float] = {
            spot: _DEARER for spot in printed if spot.part == ALL and spot.place == self.paper.unit
        }
        columns = [self._below(printed, days) for days in dict.fromkeys((self.paper.days, self.paper.year))]
        return Counts(
            counts, sums, printed, {spot for spot in spots if spot.place == self.root}, marks, known,
            breakdowns=self._breakdowns(printed), weights=totals, columns=columns,
        )  # fmt: skip

    # --- what is printed -----------------------------------------------------------------------------------------

    def _printed(self) -> Iterator[Spot]:
        paper = self.paper
        windows = dict.fromkeys([paper.days, paper.year, *([paper.earlier] if paper.earlier else [])])
        yield from (Spot(part, paper.unit, days) for part in self._parts for days in windows)
        below = self.places.below.get(paper.unit, []) if paper.by_unit else []
        of_below = dict.fromkeys((paper.days, paper.year)) if paper.to_date else (paper.days,)
        yield from (Spot(ALL, place, days) for place in below for days in of_below)

    def _breakdowns(self, printed: Collection[Spot]) -> dict[str, list[Spot]]:
        """What can be left out whole, the first that is missed least."""
        paper = self.paper
        found = {
            BY_YEAR_BEFORE: [spot for spot in printed if spot.days == self.paper.earlier],
            BY_PART: [spot for spot in printed if spot.part != ALL],
            BY_UNIT: [spot for spot in printed if spot.place != self.paper.unit],
            BY_PERIOD: [spot for spot in printed if spot.days == paper.days != paper.year],
        }  # fmt: skip
        return {name: spots for name, spots in found.items() if spots}

    def _below(self, printed: Collection[Spot], days: Days) -> list[Spot]:
        return [spot for spot in printed if spot.place != self.paper.unit and spot.days == days]

    def _was_silent(self, spot: Spot) -> bool:
        above = self._above.get(spot.place, [])
        of_above = spot.part == ALL and any((unit, spot.days) in self.silent_below for unit in above[1:2])
        return of_above or (spot.place, spot.days) in self.silent

    # --- how it hangs together -----------------------------------------------------------------------------------

    def _add_places(self, part: str, found: Mapping[Spot, int], counts: dict[Key, int], sums: list[Sum]) -> None:
        """The counts of a part in all places and windows that matter, and the sums over places and days."""
        places = self._places_with(part)
        below: dict[str, list[str]] = {place: [] for place in places}
        for place in places:
            above = next((one for one in self._above[place][1:] if one in below), None)
            if above is not None:
                below[above].append(place)
        for days in self._windows:
            for place in places:
                counts[Spot(part, place, days)] = found.get(Spot(part, place, days), 0)
            for place in places:
                whole = Spot(part, place, days)
                parts = [Spot(part, one, days) for one in below[place]]
                rest = counts[whole] - sum(counts[one] for one in parts)
                if parts and rest >= 0 and not self._is_covered(place, below):
                    parts.append(Spot(part, _REST + place, days))
                    counts[parts[-1]] = rest
                    rest = 0
                if parts and not rest:
                    sums.append((whole, tuple(parts)))
        for place in [*below, *(_REST + place for place in below)]:
            self._add_windows(part, place, counts, sums)

    def _add_windows(self, part: str, place: str, counts: dict[Key, int], sums: list[Sum]) -> None:
        for days, intervals in self._windows.items():
            whole, parts = Spot(part, place, days), [Spot(part, place, one) for one in intervals]
            there = counts.keys() >= {whole, *parts}
            if len(parts) > 1 and there and sum(counts[one] for one in parts) == counts[whole]:
                sums.append((whole, tuple(parts)))

    def _add_part_sums(self, counts: Mapping[Key, int], sums: list[Sum]) -> None:
        for place, days in product(self._places_with(ALL), self._windows):
            whole, parts = Spot(ALL, place, days), [Spot(part, place, days) for part in self._parts[1:]]
            there = [spot for spot in parts if spot in counts]
            if there and sum(counts[spot] for spot in there) == counts[whole]:
                sums.append((whole, tuple(there)))

    def _places_with(self, part: str) -> list[str]:
        """The places of which the whole, or any part, is printed, now or before, be it by silence; and what they lie
        in: what is left of it may be a small count.
        """
        units = {self.paper.unit, *(unit for unit, _ in self.silent)}
        found = units | {spot.place for spot in self.out if part == ALL or spot.part != ALL}
        if part == ALL and self.paper.by_unit:
            found.update(one for unit in units for one in self.places.below.get(unit, ()))
        found = {above for place in found for above in self._above.get(place, ())}
        return [place for place in self._above if place in found]

    def _is_covered(self, unit: str, places: Collection[str]) -> bool:
        """Whether nothing lies in a unit but what these places hold."""
        return all(
            one in places or (self._is_covered(one, places) if self.places.below.get(one) else one in self.never)
            for one in self.places.below.get(unit, ())
        )

    # --- counts --------------------------------------------------------------------------------------------------

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
                    amounts.setdefault(Days(a, b - timedelta(days=1)), max(0, m - n))
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


def out_already(counts: Mapping[Key, int], out: Mapping[Key, Collection[str]]) -> tuple[dict[Key, str], set[Key]]:
    """The marks that can't be taken back, and the counts that are known, of what papers say that are public.

    A number that has changed since is not known any more; what was hidden stays hidden, and what was left out is not
    said.
    """
    marks: dict[Key, str] = {}
    known: set[Key] = set()
    for spot, texts in out.items():
        count = counts.get(spot)
        if count is None:
            continue
        if str(count) in texts:
            known.add(spot)
        elif hidden := [text for text in texts if text and not text.isdecimal()]:
            few = is_small(count) and any(text.startswith("<") for text in hidden)
            marks[spot] = SMALL if few else HIDDEN if count >= SMALLEST else WITHHELD
    return marks, known
