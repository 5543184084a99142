"""The typed tables of a plan in memory, filled from plain records, as the store would leave them."""

import json
import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from sqlcipher3 import dbapi2 as sqlite

from db.connection import Connection
from db.open_file import OpenFile
from db.schema import ensure_kind_tables, quoted
from db.tables import make_tables
from desktop_app.domain.clock import Clock
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import load_plan, plan_folder

Record = dict[str, Any]


def shipped_plan(**changes: Any) -> Plan:
    """The plan of 2022; `changes` replace lines of its header."""
    source = load_plan(plan_folder("lai-chau-2022"))
    return parse_plan({**source, "plan": {**source["plan"], **changes}})


def units_of(plan: Plan) -> OrgUnits:
    return build_units(plan.unit_version, plan.source["units"][plan.unit_version])


def empty_file(plan: Plan) -> Connection:
    """A connection with the tables of a data file and the plan's typed tables, and nothing in them."""
    connection: Connection = sqlite.connect(":memory:", isolation_level=None)
    make_tables(connection)
    ensure_kind_tables(connection, plan)
    return connection


def put(
    connection: Connection, plan: Plan, records: Iterable[Record], conflicts: Iterable[tuple[str, str]] = ()
) -> None:
    """Replace everything in the tables; parents come before their children. `conflicts`: (record, field)."""
    connection.execute("BEGIN")
    for name in plan.record_kinds:
        connection.execute(f"DELETE FROM main.{quoted(name)}")
    states: dict[str, int] = {}
    kinds: dict[str, str] = {}
    for record in records:
        fields = record["fields"]
        parent_field = plan.kinds[record["kind"]].parent_field
        state = 0 if record.get("counts", True) else 2 if record.get("contradictory") else 1
        if not state and parent_field and states.get(fields[parent_field], 1):
            state = 3
        states[record["id"]] = state
        _insert(connection, record["kind"], {"id": record["id"], **fields, "_state": state})
        kinds[record["id"]] = record["kind"]
    _put_conflicts(connection, kinds, conflicts)
    connection.execute("COMMIT")


def _put_conflicts(connection: Connection, kinds: dict[str, str], conflicts: Iterable[tuple[str, str]]) -> None:
    """As the log leaves them when two people wrote different values."""
    for table in ("_conflict", "record", "kind"):
        connection.execute(f"DELETE FROM main.{table}")
    found = list(conflicts)
    numbers = {record: number for number, record in enumerate(dict.fromkeys(record for record, _ in found), start=1)}
    of = {record: kinds.get(record, "of_a_later_plan") for record in numbers}
    names = {name: number for number, name in enumerate(dict.fromkeys(of.values()), start=1)}
    connection.executemany("INSERT INTO main.kind (name, no) VALUES (?, ?)", names.items())
    rows = [(number, record, names[of[record]]) for record, number in numbers.items()]
    connection.executemany("INSERT INTO main.record (no, id, kind) VALUES (?, ?, ?)", rows)
    fields = {(numbers[record], field) for record, field in found}
    connection.executemany("INSERT INTO main._conflict (record, field) VALUES (?, ?)", sorted(fields))


def _insert(connection: Connection, kind: str, row: Mapping[str, Any]) -> None:
    columns = ", ".join(map(quoted, row))
    values = [json.dumps(v) if isinstance(v, list) else int(v) if isinstance(v, bool) else v for v in row.values()]
    connection.execute(f"INSERT INTO main.{quoted(kind)} ({columns}) VALUES ({', '.join('?' * len(values))})", values)


def memory_file(plan: Plan, connection: Connection, units: OrgUnits | None = None) -> OpenFile:
    """The connection as an open file; `units` in place of those of the plan."""
    clock = Clock(lambda: datetime(2022, 5, 14, 8, 0, tzinfo=UTC), random.Random(1).randbytes)
    if units:
        rows = [(u.code, u.parent, u.level, u.type, u.name) for u in units]
        plan = replace(plan, source={**plan.source, "units": {plan.unit_version: rows}})
    return OpenFile(Path("memory"), connection, plan, clock, plan.root)
