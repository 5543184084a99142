"""What a person types above a column of a list: words to be found there, or ends between which its value lies."""

import re
from decimal import Decimal

from msgspec import Struct

from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.field_type import Span
from desktop_app.domain.plan import Field
from desktop_app.domain.typed_value import Days
from desktop_app.domain.values import Problem, Value, parse

_EMPTY, _FILLED = "=", "<>"
_SIGNED = re.compile(r"(>=|<=|≥|≤|>|<|=)?\s*(.*)")
_BETWEEN = re.compile(r"\s*(?:\.\.+|…|\s[-–]\s)\s*")
_PLAIN = {"≥": ">=", "≤": "<="}


class ColumnFilter(Struct, frozen=True):
    """What one column must hold: every one of the folded `words`, or a value within all `bounds` (sign, value).

    `empty` asks for records without (or, when False, with any) value there.
    """

    field: str
    words: tuple[str, ...] = ()
    bounds: tuple[tuple[str, Value], ...] = ()
    empty: bool | None = None


def read_filter(field: Field, text: str, days: Days | None) -> ColumnFilter | Problem | None:
    """Read a filter: `loa`, `>=10`, `5..20`, `5/22`, `1/3..31/3/22`, `=` (nothing there), `<>` (anything there).

    A day without its year is one of `days`; blank text asks for nothing.
    """
    text = nfc(text).strip()
    if not text:
        return None
    if text in (_EMPTY, _FILLED):
        return ColumnFilter(field.name, empty=text == _EMPTY)
    if not field.type.ordered:
        return ColumnFilter(field.name, words=tuple(fold(text).split()))
    parts = _BETWEEN.split(text)
    if len(parts) == 2:
        return _between(field, parts, days)
    signed = _SIGNED.fullmatch(text)
    if signed is None or not signed[2]:
        return None
    ends = _ends(field, signed[2], days)
    if isinstance(ends, Problem):
        return ends
    return ColumnFilter(field.name, bounds=_bounds(_PLAIN.get(signed[1], signed[1]), ends))


def _between(field: Field, parts: list[str], days: Days | None) -> ColumnFilter | Problem | None:
    """From the first day of what stands before the points to the last of what stands behind; either may be left out."""
    bounds: list[tuple[str, Value]] = []
    for part, sign, end in zip(parts, (">=", "<="), (0, 1), strict=True):
        ends = _ends(field, part, days) if part else None
        if isinstance(ends, Problem):
            return ends
        if ends is not None:
            bounds.append((sign, ends[end]))
    return ColumnFilter(field.name, bounds=tuple(bounds)) if bounds else None


def _bounds(sign: str | None, ends: Span) -> tuple[tuple[str, Value], ...]:
    """A month as a whole lies after its last day or before its first."""
    first, last = ends
    if sign in (">=", "<"):
        return ((sign, first),)
    if sign in (">", "<="):
        return ((sign, last),)
    return ((">=", first), ("<=", last))


def _ends(field: Field, text: str, days: Days | None) -> Span | Problem:
    """The first and the last value that a text means: one number or day, or all days of a month or a year."""
    span = field.type.span(text, days)
    if span is not None:
        return span
    value = parse(field, text, days)
    return value if isinstance(value, Problem) else (value, value)


def comparable(value: Value) -> str | int | float:
    """A bound as SQLite compares it: decimals as numbers."""
    assert isinstance(value, str | int | Decimal)
    return float(value) if isinstance(value, Decimal) else value
