"""Reads locked reports."""

from collections.abc import Iterator
from typing import Any

from db.connection import Connection
from db.erasure import content_of
from desktop_app.domain.lock_content import parse_lock
from desktop_app.domain.lock_kinds import CONTENT, LOCK, UNLOCK
from desktop_app.domain.locking import Lock, Unlock


def locks(connection: Connection) -> list[Lock]:
    """Every lock that this file knows, its own office's and others', the earliest first. What an office says of
    another one's lock, or locks in its name, is nothing.
    """
    undone = {
        (str(content.get("lock")), unit): Unlock(by, time, str(content.get("reason", "")))
        for _, _, unit, by, time, content in _contents(connection, UNLOCK)
    }
    found = (
        (unit, parse_lock(record, arrival, by, time, content, undone.get((record, unit))))
        for record, arrival, unit, by, time, content in _contents(connection, LOCK)
    )
    return [lock for unit, lock in found if lock and lock.office == unit]


def _contents(connection: Connection, kind: str) -> Iterator[tuple[str, int, str | None, str, str, dict[str, Any]]]:
    """(record, number of its act here, unit, author, time, content) of the program's own records of a kind."""
    sql = (
        "SELECT r.id, a.no, a.unit, a.author, a.time, c.value FROM main.change_log c"
        " JOIN main.record r ON r.no = c.record JOIN main.kind k ON k.no = r.kind JOIN main.field f ON f.no = c.field"
        " JOIN main.act a ON a.no = c.act"
        " WHERE k.name = ? AND f.name = ? AND r.deleted = 0 ORDER BY a.id, r.id"
    )
    for record, arrival, unit, by, time, text in connection.execute(sql, (kind, CONTENT)).fetchall():
        if content := content_of(text):
            yield record, arrival, unit, by, time, content


def locked_pdf(connection: Connection, sha256: str) -> bytes | None:
    """The bytes of a locked report; None where they lie in another office's file."""
    row = connection.execute("SELECT pdf FROM main._locked_pdf WHERE sha256 = ?", (sha256,)).fetchone()
    return bytes(row[0]) if row else None
