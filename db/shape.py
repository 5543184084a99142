"""Whether the tables of a file are as our programs make them: asked where something fails that should not."""

import re

from db.connection import Connection
from db.schema import quoted
from db.tables import schema_of_format
from desktop_app.domain.plan import Plan

_NAME = r'(?:\w+|"(?:[^"]|"")+")'
_COLUMN = rf"{_NAME} (?:TEXT|INTEGER)"
_COLUMNS = rf"id TEXT PRIMARY KEY(?:, {_COLUMN})*, _state INTEGER NOT NULL(?:, {_COLUMN})*"
_OF_KIND = re.compile(rf"CREATE TABLE {_NAME} \({_COLUMNS}\) WITHOUT ROWID")


def changed_tables(connection: Connection, plan: Plan) -> list[str]:
    """The tables that another program made or changed, or that are missing."""
    query = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND sql IS NOT NULL"
    there = dict(connection.execute(query).fetchall())
    ours = {
        name: sql for name, (_, sql) in schema_of_format().items() if sql.startswith(("CREATE TABLE", "CREATE VIRT"))
    }
    found = [name for name, sql in ours.items() if _bare(there.get(name, "")) != _bare(sql)]
    return found + [kind for kind in plan.record_kinds if not _is_ours(connection, plan, kind, there.get(kind, ""))]


def _bare(sql: str) -> str:
    return re.sub(r"[\s\"]", "", sql)


def _is_ours(connection: Connection, plan: Plan, kind: str, sql: str) -> bool:
    columns = {row[1] for row in connection.execute(f"PRAGMA main.table_info({quoted(kind)})")}
    return _OF_KIND.fullmatch(sql) is not None and columns >= {"id", "_state", *plan.kinds[kind].fields}
