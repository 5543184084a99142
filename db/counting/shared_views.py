"""Views of the plan that several indicators stand on: each is worked out once, into a temporary table."""

from collections.abc import Mapping

from msgspec import Struct

from db.cache import Cache
from db.connection import Connection
from db.counting.figure_scope import FigureScope
from db.counting.figure_sql import kinds_in, with_tables, words_in
from db.counting.plan_queries import queries_of
from db.counting.running import run_query, store_rows
from db.schema import quoted
from desktop_app.domain.period import Period


class HeldRows(Struct):
    """Whose rows a temporary table holds; None while it is not filled."""

    unit: str = ""
    period: Period | None = None


class SharedViews(Struct):
    """Keeps the tables of one connection; without a cache every reading works out its own."""

    connection: Connection
    scope: FigureScope
    cache: Cache | None
    known: Mapping[str, str]
    seconds: float
    names: list[str] = []

    def __post_init__(self) -> None:
        usable = self.cache and not self.cache.writing and not self.scope.public
        self.names = list(queries_of(self.scope.plan).shared) if usable else []

    def ready(self, query: str) -> dict[str, str]:
        """What the query's names mean, once the shared views that it uses are worked out."""
        used = [name for name in self.names if name in words_in(self.known, query)] if self.names else []
        for name in used:
            self._work_out(name)
        return dict(self.known) | {name: f"NOT MATERIALIZED (SELECT * FROM {_stored(name)})" for name in used}

    def _work_out(self, name: str) -> None:
        assert self.cache
        query = f"SELECT * FROM {quoted(name)}"
        kinds = kinds_in(self.scope.plan, self.known, query)
        holds = self.cache.get(("view", name), lambda: kinds, HeldRows)
        wanted = HeldRows(self.scope.unit, self.scope.period)
        if holds == wanted:
            return
        sql, values = with_tables(self.known, queries_of(self.scope.plan).views[name]), self.scope.parameters()
        holds.period = None
        with self.cache.ignoring_writes():
            columns, _ = run_query(self.connection, f"{sql} LIMIT 0", values, self.seconds)
            self.connection.execute(f"DROP TABLE IF EXISTS {_stored(name)}")
            self.connection.execute(f"CREATE TEMP TABLE {quoted(_table(name))} ({', '.join(map(quoted, columns))})")
            store_rows(self.connection, _table(name), sql, values, self.seconds)
        holds.unit, holds.period = wanted.unit, wanted.period


def _table(name: str) -> str:
    """The temporary table of a view."""
    return f"view:{name}"


def _stored(name: str) -> str:
    return f"temp.{quoted(_table(name))}"
