"""The steps that bring a data file to the newest format: added to, never edited. The only user of sqlite-utils."""

import re

import sqlite_utils
from sqlite_utils.migrations import Migrations

from db import format_1
from db.connection import Connection, run_script

migrations = Migrations("sokehoach")

# Format 2 calls what is internal, derived or known to this file alone, by a name of the field behind a `_`. Only names
# change: `transform` would write a table anew, and lose WITHOUT ROWID.
RENAMED_TABLES = {
    "conflict": "_conflict",
    "search_text": "_search_text",
    "draft": "_draft",
    "locked_pdf": "_locked_pdf",
    "merge_act": "_merge",
    "merged_file": "_merge_source",
    "merge_span": "_merge_range",
    "brought": "_merge_change",
    "set_aside": "_reverted_change",
    "turned_merge": "_reverted_merge",
    "lain_aside": "_reverted_interval",
    "not_same": "_distinct_pair",
    "sent_file": "_sent_copy",
    "seen_file": "_absorbed_file",
}
RENAMED_COLUMNS = (
    ("record", "held", "retained"),
    ("_merge", "before", "acts_before"),
    ("_merge", "edition", "adopted_edition"),
    ("_merge", "undone", "reverted"),
    ("_merge_range", "first", "first_act"),
    ("_merge_range", "last", "last_act"),
    ("_merge_range", "file", "source"),
    ("_merge_change", "file", "source"),
    ("_reverted_merge", "after", "after_act"),
    ("_reverted_interval", "out", "reverted_after"),
    ("_reverted_interval", "back", "restored_after"),
)


def _step(name: str, *scripts: str) -> None:
    """A step that only runs statements."""

    @migrations(name=name)
    def _run(database: sqlite_utils.Database) -> None:
        for script in scripts:
            run_script(database.conn, script)


_step("0001_first_format", format_1.FILE, format_1.LOG, format_1.DERIVED, "PRAGMA user_version = 1")
_step("0002_locked_reports", format_1.LOCKED_PDF)
_step("0003_merges", format_1.MERGED_FILE)
_step("0005_sent_files", format_1.SENT_FILE)
_step("0006_not_same", format_1.NOT_SAME)
_step("0007_set_aside", format_1.MERGES)
_step("0008_seen_files", format_1.SEEN_FILE)
_step("0009_turned_merges", format_1.TURNED_MERGE)
_step("0010_lain_aside", format_1.LAIN_ASIDE)


@migrations(name="0011_second_format")
def _second_format(database: sqlite_utils.Database) -> None:
    for name, new_name in RENAMED_TABLES.items():
        database.rename_table(name, new_name)
    for table, column, new_column in RENAMED_COLUMNS:
        database.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO {new_column}")
    database.execute("DROP INDEX set_aside_act")
    database.table("_reverted_change").create_index(["act"], "_reverted_change_act")
    database.execute("PRAGMA user_version = 2")


# What this office decides of what others bring, known to this file alone.
# - _erasure_item: what another office's erasure would take that this file holds, and what an erasure left elsewhere:
#   why it is asked, from which file of which office, and what was decided: `itself` (it ran by itself), `accepted`,
#   `declined`, NULL (not yet)
# - _offered_plan: editions that came with other files or the program, and are not in force: `declined`, NULL (not yet)
# - _foreign_part: what another program put into this file, taken out of its schema
_CONSENT = """
CREATE TABLE _erasure_item (
  erasure TEXT, stamp BLOB, kind TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL, why TEXT NOT NULL,
  file TEXT NOT NULL, unit TEXT NOT NULL, time TEXT NOT NULL, decision TEXT,
  PRIMARY KEY (erasure, stamp)
) WITHOUT ROWID;

CREATE TABLE _offered_plan (
  id TEXT, edition INTEGER, digest TEXT, body TEXT NOT NULL, file TEXT NOT NULL, unit TEXT NOT NULL,
  time TEXT NOT NULL, decision TEXT,
  PRIMARY KEY (id, edition, digest)
);

CREATE TABLE IF NOT EXISTS _foreign_part (
  type TEXT, name TEXT, sql TEXT NOT NULL, PRIMARY KEY (type, name)
) WITHOUT ROWID;
"""

_step("0012_consent", _CONSENT, "PRAGMA user_version = 3")

# Format 4 says to other programs what the tables hold: the labels of choices, and a table about tables and columns. Its
# foreign keys name the column that they lead to, without which some programs can't show a table at all.
_DESCRIBED = """
CREATE TABLE choice (
  list TEXT, value TEXT, vi TEXT NOT NULL, en TEXT NOT NULL, valid_from TEXT, valid_to TEXT,
  retired INTEGER NOT NULL, PRIMARY KEY (list, value)
) WITHOUT ROWID;

CREATE TABLE data_dictionary (
  table_name TEXT, column_name TEXT, type TEXT, unit_vi TEXT, unit_en TEXT, refers_to TEXT, list TEXT, vi TEXT,
  en TEXT, about_vi TEXT, about_en TEXT,
  PRIMARY KEY (table_name, column_name)
) WITHOUT ROWID;
"""
WITH_KEYS = ("field", "record", "change_log", "_conflict", "_merge_change", "_reverted_change")
_UNNAMED_KEY = re.compile(r"REFERENCES (\w+)\b(?! ?\()")


@migrations(name="0013_described")
def _described(database: sqlite_utils.Database) -> None:
    """The text of a table says where its keys lead, and nothing of what is stored: no page of the ledger is written."""
    run_script(database.conn, _DESCRIBED)
    version = database.execute("PRAGMA main.schema_version").fetchone()[0]
    database.execute("PRAGMA writable_schema = ON")
    tables = database.execute("SELECT name, sql FROM main.sqlite_schema WHERE type = 'table'").fetchall()
    for table, sql in tables:
        if table in WITH_KEYS:
            named = _UNNAMED_KEY.sub(r"REFERENCES \1 (no)", sql)
            database.execute("UPDATE main.sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", (named, table))
    database.execute(f"PRAGMA main.schema_version = {version + 1}")  # other connections read it anew
    database.execute("PRAGMA writable_schema = RESET")
    database.execute("PRAGMA user_version = 4")


def migrate(connection: Connection) -> None:
    """Take every step that the file has not taken yet, inside the caller's transaction.

    `user_version` is the format of the file, and rises with every step from now on: a file that is open has taken all
    steps, and an older program says that it comes from a newer one.
    """
    migrations.apply(sqlite_utils.Database(connection, execute_plugins=False))
