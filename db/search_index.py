"""The index of the search behind an ordinary save: which acts it lacks, and how it is brought up to date.

A save of one field leaves the index as it is: writing it costs as much as all the rest. What it lacks follows from the
log, so nothing more is written, and whoever dies meanwhile has forgotten nothing.
"""

import json
from collections import defaultdict

from db.kind_rows import KindRows, write_text
from db.log import RecordRow, records
from db.open_file import OpenFile
from db.schema import quoted

INDEXED = "indexed"  # in `meta`: the number of the last act that the index knows; all of them where it is missing


def leave_behind(file: OpenFile, act: bytes) -> None:
    """The index does not know this act of the transaction under way, nor any later one."""
    file.connection.execute(_LEAVE_BEHIND, {"key": INDEXED, "act": act})


def is_behind(file: OpenFile) -> bool:
    """Whether there are acts that the index does not know."""
    return file.connection.execute(_IS_BEHIND, (INDEXED,)).fetchone() is not None


def catch_up(file: OpenFile) -> None:
    """Write the texts of all records that acts touched which the index does not know, from their rows as they are."""
    if not is_behind(file):
        return
    numbers = json.dumps([no for (no,) in file.connection.execute(_TOUCHED, (INDEXED,))])
    by_kind: dict[str, list[RecordRow]] = defaultdict(list)
    for row in records(file.connection, "r.no IN (SELECT value FROM json_each(?))", numbers):
        by_kind[row.kind].append(row)
    for kind in by_kind.keys() & file.plan.record_kinds.keys():
        _write_texts(file, file.kind_rows(file.plan.record_kinds[kind]), by_kind[kind])
    mark_complete(file)


def mark_complete(file: OpenFile) -> None:
    """The index knows every act; nothing is written where it never lacked one."""
    file.connection.execute(_MARK_COMPLETE, (INDEXED,))


def _write_texts(file: OpenFile, rows: KindRows, found: list[RecordRow]) -> None:
    numbers = {row.id: row.no for row in found}
    names = ", ".join(map(quoted, ("id", *(name for name, _, _ in rows.fields))))
    query = f"SELECT {names} FROM {rows.table} WHERE id IN (SELECT value FROM json_each(?))"
    for record, *values in file.connection.execute(query, (json.dumps(list(numbers)),)).fetchall():
        shown = {name: value for (name, _, _), value in zip(rows.fields, values, strict=True)}
        write_text(file.connection, numbers[record], rows.row(record, shown)[1])


_LEAVE_BEHIND = """
INSERT INTO meta SELECT :key, no - 1 FROM act WHERE id = :act
ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value > excluded.value
"""
_IS_BEHIND = "SELECT 1 FROM main.meta WHERE key = ? AND value < (SELECT ifnull(max(no), 0) FROM main.act)"
_TOUCHED = "SELECT DISTINCT record FROM change_log WHERE act > (SELECT value FROM main.meta WHERE key = ?)"
_MARK_COMPLETE = "UPDATE meta SET value = (SELECT ifnull(max(no), 0) FROM act) WHERE key = ?"
