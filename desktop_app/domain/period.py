"""Reporting periods: what `2022-Q3` means under a scheme that the plan holds as data."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from msgspec import Struct

from desktop_app.domain.day_values import is_iso_day, last_day_of
from desktop_app.domain.typed_value import Days
from desktop_app.errors import AppError
from desktop_app.messages import Label, Message

YEAR = "Y"
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
_SPANS: dict[str, tuple[int, int]] = {
    YEAR: (1, 12), "H1": (1, 6), "H2": (7, 12), "9M": (1, 9),
    **{code: (3 * n + 1, 3 * n + 3) for n, code in enumerate(QUARTERS)},
    **{code: (n, n) for n, code in enumerate(MONTHS, start=1)},
}  # fmt: skip
CODES = tuple(_SPANS)
FIRST_YEAR, LAST_YEAR = 1950, 2199
ROMAN = ("I", "II", "III", "IV")
ONE_DAY = timedelta(days=1)


class Period(Struct, frozen=True):
    """Days of one plan year, both ends included; `code` is None for a free range of days."""

    code: str | None
    year: int
    scheme: str
    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def runs(self, today: date) -> bool:
        """Whether it has not ended: its last day belongs to it."""
        return today <= self.last_day

    @property
    def label(self) -> Message:
        """The name: “Quý III/2022”."""
        if self.code is None:
            return Message("figure.period_range", first=show_day(self.first_day), last=show_day(self.last_day))
        if self.code in QUARTERS:
            return Message("figure.period_quarter", n=ROMAN[QUARTERS.index(self.code)], year=self.year)
        if self.code in MONTHS:
            return Message("figure.period_month", n=int(self.code), year=self.year)
        return Message(f"figure.period_{self.code}", year=self.year)

    @property
    def dates(self) -> str:
        """“15/06/2022 – 14/09/2022”."""
        return f"{show_day(self.first_day)} – {show_day(self.last_day)}"

    @property
    def text(self) -> str:
        """The period as `parse_period` reads it, its scheme left out."""
        if self.code is None:
            return f"{self.first_day}..{self.last_day}"
        return str(self.year) if self.code == YEAR else f"{self.year}-{self.code}"


class Scheme(Struct, frozen=True):
    """How an office counts its periods: from `start_day` of a month (or of the one before), or on days written out."""

    name: str
    label: Label
    start_day: int = 1
    month_shift: int = 0
    days: Mapping[str, tuple[date, date]] | None = None

    def period(self, code: str, year: int) -> Period | None:
        """The period, or None when the scheme's days are written out and these are not."""
        if self.days is not None:
            span = self.days.get(str(year) if code == YEAR else f"{year}-{code}")
            return Period(code, year, self.name, *span) if span else None
        first, last = _SPANS[code]
        return Period(code, year, self.name, self._start(year, first), self._start(year, last + 1) - ONE_DAY)

    def periods(self, codes: Sequence[str], year: int) -> tuple[Period, ...]:
        """Those of `codes` that the scheme has in this year, in the order given."""
        return tuple(p for code in codes if (p := self.period(code, year)))

    def year_of(self, day: date) -> int | None:
        """The plan year that holds a day; None only where the days are written out and none holds it."""
        near = (day.year, day.year + 1, day.year - 1)
        years = (self.period(YEAR, year) for year in near)
        return next((p.year for p in years if p and p.first_day <= day <= p.last_day), None)

    def year_start(self, period: Period) -> date:
        """The first day of a period's plan year; its own where the year's days are not written out."""
        year = self.period(YEAR, period.year)
        return year.first_day if year else period.first_day

    def holding(self, day: date, codes: Sequence[str]) -> Period | None:
        """The period among `codes` (quarters, say) that holds a day."""
        year = self.year_of(day)
        found = self.periods(codes, year) if year is not None else ()
        return next((p for p in found if p.first_day <= day <= p.last_day), None)

    def year_earlier(self, period: Period) -> Period | None:
        """The same period a year earlier: same code; a free range moves both days (29/2 becomes 28/2)."""
        if period.code is not None:
            return self.period(period.code, period.year - 1)
        first, last = (_year_back(day) for day in (period.first_day, period.last_day))
        return Period(None, period.year - 1, self.name, first, last)

    def _start(self, year: int, month: int) -> date:
        return _day_of(year * 12 + month - 1 + self.month_shift, self.start_day)


def _year_back(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, last_day_of(day.year - 1, day.month)))


def show_day(day: date) -> str:
    """dd/MM/yyyy."""
    return f"{day:%d/%m/}{day.year:04d}"


def parse_schemes(source: Mapping[str, Any]) -> dict[str, Scheme]:
    """The schemes of a plan's `period_schemes`; `days` maps `2022` or `2022-Q1` to a first and a last day."""
    return {name: _parse_scheme(name, raw) for name, raw in source.get("period_schemes", {}).items()}


def _parse_scheme(name: str, raw: Mapping[str, Any]) -> Scheme:
    label = Label(raw["label"]["vi"], raw["label"].get("en", ""))
    if "days" in raw:
        days = {key: (date.fromisoformat(a), date.fromisoformat(b)) for key, (a, b) in raw["days"].items()}
        return Scheme(name, label, days=days)
    return Scheme(name, label, int(raw["start_day"]), int(raw.get("month_shift", 0)))


def parse_period(text: str, schemes: Mapping[str, Scheme], default: str) -> Period:
    """Read `2022`, `2022-Q3`, `2022-07`, `2022-07-01..2022-07-31`, each maybe after `scheme:`; else an AppError."""
    name, colon, rest = text.strip().rpartition(":")
    scheme = schemes.get(name if colon else default)
    if scheme is None:
        raise AppError("figure.no_scheme", scheme=name or default, known=", ".join(schemes))
    if ".." in rest:
        return _parse_range(rest, scheme)
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9A-Za-z]{1,2}))?", rest)
    code = (match[2] or YEAR).upper() if match else ""
    if not match or code not in _SPANS:
        raise AppError("figure.bad_period", text=rest[:60])
    _check_year(int(match[1]))
    period = scheme.period(code, int(match[1]))
    if period is None:
        raise AppError("figure.period_not_in_scheme", text=rest, scheme=scheme.label)
    return period


def _parse_range(text: str, scheme: Scheme) -> Period:
    ends = [part.strip() for part in text.split("..", 1)]
    if not all(map(is_iso_day, ends)):
        raise AppError("figure.bad_period", text=text[:60])
    first, last = map(date.fromisoformat, ends)
    if last < first:
        raise AppError("figure.period_backwards", first=show_day(first), last=show_day(last))
    for day in (first, last):
        _check_year(day.year)
    year = scheme.year_of(last)
    if year is None:
        raise AppError("figure.period_not_in_scheme", text=text, scheme=scheme.label)
    return Period(None, year, scheme.name, first, last)


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise AppError("figure.year_out_of_range", year=year, first=FIRST_YEAR, last=LAST_YEAR)


def require_plan_year(period: Period, year: int) -> None:
    """Refuse a period whose plan year is not the plan's."""
    if period.year != year:
        raise AppError("figure.no_plan_for_year", period=period.label, year=period.year, plan=year)


def days_of_year(source: Mapping[str, Any], scheme: str, year: int) -> Days | None:
    """The first and the last day of a plan year; None where no scheme dates it."""
    known = parse_schemes(source).get(scheme)
    period = known.period(YEAR, year) if known else None
    return (period.first_day.isoformat(), period.last_day.isoformat()) if period else None


def current_period(scheme: Scheme, plan_year: int, today: date) -> Period | None:
    """The quarter that holds today, or the whole plan year when today lies outside it."""
    quarter = scheme.holding(today, QUARTERS)
    return quarter if quarter and quarter.year == plan_year else scheme.period(YEAR, plan_year)


@lru_cache(1024)
def _day_of(month: int, day: int) -> date:
    """A day of a month counted from the year 0, its last one where it is shorter; figures ask for the same again."""
    year, number = divmod(month, 12)
    return date(year, number + 1, min(day, last_day_of(year, number + 1)))
