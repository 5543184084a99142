"""A connection at work on one schema: statements in which `{s}` is that schema, and rows by COPY."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import psycopg
from msgspec import Struct
from psycopg import sql

from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.messages import Text

Row = Sequence[Any]
STEPS = 5
MANY = 1_000  # rows, after which a person is heard who wants to stop


class Server(Struct):
    """Every name in a statement is written by `psycopg.sql`, every value is a parameter."""

    connection: psycopg.Connection[Any]
    schema: str = ""
    report_progress: ProgressCallback = ignore_progress
    at: tuple[int, Text] = (0, "")  # the step of a long work, and its words

    def begin(self, step: int, words: Text) -> None:
        """Say which step of a long work begins."""
        self.at = step, words
        self.go_on()

    def go_on(self) -> None:
        """StoppedError: a person asked to stop."""
        self.report_progress(self.at[0], STEPS, self.at[1])

    def run(
        self, statement: str | sql.Composed, values: Sequence[Any] | dict[str, Any] = (), table: str = ""
    ) -> psycopg.Cursor[Any]:
        """`table`: the table of the schema that `{table}` stands for."""
        self.go_on()
        if isinstance(statement, str):
            statement = self._written(statement, table)
        return self.connection.execute(statement, values or None)

    def _written(self, statement: str, table: str = "") -> sql.Composed:
        names = {"s": sql.Identifier(self.schema), "table": sql.Identifier(self.schema, table)}
        return sql.SQL(statement).format(**names)

    def one(self, statement: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.run(statement, values).fetchone()
        return row[0] if row else None

    def copy_in(self, table: str, columns: Sequence[str], rows: Iterable[Row], *, temporary: bool = False) -> int:
        """Add rows to a table; how many they were."""
        name = sql.Identifier(table) if temporary else sql.Identifier(self.schema, table)
        listed = sql.SQL(", ").join(map(sql.Identifier, columns))
        count = 0
        with (
            self.connection.cursor() as cursor,
            cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, listed)) as copy,
        ):
            for row in rows:
                copy.write_row([taken(value) if isinstance(value, str) else value for value in row])
                count += 1
                if count % MANY == 0:
                    self.go_on()
        return count

    def rows(self, statement: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[Row]:
        """The rows of a query that may be many, some thousands at a time."""
        with self.connection.cursor(name="many") as cursor:
            cursor.itersize = 20_000
            cursor.execute(self._written(statement), values or None)
            yield from cursor


def taken(text: str) -> str:
    """A text as PostgreSQL takes it: it has no place for the letter NUL."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
