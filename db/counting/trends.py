"""Figures side by side: one unit over the periods of its year, or units over one period."""

from collections.abc import Iterable, Sequence
from datetime import date

from db.connection import Connection
from db.counting.figure_scope import snapshot
from db.counting.indicator_figures import figure_context, indicator_of
from db.counting.locks import locks
from db.counting.plan_roles import manual_values_of
from db.open_file import OpenFile
from desktop_app.domain.indicators import Progress
from desktop_app.domain.locking import Lock
from desktop_app.domain.measures import sides_by_hand
from desktop_app.domain.period import Period, parse_schemes
from desktop_app.domain.plan import Indicator, Plan
from desktop_app.domain.trend import BY_HAND, LOCKED, STEPS, Earlier, Point, Ranked, Trend, ranked, up_to


def trend(
    file: OpenFile, unit: str, step: str, today: date, *, codes: Iterable[str] | None = None, scheme: str | None = None,
    reading: str | None = None,
) -> list[Trend]:  # fmt: skip
    """Indicators over the periods of the plan year that have begun, each against the same period a year earlier."""
    plan = file.plan
    wanted = [indicator_of(plan, code) for code in codes or plan.indicators]
    known = parse_schemes(plan.source)[scheme or plan.period_scheme]
    periods = [p for p in known.periods(STEPS[step], plan.year) if p.first_day <= today]
    points: dict[str, list[Point]] = {indicator.code: [] for indicator in wanted}
    with snapshot(file.connection):
        standing = [lock for lock in locks(file.connection) if lock.unlocked is None and lock.unit == unit]
        for period in periods:
            before = _earlier(file.connection, plan, unit, known.year_earlier(period), standing)
            with figure_context(file, period, unit, reading) as context:
                for indicator in wanted:
                    points[indicator.code].append(
                        Point(period, context.progress(indicator), before.get(indicator.code))
                    )
    return [Trend(tuple(found)) for found in points.values() if found]


def leading_to(file: OpenFile, unit: str, period: Period, own: Sequence[Progress]) -> list[Trend]:
    """Those of a report's figures that count no people, after the same of the periods before it, all as in print."""
    plan, connection = file.plan, file.connection
    scheme = parse_schemes(plan.source)[period.scheme]
    wanted = {f.code: f for f in own if f.exact is not None and not plan.indicators[f.code].people}
    points: dict[str, list[Point]] = {code: [] for code in wanted}
    with snapshot(connection):
        standing = [lock for lock in locks(connection) if lock.unlocked is None and lock.unit == unit]
        for one in up_to(scheme, period):
            before = _earlier(connection, plan, unit, scheme.year_earlier(one), standing)
            if one == period:
                found = wanted
            else:
                with figure_context(file, one, unit, public=True) as context:
                    found = {code: context.progress(plan.indicators[code]) for code in wanted}
            for code, figure in found.items():
                points[code].append(Point(one, figure, before.get(code)))
    return [Trend(tuple(line)) for line in points.values() if line]


def _earlier(
    connection: Connection, plan: Plan, unit: str, period: Period | None, standing: Iterable[Lock]
) -> dict[str, Earlier]:
    """What is known of a period of the year before: the latest lock's figures, and before them values by hand."""
    if period is None:
        return {}
    found: dict[str, Earlier] = {}
    for lock in standing:
        if lock.period == period:
            found |= {f.code: e for f in lock.figures if (e := _of_lock(period, f))}
    if period.code is None or period.scheme != plan.period_scheme:
        return found
    for code, (numerator, denominator) in manual_values_of(connection, plan, unit, period).items():
        indicator: Indicator | None = plan.indicators.get(code)
        if indicator:
            sides = sides_by_hand(indicator.measure, numerator, denominator)
            found[code] = Earlier(period, BY_HAND, indicator.measure, *sides)
    return found


def _of_lock(period: Period, figure: Progress) -> Earlier | None:
    if figure.numerator is None or figure.exact is None:
        return None
    return Earlier(period, LOCKED, figure.measure, figure.numerator, figure.denominator)


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
