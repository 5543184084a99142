"""Data files of earlier formats: those that a program of then made, and files of now brought back, name for name."""

import gzip
import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from db.connection import connect, transaction
from db.migrations import RENAMED_COLUMNS, RENAMED_TABLES

DATA = Path(__file__).resolve().parents[1] / "data"
KEPT = DATA / "format-1"
OF_FORMAT_3 = ("_erasure_item", "_offered_plan", "_foreign_part")
OF_FORMAT_4 = ("choice", "data_dictionary")
PASSPHRASE = "Mật khẩu của Lan"


def made_then(name: str, folder: Path, file_format: int = 1) -> Path:
    """A file that the program of then made."""
    path = folder / f"{name}.db"
    path.write_bytes(gzip.decompress((DATA / f"format-{file_format}" / f"{name}.db.gz").read_bytes()))
    return path


def said_then(name: str) -> dict[str, Any]:
    """What the program of then said of it."""
    return dict(json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8")))


def in_format_1(path: Path, copy: Path, key: str | None = None) -> Path:
    """A copy of a file as the program of format 1 would have made it: the migration done backwards."""
    shutil.copy(path, copy)
    with closing(connect(copy, key)) as connection, transaction(connection, copy):
        for (view,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
            connection.execute(f'DROP VIEW "{view}"')
        for table in (*OF_FORMAT_3, *OF_FORMAT_4):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ' (no)', '') WHERE sql LIKE '%REFERENCES%'")
        connection.execute("PRAGMA writable_schema = RESET")
        connection.execute("DROP INDEX _reverted_change_act")
        for table, name, new_name in reversed(RENAMED_COLUMNS):
            connection.execute(f"ALTER TABLE {table} RENAME COLUMN {new_name} TO {name}")
        for name, new_name in RENAMED_TABLES.items():
            connection.execute(f"ALTER TABLE {new_name} RENAME TO {name}")
        connection.execute("CREATE INDEX set_aside_act ON set_aside (act)")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name >= '0011'")
        connection.execute("PRAGMA user_version = 1")
    return copy
