"""Writes into a file which editions of the plan it has: in force, offered, in the place of a damaged one.

Each function is called inside one `writing()` of the store, unless it says otherwise.
"""

from collections.abc import Iterable
from typing import Any

from db import local_notes
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


def put_plan(file: OpenFile, plan: str, edition: int, digest: str, body: str) -> None:
    """Store the edition that is put in force now. Another text under its number, which was taken back here, waits among
    those that are not wanted.
    """
    named = (plan, edition)
    rivals = "SELECT id, edition, digest, body FROM plan WHERE (id, edition) = (?, ?) AND digest <> ?"
    for row in file.connection.execute(rivals, (*named, digest)).fetchall():
        add_offers(file, [(*row, file.path.name, file.logged_unit)])
        local_notes.decline_offer(file, *row[1:3])
    stale = "DELETE FROM plan WHERE (id, edition) = (?, ?) AND (digest <> ? OR body <> ?)"
    file.connection.execute(stale, (*named, digest, body))
    add_plans(file.connection, [(*named, digest, body)])


def add_offers(file: OpenFile, rows: Iterable[tuple[Any, ...]]) -> None:
    """Remember in this file only what editions came: id, edition, digest, body, file and unit of each."""
    offers = [(*row, file.now().isoformat(timespec="seconds")) for row in rows]
    file.connection.executemany(_OFFER, offers)


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
    set_meta(file.connection, said | {"edition": plan.edition})
    ensure_kind_tables(file.connection, plan)
    describe_plan(file.connection, plan)
    mark_head(file.connection)


# what came before and was damaged since is whole again
_OFFER = """
INSERT INTO _offered_plan VALUES (?, ?, ?, ?, ?, ?, ?, NULL)
ON CONFLICT (id, edition, digest) DO UPDATE SET body = excluded.body
"""
