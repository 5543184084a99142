"""An attacker with a solver: what can be worked out of hidden counts from everything that is printed.

It shares no code with the program, nor its solver's settings. Every printed number is a sum of unknown whole numbers,
each of one lowest place, one part and one stretch of days; the solver looks for the least and the most that each hidden
sum can be.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from highspy import Highs, HighsModelStatus

Atom = Any
FEW, HIDDEN, LEFT_OUT = "<5", "…", ""
POSSIBLE = 4  # values at least that a hidden count may have


class Attack:
    """Collects what is printed about whole numbers that nobody knows."""

    def __init__(self) -> None:
        self.model: Any = Highs()  # type: ignore[no-untyped-call]  # it has no types
        self.model.silent()
        self.model.setOptionValue("mip_feasibility_tolerance", 1e-9)
        self.atoms: dict[Atom, Any] = {}
        self._same: set[tuple[frozenset[Atom], frozenset[Atom]]] = set()
        self._times: set[tuple[frozenset[Atom], frozenset[Atom]]] = set()

    def total(self, names: Sequence[Atom]) -> Any:
        for name in names:
            if name not in self.atoms:
                self.atoms[name] = self.model.addIntegral(lb=0)
        return self.model.qsum([self.atoms[name] for name in names])

    def reads(self, names: Sequence[Atom], text: str) -> None:
        """A sum of atoms as it was printed; whoever knows the program knows that `…` stands for five or more."""
        if not names:
            return
        total = self.total(names)
        if text == FEW:
            self.model.addConstr(total >= 1)
            self.model.addConstr(total <= 4)
        elif text == HIDDEN:
            self.model.addConstr(total >= 5)
        elif text != LEFT_OUT:
            self.model.addConstr(total == int(text))

    def times(self, some: Sequence[Atom], others: Sequence[Atom], factors: tuple[int, int]) -> None:
        """Two sums that are the same whole number of times these factors, once at least."""
        if (said := (frozenset(some), frozenset(others))) not in self._times:
            self._times.add(said)
            number = self.model.addIntegral(lb=1)
            for names, factor in zip((some, others), factors, strict=True):
                self.model.addConstr(self.total(names) == factor * number)

    def holds(self, above: Sequence[Atom], below: Sequence[Atom], least: float, most: float) -> None:
        """A share of one sum in another that is known to lie between two bounds."""
        self.model.addConstr(self.total(above) >= least * self.total(below))
        self.model.addConstr(self.total(above) <= most * self.total(below))

    def some(self, names: Sequence[Atom]) -> None:
        """A sum that is known not to be nothing."""
        self.model.addConstr(self.total(names) >= 1)

    def same(self, some: Sequence[Atom], others: Sequence[Atom]) -> None:
        """Two sums that are known to be the same number; said twice it is no news."""
        said = frozenset(some), frozenset(others)
        if said not in self._same:
            self._same.add(said)
            self.model.addConstr(self.total(some) == self.total(others))

    def apart(self, more: Sequence[Atom], less: Sequence[Atom], least: int) -> None:
        """A sum that is known to be larger than another."""
        self.model.addConstr(self.total(more) - self.total(less) >= least)

    def most(self, names: Sequence[Atom], most: int) -> None:
        self.model.addConstr(self.total(names) <= most)

    def reach(self, names: Sequence[Atom], less: Sequence[Atom] = ()) -> tuple[int, int]:
        """The least and the most that a sum of atoms can be, or what is left of it without some others."""
        ends = []
        for solve in (self.model.minimize, self.model.maximize):
            solve(self.total(names) - self.total(less) if less else self.total(names))
            status = self.model.getModelStatus()
            if status in (HighsModelStatus.kUnbounded, HighsModelStatus.kUnboundedOrInfeasible):
                ends.append(10**6)
                continue
            assert status == HighsModelStatus.kOptimal, status
            values = self.model.getSolution().col_value
            whole, rest = (sum(round(values[self.atoms[name].index]) for name in some) for some in (names, less))
            ends.append(whole - rest)
        return ends[0], ends[1]

    def told(self, hidden: Mapping[Any, Sequence[Atom]]) -> dict[Any, tuple[int, int]]:
        """The least and the most of those of these hidden counts that can have fewer than four values."""
        found = {key: values for key, names in hidden.items() if names and len(values := self.values(names)) < POSSIBLE}
        return {key: (values[0], values[-1]) for key, values in found.items()}

    def values(self, names: Sequence[Atom], less: Sequence[Atom] = ()) -> list[int]:
        """The first four whole values that a sum can have, or what is left of it without some others: one after the
        other, since between two of them not every number must fit.
        """
        total = self.total(names) - self.total(less) if less else self.total(names)
        found: list[int] = []
        above = self.model.addConstr(total >= -(10**6))
        while len(found) < POSSIBLE:
            self.model.minimize(total)
            status = self.model.getModelStatus()
            if status == HighsModelStatus.kInfeasible:
                break
            assert status == HighsModelStatus.kOptimal, status
            values = self.model.getSolution().col_value
            whole, rest = (sum(round(values[self.atoms[name].index]) for name in some) for some in (names, less))
            found.append(whole - rest)
            self.model.changeRowBounds(above.index, found[-1] + 1, self.model.inf)
        self.model.removeConstr(above)
        return found
