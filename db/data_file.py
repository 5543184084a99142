"""A data file as a whole: made for a plan and a unit, opened again, asked what it is, checked."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from hashlib import blake2b
from pathlib import Path
from typing import Any

from db.connection import Connection, create_file, open_file, sentences
from db.log import computed_digest, stored_digest
from db.queries import register_functions
from db.store import Store
from desktop_app.domain.changes import Change, natural_id
from desktop_app.domain.clock import Clock, make_stamp
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.plan import Plan, canonical_json, parse_plan, plan_digest
from desktop_app.domain.validation import Rules
from desktop_app.domain.values import Value, to_stored

Seed = tuple[str, str | None, Mapping[str, Value]]


@dataclass(frozen=True)
class DataFile:
    """An open file with what it says of itself."""

    path: Path
    plan: Plan
    units: OrgUnits
    store: Store
    meta: Mapping[str, Any]
    encrypted: bool = False

    @property
    def connection(self) -> Connection:
        return self.store.connection


def units_of(source: Mapping[str, Any], version: str) -> OrgUnits:
    """The unit list of one version that a plan's mapping carries."""
    return build_units(version, source["units"][version], source.get("aliases", {}).get(version))


def create(
    path: Path, source: Mapping[str, Any], unit: str, author: str, clock: Clock, seeds: Iterable[Seed],
    key: str | None = None,
) -> DataFile:  # fmt: skip
    """Make a file for the office of `unit`, with the records that the plan brings; half a file is never left."""
    connection = create_file(path, key)
    try:
        with sentences(path):
            plan = _prepare(connection, source)
            data = _attach(path, connection, plan, clock, {})
            meta = {"unit": unit, "author": author, "unit_version": plan.unit_version, "plan": plan.id}
            with data.store.writing():
                data.store.set_meta(meta)
                data.store.apply_plan_records(*_seed_changes(plan, seeds))
        return DataFile(path, plan, data.units, data.store, meta, key is not None)
    except BaseException:
        connection.close()
        path.unlink(missing_ok=True)
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
        raise


def _prepare(connection: Connection, source: Mapping[str, Any]) -> Plan:
    """Tables, plan and unit lists of a new file."""
    from db.schema import ensure_kind_tables, migrate

    migrate(connection)
    plan = parse_plan(source)
    connection.execute("BEGIN IMMEDIATE")
    body, digest = canonical_json(source), plan_digest(source)
    connection.execute("INSERT INTO plan VALUES (?, ?, ?, ?)", (plan.id, plan.edition, digest, body))
    for version, rows in source["units"].items():
        connection.executemany("INSERT INTO org_unit VALUES (?, ?, ?, ?, ?, ?)", [(version, *row) for row in rows])
    ensure_kind_tables(connection, plan)
    connection.execute("COMMIT")
    return plan


def _seed_changes(plan: Plan, seeds: Iterable[Seed]) -> tuple[list[Change], bytes, datetime]:
    """The plan's records as changes whose stamps follow from plan and record alone."""
    moment = datetime.combine(datetime.fromisoformat(plan.doc_date), time(), UTC)
    milliseconds = int(moment.timestamp() * 1000)

    def stamp(*names: str) -> bytes:
        return make_stamp(milliseconds, 0, blake2b(json.dumps([plan.id, *names]).encode(), digest_size=6).digest())

    act = stamp("act")
    changes = []
    for kind, given, values in seeds:
        record = given or natural_id(plan.kinds[kind], values)
        if record is None:
            raise ValueError(kind)
        changes += [
            Change(stamp(record, name), record, kind, name, to_stored(value), act=act)
            for name, value in values.items()
            if value is not None
        ]
    return changes, act, moment


def open_data_file(path: Path, clock: Clock, key: str | None = None) -> DataFile:
    """Open a file of ours; AppError says why another one can't be opened."""
    connection = open_file(path, key)
    try:
        with sentences(path):
            meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
            row = connection.execute(
                "SELECT body FROM plan WHERE id = ? ORDER BY edition DESC LIMIT 1", (meta["plan"],)
            ).fetchone()
            plan = parse_plan(json.loads(row[0]))
            latest = connection.execute("SELECT max(id) FROM act").fetchone()
            clock.see(latest[0] or bytes(14))
            return replace(_attach(path, connection, plan, clock, meta), encrypted=key is not None)
    except BaseException:
        connection.close()
        raise


def _attach(path: Path, connection: Connection, plan: Plan, clock: Clock, meta: Mapping[str, Any]) -> DataFile:
    units = units_of(plan.source, plan.unit_version)
    store = Store(connection, path, plan, Rules(plan, units), clock)
    register_functions(store.book)
    return DataFile(path, plan, units, store, meta)


def describe(data: DataFile) -> dict[str, Any]:
    """What `info` says: plan, unit, records per kind, changes, conflicts, format, digest."""
    run = data.connection.execute
    count, total = stored_digest(data.connection)
    kinds = run(
        "SELECT k.name, count(*) FROM record r JOIN kind k ON k.no = r.kind"
        " WHERE r.deleted = 0 OR r.held = 1 GROUP BY k.name"
    )
    return {
        "plan": data.plan.id,
        "plan_edition": data.plan.edition,
        "unit": data.meta["unit"],
        "unit_version": data.plan.unit_version,
        "unit_name": data.units.name(data.meta["unit"]),
        "author": data.meta.get("author", ""),
        "records": dict(sorted(kinds.fetchall())),
        "changes": count,
        "conflicts": run("SELECT count(*) FROM conflict").fetchone()[0],
        "schema_version": run("PRAGMA user_version").fetchone()[0],
        "encrypted": data.encrypted,
        "log_digest": f"{count}-{total:012x}",
    }


def check(data: DataFile) -> list[str]:
    """What is wrong with the file, as names of findings; an empty list when it is whole."""
    run = data.connection.execute
    found = [str(row[0]) for row in run("PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"foreign key: {row[0]}" for row in run("PRAGMA foreign_key_check")]
    if stored_digest(data.connection) != computed_digest(data.connection):
        found.append("digest")
    return found + _stale_tables(data)


def _stale_tables(data: DataFile) -> list[str]:
    """Typed tables, deletions and conflicts made again from the log inside a transaction that is rolled back."""
    from db.derive import derive

    store, run = data.store, data.connection.execute
    tables = [f'"{name}"' for name in data.plan.record_kinds] + ["record", "conflict"]

    def content() -> list[list[tuple[Any, ...]]]:
        return [sorted(run(f"SELECT * FROM main.{table}").fetchall(), key=repr) for table in tables]

    with sentences(data.path):
        run("BEGIN IMMEDIATE")
        try:
            before = content()
            for table in tables[:-2]:
                run(f"DELETE FROM main.{table}")
            run("DELETE FROM conflict")
            run("UPDATE record SET deleted = 0, held = 0, joined_into = NULL")
            derive(store.book, [row[0] for row in run("SELECT no FROM record ORDER BY no").fetchall()])
            after = content()
        finally:
            run("ROLLBACK")
    return [f"table {table}" for table, a, b in zip(tables, before, after, strict=True) if a != b]
