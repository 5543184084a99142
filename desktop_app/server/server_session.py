"""A connection at work on one schema: statements in which `{s}` is that schema, and rows by COPY."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import psycopg
from msgspec import Struct
from psycopg import sql

Row = Sequence[Any]


class Server(Struct):
    """Every name in a statement is written by `psycopg.sql`, every value is a parameter."""

    connection: psycopg.Connection[Any]
    schema: str = ""

    def run(
        self, statement: str | sql.Composed, values: Sequence[Any] | dict[str, Any] = (), table: str = ""
    ) -> psycopg.Cursor[Any]:
        """`table`: the table of the schema that `{table}` stands for."""
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
                copy.write_row(row)
                count += 1
        return count

    def rows(self, statement: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[Row]:
        """The rows of a query that may be many, some thousands at a time."""
        with self.connection.cursor(name="many") as cursor:
            cursor.itersize = 20_000
            cursor.execute(self._written(statement), values or None)
            yield from cursor
