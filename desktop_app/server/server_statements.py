"""The statements of `db/counting` run on a server: they are written for a data file, and nearly the same in both."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
from msgspec import Struct
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.types.string import TextLoader

# what stands in quotes is passed over; between them parameters, and the words that PostgreSQL has others for
_PARTS = re.compile(
    r"""(?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*")|(?<![:\w]):(?P<named>[A-Za-z_]\w*)|(?P<mark>\?)|(?P<percent>%)"""
    r"""|(?P<gone>\b(?:main|temp)\.|(?<=WHERE )\+)|(?P<day>\b\w+_day TEXT\b)|(?P<list>\bjson_each\b)"""
)
_FILLING = re.compile(r"\w+ INTO temp\.(\S+) VALUES")
_AS_BYTES = ' TEXT COLLATE "C"'
TRUTHS = ("detail",)  # parameters that stand where a condition does


class ServerStatements(Struct):
    """Stands where the connection of a data file does, for whoever only reads records and fills temporary tables: each
    table of the file is a temporary view of its name.
    """

    cursor: psycopg.ClientCursor[Any]

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> "ServerStatements":
        written = "SELECT WHERE FALSE" if sql.startswith("PRAGMA") else _PARTS.sub(_translated, sql)
        if sql.startswith("CREATE TEMP TABLE IF"):
            written = written.replace(" TEXT", _AS_BYTES)  # as in the tables of kinds, or no index of it is of use
        self.cursor.execute(written, _bound(values))
        return self

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        table = _FILLING.match(sql)
        assert table, sql
        with self.cursor.copy(f"COPY {table[1]} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.cursor.fetchall()

    def fetchone(self) -> tuple[Any, ...] | None:
        return self.cursor.fetchone()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.cursor.fetchall())


def statements(connection: psycopg.Connection[Any]) -> ServerStatements:
    """Values come as a data file has them: days as texts, sums as whole numbers."""
    cursor = psycopg.ClientCursor(connection)
    cursor.adapters.register_loader("date", TextLoader)
    cursor.adapters.register_loader("numeric", _Number)
    return ServerStatements(cursor)


class _Number(Loader):
    def load(self, data: Buffer) -> int | str:
        text = bytes(data).decode()
        return text if "." in text else int(text)


def _translated(part: re.Match[str]) -> str:
    if part["quoted"] or part["percent"]:
        return part[0].replace("%", "%%")
    if part["named"]:
        return f"%({part['named']})s"
    if part["day"]:
        return part[0].replace("TEXT", "DATE")
    if part["list"]:
        return "jsonb_array_elements_text"
    return "%s" if part["mark"] else ""


def _bound(values: Sequence[Any] | Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
    if isinstance(values, Mapping):
        return {name: bool(value) if name in TRUTHS else value for name, value in values.items()}
    return values
