"""Runs a reading of the plan: a query that lists who and what counts.

It returns rows with any of these columns (what is left out is NULL):
`part` a named part figure (`beside:x` is shown beside the figure and never added) · `grp` what is capped together ·
`unit` for the breakdown · `kind`, `record` the record behind · `numerator`, `denominator` what the row adds ·
`note` codes parted by spaces, whose texts are the indicator's `note.x` and `missing.x` · `detail` words for that text.
A group whose denominators are all NULL is unknown: left out of both sides. A row with neither group nor numbers is a
remark. With `:detail` = 1 a query also returns the records behind, as rows of the group with the note `evidence`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from fractions import Fraction
from itertools import compress, repeat
from math import isfinite
from typing import cast

from db.connection import Connection
from db.counting.figure_scope import FigureScope, fill_sum, given_tables, window_sums
from db.counting.figure_sql import bodies, kinds_in, with_tables, words_in
from db.counting.folding import fold, unfold
from db.counting.guard import SECONDS, QueryError, Row, TooSlowError, run_guarded
from db.counting.shared_views import SharedViews, table_of
from db.kept import Kept
from desktop_app.domain.indicators import BESIDE, COUNT, EVIDENCE, Member, Total, add_up
from desktop_app.domain.plan import Indicator, Reading
from desktop_app.domain.values import Stored
from desktop_app.errors import AppError

Cell = Stored | float
_TEXT = {str, type(None)}
_WHOLE = {int, type(None)}
COLUMNS = ("part", "grp", "unit", "kind", "record", "numerator", "denominator", "note", "detail")


class Found:
    """What a reading returned, column by column: a province has tens of thousands of rows."""

    def __init__(self, names: Sequence[str], rows: Sequence[Row]) -> None:
        strange = [name for name in names if name not in COLUMNS]
        if strange or len(set(names)) < len(names):
            raise QueryError(", ".join(strange or names))
        columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
        nothing = (None,) * len(rows)
        part, group, *self._named, note, detail = (
            _texts(columns.get(name, nothing)) for name in ("part", "grp", "unit", "kind", "record", "note", "detail")
        )
        self._above, self._below = (_numbers(columns.get(name, nothing)) for name in ("numerator", "denominator"))
        self._parts, self._groups = ([text or "" for text in column] for column in (part, group))
        codes = {text: tuple((text or "").split()) for text in set(note)}
        self._notes, self._detail = [codes[text] for text in note], detail

    def total(self, measure: str, capped: bool) -> Total:
        """All that is not beside the figure, added up."""
        groups, above, below = self._groups, self._above, self._below
        if any(part.startswith(BESIDE) for part in set(self._parts)):
            main = [not part.startswith(BESIDE) for part in self._parts]
            groups = list(compress(groups, main))
            above, below = list(compress(above, main)), list(compress(below, main))
        return add_up(groups, above, below, measure, capped)

    def members(self) -> list[Member]:
        """Every row, in the query's order."""
        return _made(self._rows())

    def summed(self, measure: str, capped: bool) -> tuple[Total, list[Member]]:
        """Both sides, and the rows that something is said of."""
        both = self.total(measure, capped)
        return both, self.telling(set(both.capped))

    def cut(self) -> tuple[str, ...]:
        """The groups that count at most their denominator, where each row with numbers is a group."""
        rows = zip(self._parts, self._groups, self._above, self._below, strict=True)
        return tuple(g for p, g, a, b in rows if b is not None and (a or 0) > b and not p.startswith(BESIDE))

    def telling(self, groups: Collection[str]) -> list[Member]:
        """The rows that something is said of: those with a note, of a named part, or what these groups were cut to.

        Of evidence nothing is said, and a province has a hundred thousand records of it.
        """
        says = {codes: bool(codes) and codes != (EVIDENCE,) for codes in set(self._notes)}
        rows = zip(self._parts, self._groups, self._below, self._notes, strict=True)
        told = [
            says[note] or bool(part) or (below is not None and group in groups) for part, group, below, note in rows
        ]
        return _made(compress(self._rows(), told))

    def _rows(self) -> Iterable[tuple[object, ...]]:
        numbers = (self._above, self._below)
        return zip(self._parts, self._groups, *self._named, *numbers, self._notes, self._detail, strict=True)


def _made(rows: Iterable[tuple[object, ...]]) -> list[Member]:
    return list(map(tuple.__new__, repeat(Member), rows))  # Member(*row) at a quarter of the time


class Readings:
    """Runs the readings of one plan over tables that `figure_scope.fill` has filled."""

    def __init__(
        self, connection: Connection, scope: FigureScope, seconds: float = SECONDS, kept: Kept | None = None
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._seconds = seconds
        self._known = bodies(scope.plan, scope.only_public)
        self._tables = [*scope.plan.record_kinds, *given_tables(scope.plan)]
        self._shared = SharedViews(connection, scope, kept, self._known, list(self._tables), seconds)
        self._tables += map(table_of, self._shared.names)
        self._kept = kept
        self._empty = {rule["table"]: rule for rule in window_sums(scope.plan)}

    def kinds(self, reading: Reading) -> set[str]:
        """The kinds whose records can change what a reading returns."""
        return kinds_in(self._scope.plan, self._known, reading.members)

    def found(self, indicator: Indicator, reading: Reading, detail: bool = False) -> Found:
        """What one reading returns."""
        with _sentences(indicator, reading):
            return Found(*self._run(reading.members, detail))

    def summed(self, indicator: Indicator, reading: Reading) -> tuple[Total, list[Member]]:
        """Both sides of a figure, and the members that something is said of."""
        with _sentences(indicator, reading):
            if reading.alone or not reading.capped:
                with suppress(QueryError):
                    return self.folded(indicator, reading)
            return Found(*self._run(reading.members)).summed(indicator.measure, reading.capped)

    def folded(self, indicator: Indicator, reading: Reading) -> tuple[Total, list[Member]]:
        """The same, added up by SQLite; QueryError where it can't."""
        words = words_in({}, reading.members)
        columns = [name for name in COLUMNS if name in words]  # a word that is no column makes an error
        capped = reading.capped and indicator.measure != COUNT
        names, rows = self._run(fold(reading.members, columns, capped))
        both, told = unfold(names, rows[0], columns, indicator.measure, capped)
        found = Found(columns, told)
        cut = found.cut() if capped else ()
        return replace(both, capped=cut), found.telling(set(cut))

    def _run(self, query: str, detail: bool = False) -> tuple[list[str], list[Row]]:
        self._fill_sums(query)
        sql, values = with_tables(self._shared.ready(query), query), self._scope.parameters(detail)
        return run_guarded(self._connection, sql, values, self._tables, self._seconds)

    def _fill_sums(self, query: str) -> None:
        for table in words_in(self._known, query) & self._empty.keys():
            with self._kept.aside() if self._kept else nullcontext():
                fill_sum(self._connection, self._scope, self._empty.pop(table))

    def members(self, indicator: Indicator, reading: Reading, detail: bool = False) -> list[Member]:
        """The members of one reading, in the query's order."""
        return self.found(indicator, reading, detail).members()


@contextmanager
def _sentences(indicator: Indicator, reading: Reading) -> Iterator[None]:
    """A query that fails is told with the indicator and the reading that it stands for."""
    try:
        yield
    except TooSlowError:
        raise AppError("figure.too_slow", code=indicator.code) from None
    except QueryError as error:
        raise AppError("figure.bad_query", code=indicator.code, reading=reading.name, reason=error) from error


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
