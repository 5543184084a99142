"""Which of the counts that may be hidden are: as few as protect all that must not be worked out.

The usual cell suppression with complete proof: a program in whole numbers chooses what to hide, linear programs attack
that choice, and each attack that succeeds adds a condition to the choice. What is counted, not the clock, stops the
search, so that every computer hides the same.
"""

from typing import NamedTuple

from desktop_app.domain.suppression_attack import Attack, Effort, Suppression
from desktop_app.linear_programs import Constraint, Program

_MASTER = 50  # attacks that take as long as one choice


class SuppressionPattern(NamedTuple):
    """The switches that are on; whether it is proven that no cheaper set protects."""

    hidden: frozenset[int]
    proven: bool


def choose(of: Suppression, effort: Effort) -> SuppressionPattern | None:
    """The cheapest choice that protects all targets, as far as the effort goes; None where none does."""
    attack = Attack(of, effort)
    try:
        most = _most(attack)
        return None if most is None else _cheapest(attack, most) if most else SuppressionPattern(most, True)
    finally:
        attack.close()


def _most(attack: Attack) -> frozenset[int] | None:
    """All that may be hidden: what would not be wide enough even so is shown. None where that does not protect, or no
    effort is left to know.
    """
    of = attack.of
    on = frozenset(switch for switch in of.switches if switch is not None)
    while True:
        attack.switch_to(on)
        narrow: set[int] = set()
        for target in of.targets:
            switch = of.switches[target.place]
            if switch is None or not target.width or switch not in on - of.forced:
                continue
            if attack.width(target.place, target.width) < target.width:
                narrow.add(switch)
            if not attack.effort.left:
                return None
        if not narrow:
            break
        on -= narrow
    return None if attack.cuts(on, first=True) else on


def _cheapest(attack: Attack, most: frozenset[int]) -> SuppressionPattern:
    of = attack.of
    bounds = [(float(n in of.forced), float(n in most)) for n in range(len(of.weights))]
    price: dict[int, float] = dict(enumerate(of.weights))
    rows = []
    for number, column in enumerate(of.columns, start=len(of.weights)):
        bounds.append((0.0, 1.0))
        price[number] = sum(of.weights) + 1  # while there is any other way, no column goes whole
        rows.append(Constraint({**dict.fromkeys(column, -1.0), number: 1.0}, least=1 - len(column)))
    with Program(bounds, rows, whole=True) as master:
        until = attack.effort.left // 2
        while attack.effort.left > until:
            attack.effort.spend(_MASTER * master.size)
            solution = master.solve(price)
            if solution is None:
                break
            on = frozenset(n for n in range(len(of.weights)) if solution.values[n] > 0.5)
            cuts = attack.cuts(on)
            if not cuts:
                return SuppressionPattern(on, True)
            for cut in cuts:
                master.add_row(Constraint(cut.factors, least=cut.least))
    return SuppressionPattern(_one_by_one(attack, most), False)


def _one_by_one(attack: Attack, on: frozenset[int]) -> frozenset[int]:
    """What protects still after the dearest are shown that need not be hidden."""
    of, until = attack.of, attack.effort.left // 2
    for switch in sorted(on - of.forced, key=lambda n: (-of.weights[n], n)):
        if attack.effort.left <= until:
            break
        if not attack.cuts(on - {switch}, first=True):
            on -= {switch}
    return on
