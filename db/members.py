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
from operator import itemgetter

from db.connection import Connection
from db.figure_scope import FigureScope, given_tables
from db.figure_sql import bodies, with_tables
from db.guard import SECONDS, QueryError, Row, TooSlowError, run_guarded
from desktop_app.domain.indicators import Member
from desktop_app.domain.plan import Indicator, Reading
from desktop_app.domain.values import Stored
from desktop_app.errors import AppError

Cell = Stored | float
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
    strange = [name for name in names if name not in COLUMNS]
    if strange or len(set(names)) < len(names):
        raise QueryError(", ".join(strange or names))
    at = [names.index(name) if name in names else len(names) for name in COLUMNS]
    pick = itemgetter(*at)
    return [_member(*pick((*row, None))) for row in rows]


def _member(
    part: Cell, group: Cell, unit: Cell, kind: Cell, record: Cell, numerator: Cell, denominator: Cell, note: Cell,
    detail: Cell,
) -> Member:  # fmt: skip
    return Member(
        _text(part) or "", _text(group) or "", _text(unit), _text(kind), _text(record),
        _number(numerator), _number(denominator), tuple(str(note).split()) if note else (), _text(detail),
    )  # fmt: skip


def _text(value: Cell) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)


def _number(value: Cell) -> int | Fraction | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        raise QueryError(value)
    return Fraction(value)
