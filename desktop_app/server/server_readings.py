"""The readings of a plan's language as a server runs them, and what is kept of one state of it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, cast

from msgspec import Struct
from psycopg import errors

from db.connection import Connection
from db.counting.compiler.asking_sql import IN_SCOPE
from db.counting.compiler.dialect import BILLIONTHS, POSTGRESQL
from db.counting.figure_scope import FigureScope, fill_sum, window_sums
from db.counting.figure_sql import bodies, kinds_in, looks_back, same_for_all, with_tables, words_in
from db.counting.found import COLUMNS, Found, Summed
from db.counting.plan_queries import queries_of
from db.schema import quoted
from desktop_app.domain.figure_texts import silent_codes
from desktop_app.domain.plan_indicators import Indicator, Reading
from desktop_app.errors import AppError


class Remembered(Struct):
    """What was worked out of one state of a server, which nobody changes meanwhile."""

    values: dict[Hashable, Any] = {}
    stored: dict[str, str] = {}  # views and sums in temporary tables, and the unit whose rows they hold; empty: any

    def get(self, key: Hashable, _kinds: object, make: Callable[[], Any]) -> Any:
        if key not in self.values:
            self.values[key] = make()
        return self.values[key]


Rows = Sequence[Any]  # what a reading returned, by the COLUMNS of one


class ServerReadings(Struct):
    """Runs the readings of a plan's language; what a plan writes in SQL itself is never run here. `shared`: the rows of
    a unit that were asked for together with those of others.
    """

    connection: Connection
    scope: FigureScope
    cache: Remembered
    shared: Callable[[str], Rows] | None = None

    def kinds(self, indicator: Indicator, reading: Reading) -> set[str]:
        """The kinds whose records can change what a reading returns."""
        known = bodies(self.scope.plan, False, POSTGRESQL)
        return kinds_in(self.scope.plan, known, self._query(indicator, reading))

    def looks_back(self, indicator: Indicator, reading: Reading) -> bool:
        """Whether it asks for the same period a year earlier, which several years do not have."""
        return looks_back(self.scope.plan, bodies(self.scope.plan, False, POSTGRESQL), self._query(indicator, reading))

    def has_decimals(self, indicator: Indicator, reading: Reading) -> bool:
        """Whether it counts in parts of one."""
        return (indicator.code, reading.name) in queries_of(self.scope.plan, POSTGRESQL).decimals

    def summed(self, indicator: Indicator, reading: Reading) -> Summed:
        """Both sides of a figure, and the members that something is said of."""
        rows = self.shared(self.scope.unit) if self.shared else self.rows(indicator, reading)
        parts = BILLIONTHS if self.has_decimals(indicator, reading) else 1
        found = Found(rows, self.scope.names, parts)
        return found.summed(indicator.measure, reading.capped, silent_codes(indicator))

    def rows(self, indicator: Indicator, reading: Reading) -> Rows:
        """What a reading returns. AppError: not in the time that it has."""
        try:
            known = self._known(self._query(indicator, reading))
            query = f"SELECT {', '.join(COLUMNS)} FROM ({with_tables(known, self._query(indicator, reading))}) AS rows"
            cursor = cast(Any, self.connection).execute(query, self.scope.parameters()).cursor
        except errors.QueryCanceled as error:
            raise AppError("figure.too_slow", code=indicator.code) from error
        return cast(Rows, cursor.fetchall())

    def _known(self, query: str) -> Mapping[str, str]:
        """What the query's names mean; whom it looks at, and what is worked out before, is kept for other readings: of
        this unit, or of all units of the period where it is the same for them.
        """
        plan, stored = self.scope.plan, self.cache.stored
        known, written = bodies(plan, False, POSTGRESQL), queries_of(plan, POSTGRESQL)
        once = {*written.stored, *(name for name in written.views if name.endswith(IN_SCOPE))}
        words = words_in(known, query)
        for rule in window_sums(plan):
            if rule["table"] in words and stored.get(rule["table"]) != self.scope.unit:
                fill_sum(self.connection, self.scope, rule)
                stored[rule["table"]] = self.scope.unit
        bodies_now = dict(known)
        for name in sorted(words & once, key=lambda name: (len(words_in(known, name) & once), name)):  # bases first
            unit = "" if same_for_all(plan, known, name) else self.scope.unit
            if stored.get(name) != unit:
                self._keep(name, with_tables(bodies_now, written.views[name]))
                stored[name] = unit
            bodies_now[name] = f"NOT MATERIALIZED (SELECT * FROM {_table_of(name)})"
        return bodies_now

    def _keep(self, name: str, query: str) -> None:
        self.connection.execute(f"DROP TABLE IF EXISTS {_table_of(name)}")  # of another unit or period
        self.connection.execute(f"CREATE TEMP TABLE {_table_of(name)} AS {query}", self.scope.parameters())

    def _query(self, indicator: Indicator, reading: Reading) -> str:
        return queries_of(self.scope.plan, POSTGRESQL).members[indicator.code, reading.name]

    def is_written(self, indicator: Indicator, reading: Reading) -> bool:
        """Whether the reading is in the plan language."""
        return (indicator.code, reading.name) in queries_of(self.scope.plan, POSTGRESQL).members


def _table_of(view: str) -> str:
    """The temporary table of a view, which no query can name."""
    return quoted(f"view:{view}")
