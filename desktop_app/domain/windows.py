"""Which days a figure looks at: judged quarters, school years, tiles of kept totals, and the day a report is due."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from desktop_app.domain.period import ONE_DAY, Period
from desktop_app.domain.spans import without


class JudgedPeriods(Struct, frozen=True):
    """Quarters or months to be judged; `provisional` when none is complete yet and the first one was cut short."""

    parts: tuple[Period, ...] = ()
    provisional: bool = False


def judged(parts: Sequence[Period], plan_day: date, first_day: date, last_day: date) -> JudgedPeriods:
    """Of a plan year's quarters (or months) those from the one that holds the plan's date to the last complete one."""
    wanted = [p for p in parts if p.last_day >= max(plan_day, first_day)]
    complete = tuple(p for p in wanted if p.last_day <= last_day)
    if complete or not wanted or last_day < wanted[0].first_day:
        return JudgedPeriods(complete)
    first = wanted[0]
    running = Period(first.code, first.year, first.scheme, first.first_day, last_day)
    return JudgedPeriods((running,), provisional=True)


class SchoolYear(Struct, frozen=True):
    """One school year, such as 2021-2022."""

    name: str
    first_day: date
    last_day: date


def school_year(day: date, first_month: int) -> SchoolYear:
    """The school year that holds a day; it begins on the first of `first_month`."""
    start = day.year if day.month >= first_month else day.year - 1
    return SchoolYear(f"{start}-{start + 1}", date(start, first_month, 1), date(start + 1, first_month, 1) - ONE_DAY)


def school_years(first_day: date, last_day: date, first_month: int) -> tuple[SchoolYear, ...]:
    """The school years that touch a span of days, in order."""
    found = [school_year(first_day, first_month)]
    while found[-1].last_day < last_day:
        found.append(school_year(found[-1].last_day + ONE_DAY, first_month))
    return tuple(found)


def tiles(periods: Iterable[Period], first_day: date, last_day: date) -> tuple[Period, ...]:
    """Periods inside the window, longest first, then earliest, without one that overlaps another already taken."""
    inside = (p for p in periods if first_day <= p.first_day and p.last_day <= last_day)
    taken: list[Period] = []
    for period in sorted(inside, key=lambda p: (-p.days, p.first_day)):
        if all(period.last_day < t.first_day or t.last_day < period.first_day for t in taken):
            taken.append(period)
    return tuple(taken)


def covers(taken: Sequence[Period], first_day: date, last_day: date) -> bool:
    """Whether tiles leave no day of the window out."""
    return sum(p.days for p in taken) == (last_day - first_day).days + 1


def leaves_no_day(period: Period, parts: Iterable[tuple[date, date]]) -> bool:
    """Whether every day of a period lies in one of these spans, which may overlap and reach beyond it."""
    taken = ((first.toordinal(), last.toordinal() + 1) for first, last in parts)
    return not any(without(period.first_day.toordinal(), period.last_day.toordinal() + 1, taken))


def due_day(last_day: date, working_days: int, holidays: Collection[date]) -> date:
    """`working_days` after a period's last day, Saturdays, Sundays and holidays left out."""
    day = last_day
    while working_days > 0:
        day += ONE_DAY
        if day.weekday() < 5 and day not in holidays:
            working_days -= 1
    return day


def working_days(first_day: date, last_day: date, free: Collection[date]) -> int:
    """How many working days follow `first_day` up to `last_day`; negative when `last_day` is over."""
    if last_day < first_day:
        return -working_days(last_day, first_day, free)
    days = (first_day + ONE_DAY * n for n in range(1, (last_day - first_day).days + 1))
    return sum(day.weekday() < 5 and day not in free for day in days)


def holidays(source: Mapping[str, Any]) -> set[date]:
    """The public holidays that a plan lists."""
    days: Iterable[Mapping[str, str] | str] = source.get("holidays", ())
    return {date.fromisoformat(day if isinstance(day, str) else day["date"]) for day in days}
