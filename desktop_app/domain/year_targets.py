"""What a plan asks of an indicator in a period: the same every year, year by year, or on the way from a baseline."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from desktop_app.domain.comparisons import COMPARISONS, NOTHING
from desktop_app.domain.indicators import Criterion
from desktop_app.domain.measures import MEASURES, rounded
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_indicators import Indicator, YearTarget

EVEN: Final = "even"
PATHS = ("", EVEN)
TO_DATE = "plan_to_date"  # the window of what is counted since the plan began
STANDING = (TO_DATE, "at_end")  # windows whose figure at the end of several years is that of the last one
_STEPS = 2  # decimals of a target on the way


def planned_criterion(plan: Plan, indicator: Indicator, period: Period) -> Criterion:
    """The plan's own target of a period. A number that adds up over several years is held against nothing but a target
    of just these years: that of one year would be met too easily.
    """
    asked = _asked(plan, indicator, period)
    if asked.threshold is None or not COMPARISONS[indicator.op].judges:
        return Criterion(indicator.measure, NOTHING, Fraction(0))
    low, top = Fraction(asked.threshold), asked.threshold_max
    return Criterion(indicator.measure, indicator.op, low, None if top is None else Fraction(top))


def _asked(plan: Plan, indicator: Indicator, period: Period) -> YearTarget:
    several = period.several_years
    own = indicator.targets.get(f"{period.first_year}..{period.year}") if several else None
    if own is None and several and not _stands(indicator):
        return YearTarget(None)
    own = own or indicator.targets.get(str(period.year))
    return own or _on_the_way(plan, indicator, period.year) or YearTarget(indicator.threshold, indicator.threshold_max)


def _stands(indicator: Indicator) -> bool:
    """Whether several years come to one value and not to a sum."""
    return indicator.window in STANDING or MEASURES[indicator.measure].has_denominator


def _on_the_way(plan: Plan, indicator: Indicator, year: int) -> YearTarget | None:
    """The same step each year from the baseline to the threshold, which is that of the last year."""
    base = indicator.baseline
    if indicator.path != EVEN or base is None or not base.year < year < plan.last_year:
        return None
    share = Fraction(year - base.year, plan.last_year - base.year)
    low = Fraction(base.value) + share * (Fraction(indicator.threshold) - Fraction(base.value))
    return YearTarget(_target(indicator, low), indicator.threshold_max)


def _target(indicator: Indicator, low: Fraction) -> Decimal:
    """Rounded to what a person can read, so that what is printed is what is asked for."""
    return rounded(low, _STEPS if MEASURES[indicator.measure].has_denominator else 0)
