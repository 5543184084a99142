"""How a figure moves over the periods of a year and against the year before, and how units compare."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from msgspec import Struct

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.measures import show_fraction, show_value, value_of
from desktop_app.domain.period import MONTHS, QUARTERS, YEAR, Period, Scheme
from desktop_app.domain.period_codes import week_in
from desktop_app.messages import CountedNumber

HALVES, TO_DATE = ("H1", "H2"), ("Q1", "H1", "9M", YEAR)
STEPS = {"month": MONTHS, "quarter": QUARTERS, "half": HALVES, "to_date": TO_DATE, "year": (YEAR,)}
BY_HAND, LOCKED, COUNTED = "manual", "locked", "counted"
_IN_PRINT = 4  # periods beside each other in a report


def up_to(scheme: Scheme, period: Period) -> tuple[Period, ...]:
    """The last few periods of the year like this one that lead to it, the years of several; none to a free range of
    days.
    """
    if period.several_years:
        years = range(period.first_year, period.year + 1)
        return tuple(one for year in years for one in scheme.periods([YEAR], year))
    steps = (MONTHS, QUARTERS, TO_DATE, HALVES, *_own_steps(scheme))
    codes = next((codes for codes in steps if period.code in codes and set(codes) <= set(scheme.offered)), ())
    found = scheme.periods(codes, period.year)
    return found[: found.index(period) + 1][-_IN_PRINT:] if period in found else ()


def _own_steps(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    """The weeks, and of the codes that a plan names itself those that stand for equally many months."""
    yield tuple(code for code in scheme.offered if week_in(code))
    spans = {code: own.months[1] - own.months[0] for code, own in scheme.codes.items() if own.months}
    for long in dict.fromkeys(spans.values()):
        yield tuple(code for code, span in spans.items() if span == long)


class Earlier(Struct, frozen=True):
    """The figure of the same period a year earlier and where it was found: typed in by hand, in a locked report, or
    counted where its records lie in the same file.
    """

    period: Period
    source: str
    measure: str
    numerator: Fraction
    denominator: Fraction | None

    @property
    def exact(self) -> Fraction | None:
        return value_of(self.measure, self.numerator, self.denominator)

    @property
    def value(self) -> str | None:
        return None if self.exact is None else show_value(self.measure, self.exact)

    @property
    def ratio(self) -> str:
        below = "" if self.denominator is None else f"/{show_fraction(self.denominator)}"
        return CountedNumber(show_fraction(self.numerator) + below)

    def to_json(self) -> dict[str, Any]:
        return {
            "period": self.period.text, "source": self.source, "numerator": self.numerator,
            "denominator": self.denominator, "value": self.value,
        }  # fmt: skip


class Point(Struct, frozen=True):
    """One period of a trend; `earlier` is None where nothing is known of the year before."""

    period: Period
    figure: IndicatorResult
    earlier: Earlier | None

    @property
    def change(self) -> Fraction | None:
        """By how much the value grew against the year before: points of percent, or the count's difference."""
        if self.earlier is None or self.earlier.exact is None or self.figure.exact is None:
            return None
        return self.figure.exact - self.earlier.exact

    def to_json(self) -> dict[str, Any]:
        f = self.figure
        return {
            "period": self.period.text, "label": self.period.label, "first_day": self.period.first_day,
            "last_day": self.period.last_day, "numerator": f.numerator, "denominator": f.denominator,
            "value": f.value, "exact": f.exact,
            "status": f.status, "text": f.text, "provisional": f.provisional, "manual": f.manual,
            "earlier": self.earlier, "change": self.change,
        }  # fmt: skip


class Trend(Struct, frozen=True):
    """One indicator over the periods of a year that have begun; its threshold is that of the last one."""

    points: tuple[Point, ...]

    @property
    def figures(self) -> tuple[IndicatorResult, ...]:
        return tuple(point.figure for point in self.points)

    @property
    def last(self) -> IndicatorResult:
        return self.points[-1].figure

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.last.code, "title": self.last.title, "measure": self.last.measure,
            "target": self.last.threshold if self.last.judged else None, "target_max": self.last.threshold_max,
            "points": self.points,
        }  # fmt: skip


class Ranked(Struct, frozen=True):
    """A unit's own figure and its place; units without a figure have none and stand last."""

    place: int | None
    unit: str
    name: str
    figure: IndicatorResult

    def to_json(self) -> dict[str, Any]:
        f = self.figure
        return {
            "place": self.place, "unit": self.unit, "name": self.name, "numerator": f.numerator,
            "denominator": f.denominator, "value": f.value, "status": f.status, "text": f.text,
            "short_by": f.short_by, "manual": f.manual,
        }  # fmt: skip


def _merit(figure: IndicatorResult) -> Fraction | None:
    if figure.exact is None:
        return None
    high = figure.threshold if figure.threshold_max is None else figure.threshold_max
    return COMPARISONS[figure.op].merit(figure.exact, figure.threshold, high)


def ranked(figures: Iterable[tuple[str, str, IndicatorResult]]) -> list[Ranked]:
    """From (unit, name, figure): the best value by its target first; equal ones share a place and keep their order."""
    found = [(_merit(one[2]), one) for one in figures]
    merits = sorted((merit for merit, _ in found if merit is not None), reverse=True)
    placed = [Ranked(None if merit is None else 1 + merits.index(merit), *one) for merit, one in found]
    return sorted(placed, key=lambda one: one.place or len(placed) + 1)
