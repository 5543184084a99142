"""How a figure is compared with its target: one row for each sign that a plan may write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import ge
from typing import Final


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the sign of a target decides; a test names a row that lacks something."""

    is_met: Callable[[Fraction, Fraction], bool]  # of the value and the threshold
    shortfall: Callable[[Fraction, Fraction], Fraction]  # of the numerator there is and the one wanted
    sign: str  # before a target in a table where the comparison says more than the number does
    target_key: str  # the same in a sentence: {amount}


def _missing(numerator: Fraction, wanted: Fraction) -> Fraction:
    return max(Fraction(0), wanted - numerator)


COMPARISONS: Final[Mapping[str, Comparison]] = {
    ">=": Comparison(is_met=ge, shortfall=_missing, sign="≥ ", target_key="report.target_least"),
    # `=` (100 %) is read as “reaches”, so that a lowered target or more than all is no failure
    "=": Comparison(is_met=ge, shortfall=_missing, sign="", target_key="report.target_exact"),
}
