"""Reads locked reports."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from db.connection import Connection
from db.open_file import OpenFile
from db.traces import content_of
from desktop_app.domain.changes import DELETED
from desktop_app.domain.lock_content import parse_lock
from desktop_app.domain.lock_kinds import CONTENT, LOCK, UNLOCK
from desktop_app.domain.lock_shape import UnlockShape, has_shape
from desktop_app.domain.locking import Lock, Unlock


def locks(file: OpenFile, *, deleted: bool = False) -> list[Lock]:
    """Every lock that this file knows, its own office's and others', the earliest first; with `deleted` also those
    whose act was taken back. What an office says of another one's lock, or locks in its name, is nothing.
    """
    undone = {
        (content["lock"], unit): Unlock(by, time, content.get("reason", ""))
        for _, _, unit, by, time, content in _contents(file.connection, UNLOCK)
        if has_shape(content, UnlockShape)
    }
    found = (
        (unit, parse_lock(record, arrival, by, time, content, undone.get((record, unit))))
        for record, arrival, unit, by, time, content in _contents(file.connection, LOCK, deleted=deleted)
    )
    known, units = [lock for unit, lock in found if lock and lock.office == unit], file.units
    return [replace(lock, office=units.now(lock.office), unit=units.same(lock.unit)) for lock in known]


def _contents(
    connection: Connection, kind: str, *, deleted: bool = False
) -> Iterator[tuple[str, int, str | None, str, str, dict[str, Any]]]:
    """(record, number of its act here, unit, author, time, content) of the program's own records of a kind.

    Such a record belongs to the office of which this file knew it first: what another one writes into it, deletes or
    restores of it is nothing.
    """
    named = {"kind": kind, "content": CONTENT, "deletion": DELETED, "also_deleted": deleted}
    for record, arrival, unit, by, time, text in connection.execute(_CONTENTS, named).fetchall():
        if content := content_of(text):
            yield record, arrival, unit, by, time, content


def locked_pdf(connection: Connection, sha256: str) -> bytes | None:
    """The bytes of a locked report; None where they lie in another office's file."""
    row = connection.execute("SELECT pdf FROM main._locked_pdf WHERE sha256 = ?", (sha256,)).fetchone()
    return bytes(row[0]) if row else None


# of each record the changes of its own office alone; of several contents, which only a forged log has, the first; the
# records of a kind are looked for in `record`, which is short beside the log
_CONTENTS = """
WITH own (record, id, field, name, stamp, gone, replaces, act, arrival, unit, author, time) AS MATERIALIZED (
  SELECT
    r.no, r.id, c.field, f.name, c.stamp, f.name = :deletion AND c.value <> 0, c.replaces,
    a.id, a.no, a.unit, a.author, a.time
  FROM main.kind k
  CROSS JOIN main.record r ON r.kind = k.no
  CROSS JOIN main.change_log c ON c.record = r.no
  JOIN main.field f ON f.no = c.field
  JOIN main.act a ON a.no = c.act
  WHERE k.name = :kind AND f.name IN (:content, :deletion) AND a.unit IS (
    SELECT o.unit FROM main.change_log x JOIN main.act o ON o.no = x.act
    WHERE x.record = r.no ORDER BY x.act LIMIT 1
  )
),
-- of the deletions and restorings that stand, how many there are and how many delete
standing (record, heads, gone) AS (
  SELECT d.record, count(*), total(d.gone)
  FROM own d
  WHERE d.name = :deletion AND NOT EXISTS (
    SELECT 1 FROM own e WHERE e.record = d.record AND e.field = d.field AND instr(e.replaces, d.stamp) % 14 = 1
  )
  GROUP BY d.record
)
SELECT c.id, c.arrival, c.unit, c.author, c.time, v.value
FROM own c
JOIN main.change_log v ON v.record = c.record AND v.field = c.field AND v.stamp = c.stamp
LEFT JOIN standing s ON s.record = c.record
WHERE c.name = :content
  AND (:also_deleted OR s.record IS NULL OR s.gone < s.heads)
  AND NOT EXISTS (SELECT 1 FROM own e WHERE e.record = c.record AND e.name = :content AND e.stamp < c.stamp)
ORDER BY c.act, c.id
"""
