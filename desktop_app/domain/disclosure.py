"""Disclosure control: which printed counts are hidden so that nobody can work out a small one from all the rest.

A count of 1–4 prints as `<5`, and each of 1–4 must stay possible. Whoever reads it also knows every sum: units and what
is above them, parts and their total, periods inside longer ones, and all that is public already. What would give a
small count away prints as `…`, and at least four values of it stay possible.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct, field

from desktop_app.domain.count_system import (
    HIDDEN,
    LEFT_OUT,
    SHOWN,
    SMALL,
    SMALLEST,
    WITHHELD,
    Counts,
    CountSystem,
    Key,
    is_small,
    known_bounds,
)
from desktop_app.domain.suppression import choose
from desktop_app.domain.suppression_attack import Attack, Effort, ProtectionLevel

WHOLE = "whole"  # a paper without any of these counts
_SMALL = tuple(range(1, SMALLEST))
_WIDTH = SMALLEST - 2  # of four values besides one


class Protection(Struct, frozen=True):
    """How counts are printed that are not simply shown; which breakdowns are left out; which hidden counts earlier
    papers give away; whether it is proven that no less could be hidden.
    """

    marks: Mapping[Key, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    given_away: tuple[Key, ...] = ()
    proven: bool = True


def printed(count: int, mark: str) -> str:
    """A whole count as it prints."""
    return {SHOWN: str(count), SMALL: "<5", LEFT_OUT: ""}.get(mark, "…")


def protect(table: Counts, effort: Effort | None = None) -> Protection:
    """The fewest counts to hide; where no counts are enough, the fewest breakdowns to leave out. `effort` is what
    is left of it for the paper that the table stands in.
    """
    system = CountSystem(table)
    public = _Public(system, effort or Effort())
    for number in range(len(table.breakdowns) + 1):
        for left_out in combinations(table.breakdowns, number):
            found = _Paper(system, public, left_out).protection() if public.effort.left else None
            if found is not None:
                return found
    whole = (*table.breakdowns, WHOLE)
    return Protection(dict.fromkeys(table.printed, LEFT_OUT), whole, proven=bool(public.effort.left))


class _Public:
    """What is public already, without the paper in hand."""

    def __init__(self, system: CountSystem, effort: Effort) -> None:
        self._system, self.effort = system, effort
        self.says_anything = bool(system.table.marks or system.table.known)
        self.bounds = system.tightened([known_bounds(system.table, key) for key in system.keys])
        self._parts: dict[int, tuple[Attack, int]] = {}

    def possible(self, one: int, values: Sequence[int]) -> list[int]:
        """Those of some values of a count that fit what is public."""
        attack, place = self._attack(one)
        low, high = self.bounds[one]
        return attack.possible(place, values) if attack else [value for value in values if low <= value <= high]

    def width(self, one: int, most: int) -> int:
        """How many values of a count fit what is public besides one, as far as `most`."""
        attack, place = self._attack(one)
        return attack.width(place, most) if attack else 0

    def _attack(self, one: int) -> tuple[Attack | None, int]:
        """What can be worked out of a count that is open, and its place there."""
        if not self._parts:
            for members in self._system.components(self.bounds):
                suppression = self._system.suppression(members, self.bounds, paper=False)
                attack = Attack(suppression, self.effort, is_public=True)
                self._parts |= {member: (attack, place) for place, member in enumerate(members)}
        return self._parts.get(one, (None, 0))


class _Paper:
    """The paper with some breakdowns left out."""

    def __init__(self, system: CountSystem, public: _Public, left_out: tuple[str, ...]) -> None:
        self.system, self.table, self.public, self.left_out = system, system.table, public, left_out
        self.gone = {key for name in left_out for key in self.table.breakdowns[name]}
        self.paper = set(self.table.printed) - self.gone
        self.given_away: dict[Key, None] = {}
        self._narrow: set[Key] = set()  # what public papers leave too few values for a complementary count

    def protection(self) -> Protection | None:
        bounds = self.system.tightened([self._bounds(key) for key in self.system.keys])
        marks: dict[Key, str] = {key: SMALL for key in self.system.keys if key in self.paper and self._is_secret(key)}
        proven = True
        said = [n for n, key in enumerate(self.system.keys) if key in self.paper or self.public.bounds[n] != bounds[n]]
        touched = self.system.beside(said)
        for one, (low, high) in enumerate(bounds):
            if low == high and self._is_secret(self.system.keys[one]) and not self._was_given_away(one, low, high):
                return None
        for members in self.system.components(bounds):
            if touched.isdisjoint(members):
                continue
            choice = self._choice(members, bounds)
            if choice is None:
                return None
            marks |= {key: SMALL if is_small(self.table.counts[key]) else HIDDEN for key in choice[0]}
            proven = proven and choice[1]
        marks |= dict.fromkeys((key for key in self.system.keys if key in self.gone), LEFT_OUT)
        return Protection(marks, self.left_out, tuple(self.given_away), proven)

    def _is_secret(self, key: Key) -> bool:
        return is_small(self.table.counts[key]) and key not in self.table.top

    def _is_guarded(self, key: Key) -> bool:
        return self._is_secret(key) or self.table.marks.get(key) == HIDDEN

    def _may_hide(self, key: Key) -> bool:
        """Zeros are never hidden, nor is what is public; small counts at the top can be, for others."""
        count = self.table.counts[key]
        some = count >= SMALLEST or (count and key in self.table.top)
        return bool(some) and key in self.paper and key not in self.table.known

    def _bounds(self, key: Key) -> tuple[int, int]:
        """What everybody knows of a count where all is hidden that may be."""
        count, known = self.table.counts[key], known_bounds(self.table, key)
        if key not in self.paper:
            return known
        if is_small(count) and (self._is_secret(key) or self._may_hide(key)):
            return max(known[0], 1), min(known[1], SMALLEST - 1)
        return (max(known[0], SMALLEST), known[1]) if self._may_hide(key) else (count, count)

    def _was_given_away(self, one: int, low: int, high: int) -> bool:
        """Whether what is public says as much of a small count; then it is named."""
        if not self.public.says_anything:
            return False
        self.given_away[self.system.keys[one]] = None
        return all(low <= value <= high for value in self.public.possible(one, _SMALL))

    def _choice(self, members: list[int], bounds: list[tuple[int, int]]) -> tuple[list[Key], bool] | None:
        keys = [self.system.keys[one] for one in members]
        if not any(map(self._is_guarded, keys)):
            return [], True
        names = {self.table.switch.get(key, key): None for key in keys if self._may_hide(key)}
        numbers = {name: number for number, name in enumerate(names)}
        of = self.system.suppression(members, bounds)
        of.switches = [numbers[self.table.switch.get(key, key)] if self._may_hide(key) else None for key in keys]
        of.weights = [self._weight(name, number) for number, name in enumerate(names)]
        of.forced = frozenset(number for name, number in numbers.items() if self._must_hide(name, keys))
        of.columns = [column for group in self.table.columns if (column := self._column(group, numbers))]
        of.targets = [target for n, key in enumerate(keys) for target in self._targets(n, key)]
        found = choose(of, self.public.effort)
        if found is None and self.public.says_anything:
            lowered = [self._lowered(target, members) for target in of.targets]
            of.targets = [target for target in lowered if target.width or target.values]
            found = choose(of, self.public.effort)
        if found is None:
            return None
        hidden = {name for name, number in numbers.items() if number in found.hidden}
        chosen = [key for key in keys if self._may_hide(key) and self.table.switch.get(key, key) in hidden]
        self.given_away |= dict.fromkeys(key for key in chosen if key in self._narrow)
        return chosen, found.proven

    def _targets(self, number: int, key: Key) -> Iterator[ProtectionLevel]:
        """Of a small count all of 1–4, also where it is not printed: what a paper narrows, a later `<5` narrows more.
        Where its breakdown is left out, or nobody will ever print it, a small total that is printed leaves no more than
        four values.
        """
        if self._is_secret(key) and key not in self.gone and key not in self.table.unprinted:
            yield ProtectionLevel(number, _SMALL)
        elif self._is_secret(key) or self._may_hide(key) or self.table.marks.get(key) == HIDDEN:
            yield ProtectionLevel(number, width=_WIDTH)

    def _lowered(self, target: ProtectionLevel, members: list[int]) -> ProtectionLevel:
        """What a paper can't make more exact than it is already; of what is known no target is left."""
        one = members[target.place]
        key = self.system.keys[one]
        if target.width:
            width = self.public.width(one, target.width)
            if width < target.width:
                self._narrow.add(key)
                self.given_away |= {key: None} if key in self.table.unprinted else {}
            return target._replace(width=width)
        values = tuple(self.public.possible(one, target.values))
        if values != target.values:
            self.given_away[key] = None
        return target._replace(values=values)

    def _weight(self, name: Key, number: int) -> float:
        """By what is lost; ties go by a fixed order."""
        return 1000 * self.table.weights.get(name, 1) + number / 8

    def _must_hide(self, name: Key, keys: Sequence[Key]) -> bool:
        """What was hidden stays hidden; where one side is small both sides are hidden."""
        of_name = [key for key in keys if self.table.switch.get(key, key) == name]
        return any(self.table.marks.get(key) in (HIDDEN, SMALL, WITHHELD) for key in of_name) or any(
            self._is_secret(key) for key, switch in self.table.switch.items() if switch == name and key in self.paper
        )

    def _column(self, group: Collection[Key], numbers: Mapping[Key, int]) -> frozenset[int]:
        """The switches that would hide a column whole; none where something of it is shown anyway."""
        shown = any(key in self.paper and not self._may_hide(key) and not self._is_secret(key) for key in group)
        found = frozenset(numbers[key] for key in group if key in numbers)
        whole = all(key in numbers or self._is_secret(key) for key in group if key in self.paper)
        return frozenset() if shown or not whole else found
