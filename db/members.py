"""Runs a reading of the plan: a query that lists who and what counts.

It returns rows with any of these columns (what is left out is NULL):
`part` a named part figure (`beside:x` is shown beside the figure and never added) · `grp` what is capped together ·
`unit` for the breakdown · `kind`, `record` the record behind · `numerator`, `denominator` what the row adds ·
`note` codes parted by spaces, whose texts are the indicator's `note.x` and `missing.x` · `detail` words for that text.
A group whose denominators are all NULL is unknown: left out of both sides. A row with neither group nor numbers is a
remark. With `:detail` = 1 a query also returns the records behind, as rows of the group with the note `evidence`.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import repeat
from math import isfinite
from typing import cast

from db.connection import Connection
from db.figure_scope import FigureScope, given_tables
from db.figure_sql import bodies, with_tables
from db.guard import SECONDS, QueryError, Row, TooSlowError, run_guarded
from desktop_app.domain.indicators import Member
from desktop_app.domain.plan import Indicator, Reading
from desktop_app.domain.values import Stored
from desktop_app.errors import AppError

Cell = Stored | float
_TEXT = {str, type(None)}
_WHOLE = {int, type(None)}
COLUMNS = ("part", "grp", "unit", "kind", "record", "numerator", "denominator", "note", "detail")


class Readings:
    """Runs the readings of one plan over tables that `figure_scope.fill` has filled."""

    def __init__(self, connection: Connection, scope: FigureScope, seconds: float = SECONDS) -> None:
        self._connection = connection
        self._scope = scope
        self._seconds = seconds
        self._known = bodies(scope.plan)
        self._tables = [*scope.plan.record_kinds, *given_tables(scope.plan)]

    def members(self, indicator: Indicator, reading: Reading, detail: bool = False) -> list[Member]:
        """The members of one reading, in the query's order."""
        sql = with_tables(self._known, reading.members)
        try:
            values = self._scope.parameters(detail)
            names, rows = run_guarded(self._connection, sql, values, self._tables, self._seconds)
            return _members(names, rows)
        except TooSlowError:
            raise AppError("figure.too_slow", code=indicator.code) from None
        except QueryError as error:
            raise AppError("figure.bad_query", code=indicator.code, reading=reading.name, reason=error) from error


def _members(names: Sequence[str], rows: Sequence[Row]) -> list[Member]:
    """Rows to members, column by column: a province has tens of thousands."""
    strange = [name for name in names if name not in COLUMNS]
    if strange or len(set(names)) < len(names):
        raise QueryError(", ".join(strange or names))
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    nothing = (None,) * len(rows)
    part, group, unit, kind, record, note, detail = (
        _texts(columns.get(name, nothing)) for name in ("part", "grp", "unit", "kind", "record", "note", "detail")
    )
    numerator, denominator = (_numbers(columns.get(name, nothing)) for name in ("numerator", "denominator"))
    parts, groups = ([text or "" for text in column] for column in (part, group))
    codes = {text: tuple((text or "").split()) for text in set(note)}
    notes = [codes[text] for text in note]
    rows_of = zip(parts, groups, unit, kind, record, numerator, denominator, notes, detail, strict=True)
    return list(map(tuple.__new__, repeat(Member), rows_of))  # Member(*row) at a quarter of the time


def _texts(column: Sequence[Cell]) -> Sequence[str | None]:
    if set(map(type, column)) <= _TEXT:
        return cast(Sequence[str | None], column)
    return [None if value is None else str(value) for value in column]


def _numbers(column: Sequence[Cell]) -> Sequence[int | Fraction | None]:
    if set(map(type, column)) <= _WHOLE:
        return cast(Sequence[int | None], column)
    wrong = next((v for v in column if not (v is None or (isinstance(v, int | float) and isfinite(v)))), None)
    if wrong is not None:
        raise QueryError(str(wrong)[:60])
    return [None if value is None else Fraction(value) for value in column]
