"""Codes of periods beside those of a usual year: the weeks, several years, and those that a plan names itself."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from desktop_app.messages import Label

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_YEARS = 50
_WEEK = timedelta(days=7)


class OwnCode(Struct, frozen=True):
    """A period that a plan names itself: its months, None where they are those of the code; and its names."""

    months: tuple[int, int] | None
    label: Label | None
    short: Label | None


def is_own_code(code: str) -> bool:
    """Whether a plan may give a period this code: not one that means several years or a week."""
    return bool(re.fullmatch(r"[A-Z0-9]{1,8}", code, re.ASCII)) and not (years_in(code) > 1 or week_in(code))


def years_in(code: str | None) -> int:
    """How many years a code stands for: `5Y` five, up to its year and with it; any other is a part of one."""
    several = re.fullmatch(r"([1-9][0-9]?)Y", code or "", re.ASCII)
    return min(int(several[1]), MOST_YEARS) if several else 1


def week_in(code: str | None) -> int:
    """The number of the week that a code stands for: `W07`; 0 for any other."""
    week = re.fullmatch(r"W(0[1-9]|[1-4][0-9]|5[0-3])", code or "", re.ASCII)
    return int(week[1]) if week else 0


def week_days(number: int, first_day: date, last_day: date, starts: str) -> tuple[date, date] | None:
    """Of the weeks whose last day lies in a year, the one with this number; None where the year has fewer."""
    ends = (WEEKDAYS.index(starts) - 1) % 7
    first_end = first_day + timedelta(days=(ends - first_day.weekday()) % 7)
    end = first_end + (number - 1) * _WEEK
    return (end - _WEEK + timedelta(days=1), end) if end <= last_day else None


def parse_codes(written: Mapping[str, Mapping[str, Any]]) -> dict[str, OwnCode]:
    """The codes of a scheme as a plan writes them, in its order."""
    return {code: OwnCode(_months(raw), _label(raw, "label"), _label(raw, "short")) for code, raw in written.items()}


def _months(raw: Mapping[str, Any]) -> tuple[int, int] | None:
    return (raw["months"][0], raw["months"][1]) if "months" in raw else None


def _label(raw: Mapping[str, Any], key: str) -> Label | None:
    return Label(raw[key]["vi"], raw[key].get("en", "")) if key in raw else None
