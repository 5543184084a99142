"""Counts of people and all that ties them together: the sums, and what printed figures say of them."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import inf

from msgspec import Struct, field

from desktop_app.domain.suppression_attack import Suppression
from desktop_app.linear_programs import Constraint

SMALLEST = 5
SHOWN, SMALL, HIDDEN, WITHHELD = "shown", "small", "hidden", "withheld"
LEFT_OUT = "left out"  # with all of its breakdown
ROOM = 12  # above the truth, for four values of a hidden count and what they move
_MOST_ROUNDS = 50

Key = Hashable
Sum = tuple[Key, tuple[Key, ...]]


class Bound(Struct, frozen=True):
    """`least` <= the counts times their factors <= `most`, as something printed says (a verdict, a percentage): the
    `paper` in hand alone, or everybody knows it.
    """

    factors: Mapping[Key, float]
    least: float = -inf
    most: float = inf
    paper: bool = False


class Counts(Struct):
    """Counts and the sums between them, as everybody knows them; what no sum is about can't be worked out.

    `printed` are those of the paper in hand, `top` are no secret. `marks` are those of papers that are public already,
    `known` the counts that those printed: neither can be taken back. `breakdowns` are what can be left out of the paper
    whole, the first first. `weights`: what it costs to hide a count, 1 where nothing is said. Counts of one `switch`
    are hidden together. `columns` should not be hidden whole. `unprinted` are counts that no paper prints, but whoever
    subtracts knows. `room` is how far above the truth values of a hidden count are looked for.
    """

    counts: Mapping[Key, int]
    sums: Collection[Sum]
    printed: Collection[Key]
    top: Collection[Key] = ()
    marks: Mapping[Key, str] = field(default_factory=dict)
    known: Collection[Key] = ()
    bounds: Collection[Bound] = ()
    breakdowns: Mapping[str, Collection[Key]] = field(default_factory=dict)
    weights: Mapping[Key, float] = field(default_factory=dict)
    switch: Mapping[Key, Key] = field(default_factory=dict)
    columns: Sequence[Collection[Key]] = ()
    unprinted: Collection[Key] = frozenset()
    room: int = ROOM


def is_small(count: int | Decimal | Fraction | None) -> bool:
    return count is not None and 0 < count < SMALLEST


def known_bounds(table: Counts, key: Key) -> tuple[int, int]:
    """What is public of a count, without the sums; values far from the truth need no looking at."""
    count, mark = table.counts[key], table.marks.get(key)
    if key in table.known:
        return count, count
    if mark == SMALL:
        return 1, SMALLEST - 1
    return (SMALLEST if mark == HIDDEN else 0), count + table.room


class CountSystem:
    """The counts by number, with the sums that each of them stands in."""

    def __init__(self, table: Counts) -> None:
        self.table = table
        self.keys = list(table.counts)
        self.counts = list(table.counts.values())
        number = {key: n for n, key in enumerate(self.keys)}
        self._sums = [(number[total], [number[part] for part in parts]) for total, parts in table.sums]
        self._rows = [({number[key]: factor for key, factor in b.factors.items()}, b) for b in table.bounds]

    def tightened(self, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The bounds that follow from the sums alone, one by one."""
        low, high = [one for one, _ in bounds], [one for _, one in bounds]
        moved = True
        for _ in range(_MOST_ROUNDS):
            if not moved:
                break
            moved = False
            for total, parts in self._sums:
                least, most = sum([low[part] for part in parts]), sum([high[part] for part in parts])
                moved |= _narrow(low, high, total, least, most)
                for part in parts if least != most or low[total] != least else ():
                    before, after = low[part], high[part]
                    if _narrow(low, high, part, low[total] - most + after, high[total] - least + before):
                        least, most, moved = least + low[part] - before, most + high[part] - after, True
        return list(zip(low, high, strict=True))

    def components(self, bounds: Sequence[tuple[int, int]]) -> list[list[int]]:
        """The counts that are open, in groups that no sum joins."""
        leader = list(range(len(self.keys)))

        def find(one: int) -> int:
            while leader[one] != one:
                leader[one] = leader[leader[one]]
                one = leader[one]
            return one

        for members in (*([total, *parts] for total, parts in self._sums), *(list(row) for row, _ in self._rows)):
            is_open = [one for one in members if bounds[one][0] < bounds[one][1]]
            for one in is_open[1:]:
                leader[find(one)] = find(is_open[0])
        switched: dict[Key, int] = {}
        for one, key in enumerate(self.keys):
            name = self.table.switch.get(key)
            if name is not None and bounds[one][0] < bounds[one][1]:
                leader[find(one)] = find(switched.setdefault(name, one))
        groups: dict[int, list[int]] = {}
        for one, (low, high) in enumerate(bounds):
            if low < high:
                groups.setdefault(find(one), []).append(one)
        return list(groups.values())

    def beside(self, some: Collection[int]) -> set[int]:
        """These counts, and those that a sum or a bound joins to them."""
        found, wanted = set(some), set(some)
        for members in (*([total, *parts] for total, parts in self._sums), *(list(row) for row, _ in self._rows)):
            if not wanted.isdisjoint(members):
                found.update(members)
        return found

    def suppression(
        self, members: Sequence[int], bounds: Sequence[tuple[int, int]], *, paper: bool = True
    ) -> Suppression:
        """A group as a program, with nothing to choose yet; with what the paper in hand says of several counts."""
        place = {one: n for n, one in enumerate(members)}
        rows = []
        for total, parts in self._sums:
            signed = [(total, 1), *((part, -1) for part in parts)]
            if any(one in place for one, _ in signed):
                rest = sum(side * bounds[one][0] for one, side in signed if one not in place)
                factors = {place[one]: float(side) for one, side in signed if one in place}
                rows.append(Constraint(factors, -rest, -rest))
        for row, bound in self._rows:
            if any(one in place for one in row) and (paper or not bound.paper):
                constant = sum(price * bounds[one][0] for one, price in row.items() if one not in place)
                prices = {place[one]: price for one, price in row.items() if one in place}
                rows.append(Constraint(prices, bound.least - constant, bound.most - constant))
        truths = [self.counts[one] for one in members]
        return Suppression(truths, [bounds[one] for one in members], [None] * len(members), rows, [], [])


def _narrow(low: list[int], high: list[int], one: int, least: int, most: int) -> bool:
    moved = least > low[one] or most < high[one]
    low[one], high[one] = max(low[one], least), min(high[one], most)
    return moved
