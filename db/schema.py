"""The shape of the data file: migrations (added to, never edited) and one typed table per record kind of the plan."""

from collections.abc import Iterable

import sqlite_utils
from sqlite_utils.migrations import Migrations

from db.connection import LOG_FORMAT, Connection
from desktop_app.domain.plan import Plan, RecordKind

migrations = Migrations("sokehoach")

_TYPES = {"int": "INTEGER", "money": "INTEGER", "bool": "INTEGER"}


@migrations(name="0001_first_format")
def _first_format(database: sqlite_utils.Database) -> None:
    for statement in _FIRST_FORMAT:
        database.execute(statement)


_FIRST_FORMAT = (
    # what the file is and whose: one row each (origin, unit, author, unit_version, log_count, log_digest …)
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # the plans of the file as JSON, their units included, and the unit lists again as a table for other programs
    (
        "CREATE TABLE plan (id TEXT, edition INTEGER, digest TEXT NOT NULL, body TEXT NOT NULL,"
        " PRIMARY KEY (id, edition))"
    ),
    (
        "CREATE TABLE org_unit (version TEXT, code TEXT, parent TEXT, level TEXT NOT NULL, type TEXT,"
        " name TEXT NOT NULL, PRIMARY KEY (version, code)) WITHOUT ROWID"
    ),
    # names met once and numbered, so that a change stays small
    "CREATE TABLE kind (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    (
        "CREATE TABLE field (no INTEGER PRIMARY KEY, kind INTEGER NOT NULL REFERENCES kind, name TEXT NOT NULL,"
        " UNIQUE (kind, name))"
    ),
    # deleted: 1 covered by its deletions; held: 1 a live record refers to it, so it shows all the same
    (
        "CREATE TABLE record (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL REFERENCES kind,"
        " deleted INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0, joined_into TEXT)"
    ),
    # time: the PC's own clock, for people; made_here: whether this file's own office made it
    (
        "CREATE TABLE act (no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, author TEXT NOT NULL,"
        " time TEXT NOT NULL, target BLOB, made_here INTEGER NOT NULL)"
    ),
    # the log itself: only ever added to. replaces, covers: stamps of 14 bytes one after the other
    (
        "CREATE TABLE change_log (record INTEGER NOT NULL REFERENCES record, field INTEGER NOT NULL REFERENCES field,"
        " stamp BLOB NOT NULL, value, replaces BLOB, covers BLOB, act INTEGER NOT NULL REFERENCES act,"
        " PRIMARY KEY (record, field, stamp)) WITHOUT ROWID"
    ),
    "CREATE INDEX change_log_act ON change_log (act)",
    # derived from the log, rebuilt at any time: open conflicts and what the search looks through
    (
        "CREATE TABLE conflict (record INTEGER NOT NULL REFERENCES record, field TEXT NOT NULL,"
        " PRIMARY KEY (record, field)) WITHOUT ROWID"
    ),
    "CREATE VIRTUAL TABLE search_text USING fts5 (exact, folded, tokenize = 'unicode61 remove_diacritics 0')",
    "INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1)",
    # half-typed text of this file's own window; never merged
    (
        "CREATE TABLE draft (record TEXT, field TEXT, text TEXT NOT NULL, time TEXT NOT NULL,"
        " PRIMARY KEY (record, field)) WITHOUT ROWID"
    ),
    f"PRAGMA user_version = {LOG_FORMAT}",
)


def migrate(connection: Connection) -> None:
    """Bring a file of ours to the newest format, each step in a transaction of its own."""
    database = sqlite_utils.Database(connection, execute_plugins=False)
    connection.execute("PRAGMA foreign_keys = OFF")
    migrations.apply(database)
    connection.execute("PRAGMA foreign_keys = ON")


def quoted(name: str) -> str:
    """A name of the plan as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


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


def _create_kind_table(connection: Connection, kind: RecordKind) -> None:
    columns = ["id TEXT PRIMARY KEY"]
    columns += [f"{quoted(f.name)} {_TYPES.get(f.type, 'TEXT')}" for f in kind.fields.values()]
    columns.append("_state INTEGER NOT NULL")
    connection.execute(f"CREATE TABLE main.{quoted(kind.name)} ({', '.join(columns)}) WITHOUT ROWID")
    for number, key in enumerate(_indexes(kind)):
        name = quoted(f"{kind.name}_{number}")
        connection.execute(f"CREATE INDEX {name} ON {quoted(kind.name)} ({', '.join(map(quoted, key))})")


def _indexes(kind: RecordKind) -> Iterable[tuple[str, ...]]:
    if kind.unit_field in kind.fields and kind.date_field in kind.fields:
        yield kind.unit_field, kind.date_field
    for field in kind.fields.values():
        if field.type == "ref" and (field.counts_in or field.name == kind.parent_field):
            yield (field.name,)
