"""Days: read as officers type them, as JSON holds them (ISO), and shown."""

import re
from datetime import date
from typing import Any

from desktop_app.domain.typed_value import Days, Unreadable, Value, short

_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def last_day_of(year: int, month: int) -> int:
    """The last day of a month. `calendar` knows it too, and loads the languages of the system along with it."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _LAST_DAYS[month - 1]


def parse_day(text: str, days: Days | None = None) -> Value | Unreadable:
    """A spreadsheet gives the beginning of the day along; any other time would be lost, so it is refused.

    A day without its year is the one among `days`.
    """
    text = re.sub(r"[T\s]\s*0?0:00(:00(\.0+)?)?$", "", text)
    text = re.sub(r"\s*([/.\-])\s*", r"\1", text)
    parts = re.fullmatch(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})", text)
    parts = parts or re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", text)
    if parts:
        day, month, year = (int(p) for p in parts.groups())
        return _make_day(year if year > 99 else 2000 + year, month, day, text)
    yearless = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})", text)
    if yearless and days is not None:
        return _without_year(int(yearless[2]), int(yearless[1]), text, days)
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if iso:
        year, month, day = (int(p) for p in iso.groups())
        return _make_day(year, month, day, text)
    return Unreadable("not_date", short(text))


def _without_year(month: int, day: int, text: str, days: Days) -> Value | Unreadable:
    """The one day of this name among `days`; where they hold none or two, the year is asked."""
    if isinstance(_make_day(2000, month, day, text), Unreadable):  # 2000 has every day that a year may have
        return Unreadable("no_such_day", short(text))
    found = _days_named(month, day, days)
    return found[0] if len(found) == 1 else Unreadable("which_year", short(text))


def _days_named(month: int, day: int, days: Days) -> list[str]:
    first, last = days
    years = range(int(first[:4]), int(last[:4]) + 1)
    named = [f"{year:04}-{month:02}-{day:02}" for year in years]
    return [one for one in named if first <= one <= last and is_iso_day(one)]


def _make_day(year: int, month: int, day: int, text: str) -> Value | Unreadable:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return Unreadable("no_such_day", short(text))


def day_from_json(raw: Any) -> Value | Unreadable:
    if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw) or not raw.isascii():
        return Unreadable("not_iso_date", short(raw))
    return _make_day(int(raw[:4]), int(raw[5:7]), int(raw[8:]), raw)


def is_iso_day(raw: Any) -> bool:
    """Whether it is the text of a day, year first."""
    return not isinstance(day_from_json(raw), Unreadable)


def show_date(iso: str) -> str:
    """dd/MM/yyyy."""
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def days_meant(text: str, days: Days | None) -> tuple[str, str] | None:
    """The first and the last day of `2022`, `5/22`, `5/2022` or `31/3`; None where a text is none of these."""
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return f"{text}-01-01", f"{text}-12-31"
    parts = re.fullmatch(r"(\d{1,2})[/.\-](\d{4}|\d{1,2})", text, re.ASCII)
    if parts is None:
        return None
    first, second = int(parts[1]), int(parts[2])
    if second > 12:
        return _month(first, second if second > 99 else 2000 + second)
    named = _days_named(second, first, days) if days else []
    return (named[0], named[0]) if len(named) == 1 else None


def _month(month: int, year: int) -> tuple[str, str] | None:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{last_day_of(year, month):02}"
