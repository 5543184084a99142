"""Disclosure control: which printed counts are hidden so that nobody can work out a small one from all the rest.

A count of 1–4 prints as `<5`. Whoever reads it also knows every sum: units and what is above them, parts and their
total, periods inside longer ones. So for each small count there must be another set of counts that fits all that is
printed and gives it another value. Such an alternative moves some counts by one; those that were to be printed are
hidden.
"""

from bisect import bisect_right
from collections.abc import Collection, Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter

from msgspec import Struct, field

SMALLEST = 5
SHOWN, SMALL, HIDDEN, WITHHELD, UNPRINTED = "shown", "small", "hidden", "withheld", "unprinted"
UP, DOWN = 1, -1

Key = Hashable
Sum = tuple[Key, tuple[Key, ...]]
Way = tuple[int, int, int]  # what it costs to move a count, which one, and whether up or down

# What it costs to move a count: nothing where it is hidden already, its size where it is not. Dearer: a zero that must
# be hidden, a small count that may not even say `<5`, a count at the top.
_ZERO, _ODD, _NO_SIGN, _TOP = 1_000, 2_000, 100_000, 1_000_000
_BUDGETS = (0, 6, 12, 25, 50, 100, 300, 1_000, 4_000, 20_000, 300_000, 5_000_000)
_MOST_STEPS = 300  # of one search; what is dear to hide is not worth looking for longer


class Counts(Struct):
    """Counts and the sums between them, as everybody knows them; what no sum is about can't be worked out.

    `unprinted` are never printed but could be worked out, `top` are printed as they are if there is any way. `marks`
    are those of reports that are out already, `known` the counts that those printed: neither can be taken back. `stuck`
    are moves that something else printed rules out.
    """

    counts: Mapping[Key, int]
    sums: Collection[Sum]
    unprinted: Collection[Key] = ()
    top: Collection[Key] = ()
    marks: Mapping[Key, str] = field(default_factory=dict)
    known: Collection[Key] = ()
    stuck: Collection[tuple[Key, int]] = ()


def is_small(count: int | Decimal | Fraction | None) -> bool:
    return count is not None and 0 < count < SMALLEST


def protect(table: Counts) -> dict[Key, str]:
    """Per count that is not simply shown how it is printed.

    Where a small count has no alternative at all, everything that is not out yet is withheld.
    """
    net = _Net(table)
    for small in net.small():
        if small not in net.safe:
            moves = net.alternative(small)
            if moves is None:
                return net.everything_withheld()
            net.take(moves)
    return net.marked()


def alternative(table: Counts, marks: Mapping[Key, str], key: Key) -> bool:
    """Whether another value of a count fits all that is printed with these marks."""
    net = _Net(table)
    net.marks.update({net.number[k]: mark for k, mark in marks.items()})
    return net.search(net.number[key], 0) is not None


class _Net:
    """The counts by number, with the sums that each of them stands in."""

    def __init__(self, table: Counts) -> None:
        self.keys = list(table.counts)
        self.number = {key: n for n, key in enumerate(self.keys)}
        self.counts = list(table.counts.values())
        number = self.number
        self.sums = [[(number[total], 1), *((number[part], -1) for part in parts)] for total, parts in table.sums]
        self.sums_of: list[list[tuple[int, int]]] = [[] for _ in self.keys]
        for place, members in enumerate(self.sums):
            for one, side in members:
                self.sums_of[one].append((place, side))
        self.top = {number[key] for key in table.top}
        self.known = {number[key] for key in table.known}
        self.stuck = {(number[key], sign) for key, sign in table.stuck}
        unprinted = {number[key] for key in table.unprinted}
        self.marks = {one: self._first_mark(one, unprinted) for one in range(len(self.keys))}
        self.marks |= {number[key]: mark for key, mark in table.marks.items()}
        self.out = {number[key] for key in table.marks}
        self.safe: set[int] = set()
        self._ways: dict[int, list[Way]] = {}

    def _first_mark(self, one: int, unprinted: Collection[int]) -> str:
        if one in unprinted:
            return UNPRINTED
        return SMALL if is_small(self.counts[one]) and one not in self.top and one not in self.known else SHOWN

    def small(self) -> list[int]:
        """The counts to be protected, those that are out as `<5` too; the largest sums first."""
        return [
            one for one, count in enumerate(self.counts)
            if is_small(count) and one not in self.top and self.marks[one] != SHOWN
        ]  # fmt: skip

    def ways(self, place: int, wanted: int) -> list[Way]:
        """The moves that bring a sum up or down, the cheap ones first; worked out once until a mark changes."""
        key = (place + 1) * wanted
        if key not in self._ways:
            moves = ((one, wanted * side) for one, side in self.sums[place])
            priced = ((self.cost(one, sign), one, sign) for one, sign in moves)
            self._ways[key] = sorted((price, one, sign) for price, one, sign in priced if price is not None)
        return self._ways[key]

    def cost(self, one: int, sign: int) -> int | None:
        """What it takes to make a move look possible; None where nothing can."""
        count, mark = self.counts[one], self.marks[one]
        after = count + sign
        if (one, sign) in self.stuck or (after < 0 <= count):
            return None
        if mark in (UNPRINTED, WITHHELD):
            return 0
        if mark == SMALL:
            return 0 if is_small(after) else None if one in self.out else _NO_SIGN
        if mark == HIDDEN:
            return 0 if after >= SMALLEST else _ODD
        if one in self.known:
            return None
        price = _TOP if one in self.top else 0
        if is_small(count):
            return price + _NO_SIGN
        return price + (_ZERO if count == 0 else count if after >= SMALLEST else count + _ODD)

    def alternative(self, one: int) -> dict[int, int] | None:
        """The cheapest moves found that change a count and leave every sum and every printed count as it is."""
        for budget in _BUDGETS:
            moves = self.search(one, budget)
            if moves is not None:
                return moves
        return None

    def search(self, one: int, budget: int) -> dict[int, int] | None:
        for sign in (DOWN, UP):
            price = self.cost(one, sign)
            if price is not None and price <= budget:
                moves = _Search(self, budget - price).moves(one, sign)
                if moves is not None:
                    return moves
        return None

    def take(self, moves: Mapping[int, int]) -> None:
        """Hide what the moves touch; every small count among them now has its alternative."""
        self._ways.clear()
        for one, sign in moves.items():
            count, mark = self.counts[one], self.marks[one]
            if mark in (SHOWN, HIDDEN):
                self.marks[one] = HIDDEN if count >= SMALLEST and count + sign >= SMALLEST else WITHHELD
            elif mark == SMALL and not is_small(count + sign):
                self.marks[one] = WITHHELD
        self.safe.update(moves)

    def marked(self) -> dict[Key, str]:
        return {self.keys[one]: mark for one, mark in self.marks.items() if mark not in (SHOWN, UNPRINTED)}

    def everything_withheld(self) -> dict[Key, str]:
        out = {one for one, mark in self.marks.items() if mark == UNPRINTED or one in self.top or one in self.known}
        return {key: WITHHELD for one, key in enumerate(self.keys) if one not in out}


class _Search:
    """Looks for moves by one that balance every sum, the cheap ones first."""

    def __init__(self, net: _Net, budget: int) -> None:
        self.net, self.budget, self.steps = net, budget, _MOST_STEPS
        self.made: dict[int, int] = {}
        self.open: dict[int, int] = {}

    def moves(self, one: int, sign: int) -> dict[int, int] | None:
        self._make(one, sign)
        return self.made if self._close(self.budget) else None

    def _close(self, budget: int) -> bool:
        """Balance the open sum with the fewest ways to do so, then the others."""
        if not self.open:
            return True
        self.steps -= 1
        if self.steps < 0:
            return False
        for price, one, sign in self._fewest_ways(budget):
            self._make(one, sign)
            if self._close(budget - price):
                return True
            self._make(one, -sign)
            if self.steps < 0:
                return False
        return False

    def _fewest_ways(self, budget: int) -> list[Way]:
        """Those of the open sum that has the fewest; one way or none is not worth looking further."""
        fewest: list[Way] | None = None
        for place in self.open:
            ways = self._ways(place, budget)
            if fewest is None or len(ways) < len(fewest):
                fewest = ways
                if len(ways) <= 1:
                    break
        return fewest or []

    def _ways(self, place: int, budget: int) -> list[Way]:
        ways = self.net.ways(place, -1 if self.open[place] > 0 else 1)
        cheap = ways[: bisect_right(ways, budget, key=itemgetter(0))]
        return [way for way in cheap if way[1] not in self.made]

    def _make(self, one: int, sign: int) -> None:
        """Move a count by one, or take that move back."""
        if self.made.get(one) == -sign:
            del self.made[one]
        else:
            self.made[one] = sign
        for place, side in self.net.sums_of[one]:
            left = self.open.get(place, 0) + side * sign
            if left:
                self.open[place] = left
            else:
                self.open.pop(place, None)


def printed(count: int, mark: str) -> str:
    """A whole count as it prints."""
    return {SHOWN: str(count), SMALL: "<5"}.get(mark, "…")
