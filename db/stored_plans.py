"""Writes into a file which editions of the plan it has: in force, offered, in the place of a damaged one.

Each function is called inside one `writing()` of the store, unless it says otherwise.
"""

from collections.abc import Iterable
from typing import Any

from db.connection import Connection
from db.derive import rebuild
from db.meta import mark_head, set_meta
from db.open_file import OpenFile
from db.plan_rows import is_sound, plan_rows
from db.plan_tables import describe_plan
from db.schema import add_plan_row, add_units, ensure_kind_tables, quoted
from desktop_app.domain.plan import Plan


def adopt(file: OpenFile, plan: Plan) -> None:
    """Put another edition of the plan in force; everything shown is made again by its rules."""
    run = file.connection.execute
    for name in file.plan.record_kinds.keys() - plan.record_kinds.keys():
        run(f"DELETE FROM main.{quoted(name)}")  # the log has the values, and the table its columns
    ensure_kind_tables(file.connection, plan)
    describe_plan(file.connection, plan)
    run("DELETE FROM org_unit")
    for version, rows in plan.source["units"].items():
        add_units(file.connection, version, rows)
    set_meta(file.connection, {"unit_version": plan.unit_version, "edition": plan.edition})
    mark_head(file.connection)
    file.put_in_force(plan)
    rebuild(file)


def add_plans(connection: Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Store editions that are or were in force here; they go along with a copy that is sent."""
    connection.executemany("INSERT OR IGNORE INTO plan VALUES (?, ?, ?, ?)", list(rows))


def add_offers(file: OpenFile, rows: Iterable[tuple[Any, ...]]) -> None:
    """Remember in this file only what editions came: id, edition, digest, body, file and unit of each."""
    offers = [(*row, file.now().isoformat(timespec="seconds")) for row in rows]
    file.connection.executemany("INSERT OR IGNORE INTO _offered_plan VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", offers)


def replace_plan(file: OpenFile, plan: Plan, unit: str) -> None:
    """Put the right plan in the place of a damaged one, with all that the file says of it and of its `unit`.

    Inside a transaction of its own. Other damaged plans go: they are only there to be handed on.
    """
    run = file.connection.execute
    run("REINDEX main.plan")
    for row in plan_rows(file.connection):
        if not is_sound(row) or (row.id, row.edition) == (plan.id, plan.edition):
            run("DELETE FROM main.plan WHERE rowid = ?", (row.no,))
    add_plan_row(file.connection, plan.source)
    run("DELETE FROM main.org_unit")
    for version, rows in plan.source["units"].items():
        add_units(file.connection, version, rows)
    said = {"plan": plan.id, "unit": unit, "unit_version": plan.unit_version, "author": file.author}
    set_meta(file.connection, said)
    ensure_kind_tables(file.connection, plan)
    describe_plan(file.connection, plan)
    mark_head(file.connection)
