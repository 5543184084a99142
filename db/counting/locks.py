"""Reads locked reports and what came after them."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from db.book import Book
from db.bringing import SPAN, merges
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
    """Records of the unit and below that were added, changed or deleted after the lock, the latest first; then those
    of which something went by taking a merge back.

    After means: arrived in this file later, whatever a PC's clock said. Records dated after the period are left out,
    as they can't change it; of very many only the latest are looked at.
    """
    sql = "SELECT record, MAX(act) FROM main.change_log WHERE act > ? GROUP BY record ORDER BY 2 DESC LIMIT ?"
    units = set(book.rules.units.descendants(lock.unit))
    touched = book.connection.execute(sql, (lock.arrival, MOST_LOOKED_AT)).fetchall()
    found = (later for no, act in touched if (later := _later(book, lock, record_row(book.connection, no), act, units)))
    known = list(islice(found, MOST_LATER))
    came = {(one.kind, one.record) for one in known}
    gone = (one for one in _went(book, lock, units) if (one.kind, one.record) not in came)
    return [*known, *islice(gone, MOST_LATER - len(known))]


def _went(book: Book, lock: Lock, units: set[str]) -> Iterator[Later]:
    """What the lock still rests on and a merge that was taken back since has taken along."""
    after = datetime.fromisoformat(lock.time)
    turned = {
        merge.no: merge.undone for merge in merges(book.connection).values()
        if merge.undone and datetime.fromisoformat(merge.undone) >= after
    }  # fmt: skip
    if not turned:
        return
    rows = book.connection.execute(f"{_ASIDE} LIMIT ?", (lock.arrival, MOST_LOOKED_AT)).fetchall()
    aside: dict[tuple[str, str], dict[str, Stored]] = {}
    times: dict[tuple[str, str], str] = {}
    for kind, record, field, value, merge in rows:
        if merge in turned:
            aside.setdefault((kind, record), {})[field] = value
            times[kind, record] = turned[merge]
    for key, values in aside.items():
        if gone := _gone(book, lock, units, key, values, times[key]):
            yield gone


def _gone(
    book: Book, lock: Lock, units: set[str], key: tuple[str, str], values: dict[str, Stored], time: str
) -> Later | None:
    kind, row = book.plan.record_kinds.get(key[0]), find_of_kind(book.connection, *key)
    if kind is None:
        return None
    left = record_state(changes_of(book.connection, row)).shown if row else {}
    unit, day = (_reached(book, kind, {**left, **values}, path) for path in (kind.unit_field, kind.date_field))
    if _outside(lock, units, unit, day):
        return None
    stays = row is not None and row.live and bool(left)
    title = title_of(book, key[1]) if stays else _name(book, kind, unit)
    return Later(*key, title, CHANGED if stays else REMOVED, "", time, _codes(kind))


# by the last merge that brought it
_ASIDE = (
    "SELECT k.name, o.record, f.name, o.value, coalesce("
    "(SELECT max(b.merge) FROM main.brought b WHERE b.act = o.act AND b.stamp = o.stamp),"
    f" {SPAN.format(act='o.act', column='merge')}) FROM main.set_aside o JOIN main.field f ON f.no = o.field"
    " JOIN main.kind k ON k.no = f.kind WHERE o.act <= ? ORDER BY o.act DESC, o.stamp"
)


def _later(book: Book, lock: Lock, row: RecordRow, act: int, units: set[str]) -> Later | None:
    kind = book.plan.record_kinds.get(row.kind)
    if kind is None:
        return None
    values = record_state(changes_of(book.connection, row)).shown
    unit, day = (_reached(book, kind, values, path) for path in (kind.unit_field, kind.date_field))
    if _outside(lock, units, unit, day):
        return None
    run = book.connection.execute
    first = run("SELECT MIN(act) FROM main.change_log WHERE record = ?", (row.no,)).fetchone()[0]
    by, time = run("SELECT author, time FROM main.act WHERE no = ?", (act,)).fetchone()
    what = REMOVED if not row.live else ADDED if first > lock.arrival else CHANGED
    title = title_of(book, row.id) if row.live else _name(book, kind, unit)
    return Later(row.kind, row.id, title, what, by, time, _codes(kind))


def _outside(lock: Lock, units: set[str], unit: Stored, day: Stored) -> bool:
    return (unit is not None and unit not in units) or (day is not None and str(day) > str(lock.period.last_day))


def _codes(kind: RecordKind) -> frozenset[str]:
    return frozenset(code for field in kind.fields.values() for code in field.counts_in)


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


def _name(book: Book, kind: RecordKind, unit: Stored) -> str:
    """What a record is called that is gone: its kind and where it was."""
    return f"{kind.label} – {book.rules.units.name(str(unit))}" if unit else str(kind.label)
