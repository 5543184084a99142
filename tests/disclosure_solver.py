"""An attacker with a solver: what can be worked out of hidden counts from everything that is printed.

It shares no code with the program. Every printed number is a sum of unknown whole numbers, each of one lowest place,
one part and one stretch of days; the solver looks for two different sets of them that fit all that is printed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from highspy import Highs, HighsModelStatus

Atom = Any
FEW, HIDDEN = "<5", "…"


class Attack:
    """Collects what is printed about whole numbers that nobody knows."""

    def __init__(self) -> None:
        self.model: Any = Highs()  # type: ignore[no-untyped-call]  # it has no types
        self.model.silent()
        self.atoms: dict[Atom, Any] = {}

    def total(self, names: Sequence[Atom]) -> Any:
        for name in names:
            if name not in self.atoms:
                self.atoms[name] = self.model.addIntegral(lb=0)
        return self.model.qsum([self.atoms[name] for name in names])

    def reads(self, names: Sequence[Atom], text: str) -> None:
        """A sum of atoms as it was printed."""
        total = self.total(names)
        if text == FEW:
            self.model.addConstr(total >= 1)
            self.model.addConstr(total <= 4)
        elif text != HIDDEN:
            self.model.addConstr(total == int(text))

    def holds(self, above: Sequence[Atom], below: Sequence[Atom], least: float, most: float) -> None:
        """A share of one sum in another that is known to lie between two bounds."""
        self.model.addConstr(self.total(above) >= least * self.total(below))
        self.model.addConstr(self.total(above) <= most * self.total(below))

    def recovered(self, counts: Mapping[Any, Sequence[Atom]], truth: Mapping[Any, int]) -> dict[Any, int]:
        """Those of these counts that can have one value only."""
        true_value = {key: sum(truth[atom] for atom in atoms) for key, atoms in counts.items()}
        unsure, found = dict.fromkeys(counts), {}
        while unsure:
            key = next(iter(unsure))
            for solve in (self.model.minimize, self.model.maximize):
                values = self._values(solve(self.total(counts[key])))
                for one in [one for one in unsure if sum(values[atom] for atom in counts[one]) != true_value[one]]:
                    del unsure[one]
                if key not in unsure:
                    break
            else:
                del unsure[key]
                found[key] = true_value[key]
        return found

    def _values(self, _done: object) -> dict[Atom, int]:
        assert self.model.getModelStatus() == HighsModelStatus.kOptimal, self.model.getModelStatus()
        values = self.model.getSolution().col_value
        return {name: round(values[variable.index]) for name, variable in self.atoms.items()}
