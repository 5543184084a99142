"""Lists the records, conflicts or history of a data file that has no passphrase; FORMAT.md explains what it reads.

`python read_ledger.py FILE records`, `python read_ledger.py FILE conflicts`, `python read_ledger.py FILE history ID`:
a JSON object a line, as the commands `export`, `conflicts --json` and `history --json` of the program have it.
"""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
HISTORY = """
SELECT f.name AS field, c.stamp, c.value, c.replaces, c.covers, a.id AS act, a.kind AS act_kind, a.unit, author, time
FROM change_log c JOIN record r ON r.no = c.record JOIN field f ON f.no = c.field JOIN act a ON a.no = c.act
WHERE r.id = ? ORDER BY c.stamp"""
ROWS = 'SELECT * FROM "{}" ORDER BY id'
CONFLICTS = """
SELECT r.id AS record, k.name AS kind, c.field FROM _conflict c JOIN record r ON r.no = c.record
JOIN kind k ON k.no = r.kind ORDER BY k.no, r.id, c.field"""


def kinds_in_force(file: sqlite3.Connection) -> Row:
    """The record kinds of the plan in force; a kind of another storage has no records."""
    meta = dict(map(tuple, file.execute("SELECT key, value FROM meta")))
    rows = file.execute("SELECT edition, body FROM plan WHERE id = ? ORDER BY edition DESC", (meta["plan"],)).fetchall()
    plan = json.loads(next(body for edition, body in rows if edition == int(meta.get("edition", edition))))
    return {name: kind for name, kind in plan["kinds"].items() if kind.get("storage", "record") == "record"}


def plain(value: Any, of_type: str) -> Any:
    """A stored value as JSON has it."""
    if of_type == "bool" and isinstance(value, int):
        return bool(value)
    return json.loads(value) if of_type in ("multi", "decimal") and value is not None else value


def types(kind: Row) -> dict[str, str]:
    return {"deleted": "bool"} | {name: field["type"] for name, field in kind["fields"].items()}


def stamps(blob: bytes | None) -> list[bytes]:
    return [blob[i : i + 14] for i in range(0, len(blob), 14)] if blob else []


def records(file: sqlite3.Connection, kinds: Row) -> Iterator[Row]:
    """Every record that shows, kind by kind, from the typed tables; fields without a value are left out."""
    rows = {kind: {row["id"]: dict(row) for row in file.execute(ROWS.format(kind))} for kind in kinds}
    for kind in kinds:
        of = types(kinds[kind])
        for record, row in rows[kind].items():
            fields = {name: plain(row[name], of[name]) for name in of if row.get(name) is not None}
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
    for found in file.execute(CONFLICTS).fetchall():
        of = types(kinds[found["kind"]]) if found["kind"] in kinds else {}
        changes = list(map(dict, file.execute(HISTORY, (found["record"],))))
        replaced = {stamp for change in changes for stamp in stamps(change["replaces"])}
        heads = [change for change in changes if change["stamp"] not in replaced]
        covered = {stamp for head in heads if head["value"] for stamp in stamps(head["covers"])}
        heads = [head for head in heads if head["field"] == found["field"]]
        shown = [head for head in heads if head["stamp"] not in covered] or heads
        values = [{"value": plain(head["value"], of.get(head["field"], ""))} | head for head in shown]
        yield dict(found) | {"values": [{k: v[k] for k in ("value", "author", "time", "unit")} for v in values]}


def history(file: sqlite3.Connection, kinds: Row, record: str) -> Iterator[Row]:
    """Every change of a record, oldest first."""
    kind = file.execute("SELECT k.name FROM record r JOIN kind k ON k.no = r.kind WHERE r.id = ?", (record,)).fetchone()
    of = types(kinds[kind[0]]) if kind and kind[0] in kinds else {}
    for change in map(dict, file.execute(HISTORY, (record,))):
        change["replaces"] = [stamp.hex() for stamp in stamps(change["replaces"])]
        change["value"] = plain(change["value"], of.get(change["field"], ""))
        yield change | {"stamp": change["stamp"].hex(), "act": change["act"].hex(), "covers": None}


def main(path: str, what: str, *record: str) -> None:
    file = sqlite3.connect(Path(path).resolve().as_uri() + "?mode=ro", uri=True)
    file.row_factory = sqlite3.Row
    lists: dict[str, Callable[..., Iterator[Row]]] = {"records": records, "conflicts": conflicts, "history": history}
    for line in lists[what](file, kinds_in_force(file), *record):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
