"""What can be worked out of a paper while some of its counts are hidden, and what more would have to be hidden then."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from typing import NamedTuple

from msgspec import Struct

from desktop_app.domain.whole_values import WholeValues
from desktop_app.linear_programs import Constraint, Program, Solution

_NEAR = 1e-6


class Effort(Struct):
    """How much may still be worked out for one paper, in attacks times counts, a million of which take about a second:
    that is counted, not the clock, so that every computer comes to the same.
    """

    left: int = 5_000_000

    def spend(self, work: int) -> None:
        self.left = max(0, self.left - work)


class ProtectionLevel(NamedTuple):
    """A count that must stay open: each of `values`, in their order, fits; or, of one that is hidden to protect others,
    more than `width` do.
    """

    place: int
    values: tuple[int, ...] = ()
    width: int = 0


class Suppression(Struct):
    """Counts by number: what everybody knows of each, and the sums between them.

    `bounds` are those of a count that is hidden or was never printed. A count with a switch is printed as it is
    (`truths`) until its switch hides it; `forced` switches are on. `columns` are sets of switches that should not all
    be on.
    """

    truths: Sequence[int]
    bounds: list[tuple[int, int]]
    switches: Sequence[int | None]
    rows: Sequence[Constraint]
    targets: Sequence[ProtectionLevel]
    weights: Sequence[float]
    forced: frozenset[int] = frozenset()
    columns: Sequence[frozenset[int]] = ()


class _Cut(NamedTuple):
    """A condition on the switches: the sum of the factors of those that are on is at least `least`."""

    factors: Mapping[int, float]
    least: float


_UNKNOWN = _Cut({}, 1)


class Attack:
    """What can be worked out while some switches are on.

    Fractions are tried first. They reach further than whole numbers only where a row counts something several times, as
    a share does, or where what they find is no whole solution. `is_public`: what is not found out is not known.
    """

    def __init__(self, of: Suppression, effort: Effort, *, is_public: bool = False) -> None:
        self.of, self.effort, self._is_public = of, effort, is_public
        self._has_shares = any(abs(factor) != 1 for row in of.rows for factor in row.factors.values())
        self._whole: WholeValues | None = None
        self._shown = [
            (truth, truth) if switch is not None else bounds
            for truth, switch, bounds in zip(of.truths, of.switches, of.bounds, strict=True)
        ]
        self._program = Program(self._shown, of.rows)
        self._state = list(self._shown)
        self._by_switch: dict[int, list[int]] = {}
        for count, switch in enumerate(of.switches):
            if switch is not None:
                self._by_switch.setdefault(switch, []).append(count)
        self._on: frozenset[int] = frozenset()

    def close(self) -> None:
        self._forget()
        self._program.close()

    def switch_to(self, on: frozenset[int]) -> None:
        if on != self._on:
            self._forget()
        for switch in self._on ^ on:
            for count in self._by_switch.get(switch, ()):
                bounds = self.of.bounds[count] if switch in on else self._shown[count]
                self._state[count] = bounds
                self._program.set_bounds(count, *bounds)
        self._on = on

    def possible(self, count: int, values: Sequence[int]) -> list[int]:
        """Those of some values that fit."""
        low, high = self._reach(count)
        inside = [value for value in values if low <= value <= high]
        return [one for one in inside if self._in_whole().fits(count, one)] if self._has_shares else inside

    def width(self, count: int, most: int) -> int:
        """How many values fit besides one, as far as `most`."""
        low, high = self._reach(count)
        return len(self._in_whole().some(count, most + 1)) - 1 if self._has_shares else min(high - low, most)

    def cuts(self, on: frozenset[int], *, first: bool = False) -> list[_Cut]:
        """The conditions that this choice breaks; none where it protects all, one that nothing meets where no effort is
        left to know.
        """
        self.switch_to(on)
        found: list[_Cut] = []
        seen: list[Sequence[float]] = []
        for target in self._targets(on):
            if not self.effort.left:
                return [_UNKNOWN]
            found += self._narrow(target, seen) if target.width else self._small(target, seen)
            if found and first:
                break
        is_plain = not self._has_shares and all(map(_is_whole, seen))
        return found or ([] if is_plain else self._whole_cuts(on, seen))

    def _targets(self, on: frozenset[int]) -> Iterator[ProtectionLevel]:
        """What must stay open: also what is hidden to protect others, while it is."""
        for target in self.of.targets:
            switch = self.of.switches[target.place]
            if not target.width or switch is None or switch in on:
                yield target

    def _whole_cuts(self, on: frozenset[int], seen: Sequence[Sequence[float]]) -> list[_Cut]:
        """Where whole numbers leave something less open than fractions do, something more must be hidden, or what was
        hidden to protect others is shown.
        """
        whole = self._in_whole()
        whole.learn(values for values in seen if _is_whole(values))
        for target in self._targets(on):
            if not self.effort.left:
                return [_UNKNOWN]
            is_open = len(whole.some(target.place, target.width + 1)) > target.width
            if not is_open or not all(whole.fits(target.place, value) for value in target.values):
                more = dict.fromkeys(self._by_switch.keys() - on, 1.0)
                own = self.of.switches[target.place] if target.width else None
                return [_Cut(more, 1) if own is None else _Cut({**more, own: -1.0}, 0)]
        return []

    def _in_whole(self) -> WholeValues:
        if self._whole is None:
            self._whole = WholeValues(
                self._state, self.of.rows, self.of.truths, self.effort.spend, doubtful_fits=self._is_public
            )
        return self._whole

    def _forget(self) -> None:
        if self._whole is not None:
            self._whole.close()
            self._whole = None

    def _reach(self, count: int) -> tuple[int, int]:
        """The smallest and the largest value that fits, by fractions."""
        low, high = self._extreme(count, 1), self._extreme(count, -1)
        return ceil(low.values[count] - _NEAR), floor(high.values[count] + _NEAR)

    def _small(self, target: ProtectionLevel, seen: list[Sequence[float]]) -> Iterator[_Cut]:
        for sign, wanted in ((1, target.values[0]), (-1, -target.values[-1])):
            if any(sign * values[target.place] <= wanted + _NEAR for values in seen):
                continue
            solution = self._extreme(target.place, sign)
            if solution.cost > wanted + _NEAR:
                yield _stronger(self._cut(target.place, sign, solution, -wanted))
            else:
                seen.append(solution.values)

    def _narrow(self, target: ProtectionLevel, seen: list[Sequence[float]]) -> Iterator[_Cut]:
        known = [values[target.place] for values in seen]
        if known and max(known) - min(known) >= target.width - _NEAR:
            return
        low, high = (self._extreme(target.place, sign) for sign in (1, -1))
        seen += [low.values, high.values]
        if -high.cost - low.cost >= target.width - _NEAR:
            return
        one, other = self._cut(target.place, 1, low, 0), self._cut(target.place, -1, high, 0)
        factors = {s: one.factors.get(s, 0.0) + other.factors.get(s, 0.0) for s in one.factors.keys() | other.factors}
        own = self.of.switches[target.place]
        missing = target.width + one.least + other.least
        if own is None:
            yield _stronger(_Cut(factors, missing))
        else:
            missing -= factors.pop(own, 0.0)
            strong = _stronger(_Cut(factors, missing))
            yield _Cut({**strong.factors, own: -missing}, 0)

    def _extreme(self, count: int, sign: int) -> Solution:
        self.effort.spend(len(self._state))
        solution = self._program.solve({count: sign})
        assert solution is not None, "the true counts fit whatever is hidden"
        return solution

    def _cut(self, count: int, sign: int, solution: Solution, wanted: float) -> _Cut:
        """By the duals of an attack: how far a count can move at most, whatever is hidden."""
        worth: dict[int, float] = {count: -float(sign)}
        room = 0.0
        for row, dual in zip(self.of.rows, solution.row_duals, strict=True):
            if abs(dual) > _NEAR:
                for member, factor in row.factors.items():
                    worth[member] = worth.get(member, 0.0) + dual * factor
                ends = [-dual * end for end in (row.least, row.most) if abs(end) < 1e9]
                room += max(ends)
        factors: dict[int, float] = {}
        for member, price in worth.items():
            if abs(price) <= _NEAR:
                continue
            furthest = max(price * end for end in self.of.bounds[member])
            switch = self.of.switches[member]
            if switch is None:
                room += furthest
            else:
                room += price * self.of.truths[member]
                factors[switch] = factors.get(switch, 0.0) + furthest - price * self.of.truths[member]
        return _Cut(factors, wanted - room)


def _stronger(cut: _Cut) -> _Cut:
    """A switch can't do more than all that is missing."""
    return _Cut({switch: min(factor, cut.least) for switch, factor in cut.factors.items() if factor > _NEAR}, cut.least)


def _is_whole(values: Sequence[float]) -> bool:
    return all(abs(value - round(value)) < _NEAR for value in values)
