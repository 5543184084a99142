"""The counts of one state of the ledger, added up over places, parts and days."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, pairwise, product

from msgspec import Struct, field

from desktop_app.domain.count_cells import ALL, Corrected, CountCell, CountedUnits, Days
from desktop_app.domain.count_system import is_small

_DAY = timedelta(days=1)


class PeriodCounts(Struct, frozen=True):
    """What is counted in a period and since its year began, by (part or ALL, lowest place).

    `counts` are those of the period and of the year.
    """

    start: date
    days: Days
    counts: Mapping[tuple[str, str], tuple[int, int]]

    @property
    def year(self) -> Days:
        return Days(self.start, self.days.last)


class Tally(Struct, frozen=True, dict=True):
    """What several looks at one state of the ledger tell of one statistic."""

    places: CountedUnits
    looks: Sequence[PeriodCounts]

    @cached_property
    def parts(self) -> list[str]:
        return [ALL, *sorted({part for look in self.looks for part, _ in look.counts} - {ALL})]

    @cached_property
    def windows(self) -> dict[Days, list[Days]]:
        """Each window and the intervals between the days where any window begins or ends that make it up."""
        windows: dict[Days, list[Days]] = {days: [] for days in self._base}
        for start in {look.start for look in self.looks}:
            own_windows = [days for look in self.looks if look.start == start for days in (look.year, look.days)]
            cuts = sorted({day for days in own_windows for day in (days.first, days.last + _DAY)})
            intervals = [Days(a, b - _DAY) for a, b in pairwise(cuts)]
            for days in own_windows:
                windows[days] = [one for one in intervals if days.holds(one)]
            windows |= {one: windows.get(one, []) for one in intervals}
        return windows

    @cached_property
    def counts(self) -> dict[CountCell, int]:
        """Every count that is not 0, of every place; intervals are differences."""
        found: dict[CountCell, int] = {}
        for part, place in {key for counts in self._base.values() for key in counts}:
            before: dict[date, dict[date, int]] = {}
            for start, day, count in self._up_to(part, place):
                before.setdefault(start, {}).setdefault(day, count)
            amounts = {days: self._base[days].get((part, place), 0) for days in self._base}
            for known in before.values():
                for (a, n), (b, m) in pairwise(sorted(known.items())):
                    amounts.setdefault(Days(a, b - _DAY), max(0, m - n))
            for days, count in amounts.items():
                for where in self.places.above[place] if count else ():
                    cell = CountCell(part, where, days)
                    found[cell] = found.get(cell, 0) + count
        return found

    @cached_property
    def _base(self) -> dict[Days, dict[tuple[str, str], int]]:
        """Per window what is counted in it; the same days are looked at once."""
        base: dict[Days, dict[tuple[str, str], int]] = {}
        for look in self.looks:
            base.setdefault(look.year, {key: n for key, (_, n) in look.counts.items()})
            base.setdefault(look.days, {key: n for key, (n, _) in look.counts.items()})
        return base

    def _up_to(self, part: str, place: str) -> Iterator[tuple[date, date, int]]:
        """(first day of the year, day, what is counted before that day), where a window tells."""
        for look in self.looks:
            period, year = look.counts.get((part, place), (0, 0))
            yield look.start, look.start, 0
            yield look.start, look.days.last + _DAY, year
        for look in self.looks:
            period, year = look.counts.get((part, place), (0, 0))
            yield look.start, look.days.first, year - period


class PublishedCounts(Struct):
    """What a paper says of one statistic that is public already, as it says it.

    Of each of the `silent` units and days it says by silence that there is nothing, by a table of the
    units below one of `silent_below` it says so of each of them.
    """

    out: Mapping[CountCell, Collection[str]] = field(default_factory=dict)
    silent: Collection[tuple[str, Days]] = ()
    silent_below: Collection[tuple[str, Days]] = ()

    @property
    def days(self) -> set[Days]:
        return {cell.days for cell in self.out} | {days for _, days in (*self.silent, *self.silent_below)}

    def texts(self, places: CountedUnits, parts: Collection[str]) -> Iterator[tuple[CountCell, Collection[str]]]:
        """What is said of each count; what is not said is nothing."""
        yield from self.out.items()
        of_units = (CountCell(part, unit, days) for unit, days in self.silent for part in parts)
        below = (CountCell(ALL, one, days) for unit, days in self.silent_below for one in places.below.get(unit, ()))
        yield from ((cell, ("0",)) for cell in chain(of_units, below) if cell not in self.out)

    def holds(self, tally: Tally) -> bool:
        """Whether all of it is true of a state of the ledger."""
        said = self.texts(tally.places, tally.parts)
        return all(is_true(text, tally.counts.get(cell, 0)) for cell, texts in said for text in texts)


def is_true(text: str, count: int) -> bool:
    if text.isdecimal():
        return (text.lstrip("0") or "0") == str(count)  # as text: of thousands of digits Python makes no number
    return not text or (is_small(count) if text.startswith("<") else not is_small(count) and count > 0)


def corrected(
    before: Tally, now: Tally, days: Collection[Days], listed: Mapping[str, Collection[str]]
) -> dict[CountCell, Corrected]:  # fmt: skip
    """Of these days every count in which something was corrected since, with the lowest counts that were others, as
    they were. `listed` are by part the places that are counted apart: what lies in no lower one is the rest of its
    place.
    """
    found: dict[CountCell, list[tuple[CountCell, int]]] = {}
    below = now.places.below
    cells = [cell for cell in before.counts.keys() | now.counts.keys() if not below[cell.place]]
    for cell in sorted(cells):
        count = before.counts.get(cell, 0)
        if count == now.counts.get(cell, 0):
            continue
        for part, window in product(dict.fromkeys((cell.part, ALL)), days):
            if window.holds(cell.days):
                above = now.places.above[cell.place]
                rest = next((rest_of(one) for one in above if one in listed.get(part, ())), None)
                for place in (*above, *([rest] if rest else [])):
                    found.setdefault(CountCell(part, place, window), []).append((cell, count))
    return {cell: tuple(changes) for cell, changes in found.items()}


def rest_of(unit: str) -> str:
    """The place that a unit is without those below it that are counted apart."""
    return f"rest of {unit}"
