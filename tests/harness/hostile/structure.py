"""Files built in another way: foreign parts, missing and changed tables, logs in circles, plans that are none."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from db.connection import Connection, DatabaseError, connect
from db.meta import mark_head
from desktop_app.domain.plan import canonical_json, plan_digest
from tests.harness.hostile.base import add_change, by_change, by_sql, forged, set_digest

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
NO_END = "instr(hex(zeroblob(9000000)), hex(zeroblob(4500000)) || 1)"  # one step of SQLite, for hours
TABLES = (
    "meta", "plan", "kind", "field", "record", "act", "change_log", "org_unit", "_conflict", "_search_text", "_draft",
    "_merge", "_merge_source", "_merge_range", "_merge_change", "_reverted_change", "_absorbed_file", "_sent_copy",
    "_locked_pdf", "_distinct_pair", "_erasure_item", "_offered_plan", "_foreign_part", "cleaning", "planting",
    "volunteers",
)  # fmt: skip
PARTS = (
    f"CREATE VIEW v AS {ENDLESS}",
    "CREATE TRIGGER t BEFORE {event} ON {table} BEGIN SELECT raise(ABORT, 'x'); END",
    f"CREATE TRIGGER t AFTER {{event}} ON {{table}} BEGIN DELETE FROM act WHERE no IN ({ENDLESS}); END",
    "CREATE UNIQUE INDEX i ON {table} (1)",
    "CREATE INDEX i ON {table} (abs(-9223372036854775807 - 1))",
    "CREATE VIRTUAL TABLE w USING fts5 (a, content='{table}')",
)


def sql(*statements: str) -> Callable[[Path], None]:
    """What another program does to a file; where it can't, the file stays as it is."""

    def change(path: Path) -> None:
        with closing(connect(path)) as connection:
            for pragma in ("foreign_keys = OFF", "trusted_schema = ON", "writable_schema = ON"):
                connection.execute(f"PRAGMA {pragma}")
            for statement in statements:
                try:
                    connection.execute(statement)
                except DatabaseError:  # SQLite itself stops it
                    continue

    return change


def part_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for table in TABLES:
        for number, part in enumerate(PARTS):
            for event in ("INSERT", "UPDATE", "DELETE") if "{event}" in part else ("",):
                yield f"part {number} {event} {table}", sql(part.format(table=table, event=event))
        yield f"no {table}", sql(f"DROP TABLE {table}")
        yield f"view {table}", sql(f"DROP TABLE {table}", f"CREATE VIEW {table} AS {ENDLESS}")
        yield f"empty {table}", sql(f"DELETE FROM {table}")
        yield f"other {table}", sql(f"DROP TABLE {table}", f"CREATE TABLE {table} (a, b, c)")
        yield f"virtual {table}", sql(f"DROP TABLE {table}", f"CREATE VIRTUAL TABLE {table} USING fts5 (a, b)")
        yield f"column {table}", sql(f"ALTER TABLE {table} ADD COLUMN other")
        yield f"worked out {table}", sql(f"ALTER TABLE {table} ADD COLUMN other AS (randomblob(1000000000))")
        for name, old, new in (
            ("check", "NOT NULL", "NOT NULL CHECK (0)"), ("collation", "TEXT", "TEXT COLLATE nowhere"),
            ("type", "INTEGER", "BLOB"), ("words", "CREATE", "CRATE"), ("default", "NOT NULL", "DEFAULT (abs('x'))"),
        ):  # fmt: skip
            statement = f"UPDATE sqlite_schema SET sql = replace(sql, '{old}', '{new}') WHERE name = '{table}'"
            yield f"{name} {table}", sql(statement)
        for root in (0, 1, 2, 99999, -1):
            yield f"root {root} {table}", sql(f"UPDATE sqlite_schema SET rootpage = {root} WHERE name = '{table}'")
    for name, words in (
        ("check", f"(a CHECK ({NO_END} >= 0))"), ("worked out", f"(a, b AS ({NO_END}) NOT NULL)"),
        ("default", f"(a DEFAULT ({NO_END}) REFERENCES record ON DELETE SET DEFAULT)"),
    ):  # fmt: skip
        yield f"their {name}", sql(
            "CREATE TABLE their (a)", "INSERT INTO their VALUES (1)",
            f"UPDATE sqlite_schema SET sql = 'CREATE TABLE their {words}' WHERE name = 'their'",
        )  # fmt: skip
    yield "their index", sql(
        "CREATE TABLE their (a)", "INSERT INTO their VALUES (1)", "CREATE INDEX i ON their (length(a))",
        f"UPDATE sqlite_schema SET sql = replace(sql, 'length(a)', '{NO_END}') WHERE name = 'i'",
    )  # fmt: skip
    for number, pragma in enumerate(
        ("user_version = 0", "user_version = 99", "user_version = 1", "user_version = 2", "application_id = 1",
         "journal_mode = WAL", "encoding = 'UTF-16'", "auto_vacuum = 1", "page_size = 65536")
    ):  # fmt: skip
        yield f"pragma {number}", sql(f"PRAGMA {pragma}", "VACUUM")


# --- the log ----------------------------------------------------------------------------------------------------------


def log_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for number, value in enumerate(
        ("x''", "zeroblob(14)", "x'ff'", "zeroblob(28)", "'text'", "7", "NULL", "randomblob(13)")
    ):
        for column in ("stamp", "replaces", "covers", "record", "field", "act"):
            yield (
                f"log {column} {number}",
                by_sql(f"UPDATE OR IGNORE change_log SET {column} = {value}"),
            )
        for table, column in (
            ("act", "id"),
            ("act", "target"),
            ("record", "id"),
            ("record", "kind"),
            ("field", "kind"),
        ):
            statement = f"UPDATE OR IGNORE {table} SET {column} = {value}"
            yield f"{table} {column} {number}", by_sql(statement)
    yield "stamps far ahead", by_sql("UPDATE act SET id = x'ffffffffffff' || substr(id, 7)")
    yield "changes in a circle", forged(_circle_of_changes)
    yield "all replaced", by_sql("UPDATE change_log SET replaces = stamp")
    yield "parents in a circle", forged(_circle_of_records)
    yield "joined in a circle", forged(_joined)
    yield "many heads", forged(_many_heads)
    yield "a long set", by_change("cleaning", "r", "beach", "v", replaces=bytes(14) * 100_000)
    for number, content in enumerate(_erasures()):
        yield f"erasure {number}", by_change("erasure", "e", "content", content, act_kind="erase")


def _circle_of_changes(connection: Connection) -> None:
    first = add_change(connection, "cleaning", "r", "beach", "a", number=1)
    second = add_change(connection, "cleaning", "r", "beach", "b", number=2, replaces=first)
    connection.execute("UPDATE change_log SET replaces = ? WHERE stamp = ?", (second, first))


def _circle_of_records(connection: Connection) -> None:
    kinds = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
    )
    number = 0
    for (kind,) in kinds.fetchall():
        for field in ("planting", "nursery", "near", "tree", "unit"):
            number += 1
            add_change(connection, kind, "r", field, "r", number=number)


def _joined(connection: Connection) -> None:
    for number, (one, other) in enumerate((("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"), ("e", "nowhere"))):
        add_change(connection, "cleaning", one, "beach", one, number=2 * number)
        add_change(connection, "cleaning", one, "deleted", f"into:{other}", number=2 * number + 1)


def _many_heads(connection: Connection) -> None:
    for number in range(2000):
        add_change(connection, "cleaning", "r", "beach", f"{number}", number=number)


def _erasures() -> list[str]:
    one = ["ff" * 14, "cleaning", "r", "beach"]
    return [
        "", "[]", "{}", "null", '{"changes": null, "reason": 1}', '{"changes": [[]], "reason": ""}',
        json.dumps({"changes": [one], "reason": "x" * 100_000}),
        json.dumps({"changes": [one] * 20_000, "reason": "x"}),
        json.dumps({"changes": [["zz", "", "", ""]], "reason": None}),
        json.dumps({"changes": [[1, 2, 3, 4]], "reason": "x"}), json.dumps({"changes": {"a": 1}, "reason": "x"}),
        '{"changes": [["\\ud800", "a", "b", "c"]], "reason": "\\ud800"}',
        "[" * 50_000, '{"reason": "x"}',
    ]  # fmt: skip


# --- plans ------------------------------------------------------------------------------------------------------------


def plan_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for number, body in enumerate(
        ("", "x", "null", "[]", "{}", '{"plan": {}}', "[" * 100_000, "1" * 10_000, '"\\ud800"')
    ):
        yield f"plan text {number}", sql(f"UPDATE plan SET body = '{body}'")
    for column in ("id", "edition", "digest", "body"):
        for number, value in enumerate(
            ("NULL", "''", "x'00ff'", "7", "-1", "1.5", "zeroblob(9000000)", "9223372036854775807")
        ):
            yield f"plan {column} {number}", sql(f"UPDATE OR IGNORE plan SET {column} = {value}")
    for name, change in _plan_changes().items():
        for how in ("as before", "signed", "later"):
            yield f"plan {name} {how}", partial(_change_plan, change, how)


def _plan_changes() -> dict[str, Callable[[dict[str, Any]], object]]:
    def inside(*path: str, value: object) -> Callable[[dict[str, Any]], object]:
        def change(plan: dict[str, Any]) -> None:
            place: object = plan
            for key in path[:-1]:
                assert isinstance(place, dict)
                place = place[key]
            assert isinstance(place, dict)
            if value is ...:
                place.pop(path[-1], None)
            else:
                place[path[-1]] = value

        return change

    found = {}
    wild: tuple[Any, ...] = (..., None, 1, "x", [], {}, "__import__('os')", -1, [[None]], 1e308)
    for number, value in enumerate(wild):
        for path in (
            ("plan",), ("kinds",), ("units",), ("choices",), ("indicators",), ("statistics",), ("areas",),
            ("plan", "edition"), ("plan", "id"), ("plan", "root"), ("plan", "year"), ("plan", "doc_date"),
            ("plan", "unit_version"), ("plan", "period_scheme"), ("kinds", "cleaning"), ("kinds", "cleaning", "fields"),
            ("kinds", "cleaning", "title"),
            ("kinds", "cleaning", "unit_field"), ("kinds", "cleaning", "date_field"), ("units", "a"),
            ("indicators", "BIEN.1", "readings"), ("indicators", "BIEN.1", "threshold"),
        ):  # fmt: skip
            found[f"{'.'.join(path)} {number}"] = inside(*path, value=value)
    found["later edition"] = inside("plan", "edition", value=99)
    return found


def _change_plan(change: Callable[[dict[str, Any]], object], how: str, path: Path) -> None:
    """`signed`: its digest and the head of the file are right; `later`: it is a later edition as well."""
    with closing(connect(path)) as connection:
        source = json.loads(connection.execute("SELECT body FROM plan").fetchone()[0])
        if how == "later":
            source["plan"]["edition"] += 1
        edition = source["plan"]["edition"]
        change(source)
        connection.execute("UPDATE plan SET body = ?", (canonical_json(source),))
        if how != "as before":
            connection.execute("UPDATE plan SET digest = ?, edition = ?", (plan_digest(source), edition))
            mark_head(connection)
        set_digest(connection)
