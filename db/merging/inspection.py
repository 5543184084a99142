"""A private copy of a file from outside, looked through before anything in it is believed."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from db.connection import Connection, connect, progress_handler
from db.data_file_opening import refuse_foreign
from db.error_sentences import sentences
from db.integrity import broken_pages
from db.log import computed_digest, stored_digest
from db.log_types import OF_CHANGES, OF_NAMES
from db.merging import inspection_sql as sql
from db.merging.source import SMALL
from db.schema import quoted
from desktop_app.domain.merging import Source
from desktop_app.domain.plan import plan_digest
from desktop_app.errors import AppError

SECONDS, SECONDS_A_BYTE = 30.0, 10.0 / 1e8


class Checked(Struct, frozen=True):
    """A private copy that was looked through, and what it says of itself."""

    source: Source
    path: Path
    meta: Mapping[str, Any]
    plans: list[tuple[str, int, str, str]]  # id, edition, digest, body


def inspect_copy(source: Source, private: Path, ask: Callable[[], None]) -> Checked:
    """What a private copy says of itself; AppError, or an error of SQLite, where it is not built as ours are.

    The copy is stripped of all but the tables that are read, so that nothing foreign is ever worked out.
    """
    size = private.stat().st_size
    end = time.monotonic() + SECONDS + SECONDS_A_BYTE * size

    def ask_in_time() -> None:
        ask()
        if time.monotonic() > end:  # made to be read for ever
            raise AppError("merge.endless", file=source.name)

    with (
        sentences(private),
        closing(connect(private, source.passphrase)) as connection,
        progress_handler(connection, ask_in_time),
    ):
        refuse_foreign(connection, private)
        _strip(connection, source)
        connection.execute("PRAGMA query_only = ON")
        _refuse_broken(connection, source, large=size > SMALL)
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        plans = connection.execute("SELECT id, edition, digest, body FROM plan ORDER BY id, edition").fetchall()
    if not isinstance(meta.get("unit"), str) or not all(map(_is_plan, plans)):
        raise AppError("core.damaged", file=source.name)
    same = [(*row[:3], sys.intern(row[3])) for row in plans]  # of a hundred files with one plan it is in memory once
    return Checked(source, private, meta, same)


def _strip(connection: Connection, source: Source) -> None:
    """Leave the tables that are read and their own indexes alone, after a look whether they are plain tables."""
    run = connection.execute
    for pragma in ("synchronous = OFF", "journal_mode = MEMORY", "writable_schema = ON"):
        run(f"PRAGMA {pragma}")
    plain = dict(run(sql.PLAIN))
    run(sql.STRIP)
    run("PRAGMA writable_schema = RESET")
    if not sql.READ.keys() <= plain.keys():
        raise AppError("core.damaged", file=source.name)
    for table, columns in sql.READ.items():
        rows = run("SELECT name, hidden FROM pragma_table_xinfo(?)", (table,)).fetchall() if plain[table] else []
        if not rows or any(hidden for _, hidden in rows):
            raise AppError("merge.hostile", file=source.name)
        if not columns <= {name for name, _ in rows}:
            raise AppError("core.damaged", file=source.name)


def _refuse_broken(connection: Connection, source: Source, *, large: bool) -> None:
    run = connection.execute
    if any(run(query).fetchone() for query in sql.TOO_LONG) or (large and run(sql.TOO_LONG_TOGETHER).fetchone()):
        raise AppError("merge.too_long", file=source.name)
    for table in sql.READ:
        if broken_pages(connection, f"quick_check({quoted(table)})"):
            raise AppError("core.damaged", file=source.name)
    if run(OF_CHANGES).fetchone():  # so that the digest is one of stamps
        raise AppError("core.damaged", file=source.name)
    # a copy made while somebody typed may mix old and new pages; then the log does not add up
    linked, stored = run(sql.LINKED).fetchone()[0], stored_digest(connection)
    if stored != computed_digest(connection) or linked != stored[0]:
        raise AppError("merge.torn", file=source.name)
    if any(run(query).fetchone() for query in (*OF_NAMES, *sql.FORGED)):
        raise AppError("core.damaged", file=source.name)
    for query in sql.TEXTS:  # letters that are none can't be read: an error of SQLite
        run(query).fetchall()


@lru_cache(16)
def _is_plan(row: tuple[Any, ...]) -> bool:
    """A plan that is what its row says it is."""
    name, edition, digest, text = row
    if not (isinstance(name, str) and isinstance(text, str) and type(edition) is int and 0 < edition < 1 << 31):
        return False
    try:
        body = json.loads(text)
        said = body["plan"]["id"], body["plan"]["edition"], plan_digest(body)
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
    return said == (name, edition, digest) and type(said[1]) is int
