"""The measures of indicators, one row each: all that depends on how a figure is worked out of its two sides."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msgspec import Struct

from desktop_app.domain.values import show_number
from desktop_app.messages import CountedNumber

PERCENT, GROWTH, COUNT = "percent", "growth", "count"
RATIO, MEAN, PER_1000, PER_100000 = "ratio", "mean", "per_1000", "per_100000"


class Measure(Struct, frozen=True):
    """What the measure decides; a test names a row that lacks something."""

    # the value
    has_denominator: bool  # the value is numerator / denominator × `factor`, a cap cuts to the denominator
    factor: int
    whole: int | None  # the value where the numerator is all of the denominator, so that nothing is more; else None
    from_baseline: bool  # the denominator is what there was before; by hand both numbers are typed in, not the increase
    empty_not_applicable: bool  # a denominator of 0 means that there is nobody to count, not that nothing is known
    # how it is shown
    decimals: int | None  # None: as exact as it is
    suffix: str  # right behind the number; where it is empty the plan's unit follows
    signed: bool
    number_format: str  # of a cell in a spreadsheet; empty: that of any number
    # keys of sentences
    range_key: str  # a target with two ends: {low}, {high}
    difference_key: str  # what a correction adds or takes: {n}


MEASURES: Final[Mapping[str, Measure]] = {
    PERCENT: Measure(
        has_denominator=True, factor=100, whole=100, from_baseline=False, empty_not_applicable=True, decimals=1,
        suffix="%", signed=False, number_format="0.0%", range_key="report.target_between",
        difference_key="report.correction_points",
    ),
    GROWTH: Measure(
        has_denominator=True, factor=100, whole=None, from_baseline=True, empty_not_applicable=True, decimals=1,
        suffix="%", signed=True, number_format="+0.0%;-0.0%;0.0%", range_key="report.target_growth",
        difference_key="report.correction_points",
    ),
    COUNT: Measure(
        has_denominator=False, factor=1, whole=None, from_baseline=False, empty_not_applicable=False, decimals=None,
        suffix="", signed=False, number_format="", range_key="report.target_between",
        difference_key="report.correction_count",
    ),
    **{
        name: Measure(
            has_denominator=True, factor=factor, whole=None, from_baseline=False, empty_not_applicable=True,
            decimals=decimals, suffix="", signed=False, number_format="#,##0." + "0" * decimals,
            range_key="report.target_between", difference_key="report.correction_count",
        )
        for name, factor, decimals in ((RATIO, 1, 2), (MEAN, 1, 1), (PER_1000, 1000, 1), (PER_100000, 100_000, 1))
    },
}  # fmt: skip


def value_of(measure: str, numerator: Fraction | None, denominator: Fraction | None) -> Fraction | None:
    """The unrounded value; None when it can't be given."""
    row = MEASURES[measure]
    if numerator is None or not row.has_denominator:
        return numerator
    return row.factor * numerator / denominator if denominator else None


def numerator_for(measure: str, value: Fraction, denominator: Fraction | None) -> Fraction:
    """The numerator with which that denominator comes to the value."""
    row = MEASURES[measure]
    return value * (denominator or 0) / row.factor if row.has_denominator else value


def sides_by_hand(measure: str, numerator: Fraction, denominator: Fraction | None) -> tuple[Fraction, Fraction | None]:
    """Both sides of a figure whose two numbers were typed in."""
    row = MEASURES[measure]
    if row.from_baseline:
        numerator -= denominator or 0
    return numerator, denominator if row.has_denominator else None


def show_value(measure: str, value: Fraction) -> CountedNumber:
    """`62,6%`, `+8,3%`, or the count (whole where it is whole)."""
    row = MEASURES[measure]
    sign = "+" if row.signed and value > 0 else ""
    return CountedNumber(f"{sign}{_number(row, value)}{row.suffix}")


def as_shown(measure: str, value: Fraction) -> Fraction:
    """The value as it is printed, rounded."""
    decimals = MEASURES[measure].decimals
    return value if decimals is None else Fraction(rounded(value, decimals))


def show_difference(measure: str, step: Fraction) -> CountedNumber:
    """How far one value lies from another, with its sign and without a unit: `+1,4`, `-3`."""
    return CountedNumber(f"{'+' if step > 0 else ''}{_number(MEASURES[measure], step)}")


def _number(row: Measure, value: Fraction) -> CountedNumber:
    return show_fraction(value) if row.decimals is None else show_number(rounded(value, row.decimals))


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half away from zero."""
    steps = (2 * 10**decimals * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return Decimal(f"{steps if value > 0 else -steps}e-{decimals}")


def show_fraction(number: Fraction) -> CountedNumber:
    """A numerator or denominator as people read it: 1.234, or 2,5 where a manual value is not whole."""
    return show_number(as_decimal(number))


def as_decimal(number: Fraction) -> int | Decimal:
    """The same as a number that cells hold."""
    if number.denominator == 1:
        return number.numerator
    return (Decimal(number.numerator) / Decimal(number.denominator)).normalize()
