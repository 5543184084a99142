"""Values, names and heads that no program of ours writes."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from db.connection import Connection
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import load_plan
from tests.harness.hostile.base import PLAN, VALUES, add_change, by_change, by_sql, forged

WILD: tuple[object, ...] = (
    None, "", " ", 0, -1, 1 << 62, -(1 << 63), "-0", "1E+999999999", "1e-999999999", "NaN", "sNaN", "Infinity",
    "-Infinity", "1_000", "٣", "9" * 5000, "0." + "0" * 5000 + "1", "2022-13-45", "0000-00-00", "9999-12-31",
    "2023-05-01T00:00", "25:61", "24:00", "[", "{}", "[1]", '["a"', '[["a"]]', '"a"', "null", '["\\ud800"]', "\\ud800",
    "\x00", "một\x00hai", "\x1b[2J\x07", "\u202eba", "\ufeff", "\U000e0041", "a" * 1_000_000, "\n" * 10_000,
    "' OR 1=1 --", "**a", "[1]{BIEN.1}", "{0.__class__}", "=cmd|' /C calc'!A0", "<b>&amp;</b>", "%s%n",
    b"\xff\xfe", 1.5,
)  # fmt: skip
CORE_FIELDS = (("cleaning", "deleted"), ("report", "content"), ("report_unlock", "content"), ("erasure", "content"))
NAMES = ("", "x" * 5000, "\x00", "a b", 'a"b', "sqlite_x", "meta", "__class__", "\u202e", "deleted", "id", "_state")
RIGHT = {"unit": "021", "year": 2023, "period_code": "Q2", "day": "2023-05-02", "beach": "Bãi", "people": 3}


def fields() -> Iterator[tuple[str, str]]:
    for kind in parse_plan(load_plan(PLAN)).record_kinds.values():
        for name in kind.fields:
            yield kind.name, name
    yield from CORE_FIELDS


def set_field(kind: str, field: str, value: object, connection: Connection) -> None:
    """A new record that is right but for one field, and an old one that gets the value."""
    number = 0
    for name, right in RIGHT.items():
        if name in _of(kind) and name != field:
            add_change(connection, kind, "hostile-1", name, right, number=(number := number + 1))
    add_change(connection, kind, "hostile-1", field, value, number=90)
    old = connection.execute(
        "SELECT r.id FROM record r JOIN kind k ON k.no = r.kind WHERE k.name = ? LIMIT 1", (kind,)
    ).fetchone()
    if old:
        add_change(connection, kind, old[0], field, value, number=91)


def _of(kind: str) -> set[str]:
    return {"unit", *(VALUES.get(kind) or [{}])[0]}


def value_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for kind, field in fields():
        for number, value in enumerate(WILD):
            yield f"value {kind}.{field} {number}", forged(partial(set_field, kind, field, value))


def name_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for number, name in enumerate(NAMES):
        yield f"kind {number}", by_change(name, "r", "f", "v")
        yield f"field {number}", by_change("cleaning", "r", name, "v")
        yield f"record {number}", by_change("cleaning", name, "beach", "v")
    columns = {"act": ("unit", "author", "time", "kind", "target"), "meta": ("value",)}
    for table, names in columns.items():
        for column in names:
            for number, value in enumerate(WILD):
                statement = f"UPDATE {table} SET {column} = ?"
                yield f"{table}.{column} {number}", by_sql(statement, value)
    for key in ("unit", "author", "plan", "unit_version", "practice", "erasing", "day_said", "day_said_after", "head"):
        for number, value in enumerate(WILD):
            statement = f"INSERT OR REPLACE INTO meta VALUES ('{key}', ?)"
            yield f"meta {key} {number}", by_sql(statement, value)
    for key in ("log_count", "log_digest"):
        for number, value in enumerate(WILD):
            yield f"meta {key} {number}", partial(_raw, f"UPDATE meta SET value = ? WHERE key = '{key}'", value)


def _raw(statement: str, value: object, path: Path) -> None:
    from contextlib import closing

    from db.connection import connect

    with closing(connect(path)) as connection:
        connection.execute(statement, (value,))
