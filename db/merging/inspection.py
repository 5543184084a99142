"""A private copy of a file from outside, looked through before anything in it is believed."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from db.connection import APPLICATION_ID, FILE_FORMAT, Connection, connect, heard, sentences
from db.log import computed_digest, stored_digest
from db.schema import quoted
from desktop_app.domain.clock import STAMP_BYTES
from desktop_app.domain.merging import Source
from desktop_app.domain.plan import plan_digest
from desktop_app.errors import AppError

SECONDS = 120.0


@dataclass(frozen=True)
class Checked:
    """A private copy that was looked through, and what it says of itself."""

    source: Source
    path: Path
    meta: Mapping[str, Any]
    plans: list[tuple[str, int, str, str]]  # id, edition, digest, body


def look_through(source: Source, private: Path, ask: Callable[[], None]) -> Checked:
    """What a private copy says of itself; AppError, or an error of SQLite, where it is not built as ours are."""
    end = time.monotonic() + SECONDS

    def ask_in_time() -> None:
        ask()
        if time.monotonic() > end:  # made to be read for ever
            raise AppError("core.damaged", file=source.name)

    with sentences(private), closing(connect(private, source.passphrase)) as connection, heard(connection, ask_in_time):
        run = connection.execute
        run("SELECT count(*) FROM sqlite_schema")  # whatever its journal has to say is settled by this
        run("PRAGMA query_only = ON")
        if run("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise AppError("core.not_ours", file=source.name)
        if run("PRAGMA user_version").fetchone()[0] > FILE_FORMAT:
            raise AppError("core.too_new", file=source.name)
        _refuse_foreign_parts(connection, source)
        _refuse_broken(connection, source)
        if run(_OTHER_SHAPE).fetchone():  # so that the digest is one of stamps
            raise AppError("core.damaged", file=source.name)
        _refuse_torn(connection, source)
        if any(run(query).fetchone() for query in _FORGED):
            raise AppError("core.damaged", file=source.name)
        for query in _TEXTS:  # letters that are none can't be read: an error of SQLite
            run(query).fetchall()
        meta = dict(run("SELECT key, value FROM meta").fetchall())
        plans = run("SELECT id, edition, digest, body FROM plan ORDER BY id, edition").fetchall()
    if not isinstance(meta.get("unit"), str) or not all(map(_is_plan, plans)):
        raise AppError("core.damaged", file=source.name)
    return Checked(source, private, meta, plans)


def _refuse_foreign_parts(connection: Connection, source: Source) -> None:
    """Only plain tables and their indexes: no view, no trigger, nothing that is worked out while it is read."""
    tables = set()
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall():
        virtual = kind == "table" and str(sql).lstrip().upper().startswith("CREATE VIRTUAL")
        if kind not in ("table", "index") or (virtual and name not in _SEARCH):
            raise AppError("merge.hostile", file=source.name)
        if kind == "table":
            tables.add(name)
    if not _READ.keys() <= tables:
        raise AppError("core.damaged", file=source.name)
    for table, columns in _READ.items():
        rows = connection.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (table,)).fetchall()
        if any(hidden for _, hidden in rows):
            raise AppError("merge.hostile", file=source.name)
        if not columns <= {name for name, _ in rows}:
            raise AppError("core.damaged", file=source.name)


def _refuse_broken(connection: Connection, source: Source) -> None:
    """Table by table: whether the search makes sense of its tables, which takes long, is nothing to us."""
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall():
        virtual = str(sql).lstrip().upper().startswith("CREATE VIRTUAL")
        if not virtual and connection.execute(f"PRAGMA quick_check({quoted(name)})").fetchone()[0] != "ok":
            raise AppError("core.damaged", file=source.name)


def _refuse_torn(connection: Connection, source: Source) -> None:
    """A copy made while somebody typed may mix old and new pages; then the log does not add up."""
    linked = connection.execute(_LINKED).fetchone()[0]
    stored = stored_digest(connection)
    if stored != computed_digest(connection) or linked != stored[0]:
        raise AppError("merge.torn", file=source.name)


@lru_cache(16)
def _is_plan(row: tuple[Any, ...]) -> bool:
    """A plan that is what its row says it is."""
    try:
        body = json.loads(row[3])
        return (body["plan"]["id"], body["plan"]["edition"], plan_digest(body)) == row[:3]
    except (ValueError, TypeError, KeyError, RecursionError):
        return False


_SEARCH = ("search_text", "_search_text")  # as format 1 and format 2 call it

# the tables that are read from outside, and their columns, the same in both formats; all others are passed over
_READ: dict[str, set[str]] = {
    "meta": {"key", "value"},
    "plan": {"id", "edition", "digest", "body"},
    "kind": {"no", "name"},
    "field": {"no", "kind", "name"},
    "record": {"no", "id", "kind"},
    "act": {"no", "id", "kind", "unit", "author", "time", "target"},
    "change_log": {"record", "field", "stamp", "value", "replaces", "covers", "act"},
}

_LINKED = (
    "SELECT count(*) FROM change_log c JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind"
    " JOIN field f ON f.no = c.field AND f.kind = r.kind JOIN act a ON a.no = c.act"
)

# what no program of ours writes: rows of another shape, or one thing under two numbers
_OTHER_SHAPE = (
    f"SELECT 1 FROM change_log WHERE typeof(stamp) <> 'blob' OR length(stamp) <> {STAMP_BYTES}"
    f" OR (replaces IS NOT NULL AND (typeof(replaces) <> 'blob' OR length(replaces) % {STAMP_BYTES} <> 0))"
    f" OR (covers IS NOT NULL AND (typeof(covers) <> 'blob' OR length(covers) % {STAMP_BYTES} <> 0))"
    " OR typeof(value) = 'blob' LIMIT 1"
)
_FORGED = (
    "SELECT 1 FROM kind WHERE typeof(name) <> 'text' LIMIT 1",
    "SELECT 1 FROM field WHERE typeof(name) <> 'text' LIMIT 1",
    "SELECT 1 FROM record WHERE typeof(id) <> 'text' LIMIT 1",
    (
        f"SELECT 1 FROM act WHERE typeof(id) <> 'blob' OR length(id) <> {STAMP_BYTES} OR typeof(kind) <> 'text'"
        " OR typeof(author) <> 'text' OR typeof(time) <> 'text' OR typeof(unit) NOT IN ('null', 'text')"
        " OR typeof(target) NOT IN ('null', 'blob') LIMIT 1"
    ),
    "SELECT 1 FROM kind NOT INDEXED GROUP BY name HAVING count(*) > 1 LIMIT 1",
    "SELECT 1 FROM field NOT INDEXED GROUP BY kind, name HAVING count(*) > 1 LIMIT 1",
    "SELECT 1 FROM record NOT INDEXED GROUP BY id, kind HAVING count(*) > 1 LIMIT 1",
    "SELECT 1 FROM act NOT INDEXED GROUP BY id HAVING count(*) > 1 LIMIT 1",
    "SELECT 1 FROM change_log NOT INDEXED GROUP BY record, field, stamp HAVING count(*) > 1 LIMIT 1",
)

# every text that is read from outside, a space between two
_TEXTS = (
    "SELECT group_concat(value, ' ') FROM change_log GROUP BY record",
    "SELECT group_concat(name, ' ') FROM kind",
    "SELECT group_concat(name, ' ') FROM field",
    "SELECT group_concat(id, ' ') FROM record",
    "SELECT group_concat(kind || ' ' || ifnull(unit, '') || ' ' || author || ' ' || time, ' ') FROM act",
)
