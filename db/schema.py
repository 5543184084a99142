"""One typed table per record kind of the plan, readable with any SQLite program."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.connection import Connection
from desktop_app.domain.plan import Plan, RecordKind, canonical_json, plan_digest

_TYPES = {"int": "INTEGER", "money": "INTEGER", "bool": "INTEGER"}


def quoted(name: str) -> str:
    """A name of the plan as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def add_plan(connection: Connection, source: Mapping[str, Any]) -> None:
    """Put a plan into the file with its unit lists; the lists stand as a table again for other programs."""
    head = source["plan"]
    row = (head["id"], head["edition"], plan_digest(source), canonical_json(source))
    connection.execute("INSERT INTO plan VALUES (?, ?, ?, ?)", row)
    for version, rows in source["units"].items():
        add_units(connection, version, rows)


def add_units(connection: Connection, version: str, rows: Iterable[Sequence[str | None]]) -> None:
    """One version of the unit list."""
    connection.executemany("INSERT INTO org_unit VALUES (?, ?, ?, ?, ?, ?)", [(version, *unit) for unit in rows])


def ensure_kind_tables(connection: Connection, plan: Plan) -> None:
    """Create the typed tables that the plan needs and the file lacks, and columns for fields that are new."""
    for kind in plan.record_kinds.values():
        columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info({quoted(kind.name)})")]
        if not columns:
            _create_kind_table(connection, kind)
            continue
        for field in kind.fields.values():
            if field.name not in columns:
                definition = f"{quoted(field.name)} {_TYPES.get(field.type, 'TEXT')}"
                connection.execute(f"ALTER TABLE main.{quoted(kind.name)} ADD COLUMN {definition}")
        _ensure_latest(connection, kind)


def _create_kind_table(connection: Connection, kind: RecordKind) -> None:
    columns = ["id TEXT PRIMARY KEY"]
    columns += [f"{quoted(f.name)} {_TYPES.get(f.type, 'TEXT')}" for f in kind.fields.values()]
    columns.append("_state INTEGER NOT NULL")
    connection.execute(f"CREATE TABLE main.{quoted(kind.name)} ({', '.join(columns)}) WITHOUT ROWID")
    table = quoted(kind.name)
    for number, key in enumerate(_covering(kind)):
        name = quoted(f"{kind.name}:{number}")
        connection.execute(f"CREATE INDEX {name} ON {table} ({', '.join(map(quoted, key))})")
    connection.execute(f"CREATE INDEX {quoted(kind.name + ':open')} ON {table} (id) WHERE _state <> 0")
    _ensure_latest(connection, kind)


def latest_first(column: str) -> str:
    """By what the newest of many records are found at once, what has no day last. It is an expression, so that no
    query of a plan, which asks for plain days, is led astray by the index.
    """
    return f"ifnull({column}, '') DESC"


def _ensure_latest(connection: Connection, kind: RecordKind) -> None:
    """A file without this index is only slower: it gets it with the next edition of its plan."""
    if kind.date_field in kind.fields:
        name, order = quoted(f"{kind.name}:latest"), latest_first(quoted(kind.date_field))
        connection.execute(f"CREATE INDEX IF NOT EXISTS main.{name} ON {quoted(kind.name)} ({order})")


def _covering(kind: RecordKind) -> Iterable[tuple[str, ...]]:
    """Keys with everything behind them that a figure reads, so that figures need not look into the table."""
    counted = [f.name for f in kind.fields.values() if f.counts_in]
    for key in _keys(kind):
        yield (*key, *(name for name in counted if name not in key), "_state")


def _keys(kind: RecordKind) -> Iterable[tuple[str, ...]]:
    if kind.unit_field in kind.fields and kind.date_field in kind.fields:
        yield kind.unit_field, kind.date_field
    for field in kind.fields.values():
        if field.type == "ref" and (field.counts_in or field.name == kind.parent_field):
            yield (field.name,)
