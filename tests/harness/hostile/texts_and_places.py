"""Texts that are none, numbers beyond all bounds, locked reports of nonsense, and what lies where a file should."""

import json
import os
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from db.connection import Connection
from tests.harness.hostile.base import add_change, by_sql, forged, signed_plan
from tests.harness.hostile.structure import sql

# bytes that no text is made of, and what stands for half a letter
MAKE_PIPE: Callable[[Path], object] = getattr(os, "mkfifo", Path.mkdir)
BYTES = ("x'ff'", "x'c3'", "x'eda080'", "x'f5808080'", "x'00'", "x'e38080ff00'", "zeroblob(70000)", "x'efbfbf'")
NUMBERS = (
    "9e999",
    "-9e999",
    "1e308",
    "-0.0",
    "5e-324",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
)
COLUMNS = (
    ("act", "author"),
    ("act", "unit"),
    ("act", "time"),
    ("act", "kind"),
    ("record", "id"),
    ("kind", "name"),
    ("field", "name"),
    ("change_log", "value"),
    ("plan", "body"),
    ("plan", "id"),
    ("org_unit", "name"),
    ("cleaning", "beach"),
    ("_search_text", "folded"),
)
OF_NUMBERS = (
    ("change_log", "value"), ("cleaning", "bags"), ("volunteers", "people"), ("act", "time"), ("plan", "edition"),
    ("act", "no"),
)  # fmt: skip
MOMENTS = ("000000000000", "0144a6c4d800", "03bb3ea57400", "7fffffffffff", "ffffffffffff")  # 1970, 2014, 2099, beyond
META = ("unit", "author", "plan", "unit_version", "head")
TIMES = (
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59+00:00",
    "9999-12-31T23:59:59-23:59",
    "2014-01-01T00:00:00",
    "2099-12-31T23:59:59Z",
    "2023-06-01T08:00:00+99:99",
    "2023-06-01 08:00",
    "20230601T080000",
    "2023-W22-4",
    "٢٠٢٣-٠٦-٠١T08:00:00+00:00",
)
# of a locked report: where something else stands than a lock holds
WILD: tuple[Any, ...] = (
    None,
    True,
    -1,
    1e308,
    10**400,
    "",
    "\x00",
    "\ud800",
    "x" * 200_000,
    [],
    {},
    [[]],
    "9/0",
    "1" * 5000,
    "\u202e{0}",
)
SCHEMAS = (
    "CREATE TABLE x (a INTEGER PRIMARY KEY, b GENERATED ALWAYS AS (randomblob(1000000000)) STORED)",
    "CREATE TABLE x (a TEXT COLLATE nowhere PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE x (a CHECK (a IN (WITH n (i) AS (SELECT 1) SELECT i FROM n)))",
    'CREATE TABLE "a\x01\u202e\nb" ("\n" TEXT)',
    "CREATE TABLE x (a DEFAULT (load_extension('x')))",
    "CREATE INDEX x ON cleaning (beach COLLATE NOCASE) WHERE beach GLOB '*****************a'",
    "CREATE TABLE x (" + ", ".join(f"c{n}" for n in range(1900)) + ")",
    "CREATE TABLE sqlite_stat9 (a)",
    "CREATE TRIGGER t AFTER INSERT ON act BEGIN SELECT load_extension('x'); END",
    "CREATE TEMP VIEW act AS SELECT 1",
    "CREATE VIEW act2 AS " + " UNION ALL ".join(["SELECT 1"] * 400),
    "CREATE VIRTUAL TABLE x USING rtree (a, b, c)",
    "CREATE VIRTUAL TABLE x USING dbstat",
    "ANALYZE",
    "CREATE TABLE x (a REFERENCES act (no) ON DELETE CASCADE)",
)
HEADERS = {  # byte of the header, what stands there
    "page 512": (16, "0200"),
    "page 65536": (16, "0001"),
    "page 0": (16, "0000"),
    "page 4097": (16, "1001"),
    "rest 255": (20, "ff"),
    "payload": (21, "000000"),
    "pages": (28, "7fffffff"),
    "no pages": (28, "00000000"),
    "free list": (32, "00000002ffffffff"),
    "free list in a circle": (32, "0000000200000002"),
    "schema format": (44, "000000ff"),
    "cache": (48, "7fffffff"),
    "vacuum": (52, "000000ff00000000"),
    "encoding": (56, "00000003"),
    "encoding none": (56, "000000ff"),
    "version": (60, "7fffffff"),
    "reserved": (72, "ff" * 20),
}


def text_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for number, raw in enumerate(BYTES):
        for table, column in COLUMNS:
            statement = f"UPDATE OR IGNORE {table} SET {column} = CAST({raw} AS TEXT)"
            yield f"bytes {table}.{column} {number}", by_sql(statement)
        for key in META:
            statement = f"UPDATE meta SET value = CAST({raw} AS TEXT) WHERE key = '{key}'"
            yield f"bytes meta {key} {number}", by_sql(statement)
    for (table, column), (number, value) in product(OF_NUMBERS, enumerate(NUMBERS)):
        yield f"number {table}.{column} {number}", by_sql(f"UPDATE OR IGNORE {table} SET {column} = {value}")
    for number, time in enumerate(TIMES):
        yield f"time {number}", by_sql("UPDATE act SET time = ?", time)
    for moment in MOMENTS:
        yield f"stamps of {moment}", forged(partial(_restamped, moment))
    for number, schema in enumerate(SCHEMAS):
        yield f"schema {number}", sql(schema, "INSERT INTO x VALUES (1)")
    for name, (at, raw) in HEADERS.items():
        yield f"header {name}", partial(_header, at, bytes.fromhex(raw))


def _restamped(moment: str, connection: Connection) -> None:
    """All acts, and so all changes, at one moment."""
    for table, column in (("change_log", "stamp"), ("act", "id")):
        connection.execute(f"UPDATE OR IGNORE {table} SET {column} = x'{moment}' || substr({column}, 7)")


def _header(at: int, new: bytes, path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[at : at + len(new)] = new
    path.write_bytes(raw)


# --- locked reports ---------------------------------------------------------------------------------------------------


def lock_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for number in range(120):
        yield f"lock {number}", forged(partial(_lock, number))


def _lock(number: int, connection: Connection) -> None:
    """A lock as it is written, in which one place, or all of one name, holds something wild."""
    row = connection.execute(
        "SELECT c.value, r.id FROM change_log c JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind"
        " WHERE k.name = 'report' LIMIT 1"
    ).fetchone()
    content = json.loads(row[0])
    places = list(_places(content))
    place, value = places[number * 7919 % len(places)], WILD[number % len(WILD)]
    holder = content
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    text = json.dumps(content)
    add_change(connection, "report", f"hostile-lock-{number}", "content", text, number=500)
    add_change(connection, "report", row[1], "content", text, number=502)


def _places(content: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in items:
        yield (*above, key)
        yield from _places(value, (*above, key))


# --- where it lies ----------------------------------------------------------------------------------------------------


def place_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for name, change in PLACES.items():
        yield f"place {name}", change
    for number, letters in enumerate(NAMES):
        yield f"name {number}", partial(_called, letters)


def _called(name: bytes, path: Path) -> Path:
    return path.rename(path.with_name(os.fsdecode(name)))


def _beside(end: str, make: Callable[[Path], object], path: Path) -> None:
    make(path.with_name(path.name + end))


def _instead(make: Callable[[Path], object], path: Path) -> None:
    path.unlink()
    make(path)


def _link(target: str, path: Path) -> None:
    path.symlink_to(target)


def _shut(path: Path) -> None:
    path.mkdir()
    path.chmod(0o000)


NAMES = (
    b"\xff\xfe.db",
    b"a\nb\x1b[2J.db",
    "\u202egnp.db".encode(),
    b"-rf.db",
    b" .db",
    b"a" * 252 + b".db",
    b"a'b\"c`$(id).db",
    b"%41?mode=ro&x#y.db",
    b".db",
    "ế".encode() * 80 + b".db",
    b":memory:",
    b"file:a.db",
    b"con.db",
    b"a.db-journal",
)
ENDS = ("-journal", "-wal", "-shm")
COMPANIONS: dict[str, Callable[[Path], object]] = {  # what lies beside a data file, and is no journal
    "is a folder": Path.mkdir,
    "is a pipe": MAKE_PIPE,
    "is zeros": partial(_link, "/dev/zero"),
    "leads away": partial(_link, "/etc/passwd"),
    "in a circle": lambda path: _link(path.name, path),
    "of a name above": lambda path: path.write_bytes(
        bytes.fromhex("d9d505f920a163d7") + b"\0" * 500 + b"/etc/x" + b"\0\0\0\6" + b"\0" * 12
    ),
}
PLACES: dict[str, Callable[[Path], Any]] = {
    "link in a circle": partial(_instead, lambda path: _link(path.name, path)),
    "link to nothing": partial(_instead, partial(_link, "/nirgends/x")),
    "link to zeros": partial(_instead, partial(_link, "/dev/zero")),
    "link to a folder": partial(_instead, partial(_link, "/")),
    "pipe": partial(_instead, MAKE_PIPE),
    "folder": partial(_instead, Path.mkdir),
    "folder nobody enters": partial(_instead, _shut),
    **{f"{end} {name}": partial(_beside, end, make) for end in ENDS for name, make in COMPANIONS.items()},
}


def plan_mutant(path: Path, number: int) -> str:
    """A signed plan of a later edition, from outside the tree, in which chance has put one place in another."""
    chance = random.Random(number)

    def change(plan: dict[str, Any]) -> None:
        places = list(_places(plan))
        for _ in range(chance.choice((1, 1, 2, 5))):
            (*above, last), other = chance.choice(places), chance.choice(places)
            part = deepcopy(_at(plan, other))  # else a part that is put into itself has no end
            with_value: Any = chance.choice((*WILD, part, part, part))
            holder = _at(plan, tuple(above))
            if isinstance(holder, dict) and chance.random() < 0.2:
                holder.pop(last, None)
            elif isinstance(holder, dict | list) and (not isinstance(last, int) or last < len(holder)):
                holder[last] = with_value

    signed_plan(path, change, unit="xa lạ")
    return "plan"


def _at(plan: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        try:
            plan = plan[step]
        except (LookupError, TypeError):
            return None
    return plan
