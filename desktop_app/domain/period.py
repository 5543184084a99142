"""Reporting periods: what `2022-Q3` means under a scheme that the plan holds as data."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from desktop_app.domain.day_values import last_day_of
from desktop_app.domain.period_codes import OwnCode, parse_codes, week_days, week_in, years_in
from desktop_app.errors import AppError
from desktop_app.messages import Label, Message

YEAR = "Y"
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
MONTHS_OF: dict[str, tuple[int, int]] = {
    YEAR: (1, 12), "H1": (1, 6), "H2": (7, 12), "9M": (1, 9),
    **{code: (3 * n + 1, 3 * n + 3) for n, code in enumerate(QUARTERS)},
    **{code: (n, n) for n, code in enumerate(MONTHS, start=1)},
}  # fmt: skip
CODES = tuple(MONTHS_OF)
FIRST_YEAR, LAST_YEAR = 1950, 2199
ROMAN = ("I", "II", "III", "IV")
ONE_DAY = timedelta(days=1)
_Days = tuple[date, date]


class Month(NamedTuple):
    """A month of the calendar."""

    year: int
    number: int


class Period(Struct, frozen=True):
    """Days of one plan year, or of several up to `year`, both ends included; `code` is None for any range of days."""

    code: str | None
    year: int
    scheme: str
    first_day: date
    last_day: date

    @property
    def first_year(self) -> int:
        return self.year - years_in(self.code) + 1

    @property
    def several_years(self) -> bool:
        return self.first_year < self.year

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def runs(self, today: date) -> bool:
        """Whether it has not ended: its last day belongs to it."""
        return today <= self.last_day

    @property
    def label(self) -> Message:
        """The name: “Quý III/2022”; the days of one that only another plan or a later program can name."""
        if isinstance(self, NamedPeriod):
            return Message(self.name, before=str(self.year - 1), year=self.year, after=str(self.year + 1))
        if self.code in QUARTERS:
            return Message("figure.period_quarter", n=ROMAN[QUARTERS.index(self.code)], year=self.year)
        if self.code in MONTHS:
            return Message("figure.period_month", n=self.month.number, year=self.month.year)
        if self.several_years:
            return Message("figure.period_years", first=str(self.first_year), last=str(self.year))
        if week_in(self.code):
            return Message("figure.period_week", n=week_in(self.code), year=self.year)
        if self.code in MONTHS_OF:
            return Message(f"figure.period_{self.code}", year=self.year)
        return Message("figure.period_range", first=show_day(self.first_day), last=show_day(self.last_day))

    @property
    def month(self) -> Month:
        """Of a period of one month, what it is called after: its code, but the month in which it begins or that follows
        where its days are of another (a year may begin in October). Its end says nothing: it may be cut off there.
        """
        first = Month(self.first_day.year, self.first_day.month)
        if self.first_day.day == 1 or first == (self.year, int(self.code or 0)):
            return first
        return Month(first.year + first.number // 12, first.number % 12 + 1)

    @property
    def dates(self) -> str:
        """“15/06/2022 – 14/09/2022”."""
        return f"{show_day(self.first_day)} – {show_day(self.last_day)}"

    @property
    def text(self) -> str:
        """The period as `parse_period` reads it, its scheme left out."""
        if self.code is None:
            return f"{self.first_day}..{self.last_day}"
        if self.code not in MONTHS_OF and self.several_years:
            return f"{self.first_year}..{self.year}"
        return str(self.year) if self.code == YEAR else f"{self.year}-{self.code}"


class NamedPeriod(Period, frozen=True, eq=False):
    """A period with the plan's own words for it, which make no other period of it: an edition may change them."""

    name: Label
    short: Label | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and self._bare() == (
            other._bare() if isinstance(other, NamedPeriod) else other
        )

    def __hash__(self) -> int:
        return hash(self._bare())

    def _bare(self) -> Period:
        return Period(self.code, self.year, self.scheme, self.first_day, self.last_day)


class Scheme(Struct, frozen=True):
    """How an office counts its periods: from `start_day` of a month (or of the one before), or on days written out.

    `codes`: those that the plan names itself, in its order; else it offers those that the program knows. `week_starts`:
    the weekday on which its weeks begin, where it counts weeks.
    """

    name: str
    label: Label
    start_day: int = 1
    month_shift: int = 0
    days: Mapping[str, tuple[date, date]] | None = None
    codes: Mapping[str, OwnCode] = {}
    week_starts: str = ""

    @property
    def offered(self) -> tuple[str, ...]:
        """The codes of a year that people may choose, weeks last."""
        weeks = tuple(f"W{n:02d}" for n in range(1, 54)) if self.week_starts else ()
        return (*(self.codes or CODES), *weeks)

    def period(self, code: str, year: int) -> Period | None:
        """The period, or None when nobody knows the code or the scheme's days are written out and these are not."""
        own = self.codes.get(code)
        months = (own.months if own else None) or MONTHS_OF.get(code)
        if self.days is None and months:
            days: _Days | None = self._start(year, months[0]), self._start(year, months[1] + 1) - ONE_DAY
        elif months or own:
            days = self.days.get(str(year) if code == YEAR else f"{year}-{code}") if self.days else None
        else:
            days = self._weeks_or_years(code, year)
        if days and own and own.label:
            return NamedPeriod(code, year, self.name, *days, own.label, own.short)
        return Period(code, year, self.name, *days) if days else None

    def _weeks_or_years(self, code: str, year: int) -> _Days | None:
        last, first = self.period(YEAR, year), self.period(YEAR, year - years_in(code) + 1)
        if years_in(code) > 1 and first and last:
            return first.first_day, last.last_day
        if week_in(code) and self.week_starts and last:
            return week_days(week_in(code), last.first_day, last.last_day, self.week_starts)
        return None

    def periods(self, codes: Sequence[str], year: int) -> tuple[Period, ...]:
        """Those of `codes` that the scheme has in this year, in the order given."""
        return tuple(p for code in codes if (p := self.period(code, year)))

    def year_of(self, day: date) -> int | None:
        """The plan year that holds a day; None only where the days are written out and none holds it."""
        near = (day.year, day.year + 1, day.year - 1)
        years = (self.period(YEAR, year) for year in near)
        return next((p.year for p in years if p and p.first_day <= day <= p.last_day), None)

    def year_start(self, period: Period) -> date:
        """The first day of a period's plan year; its own of several years, and where the year's days are not known."""
        year = None if period.several_years else self.period(YEAR, period.year)
        return year.first_day if year else period.first_day

    def holding(self, day: date, codes: Sequence[str]) -> Period | None:
        """The period among `codes` (quarters, say) that holds a day."""
        year = self.year_of(day)
        found = self.periods(codes, year) if year is not None else ()
        return next((p for p in found if p.first_day <= day <= p.last_day), None)

    def year_earlier(self, period: Period) -> Period | None:
        """The same period a year earlier: same code; a free range moves both days (29/2 becomes 28/2). Several years
        have none: most of their days would be held against themselves.
        """
        if period.several_years:
            return None
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
    codes, week_starts = parse_codes(raw["codes"]) if "codes" in raw else {}, raw.get("week_starts", "")
    if "days" in raw:
        days = {key: (date.fromisoformat(a), date.fromisoformat(b)) for key, (a, b) in raw["days"].items()}
        return Scheme(name, label, days=days, codes=codes, week_starts=week_starts)
    return Scheme(
        name, label, int(raw["start_day"]), int(raw.get("month_shift", 0)), codes=codes, week_starts=week_starts
    )


def require_plan_year(period: Period, years: range) -> None:
    """Refuse a period whose plan years are not the plan's."""
    known = period.code is None or period.code in MONTHS_OF or period.first_year in years
    if not known or period.year not in years:
        raise AppError("figure.no_plan_for_year", period=period.label, year=period.year, plan=show_years(years))


def show_years(years: range) -> str:
    """2021–2025, or the one year."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def all_periods(scheme: Scheme, years: range, codes: Sequence[str]) -> tuple[Period, ...]:
    """Those of `codes` in each year of a plan, and before them all its years as one."""
    whole = scheme.periods([f"{len(years)}Y"], years[-1]) if len(years) > 1 else ()
    return (*whole, *(period for year in years for period in scheme.periods(codes, year)))


def year_at(scheme: Scheme, years: range, today: date) -> int:
    """The plan year that holds a day, else the one nearest to it."""
    return min(max(scheme.year_of(today) or today.year, years[0]), years[-1])


def current_period(scheme: Scheme, years: range, today: date) -> Period | None:
    """The quarter that holds today, else the shortest period that the plan itself names, else the whole plan year."""
    year = years[0] if len(years) == 1 else year_at(scheme, years, today)
    quarters = not scheme.codes or {*QUARTERS} <= {*scheme.codes}
    holding = [
        one for one in scheme.periods(QUARTERS if quarters else tuple(scheme.codes), year)
        if one.first_day <= today <= one.last_day
    ]  # fmt: skip
    return min(holding, key=lambda one: one.days, default=None) or scheme.period(YEAR, year)


@lru_cache(1024)
def _day_of(month: int, day: int) -> date:
    """A day of a month counted from the year 0, its last one where it is shorter; figures ask for the same again."""
    year, number = divmod(month, 12)
    return date(year, number + 1, min(day, last_day_of(year, number + 1)))
