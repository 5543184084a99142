"""What the statistics of a report come to: amounts, their parts by value, and what each place adds."""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from desktop_app.domain.plan_indicators import Statistic
from desktop_app.messages import Label

Number = int | Decimal

UNSTATED = "–"


def added(numbers: Iterable[Number]) -> Number:
    """The sum, without noughts at its end: 0.25 and 0.75 are 1, not 1.00."""
    total = sum(numbers)
    return Decimal(f"{total.normalize():f}") if isinstance(total, Decimal) else total


class Amount(Struct, frozen=True):
    """A number in the period and since the plan year's first day; `period` is None for records without a date."""

    period: Number | None
    year_to_date: Number


class ValueShare(Struct, frozen=True):
    """The part of a statistic that has one value of its `by` field; `label` is None where none was filled in."""

    label: Label | None
    amount: Amount


class UnitAmount(Struct, frozen=True):
    """What a unit directly below adds, or the unit itself without those below; shares in the statistic's order."""

    unit: str
    amount: Amount
    shares: tuple[Amount, ...] = ()


class StatisticResult(Struct, frozen=True):
    """One statistic with its amount, the shares of its `by` field that occur, and the places that add anything."""

    statistic: Statistic
    amount: Amount
    shares: tuple[ValueShare, ...] = ()
    places: tuple[UnitAmount, ...] = ()


class AreaStatistics(Struct, frozen=True):
    """The statistics of one area, in the plan's order."""

    area: str
    results: tuple[StatisticResult, ...]


def part_name(label: Label | None) -> str:
    """What tells a share from others of the same statistic."""
    return label.vi if label else UNSTATED
