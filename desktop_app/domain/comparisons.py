"""How a target is written and judged: one row for each sign that a plan may write."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor
from operator import eq, ge, le
from typing import Final

from msgspec import Struct


def _to_add(gap: Fraction) -> int | None:
    return ceil(gap)


def _to_take_away(gap: Fraction) -> int | None:
    return floor(gap)


def _exactly(gap: Fraction) -> int | None:
    return int(gap) if gap.denominator == 1 else None


class Comparison(Struct, frozen=True):
    """What the sign of a target decides; a test names a row that lacks something."""

    # how a value is judged
    reached: Callable[[Fraction, Fraction], bool]  # value, threshold
    short_by: Callable[[Fraction], int | None]  # from what the numerator lacks to the whole number that mends it
    has_range: bool  # whether a second threshold above the first one says what is more than asked for
    better: int  # 1: more is better, -1: less is better, 0: neither
    # how it is shown
    sign: str  # before a target in a table where the comparison says more than the number does
    target_key: str  # the same in a sentence: {amount}


COMPARISONS: Final[Mapping[str, Comparison]] = {
    ">=": Comparison(
        reached=ge, short_by=_to_add, has_range=True, better=1, sign="≥ ", target_key="report.target_least",
    ),
    "<=": Comparison(
        reached=le, short_by=_to_take_away, has_range=False, better=-1, sign="≤ ", target_key="report.target_most",
    ),
    "=": Comparison(
        reached=eq, short_by=_exactly, has_range=False, better=0, sign="= ", target_key="report.target_exact",
    ),
}  # fmt: skip

# What a written sign means, by the format of the plan: the first one wrote “=” for at least.
WRITTEN: Final[Mapping[int, Mapping[str, str]]] = {
    1: {">=": ">=", "=": ">="},
    2: {sign: sign for sign in COMPARISONS},
}
