"""What another program put into a file of ours and would run with our work: taken out of the schema, kept as text."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from db.connection import Connection, OperationalError, transaction
from db.label_views import is_label_view
from db.schema import quoted
from db.tables import FULL_TEXT, INDEXES, SCHEMA
from desktop_app.domain.foreign_part import ForeignPart
from desktop_app.errors import AppError

_TABLES = frozenset(re.findall(r"CREATE TABLE (\w+) \(", SCHEMA))
_INDEXES = frozenset(f"{name} {of}" for name, of in INDEXES.items())
_NAME = r"""(?:\w+|"(?:[^"]|"")+")"""
_KEY = rf"(?:{_NAME}|ifnull\({_NAME}, ''\) DESC)"
_COLUMN = rf"\s*{_NAME}(?: COLLATE \w+)?(?: ASC| DESC)?\s*"
_OF_COLUMNS = re.compile(  # an expression may take for ever wherever a check or a copy works it out
    rf"CREATE (?:UNIQUE )?INDEX {_NAME}\s+ON\s+{_NAME}\s*\({_COLUMN}(?:,{_COLUMN})*\)", re.IGNORECASE
)
_OF_KIND = re.compile(rf"CREATE INDEX {_NAME} ON {_NAME} \({_KEY}(?:, {_KEY})*\)(?: WHERE _state <> 0)?")

_SCHEMA = "SELECT type, name, tbl_name, rootpage, sql FROM main.sqlite_schema"
_KEEP = re.findall(r"CREATE TABLE (_foreign_part .*?);", SCHEMA, re.DOTALL)[0]


class Schema(NamedTuple):
    """What was taken out of a file; the names of the tables and indexes that stay, and its views with labels."""

    foreign: list[ForeignPart]
    names: set[str]
    views: dict[str, str]


def take_out(connection: Connection, path: Path) -> Schema:
    """Take foreign parts out of a file before anything else of it is read.

    AppError: they can't be taken out. Other programs' plain tables, and indexes of their columns, do no harm and stay.
    """
    rows = connection.execute(_SCHEMA).fetchall()
    tables = {name: sql for type_, name, _, _, sql in rows if type_ == "table"}
    names = {name for type_, name, _, _, _ in rows if type_ in ("table", "index")}
    foreign = [row for row in rows if not _is_ours(*row, tables.get(row[2]))]
    if foreign:
        try:
            with transaction(connection, path):
                _take_out(connection, foreign)
        except OperationalError as error:
            raise AppError("file.foreign_part", file=path.name, reason=str(error)) from error
    parts = [ForeignPart(str(type_), str(name), str(sql or "")) for type_, name, _, _, sql in foreign]
    taken = {(part.type, part.name) for part in parts}
    views = {name: sql for type_, name, _, _, sql in rows if type_ == "view" and (type_, name) not in taken}
    names = names - {part.name for part in parts}
    return Schema(parts, names | ({"_foreign_part"} if parts else set()), views)


def foreign_parts_of(connection: Connection) -> list[ForeignPart]:
    """What was taken out of the file and is still kept as text."""
    rows = connection.execute("SELECT type, name, sql FROM main._foreign_part ORDER BY type, name").fetchall()
    return [ForeignPart(*row) for row in rows]


def forget_foreign_parts(connection: Connection) -> None:
    """Forget what other programs had put into the file."""
    connection.execute("DELETE FROM main._foreign_part")


@lru_cache(1024)
def _is_ours(type_: str, name: str, table: str, root: int | None, sql: str | None, table_sql: str | None) -> bool:
    if type_ == "table":
        return bool(root) or (name == "_search_text" and sql is not None and sql.endswith(f" USING {FULL_TEXT}"))
    if type_ == "view":
        return is_label_view(name, sql)
    if type_ != "index":
        return False
    if sql is None:
        return True
    of_kind = table_sql is not None and "_state INTEGER NOT NULL" in table_sql
    if of_kind and name.startswith(f"{table}:"):
        return _OF_KIND.fullmatch(sql) is not None
    if of_kind or table in _TABLES or table.startswith("_"):
        words = re.sub(r"\s+", " ", sql.replace('"', "")).removeprefix("CREATE UNIQUE INDEX ")
        return words.removeprefix("CREATE INDEX ") in _INDEXES
    return _OF_COLUMNS.fullmatch(sql) is not None


def _take_out(connection: Connection, foreign: list[tuple[Any, ...]]) -> None:
    """What has no page of its own goes by its entry alone, so that no module of another program is called, and the
    tables behind a virtual one stay.
    """
    run = connection.execute
    version = run("PRAGMA main.schema_version").fetchone()[0]
    run("PRAGMA writable_schema = ON")
    for type_, name, _, root, _ in foreign:
        if not root:
            run("DELETE FROM main.sqlite_schema WHERE type = ? AND name = ?", (type_, name))
    run(f"PRAGMA main.schema_version = {version + 1}")  # other connections read it anew
    run("PRAGMA writable_schema = RESET")
    for _, name, _, root, _ in foreign:
        if root:
            run(f"DROP INDEX main.{quoted(name)}")
    run(f"CREATE TABLE IF NOT EXISTS main.{_KEEP}")
    for type_, name, _, _, sql in foreign:
        run("INSERT OR REPLACE INTO main._foreign_part VALUES (?, ?, ?)", (type_, name, sql or ""))
