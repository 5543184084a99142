"""Data files of format 1: those that a program of then made, and files of now brought back to it, name for name."""

import gzip
import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from db.connection import connect, transaction
from db.migrations import RENAMED_COLUMNS, RENAMED_TABLES

KEPT = Path(__file__).resolve().parents[1] / "data" / "format-1"
PASSPHRASE = "Mật khẩu của Lan"


def made_then(name: str, folder: Path) -> Path:
    """A file that the program of then made."""
    path = folder / f"{name}.db"
    path.write_bytes(gzip.decompress((KEPT / f"{name}.db.gz").read_bytes()))
    return path


def said_then(name: str) -> dict[str, Any]:
    """What the program of then said of it."""
    return dict(json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8")))


def in_format_1(path: Path, copy: Path, key: str | None = None) -> Path:
    """A copy of a file as the program of format 1 would have made it: the migration done backwards."""
    shutil.copy(path, copy)
    with closing(connect(copy, key)) as connection, transaction(connection, copy):
        connection.execute("DROP INDEX _reverted_change_act")
        for table, name, new_name in reversed(RENAMED_COLUMNS):
            connection.execute(f"ALTER TABLE {table} RENAME COLUMN {new_name} TO {name}")
        for name, new_name in RENAMED_TABLES.items():
            connection.execute(f"ALTER TABLE {new_name} RENAME TO {name}")
        connection.execute("CREATE INDEX set_aside_act ON set_aside (act)")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0011_second_format'")
        connection.execute("PRAGMA user_version = 1")
    return copy
