"""Everything that may be printed of one count of people: by unit, by part and by time, with the sums between them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

from msgspec import Struct, field

from desktop_app.domain.count_cells import (
    ALL,
    BY_PART,
    BY_PERIOD,
    BY_UNIT,
    BY_YEAR_BEFORE,
    Corrected,
    CountCell,
    CountedUnits,
    Days,
    PastCell,
)
from desktop_app.domain.count_system import HIDDEN, SMALL, SMALLEST, WITHHELD, Counts, Key, Sum, is_small
from desktop_app.domain.count_tally import PeriodCounts, PublishedCounts, Tally, corrected, rest_of

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


class PastCounts(NamedTuple):
    """A state of the ledger before something was corrected, and what papers said of it."""

    looks: Sequence[PeriodCounts]
    said: PublishedCounts
    act: int = 0  # the paper's, in the log


class CountTable(Struct, dict=True):
    """One statistic of people as one paper prints it, from several looks at it; `said` is what papers say that
    are public already, `past` what they said of it before it was corrected.

    A corrected count is a new one: what papers said of the old one they say of it still, and of all that was not
    corrected. In a place that `never` has any, everybody knows that there is nothing.
    """

    places: CountedUnits
    looks: Sequence[PeriodCounts]
    paper: Paper
    said: Sequence[PublishedCounts] = ()
    past: Sequence[PastCounts] = ()
    never: Collection[str] = ()
    root: str | None = None

    @property
    def has_small(self) -> bool:
        found = (count for state in (self._now, *self._states) for count in state.tally.counts.items())
        return any(is_small(n) and cell.place != self.root for cell, n in found)

    @property
    def acts(self) -> list[int]:
        """Of the papers that speak of a state of the ledger before something was corrected."""
        return [past.act for past in self.past]

    def key(self, cell: CountCell, act: int | None = None) -> CountCell | PastCell:
        """What a count is called as it is now, or as it was for a paper."""
        return self._states[self.acts.index(act)].key(cell) if act in self.acts else self._now.key(cell)

    def counts(self) -> Counts:
        """The counts with their sums."""
        states = [self._now, *self._states]
        counts: dict[Key, int] = {}
        sums: dict[Sum, None] = {}
        for state in states:
            state.add(counts, sums)
        printed = [cell for cell in dict.fromkeys(self._printed()) if cell in counts]
        marks, known = out_already(counts, *self._out())
        totals: dict[Key, float] = {
            cell: _DEARER for cell in printed if cell.part == ALL and cell.place == self.paper.unit
        }
        columns = [self._below(printed, days) for days in dict.fromkeys((self.paper.days, self.paper.year))]
        top = {key for key in counts if isinstance(key, CountCell | PastCell) and key.place == self.root}
        return Counts(
            counts, list(sums), printed, top, marks, known,
            breakdowns=self._breakdowns(printed), weights=totals, columns=columns,
        )  # fmt: skip

    # --- what is printed -----------------------------------------------------------------------------------------

    def _printed(self) -> Iterator[CountCell]:
        paper = self.paper
        windows = dict.fromkeys([paper.days, paper.year, *([paper.earlier] if paper.earlier else [])])
        yield from (CountCell(part, paper.unit, days) for part in self._parts for days in windows)
        below = self.places.below.get(paper.unit, []) if paper.by_unit else []
        of_below = dict.fromkeys((paper.days, paper.year)) if paper.to_date else (paper.days,)
        yield from (CountCell(ALL, place, days) for place in below for days in of_below)

    def _breakdowns(self, printed: Collection[CountCell]) -> dict[str, list[CountCell]]:
        """What can be left out whole, the first that is missed least."""
        paper = self.paper
        found = {
            BY_YEAR_BEFORE: [cell for cell in printed if cell.days == self.paper.earlier],
            BY_PART: [cell for cell in printed if cell.part != ALL],
            BY_UNIT: [cell for cell in printed if cell.place != self.paper.unit],
            BY_PERIOD: [cell for cell in printed if cell.days == paper.days != paper.year],
        }  # fmt: skip
        return {name: cells for name, cells in found.items() if cells}

    def _below(self, printed: Collection[CountCell], days: Days) -> list[CountCell]:
        return [cell for cell in printed if cell.place != self.paper.unit and cell.days == days]

    # --- what was said -------------------------------------------------------------------------------------------

    def _out(self) -> tuple[dict[Key, list[str]], set[Key]]:
        """What papers say, by the counts that they speak of, and what they hid before it was corrected."""
        out: dict[Key, list[str]] = {}
        withheld: set[Key] = set()
        for state in (self._now, *self._states):
            for said in state.said:
                for cell, texts in said.texts(self.places, self._parts):
                    key = state.key(cell)
                    out.setdefault(key, []).extend(texts)
                    withheld |= {cell} if key != cell and hides(texts) else set()
        return out, withheld

    # --- how it hangs together -----------------------------------------------------------------------------------

    @cached_property
    def _now(self) -> "_State":
        tally = Tally(self.places, self.looks)
        return _State(tally, self.said, self._parts, self._lying, tally.windows, self.never)

    @cached_property
    def _states(self) -> list["_State"]:
        found = []
        for looks, said, _ in self.past:
            tally, windows = Tally(self.places, looks), self._now.tally.windows
            days = {one for day in said.days for one in (day, *windows.get(day, ()))}
            before = corrected(tally, self._now.tally, days, self._lying)
            own_windows = {one: parts for one, parts in windows.items() if one in days}
            found.append(_State(tally, [said], self._parts, self._lying, own_windows, self.never, before))
        return found

    @cached_property
    def _parts(self) -> list[str]:
        looks = [*self.looks, *(look for past in self.past for look in past.looks)]
        parts = {part for look in looks for part, _ in look.counts}
        return [ALL, *sorted(parts - {ALL})]

    @cached_property
    def _lying(self) -> dict[str, dict[str, list[str]]]:
        """By part the places of which the whole, or any part, is printed, now or before, be it by silence; and what
        they lie in: what is left of it may be a small count. Each with those that lie next in it.
        """
        return {part: self._lying_in(set(self._places_with(part))) for part in self._parts}

    def _lying_in(self, places: Collection[str]) -> dict[str, list[str]]:
        below: dict[str, list[str]] = {place: [] for place in self.places.above if place in places}
        for place in below:
            above = next((one for one in self.places.above[place][1:] if one in below), None)
            if above is not None:
                below[above].append(place)
        return below

    def _places_with(self, part: str) -> Iterator[str]:
        said = [*self.said, *(past.said for past in self.past)]
        units = {self.paper.unit, *(unit for one in said for unit, _ in one.silent)}
        found = units | {cell.place for one in said for cell in one.out if part == ALL or cell.part != ALL}
        if part == ALL and self.paper.by_unit:
            found.update(one for unit in units for one in self.places.below.get(unit, ()))
        yield from (above for place in found for above in self.places.above.get(place, ()))


class _State(Struct):
    """The counts of one state of the ledger with their sums; of a past one the counts of those days that papers told of
    it, each shared with the state of now but where something in it was corrected.
    """

    tally: Tally
    said: Sequence[PublishedCounts]
    parts: Sequence[str]
    lying: Mapping[str, Mapping[str, Sequence[str]]]
    windows: Mapping[Days, Sequence[Days]]
    never: Collection[str]
    before: Mapping[CountCell, Corrected] = field(default_factory=dict)

    def key(self, cell: CountCell) -> CountCell | PastCell:
        return PastCell(*cell, self.before[cell]) if cell in self.before else cell

    def add(self, counts: dict[Key, int], sums: dict[Sum, None]) -> None:
        """What is not there yet."""
        own: dict[CountCell, int] = {}
        for part in self.parts:
            self._add_places(part, own, sums)
        for place, days in product(self.lying[ALL], self.windows):
            self._add_sum(
                CountCell(ALL, place, days), [CountCell(part, place, days) for part in self.parts[1:]], own, sums
            )
        for cell, count in own.items():
            counts.setdefault(self.key(cell), count)

    def _add_places(self, part: str, own: dict[CountCell, int], sums: dict[Sum, None]) -> None:
        """The counts of a part in all places and windows that matter, and the sums over places and days."""
        lying, found = self.lying[part], self.tally.counts
        for days in self.windows:
            own.update((cell, found.get(cell, 0)) for cell in (CountCell(part, place, days) for place in lying))
            for place, below in lying.items():
                whole, parts = CountCell(part, place, days), [CountCell(part, one, days) for one in below]
                rest = own[whole] - sum(own[one] for one in parts)
                if parts and rest >= 0 and not self._is_covered(place, lying):
                    parts.append(CountCell(part, rest_of(place), days))
                    own[parts[-1]] = rest
                self._add_sum(whole, parts, own, sums)
        for place in [*lying, *map(rest_of, lying)]:
            for days, intervals in self.windows.items():
                parts = [CountCell(part, place, one) for one in intervals]
                if len(parts) > 1 and all(cell in own for cell in parts):
                    self._add_sum(CountCell(part, place, days), parts, own, sums)

    def _add_sum(
        self, whole: CountCell, parts: Sequence[CountCell], own: Mapping[CountCell, int], sums: dict[Sum, None]
    ) -> None:
        """Where the parts make up the whole; of a past state only what the state of now does not say too."""
        there = [cell for cell in parts if cell in own]
        is_new = not self.before or whole in self.before
        if is_new and there and whole in own and sum(own[cell] for cell in there) == own[whole]:
            sums[self.key(whole), tuple(map(self.key, there))] = None

    def _is_covered(self, unit: str, places: Collection[str]) -> bool:
        """Whether nothing lies in a unit but what these places hold."""
        return all(
            one in places or (self._is_covered(one, places) if self.tally.places.below.get(one) else one in self.never)
            for one in self.tally.places.below.get(unit, ())
        )


def hides(texts: Collection[str]) -> bool:
    """Whether a paper hid the count of which it says this."""
    return any(text and not text.isdecimal() for text in texts)


def out_already(
    counts: Mapping[Key, int], out: Mapping[Key, Collection[str]], withheld: Collection[Key] = ()
) -> tuple[dict[Key, str], set[Key]]:
    """The marks that can't be taken back, and the counts that are known, of what papers say that are public.

    A number that has changed since is not known any more; what was hidden stays hidden, and what was left out is not
    said. `withheld` are counts that were hidden while they were others: that tells nobody what they are now.
    """
    marks: dict[Key, str] = {}
    known: set[Key] = set()
    for cell, texts in out.items():
        count = counts.get(cell)
        if count is None:
            continue
        if str(count) in texts:
            known.add(cell)
        elif hides(texts):
            few = is_small(count) and any(text.startswith("<") for text in texts)
            marks[cell] = SMALL if few else HIDDEN if count >= SMALLEST else WITHHELD
    stay = (cell for cell in withheld if counts.get(cell) and cell not in known)
    return dict.fromkeys(stay, WITHHELD) | marks, known
