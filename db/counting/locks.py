"""Reads locked reports, and what went out as public."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from db.connection import Connection
from db.open_file import OpenFile
from db.traces import content_of
from desktop_app.domain.changes import DELETED
from desktop_app.domain.lock_content import parse_lock, parse_publication
from desktop_app.domain.lock_kinds import AUDIENCE, CONTENT, LOCK, PUBLICATION, UNLOCK
from desktop_app.domain.locking import Disclosed, Lock, PublicPaper, Unlock


def locks(file: OpenFile, *, deleted: bool = False) -> list[Lock]:
    """Every lock that this file knows, its own office's and others', the earliest first; with `deleted` also those
    whose act was taken back. What an office says of another one's lock, or locks in its name, is nothing.
    """
    undone = {
        (str(content.get("lock")), unit): Unlock(by, time, str(content.get("reason", "")))
        for _, _, unit, by, time, content in _contents(file.connection, UNLOCK)
    }
    said = {
        (str(lock), unit): str(content.get("audience"))
        for _, _, unit, _, _, content in _contents(file.connection, AUDIENCE)
        for lock in content.get("locks", ())
    }
    found = (
        (unit, parse_lock(record, arrival, by, time, content, undone.get((record, unit)), said.get((record, unit))))
        for record, arrival, unit, by, time, content in _contents(file.connection, LOCK, deleted=deleted)
    )
    known, units = [lock for unit, lock in found if lock and lock.office == unit], file.units
    return [
        replace(lock, office=units.now(lock.office), unit=units.same(lock.unit), out=_named(file, lock.out))
        for lock in known
    ]


def public_papers(file: OpenFile) -> list[PublicPaper]:
    """What everybody could read of this office's reports and others'; nothing that is taken back makes it unread."""
    known = (lock for lock in locks(file, deleted=True) if lock.is_public)
    other = (
        paper_of(file, content, act)
        for _, act, unit, _, _, content in _contents(file.connection, PUBLICATION, deleted=True)
        if content.get("office") == unit
    )
    now = file.units.now  # also of a unit that has become one with others: what was read stays read
    made = (PublicPaper(now(one.unit), one.period, one.out, one.amounts, one.arrival, one.figures) for one in known)
    return [*made, *filter(None, other)]


def paper_of(file: OpenFile, content: Mapping[str, Any], act: int = 0) -> PublicPaper | None:
    """What a record says that a report was made public; None where it says nothing of that."""
    paper = parse_publication(content, act)
    return replace(paper, unit=file.units.now(paper.unit), out=_named(file, paper.out)) if paper else None


def _named(file: OpenFile, out: tuple[Disclosed, ...] | None) -> tuple[Disclosed, ...] | None:
    """Counts of the log under what the plan calls their statistics and units."""
    if out is None:
        return None
    named, now = file.names.plan_table, file.units.now
    return tuple((named(table), cell._replace(place=now(cell.place)), text) for table, cell, text in out)


def _contents(
    connection: Connection, kind: str, *, deleted: bool = False
) -> Iterator[tuple[str, int, str | None, str, str, dict[str, Any]]]:
    """(record, number of its act here, unit, author, time, content) of the program's own records of a kind. Such a
    record is gone where the office that made it took it back, and where another one did so it is not.
    """
    sql = (
        "SELECT r.id, a.no, a.unit, a.author, a.time, c.value FROM main.change_log c"
        " JOIN main.record r ON r.no = c.record JOIN main.kind k ON k.no = r.kind JOIN main.field f ON f.no = c.field"
        " JOIN main.act a ON a.no = c.act"
        " WHERE k.name = ? AND f.name = ? AND (r.deleted <= ? OR NOT EXISTS (SELECT 1 FROM main.change_log d"
        " JOIN main.field g ON g.no = d.field JOIN main.act b ON b.no = d.act"
        " WHERE d.record = r.no AND g.name = ? AND b.unit IS a.unit)) ORDER BY a.id, r.id"
    )
    named = (kind, CONTENT, deleted, DELETED)
    for record, arrival, unit, by, time, text in connection.execute(sql, named).fetchall():
        if content := content_of(text):
            yield record, arrival, unit, by, time, content


def locked_pdf(connection: Connection, sha256: str) -> bytes | None:
    """The bytes of a locked report; None where they lie in another office's file."""
    row = connection.execute("SELECT pdf FROM main._locked_pdf WHERE sha256 = ?", (sha256,)).fetchone()
    return bytes(row[0]) if row else None
