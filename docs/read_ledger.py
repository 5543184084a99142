"""`python read_ledger.py FILE records`, or `conflicts`, or `history ID`: JSON lines, as the program's commands have."""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
HISTORY = """
SELECT k.name kind, f.name field, stamp, value, replaces, covers, a.id act, a.kind act_kind, unit, author, time
FROM change_log c JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind JOIN field f ON f.no = c.field
JOIN act a ON a.no = c.act WHERE r.id = ? ORDER BY stamp"""
CONFLICTS = "SELECT r.id AS record, c.field FROM _conflict c JOIN record r ON r.no = c.record ORDER BY r.kind, r.id, 2"


def kinds_in_force(file: sqlite3.Connection) -> Row:
    """The kinds of the plan in force that have records; the codes of units and of each field by those of the log."""
    meta = dict(map(tuple, file.execute("SELECT key, value FROM meta")))
    rows = file.execute("SELECT edition, body FROM plan WHERE id = ? ORDER BY edition DESC", (meta["plan"],)).fetchall()
    plan = json.loads(next(body for edition, body in rows if edition == int(meta.get("edition", edition))))
    renamed = plan.get("renamed_units", {}).get(plan["plan"]["unit_version"], {}).items()
    lists = plan["choices"] | {"unit": {code: {"was": was} for code, was in renamed}}
    for kind, field in ((one, of) for one in plan["kinds"].values() for of in one.get("fields", {}).values()):
        kind["units"] = logged(lists["unit"], every=True)
        field["codes"] = logged(lists.get(field.get("choices", field["type"]), {}), every=True)
    return {name: kind for name, kind in plan["kinds"].items() if kind.get("storage", "record") == "record"}


def logged(things: Row, *, every: bool = False) -> dict[str, str]:
    """What is which by the names of the log: the first of those that it had (`was`); codes by every one."""
    had = [(name, raw.get("was", name)) for name, raw in things.items()]
    return {old: name for name, was in had for old in ([was] if isinstance(was, str) else was[: None if every else 1])}


def plain(value: Any, of_type: str) -> Any:
    if of_type == "bool" and isinstance(value, int):
        return bool(value)
    return json.loads(value) if of_type in ("multi", "decimal") and value is not None else value


def stamps(blob: bytes | None) -> list[str]:
    return [blob[i : i + 14].hex() for i in range(0, len(blob), 14)] if blob else []


def records(file: sqlite3.Connection, kinds: Row) -> Iterator[Row]:
    """Every record that shows, kind by kind, from the typed tables; fields without a value are left out."""
    tables = [(kind, file.execute(f'SELECT * FROM "{kind}" ORDER BY id')) for kind in kinds]
    rows = {kind: {row["id"]: dict(row) for row in table} for kind, table in tables}
    for kind, record, row in ((k, record, row) for k, of_kind in rows.items() for record, row in of_kind.items()):
        fields = {n: plain(row[n], of["type"]) for n, of in kinds[kind]["fields"].items() if row.get(n) is not None}
        yield {"kind": kind, "id": record, "unit": unit_of(kinds, rows, kind, row), "fields": fields}


def unit_of(kinds: Row, rows: dict[str, Row], kind: str, row: Row) -> Any:
    """`unit_field` of a kind names a field, or leads to it over references: `school.unit`."""
    *path, last = kinds[kind].get("unit_field", "").split(".")
    for step in path:
        kind = kinds[kind]["fields"][step]["type"].removeprefix("ref:")
        row = rows[kind].get(str(row.get(step)), {})
    return row.get(last)


def conflicts(file: sqlite3.Connection, kinds: Row) -> Iterator[Row]:
    """Each field that offices left different, with the values that stand against each other; the shown one is last."""
    for record, name in map(tuple, file.execute(CONFLICTS).fetchall()):
        changes = list(history(file, kinds, record))
        heads = [one for one in changes if not any(one["stamp"] in other["replaces"] for other in changes)]
        covered = {stamp for head in heads if head["value"] for stamp in head["covers"]}
        heads = [head for head in heads if head["field"] == name]
        heads = [head for head in heads if head["stamp"] not in covered] or heads
        values = [{key: head[key] for key in ("value", "author", "time", "unit")} for head in heads]
        yield {"record": record, "kind": heads[0]["kind"], "field": name, "values": values}


def history(file: sqlite3.Connection, kinds: Row, record: str) -> Iterator[Row]:
    """Every change of a record, oldest first, under the names of the plan in force."""
    for change in map(dict, file.execute(HISTORY, (record,))):
        change["kind"] = kind = logged(kinds).get(change["kind"], change["kind"])
        fields, units = (kinds.get(kind, {}).get(part, {}) for part in ("fields", "units"))
        change["field"] = name = logged(fields).get(change["field"], change["field"])
        of = fields.get(name, {"type": "bool" if name == "deleted" else "", "codes": {}})
        value, now = plain(change["value"], of["type"]), of["codes"].get
        change["value"] = sorted({now(one, one) for one in value}) if isinstance(value, list) else now(value, value)
        change |= {"unit": units.get(change["unit"], change["unit"]), "act": change["act"].hex()}
        yield change | {"stamp": change["stamp"].hex()} | {key: stamps(change[key]) for key in ("replaces", "covers")}


def main(path: str, what: str, *record: str) -> None:
    file = sqlite3.connect(Path(path).resolve().as_uri() + "?mode=ro", uri=True)
    file.row_factory = sqlite3.Row
    lists: dict[str, Callable[..., Iterator[Row]]] = {"records": records, "conflicts": conflicts, "history": history}
    for line in lists[what](file, kinds_in_force(file), *record):
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")  # Windows' own letters are few


if __name__ == "__main__":
    main(*sys.argv[1:])
