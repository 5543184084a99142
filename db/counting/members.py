"""Runs a reading of the plan: a query that lists who and what counts.

Its rows have these columns, of which any may be null:
`part` a named part figure (`beside:x` is shown beside the figure and never added) · `grp` what is capped together ·
`unit` for the breakdown · `kind`, `record` the record behind · `numerator`, `denominator` what the row adds ·
`note` codes parted by spaces, whose texts are the indicator's `note.x` and `missing.x` · `detail` words for that text.
A group whose denominators are all NULL is unknown: left out of both sides. A row with neither group nor numbers is a
remark. With `:detail` = 1 a query also returns the records behind, as rows of the group with the note `evidence`.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress

from msgspec.structs import replace

from db.cache import Cache
from db.connection import Connection
from db.counting.compiler.dialect import BILLIONTHS
from db.counting.figure_scope import FigureScope, fill_sum, window_sums
from db.counting.figure_sql import bodies, kinds_in, looks_back, with_tables, words_in
from db.counting.folding import fold, unfold, unpacked
from db.counting.found import PROVING, Evidence, Found, Summed, packed
from db.counting.plan_queries import queries_of
from db.counting.running import MOST_ROWS, SECONDS, Row, TooLargeError, TooSlowError, run_query
from db.counting.shared_views import SharedViews
from desktop_app.domain.deferred import Deferred
from desktop_app.domain.figure_texts import silent_codes
from desktop_app.domain.indicators import Member
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan_indicators import Indicator, Reading
from desktop_app.errors import AppError


class Readings:
    """Runs the readings of one plan over tables that `figure_scope.fill` has filled."""

    def __init__(
        self, connection: Connection, scope: FigureScope, seconds: float = SECONDS, cache: Cache | None = None
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._seconds = seconds
        self._known = bodies(scope.plan, scope.public)
        self._shared = SharedViews(connection, scope, cache, self._known, seconds)
        self._cache = cache
        self._empty = {rule["table"]: rule for rule in window_sums(scope.plan)}

    def kinds(self, indicator: Indicator, reading: Reading) -> set[str]:
        """The kinds whose records can change what a reading returns."""
        return kinds_in(self._scope.plan, self._known, self._query(indicator, reading)[0])

    def looks_back(self, indicator: Indicator, reading: Reading) -> bool:
        """Whether it asks for the same period a year earlier, which several years do not have."""
        return looks_back(self._scope.plan, self._known, self._query(indicator, reading)[0])

    def has_decimals(self, indicator: Indicator, reading: Reading) -> bool:
        """Whether it counts in parts of one."""
        return (indicator.code, reading.name) in queries_of(self._scope.plan).decimals

    def _query(self, indicator: Indicator, reading: Reading) -> tuple[str, int]:
        """The query of a reading, and of how many parts of one its numbers are."""
        query = queries_of(self._scope.plan).members[indicator.code, reading.name]
        return query, BILLIONTHS if self.has_decimals(indicator, reading) else 1

    def found(self, indicator: Indicator, reading: Reading, detail: bool = False) -> Found:
        with _sentences(indicator, reading):
            query, parts = self._query(indicator, reading)
            return Found(self._run(query, detail), self._scope.names, parts)

    def explained(self, indicator: Indicator, reading: Reading) -> tuple[Found, Evidence]:
        """What counts or is remarked, and apart the records that only prove it."""
        with _sentences(indicator, reading):
            query, parts = self._query(indicator, reading)
            counting = f"SELECT * FROM (\n{query}\n) WHERE NOT {PROVING}"
            found = Found(self._run(counting, detail=True), self._scope.names, parts)
            evidence = Evidence(self._run(packed(query), detail=True), self._scope.names)
            if len(evidence) >= MOST_ROWS:
                raise TooLargeError(f"{len(evidence)} rows")
            return found, evidence

    def summed(self, indicator: Indicator, reading: Reading) -> Summed:
        """Both sides of a figure, and the members that something is said of: added up by SQLite where it can."""
        with _sentences(indicator, reading):
            folded = self.folded(indicator, reading) if reading.alone or not reading.capped else None
            return folded or self.found(indicator, reading).summed(
                indicator.measure, reading.capped, silent_codes(indicator)
            )

    def folded(self, indicator: Indicator, reading: Reading) -> Summed | None:
        """The same as SQLite adds it up; None where a sum passes its integers, or where groups without a cap may have
        unknown denominators.
        """
        query, parts = self._query(indicator, reading)
        capped = reading.capped and MEASURES[indicator.measure].has_denominator
        with suppress(TooLargeError):
            rows = self._run(fold(query, capped, silent_codes(indicator)))
            both, remarked, lacking = unfold(rows[0], indicator.measure, capped, parts)
            found = Found(remarked, self._scope.names, parts)
            cut = found.cut() if capped else ()
            return Summed(
                replace(both, capped=cut),
                found.remarks(cut)[0],
                Deferred(lambda: Found(unpacked(lacking), self._scope.names, parts).members()),
            )
        return None

    def _run(self, query: str, detail: bool = False) -> list[Row]:
        for table in words_in(self._known, query) & self._empty.keys():
            with self._cache.ignoring_writes() if self._cache else nullcontext():
                fill_sum(self._connection, self._scope, self._empty.pop(table))
        sql, values = with_tables(self._shared.ready(query), query), self._scope.parameters(detail)
        return run_query(self._connection, sql, values, self._seconds)[1]

    def members(self, indicator: Indicator, reading: Reading, detail: bool = False) -> list[Member]:
        """The members of one reading, in the query's order."""
        return self.found(indicator, reading, detail).members()


@contextmanager
def _sentences(indicator: Indicator, reading: Reading) -> Iterator[None]:
    """A query that fails is reported with the indicator and the reading that it stands for."""
    try:
        yield
    except TooSlowError:
        raise AppError("figure.too_slow", code=indicator.code) from None
    except TooLargeError as error:
        raise AppError("figure.too_large", code=indicator.code, reading=reading.name, reason=error) from error
