"""Runs a query that came with a plan, and so from outside: it can only read, only what it may, and not for ever."""

import re
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from sqlcipher3 import dbapi2 as sqlite

from db.connection import Connection
from db.schema import quoted
from desktop_app.domain.values import Stored

SECONDS = 20.0
MOST_ROWS = 2_000_000
_STEPS = 20_000
_AS = re.compile(r"AS\s++(?:NOT\s++)?(?:MATERIALIZED\s*+)?\(")
_LAST_WORD = re.compile(r'(\w++)"?\Z')
_READ, _INSERT = int(sqlite.SQLITE_READ), int(sqlite.SQLITE_INSERT)
_SELECT, _FUNCTION = int(sqlite.SQLITE_SELECT), int(sqlite.SQLITE_FUNCTION)
_OK, _DENY = int(sqlite.SQLITE_OK), int(sqlite.SQLITE_DENY)
_BAD_QUERY = ("SQLITE_ERROR", "SQLITE_AUTH", "SQLITE_TOOBIG", "SQLITE_MISMATCH", "SQLITE_RANGE")
_FUNCTIONS = frozenset(
    {
        "abs", "avg", "coalesce", "count", "date", "group_concat", "ifnull", "iif", "instr", "json_array",
        "json_array_length", "json_each", "json_group_array", "length", "like", "lower", "ltrim", "max", "min",
        "nullif", "replace", "round", "row_number", "rtrim", "substr", "sum", "total", "trim", "upper",
    }
)  # fmt: skip


class QueryError(Exception):
    """A query of the plan that fails or wants what it may not; the text is SQLite's reason, for the plan's author."""


class TooSlowError(Exception):
    """A query of the plan that was stopped at the deadline."""


Row = tuple[Stored | float, ...]


def run_guarded(
    connection: Connection, sql: str, values: Mapping[str, Stored], tables: Collection[str], seconds: float = SECONDS
) -> tuple[list[str], list[Row]]:
    """The column names and rows of one query that may read `tables` and nothing else."""
    with _guarded(connection, tables, sql, seconds), _query_errors():
        cursor = connection.execute(sql, values)
        rows = cursor.fetchmany(MOST_ROWS)
    if len(rows) == MOST_ROWS:
        raise QueryError(f"{MOST_ROWS} rows")
    return [column[0] for column in cursor.description], rows


def store_guarded(
    connection: Connection, table: str, sql: str, values: Mapping[str, Stored], tables: Collection[str],
    seconds: float = SECONDS,
) -> None:  # fmt: skip
    """Put the rows of such a query into a temporary table, and nothing anywhere else."""
    with _guarded(connection, tables, sql, seconds, into=table), _query_errors():
        connection.execute(f"INSERT INTO temp.{quoted(table)} {sql}", values)


@contextmanager
def _query_errors() -> Iterator[None]:
    """What is wrong with the query itself is kept apart from what is wrong with the file or the machine."""
    try:
        yield
    except (sqlite.ProgrammingError, sqlite.Warning) as error:  # a parameter or a second statement
        raise QueryError(str(error)) from error
    except sqlite.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name == "SQLITE_INTERRUPT":
            raise TooSlowError from error
        if name not in _BAD_QUERY:
            raise
        raise QueryError(str(error)) from error


@contextmanager
def _guarded(
    connection: Connection, tables: Collection[str], sql: str, seconds: float, into: str = ""
) -> Iterator[None]:
    deadline = time.monotonic() + seconds
    stored, common = frozenset(tables) | {"json_each"}, set()
    for before in _AS.split(sql)[:-1]:  # to look for the words first takes thirty times as long
        found = _LAST_WORD.search(before.rsplit(None, 1)[-1]) if before[-1:].isspace() and before.strip() else None
        if found is not None:
            common.add(found[1])

    def may(action: int, first: str | None, second: str | None, schema: str | None, _inner: str | None) -> int:
        if action == _READ:  # asked for every column that a statement names, so it comes first
            # without a schema it is a common table of the statement, or the rows of a stored one are counted
            allowed = first in stored or (schema is None and first in common)
        elif action == _INSERT:
            allowed = bool(into) and (first, schema) == (into, "temp")
        else:
            allowed = action == _SELECT or (action == _FUNCTION and second in _FUNCTIONS)
        return _OK if allowed else _DENY

    if not into:  # it forbids temporary tables as well
        connection.execute("PRAGMA query_only = ON")
    connection.set_authorizer(may)
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
        connection.set_authorizer(None)
        connection.execute("PRAGMA query_only = OFF")
