"""Reads locked reports and what came after them."""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from db.book import Book
from db.connection import Connection
from db.log import RecordRow, changes_of, find_of_kind, record_row
from db.titles import title_of
from desktop_app.domain.changes import record_state
from desktop_app.domain.correction import ADDED, CHANGED, REMOVED, Later
from desktop_app.domain.lock_kinds import CONTENT, LOCK, UNLOCK
from desktop_app.domain.locking import Lock, Unlock, parse_lock
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored

MOST_LATER, MOST_LOOKED_AT = 200, 5000


def locks(connection: Connection) -> list[Lock]:
    """Every lock that this file knows, its own office's and others', the earliest first."""
    undone = dict(_unlocks(connection))
    found = (
        parse_lock(record, arrival, by, time, kept, undone.get(record))
        for record, arrival, by, time, kept in _contents(connection, LOCK)
    )
    return [lock for lock in found if lock]


def _unlocks(connection: Connection) -> Iterator[tuple[str, Unlock]]:
    for _, _, by, time, kept in _contents(connection, UNLOCK):
        yield str(kept.get("lock")), Unlock(by, time, str(kept.get("reason", "")))


def _contents(connection: Connection, kind: str) -> Iterator[tuple[str, int, str, str, dict[str, Any]]]:
    """(record, number of its act here, author, time, content) of the program's own records of a kind."""
    sql = (
        "SELECT r.id, a.no, a.author, a.time, c.value FROM main.change_log c JOIN main.record r ON r.no = c.record"
        " JOIN main.kind k ON k.no = r.kind JOIN main.field f ON f.no = c.field JOIN main.act a ON a.no = c.act"
        " WHERE k.name = ? AND f.name = ? AND r.deleted = 0 ORDER BY a.id, r.id"
    )
    for record, arrival, by, time, text in connection.execute(sql, (kind, CONTENT)).fetchall():
        try:
            kept = json.loads(text)
        except (TypeError, ValueError):
            continue
        if isinstance(kept, dict):
            yield record, arrival, by, time, kept


def kept_pdf(connection: Connection, sha256: str) -> bytes | None:
    """The bytes of a locked report; None where they lie in another office's file."""
    if not connection.execute("SELECT 1 FROM main.sqlite_schema WHERE name = 'locked_pdf'").fetchone():
        return None
    row = connection.execute("SELECT pdf FROM main.locked_pdf WHERE sha256 = ?", (sha256,)).fetchone()
    return bytes(row[0]) if row else None


def came_later(book: Book, lock: Lock) -> list[Later]:
    """Records of the unit and below that were added, changed or deleted after the lock, the latest first.

    After means: arrived in this file later, whatever a PC's clock said. Records dated after the period are left out,
    as they can't change it; of very many only the latest are looked at.
    """
    sql = "SELECT record, MAX(act) FROM main.change_log WHERE act > ? GROUP BY record ORDER BY 2 DESC LIMIT ?"
    units = set(book.rules.units.descendants(lock.unit))
    touched = book.connection.execute(sql, (lock.arrival, MOST_LOOKED_AT)).fetchall()
    found = (later for no, act in touched if (later := _later(book, lock, record_row(book.connection, no), act, units)))
    return list(islice(found, MOST_LATER))


def _later(book: Book, lock: Lock, row: RecordRow, act: int, units: set[str]) -> Later | None:
    kind = book.plan.record_kinds.get(row.kind)
    if kind is None:
        return None
    values = record_state(changes_of(book.connection, row)).shown
    unit, day = (_reached(book, kind, values, path) for path in (kind.unit_field, kind.date_field))
    if (unit is not None and unit not in units) or (day is not None and str(day) > str(lock.period.last_day)):
        return None
    run = book.connection.execute
    first = run("SELECT MIN(act) FROM main.change_log WHERE record = ?", (row.no,)).fetchone()[0]
    by, time = run("SELECT author, time FROM main.act WHERE no = ?", (act,)).fetchone()
    what = REMOVED if not row.live else ADDED if first > lock.arrival else CHANGED
    codes = frozenset(code for field in kind.fields.values() for code in field.counts_in)
    return Later(row.kind, row.id, _title(book, kind, row, unit), what, by, time, codes)


def _reached(book: Book, kind: RecordKind, values: Mapping[str, Stored], path: str) -> Stored:
    """The value of a field that may lie behind references; None where it is not known or there is no such field."""
    step, _, rest = path.partition(".")
    field, value = kind.fields.get(step), values.get(step)
    if not rest or field is None or not field.target or value is None:
        return value
    target = find_of_kind(book.connection, field.target, str(value))
    if target is None:
        return None
    beyond = record_state(changes_of(book.connection, target)).shown
    return _reached(book, book.plan.kinds[field.target], beyond, rest)


def _title(book: Book, kind: RecordKind, row: RecordRow, unit: Stored) -> str:
    """The title; of a record that is gone its kind and where it was."""
    if row.live:
        return title_of(book, row.id)
    return f"{kind.label} – {book.rules.units.name(str(unit))}" if unit else str(kind.label)
