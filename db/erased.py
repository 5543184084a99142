"""What was erased for good, by whom and why, as the log has it; and who may still hold a copy of it."""

from collections.abc import Collection
from datetime import datetime
from itertools import dropwhile
from typing import Any

from db.connection import Connection
from db.present import wrong_until
from db.sent import sent_files
from desktop_app.domain.changes import Change
from desktop_app.domain.clock import BUILT, USED_FOR
from desktop_app.domain.erasing import ERASE, ERASURE, ErasedBy, Erasure, parse_erasure
from desktop_app.domain.lock_kinds import CONTENT
from desktop_app.domain.sent_copy import SentFile

ActColumns = tuple[Any, ...]  # id, kind, unit, author, time


def erasures(connection: Connection, schema: str = "main") -> list[Erasure]:
    """Every erasure that a file knows, its own office's and others'; deleting its record takes nothing back."""
    return [parse_erasure(change.value) for change, _ in erasure_changes(connection, schema)]


def own_erasures(connection: Connection) -> list[tuple[Change, ActColumns]]:
    """Those that this office made: they hold for every copy of its own."""
    query = "SELECT 1 FROM main.act WHERE id = ? AND kind = ? AND made_here"
    found = erasure_changes(connection)
    return [(change, act) for change, act in found if connection.execute(query, (act[0], ERASE)).fetchone()]


def erased(connection: Connection, schema: str = "main") -> set[bytes]:
    """The stamps of all changes that an erasure names, whether or not it was carried out."""
    return {place.stamp for erasure in erasures(connection, schema) for place in erasure.places}


def erased_by(connection: Connection) -> dict[bytes, ErasedBy]:
    """Who erased each of these changes, when and why; the first one where several did."""
    found: dict[bytes, ErasedBy] = {}
    for change, (_, _, _, author, time) in erasure_changes(connection):
        erasure = parse_erasure(change.value)
        for place in erasure.places:
            found.setdefault(place.stamp, ErasedBy(author, time, erasure.reason))
    return found


def erasure_changes(connection: Connection, schema: str = "main") -> list[tuple[Change, ActColumns]]:
    """The changes that erasures are made of, with their acts, to be carried out in another file of this office."""
    rows = connection.execute(_CHANGES.format(schema), (ERASURE, CONTENT)).fetchall()
    return [(Change(stamp, record, ERASURE, CONTENT, text), tuple(act)) for stamp, record, text, *act in rows]


def copies_holding(connection: Connection, stamps: Collection[bytes]) -> list[SentFile]:
    """The copies handed over since the first of these changes was made here; of one that came from elsewhere, when it
    came is not known: then all copies. A copy that was made later may bear an earlier time, of a clock that was wrong
    before or since.
    """
    marks = ", ".join("?" * len(stamps))
    query = (
        f"SELECT a.no, a.made_here FROM main.change_log c JOIN main.act a ON a.no = c.act WHERE c.stamp IN ({marks})"
    )
    rows = connection.execute(query, list(stamps)).fetchall()
    copies, first = sent_files(connection), min((no for no, _ in rows), default=0)
    if not all(here for _, here in rows) or first <= wrong_until(connection):
        return copies
    since = connection.execute("SELECT time FROM main.act WHERE made_here AND no >= ?", (first,))
    times = [datetime.fromisoformat(time) for (time,) in since]
    if max(times) > BUILT + USED_FOR:  # of no clock that is right
        return copies
    first_time = min(times)
    return list(dropwhile(lambda copy: datetime.fromisoformat(copy.time) < first_time, copies))


_CHANGES = (
    "SELECT c.stamp, r.id, c.value, a.id, a.kind, a.unit, a.author, a.time FROM {0}.kind k"
    " CROSS JOIN {0}.field f ON f.kind = k.no CROSS JOIN {0}.record r ON r.kind = k.no"
    " CROSS JOIN {0}.change_log c ON c.record = r.no AND c.field = f.no CROSS JOIN {0}.act a ON a.no = c.act"
    " WHERE k.name = ? AND f.name = ? ORDER BY c.stamp"
)
