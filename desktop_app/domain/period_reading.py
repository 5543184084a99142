"""Reads a period that somebody wrote: `2022-Q3`, `2021..2025`, or the first and the last day of any other."""

import re
from collections.abc import Mapping
from datetime import date

from desktop_app.domain.day_values import is_iso_day
from desktop_app.domain.period import FIRST_YEAR, LAST_YEAR, MONTHS_OF, YEAR, Period, Scheme, show_day
from desktop_app.domain.period_codes import MOST_YEARS, years_in
from desktop_app.errors import AppError


def parse_period(text: str, schemes: Mapping[str, Scheme], default: str) -> Period:
    """Read `2022`, `2022-Q3`, `2022-07`, `2021..2025`, `2022-07-01..2022-07-31`, each maybe after `scheme:`; else an
    AppError.
    """
    name, colon, rest = text.strip().rpartition(":")
    scheme = schemes.get(name if colon else default)
    if scheme is None:
        raise AppError("figure.no_scheme", scheme=name or default, known=", ".join(schemes))
    if ".." in rest:
        return _parse_range(rest, scheme)
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9A-Za-z]{1,8}))?", rest)
    code = (match[2] or YEAR).upper() if match else ""
    if not match or not (code in MONTHS_OF or code in scheme.offered or years_in(code) > 1):
        raise AppError("figure.bad_period", text=rest[:60])
    _check_year(int(match[1]))
    period = scheme.period(code, int(match[1]))
    if period is None:
        raise AppError("figure.period_not_in_scheme", text=rest, scheme=scheme.label)
    return period


def _parse_range(text: str, scheme: Scheme) -> Period:
    ends = [part.strip() for part in text.split("..", 1)]
    if all(re.fullmatch("[0-9]{4}", end, re.ASCII) for end in ends):
        return _parse_years(text, scheme, *map(int, ends))
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


def _parse_years(text: str, scheme: Scheme, first: int, last: int) -> Period:
    for year in (first, last):
        _check_year(year)
    if not first <= last < first + MOST_YEARS:
        raise AppError("figure.bad_period", text=text[:60])
    period = scheme.period(YEAR if first == last else f"{last - first + 1}Y", last)
    if period is None:
        raise AppError("figure.period_not_in_scheme", text=text, scheme=scheme.label)
    return period


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise AppError("figure.year_out_of_range", year=year, first=str(FIRST_YEAR), last=str(LAST_YEAR))
