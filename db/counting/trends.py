"""Figures side by side: one unit over the periods of its year, or units over one period."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from db.connection import Connection
from db.counting.figure_scope import snapshot
from db.counting.indicator_figures import figure_context, indicator_of
from db.counting.locks import locks
from db.counting.plan_roles import manual_values_of
from db.open_file import OpenFile
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.locking import Lock, in_order
from desktop_app.domain.measures import sides_by_hand
from desktop_app.domain.period import YEAR, Period, Scheme, year_at
from desktop_app.domain.plan import Plan
from desktop_app.domain.trend import BY_HAND, COUNTED, LOCKED, STEPS, Earlier, Point, Ranked, Trend, ranked, up_to


def trend(
    file: OpenFile, unit: str, step: str, today: date, *, codes: Iterable[str] | None = None, scheme: str | None = None,
    reading: str | None = None, year: int | None = None,
) -> list[Trend]:  # fmt: skip
    """Indicators over the periods of a plan year (that of today) that have begun, each against the same period a year
    earlier.
    """
    plan = file.plan
    wanted = [indicator_of(plan, code) for code in codes or plan.indicators]
    known = plan.schemes[scheme or plan.period_scheme]

    def figures_of(period: Period) -> dict[str, IndicatorResult]:
        with figure_context(file, period, unit, reading) as context:
            return {indicator.code: context.progress(indicator) for indicator in wanted}

    years = plan.years if step == "year" else [year or year_at(known, plan.years, today)]
    of_year = STEPS[step] if {*STEPS[step]} <= {*known.offered, YEAR} else tuple(known.codes)
    periods = [one for year in years for one in known.periods(of_year, year) if one.first_day <= today]
    return _trends(file, unit, known, periods, figures_of)


def leading_to(
    file: OpenFile, unit: str, period: Period, own: Sequence[IndicatorResult], *, public: bool
) -> list[Trend]:  # fmt: skip
    """A report's own figures after the same of the periods before it."""
    plan = file.plan
    scheme = plan.schemes[period.scheme]
    all_of_them = period.several_years  # a year has a figure where all of them together have none
    wanted = {f.code: f for f in own if all_of_them or f.exact is not None}

    def figures_of(one: Period) -> dict[str, IndicatorResult]:
        if one == period:
            return wanted
        with figure_context(file, one, unit, public=public) as context:
            return {code: context.progress(plan.indicators[code]) for code in wanted}

    return _trends(file, unit, scheme, up_to(scheme, period), figures_of)


def _trends(
    file: OpenFile, unit: str, scheme: Scheme, periods: Iterable[Period],
    figures_of: Callable[[Period], Mapping[str, IndicatorResult]],
) -> list[Trend]:  # fmt: skip
    """The lines of figures over these periods, all read from one state of the file."""
    points: dict[str, list[Point]] = {}
    with snapshot(file.connection):
        standing = _believed(file, unit)
        for period in periods:
            year_before = scheme.year_earlier(period)
            before = _earlier(file.connection, file.plan, unit, year_before, standing)
            if year_before and year_before.year in file.plan.years:
                before = _counted(year_before, figures_of(year_before)) | before
            for code, figure in figures_of(period).items():
                points.setdefault(code, []).append(Point(period, figure, before.get(code)))
    return [Trend(tuple(line)) for line in points.values()]


def _believed(file: OpenFile, unit: str) -> list[Lock]:
    """The standing locks of a unit's reports for its superior, the latest last; not what an office says of one beside
    or above it.
    """
    offices = {file.unit, *file.units.ancestors(unit)}
    found = (one for one in locks(file) if one.unit == unit and one.office in offices and not one.is_public)
    return in_order(lock for lock in found if lock.unlocked is None)


def _earlier(
    connection: Connection, plan: Plan, unit: str, period: Period | None, standing: Iterable[Lock]
) -> dict[str, Earlier]:
    """What is known of a period of the year before: the latest lock's figures, and before them values by hand."""
    if period is None:
        return {}
    found = {
        f.code: Earlier(period, LOCKED, f.measure, f.numerator, f.denominator)
        for lock in standing
        if lock.period == period
        for f in lock.figures
        if f.numerator is not None and f.exact is not None
    }
    if period.code is None or period.scheme != plan.period_scheme:
        return found
    for code, by_hand in manual_values_of(connection, plan, unit, period).items():
        if code in plan.indicators:
            measure = plan.indicators[code].measure
            found[code] = Earlier(period, BY_HAND, measure, *sides_by_hand(measure, *by_hand))
    return found


def _counted(period: Period, figures: Mapping[str, IndicatorResult]) -> dict[str, Earlier]:
    """What the records of the year before come to, which a plan of several years has in the same file."""
    return {
        code: Earlier(period, BY_HAND if f.manual else COUNTED, f.measure, f.numerator, f.denominator)
        for code, f in figures.items()
        if f.numerator is not None and f.exact is not None
    }


def ranking(
    file: OpenFile, period: Period, unit: str, code: str, *, level: str | None = None, reading: str | None = None
) -> list[Ranked]:
    """The units of a level below `unit` (those directly below when None) by their own figure of one indicator."""
    plan, units = file.plan, file.units
    indicator = indicator_of(plan, code)
    below = units.children(unit) if level is None else [u for u in units.descendants(unit) if units.level(u) == level]
    found = []
    with snapshot(file.connection):
        for one in below:
            with figure_context(file, period, one, reading) as context:
                found.append((one, units.name(one), context.progress(indicator)))
    return ranked(found)
