"""How a target is written and judged: one row for each sign that a plan may write."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Final

from msgspec import Struct


def _to_add(number: Fraction, low: Fraction, _: Fraction) -> int | None:
    return ceil(low - number)


def _to_take_away(number: Fraction, low: Fraction, _: Fraction) -> int | None:
    return floor(low - number)


def _exactly(number: Fraction, low: Fraction, _: Fraction) -> int | None:
    gap = low - number
    return int(gap) if gap.denominator == 1 else None


def _into(number: Fraction, low: Fraction, high: Fraction) -> int | None:
    step = ceil(low - number) if number < low else floor(high - number)
    return step if low <= number + step <= high else None


def _nothing(_: Fraction, __: Fraction, ___: Fraction) -> None:
    return None


def _less(value: Fraction, _: Fraction, __: Fraction) -> Fraction:
    return -value


def _more(value: Fraction, _: Fraction, __: Fraction) -> Fraction:
    return value


def _nearer(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return min(value - low, high - value, Fraction(0))


NOTHING = "none"  # the sign of what is watched and not judged


class Comparison(Struct, frozen=True):
    """What the sign of a target decides; a test names a row that lacks something."""

    judges: bool  # whether there is a target at all; a figure without one is watched
    # how a value is judged
    at_least: bool  # whether less than the threshold does not reach it
    at_most: bool  # whether more than the upper end does not
    short_by: Callable[[Fraction, Fraction, Fraction], int | None]  # numerator, those of both ends: what mends it
    has_range: bool  # whether a second threshold above the first one may stand with it
    needs_range: (
        bool  # whether it must: the target lies between the two, else the second says what is more than asked for
    )
    better: int  # 1: more is better, -1: less is better, 0: neither
    merit: Callable[[Fraction, Fraction, Fraction], Fraction | None]  # what is larger ranks higher
    # how it is shown
    sign: str  # before a target in a table where the comparison says more than the number does
    target_key: str  # the same in a sentence: {amount}
    fall_key: str  # the same of a growth below zero: {amount} is how far it falls
    rise_key: str  # and of one above zero
    short_key: str  # the sentence of a figure that does not reach it: {title}, {figure}, {target}, {short}
    not_met_key: str  # the same without a number that would mend it
    verdict_key: str  # the same in a word or two


COMPARISONS: Final[Mapping[str, Comparison]] = {
    ">=": Comparison(
        judges=True, at_least=True, at_most=False, short_by=_to_add, has_range=True, needs_range=False,
        better=1, merit=_more, sign="≥ ",
        target_key="report.target_least", fall_key="report.target_fall_most", rise_key="report.target_least",
        short_key="report.sentence_short", not_met_key="report.sentence_not_met",
        verdict_key="report.not_met",
    ),
    "<=": Comparison(
        judges=True, at_least=False, at_most=True, short_by=_to_take_away, has_range=False, needs_range=False,
        better=-1, merit=_less, sign="≤ ",
        target_key="report.target_most", fall_key="report.target_fall_least", rise_key="report.target_rise_most",
        short_key="report.sentence_above_short", not_met_key="report.sentence_above",
        verdict_key="report.above",
    ),
    "=": Comparison(
        judges=True, at_least=True, at_most=True, short_by=_exactly, has_range=False, needs_range=False,
        better=0, merit=_nearer, sign="= ",
        target_key="report.target_exact", fall_key="report.target_fall", rise_key="report.target_exact",
        short_key="report.sentence_off_short", not_met_key="report.sentence_off",
        verdict_key="report.off",
    ),
    "between": Comparison(
        judges=True, at_least=True, at_most=True, short_by=_into, has_range=True, needs_range=True,
        better=0, merit=_nearer, sign="",
        target_key="report.target_exact", fall_key="report.target_fall", rise_key="report.target_exact",
        short_key="report.sentence_off_short", not_met_key="report.sentence_off",
        verdict_key="report.off",
    ),
    NOTHING: Comparison(
        judges=False, at_least=False, at_most=False, short_by=_nothing, has_range=False, needs_range=False,
        better=0, merit=_nothing, sign="",
        target_key="report.target_exact", fall_key="report.target_fall", rise_key="report.target_exact",
        short_key="report.sentence_off_short", not_met_key="report.sentence_off",
        verdict_key="report.watched",
    ),
}  # fmt: skip
