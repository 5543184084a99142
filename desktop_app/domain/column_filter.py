"""What a person types above a column of a list: words to be found there, or ends between which its value lies."""

import calendar
import re
from dataclasses import dataclass
from decimal import Decimal

from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.plan import Field
from desktop_app.domain.values import Problem, Value, parse

ORDERED = frozenset({"int", "decimal", "money", "date"})
_EMPTY, _FILLED = "=", "<>"
_SIGNED = re.compile(r"(>=|<=|≥|≤|>|<|=)?\s*(.*)")
_BETWEEN = re.compile(r"\s*(?:\.\.+|…|\s[-–]\s)\s*")
_PLAIN = {"≥": ">=", "≤": "<="}

Ends = tuple[Value, Value]


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """What one column must hold: every one of the folded `words`, or a value within all `bounds` (sign, value).

    `empty` asks for records without (or, when False, with any) value there.
    """

    field: str
    words: tuple[str, ...] = ()
    bounds: tuple[tuple[str, Value], ...] = ()
    empty: bool | None = None


def read_filter(field: Field, text: str, year: int) -> ColumnFilter | Problem | None:
    """Read a filter: `loa`, `>=10`, `5..20`, `5/22`, `1/3..31/3/22`, `=` (nothing there), `<>` (anything there).

    A day without its year is one of `year`; blank text asks for nothing.
    """
    text = nfc(text).strip()
    if not text:
        return None
    if text in (_EMPTY, _FILLED):
        return ColumnFilter(field.name, empty=text == _EMPTY)
    if field.type not in ORDERED:
        return ColumnFilter(field.name, words=tuple(fold(text).split()))
    parts = _BETWEEN.split(text)
    if len(parts) == 2:
        return _between(field, parts, year)
    signed = _SIGNED.fullmatch(text)
    if signed is None or not signed[2]:
        return None
    ends = _ends(field, signed[2], year)
    if isinstance(ends, Problem):
        return ends
    return ColumnFilter(field.name, bounds=_bounds(_PLAIN.get(signed[1], signed[1]), ends))


def _between(field: Field, parts: list[str], year: int) -> ColumnFilter | Problem | None:
    """From the first day of what stands before the points to the last of what stands behind; either may be left out."""
    bounds: list[tuple[str, Value]] = []
    for part, sign, end in zip(parts, (">=", "<="), (0, 1), strict=True):
        ends = _ends(field, part, year) if part else None
        if isinstance(ends, Problem):
            return ends
        if ends is not None:
            bounds.append((sign, ends[end]))
    return ColumnFilter(field.name, bounds=tuple(bounds)) if bounds else None


def _bounds(sign: str | None, ends: Ends) -> tuple[tuple[str, Value], ...]:
    """A month as a whole lies after its last day or before its first."""
    first, last = ends
    if sign in (">=", "<"):
        return ((sign, first),)
    if sign in (">", "<="):
        return ((sign, last),)
    return ((">=", first), ("<=", last))


def _ends(field: Field, text: str, year: int) -> Ends | Problem:
    """The first and the last value that a text means: one number or day, or all days of a month or a year."""
    if field.type == "date":
        days = _days(text, year)
        if days is not None:
            return days
    value = parse(field, text)
    if isinstance(value, Problem):
        return value
    return value, value


def _days(text: str, year: int) -> Ends | None:
    """`2022`, `5/22`, `5/2022`, `31/3`; None where a text is none of these."""
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return f"{text}-01-01", f"{text}-12-31"
    parts = re.fullmatch(r"(\d{1,2})[/.\-](\d{4}|\d{1,2})", text, re.ASCII)
    if parts is None:
        return None
    first, second = int(parts[1]), int(parts[2])
    if second > 12:
        return _month(first, second if second > 99 else 2000 + second)
    if not 1 <= second <= 12 or not 1 <= first <= calendar.monthrange(year, second)[1]:
        return None
    day = f"{year:04}-{second:02}-{first:02}"
    return day, day


def _month(month: int, year: int) -> Ends | None:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


def comparable(value: Value) -> str | int | float:
    """A bound as SQLite compares it: decimals as numbers."""
    assert isinstance(value, str | int | Decimal)
    return float(value) if isinstance(value, Decimal) else value
