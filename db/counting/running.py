"""Runs the queries that a plan's readings are written as: each within a time and a number of rows."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlcipher3 import dbapi2 as sqlite

from db.connection import Connection
from db.schema import quoted
from desktop_app.domain.values import Stored

SECONDS = 20.0
MOST_ROWS = 2_000_000
_STEPS = 20_000

Row = tuple[Stored | float, ...]


class TooSlowError(Exception):
    """A query was stopped at its deadline."""


class TooLargeError(Exception):
    """A query returned more rows than are read, or a sum beyond SQLite's integers."""


def run_query(
    connection: Connection, sql: str, values: Mapping[str, Stored], seconds: float = SECONDS
) -> tuple[list[str], list[Row]]:
    """Return the column names and rows of a query; TooSlowError, TooLargeError."""
    with _bounded(connection, seconds):
        cursor = connection.execute(sql, values)
        rows = cursor.fetchmany(MOST_ROWS)
    if len(rows) == MOST_ROWS:
        raise TooLargeError(f"{MOST_ROWS} rows")
    return [column[0] for column in cursor.description], rows


def store_rows(
    connection: Connection, table: str, sql: str, values: Mapping[str, Stored], seconds: float = SECONDS
) -> None:
    """Put the rows of a query into a temporary table; TooSlowError, TooLargeError."""
    with _bounded(connection, seconds):
        connection.execute(f"INSERT INTO temp.{quoted(table)} {sql}", values)


@contextmanager
def _bounded(connection: Connection, seconds: float) -> Iterator[None]:
    deadline = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        yield
    except sqlite.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise TooSlowError from error
        if "overflow" in str(error):
            raise TooLargeError(str(error)) from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
