"""What of a ledger's log goes to a server: its changes by names, each with what its value still is to the record."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from db.connection import Connection
from db.erased import erasures
from db.log import digest_of
from desktop_app.domain.changes import INTERNAL
from desktop_app.domain.erasing import ErasedChange
from desktop_app.domain.values import Stored


class LoggedChange(NamedTuple):
    """A change by names; `head`: no other change replaces it."""

    kind: str
    record: str
    field: str
    stamp: bytes
    value: Stored
    replaces: bytes | None
    covers: bytes | None
    act: bytes
    head: bool = True


def logged_changes(
    connection: Connection, kinds: Collection[str], without: Collection[int] = (), since: int = 0
) -> Iterator[LoggedChange]:
    """The changes of these kinds that acts behind the number `since` made, record by record; those of the records with
    the numbers `without` stay.
    """
    marks = ", ".join("?" * len(kinds))
    some = "" if since == 0 else " AND c.record IN (SELECT record FROM main.change_log WHERE act > ?)"
    query = _CHANGES.format(kinds=marks, some=some)
    group: list[tuple[int, LoggedChange]] = []
    for act_no, *columns in connection.execute(
        query, (*kinds, INTERNAL, json.dumps(list(without)), *((since,) if since else ()))
    ):
        change = LoggedChange(*columns)
        if group and group[0][1][:3] != change[:3]:
            yield from _later(group, since)
            group = []
        group.append((act_no, change))
    yield from _later(group, since)


_CHANGES = """
SELECT a.no, k.name, r.id, f.name, c.stamp, c.value, c.replaces, c.covers, a.id
FROM main.change_log c
CROSS JOIN main.record r ON r.no = c.record
CROSS JOIN main.kind k ON k.no = r.kind
CROSS JOIN main.field f ON f.no = c.field
CROSS JOIN main.act a ON a.no = c.act
WHERE k.name IN ({kinds}) AND substr(f.name, 1, 1) <> ? AND c.record NOT IN (SELECT value FROM json_each(?)){some}
ORDER BY c.record, c.field, c.stamp
"""


def _later(group: Sequence[tuple[int, LoggedChange]], since: int) -> Iterator[LoggedChange]:
    """Of all changes of one field those of later acts."""
    size = len(group[0][1].stamp) if group else 0
    replaced = {
        blob[at : at + size] for _, change in group if (blob := change.replaces) for at in range(0, len(blob), size)
    }
    for act_no, change in group:
        if act_no > since:
            yield change._replace(head=change.stamp not in replaced)


def log_digest(connection: Connection, kinds: Collection[str], without: Collection[int] = ()) -> tuple[int, int]:
    """How many changes of these kinds the log holds, and the sum of the tails of their stamps."""
    marks = ", ".join("?" * len(kinds))
    rows = connection.execute(_STAMPS.format(kinds=marks), (*kinds, INTERNAL, json.dumps(list(without))))
    return digest_of(stamp for (stamp,) in rows)


_STAMPS = """
SELECT c.stamp FROM main.change_log c
JOIN main.record r ON r.no = c.record JOIN main.kind k ON k.no = r.kind JOIN main.field f ON f.no = c.field
WHERE k.name IN ({kinds}) AND substr(f.name, 1, 1) <> ?
  AND c.record NOT IN (SELECT value FROM json_each(?))
"""


def records_with(connection: Connection, kind: str, field: str, values: Collection[str]) -> list[int]:
    """The numbers of the records of a kind in which a field ever held one of these values."""
    rows = connection.execute(_WITH, (kind, field, json.dumps(sorted(values))))
    return [no for (no,) in rows]


_WITH = """
SELECT DISTINCT c.record FROM main.change_log c
JOIN main.field f ON f.no = c.field JOIN main.kind k ON k.no = f.kind
WHERE k.name = ? AND f.name = ? AND c.value IN (SELECT value FROM json_each(?))
"""


def acts(connection: Connection) -> Iterator[tuple[bytes, str, str | None, str, str, bytes | None]]:
    """Every act: its id, kind, unit, author, time and target."""
    yield from connection.execute("SELECT id, kind, unit, author, time, target FROM main.act ORDER BY no")


def act_number(connection: Connection, act: bytes | None) -> int:
    """The number of an act in this file; 0 where it has no such act."""
    row = connection.execute("SELECT no FROM main.act WHERE id = ?", (act,)).fetchone()
    return int(row[0]) if row else 0


def last_act(connection: Connection) -> bytes | None:
    row = connection.execute("SELECT id FROM main.act ORDER BY no DESC LIMIT 1").fetchone()
    return bytes(row[0]) if row else None


def reverted_changes(connection: Connection) -> Iterator[tuple[str, str, str, bytes]]:
    """Kind, record, field and stamp of what merges brought that are taken back."""
    yield from connection.execute(
        "SELECT k.name, o.record, f.name, o.stamp FROM main._reverted_change o"
        " JOIN main.field f ON f.no = o.field JOIN main.kind k ON k.no = f.kind"
    )


def erased_changes(connection: Connection) -> list[ErasedChange]:
    """What erasures took out of this file: those that wait for an answer took nothing yet."""
    return [
        place
        for erasure in erasures(connection)
        for place in erasure.places
        if place.erasable and not connection.execute(_HAS_VALUE, place.named).fetchone()
    ]


_HAS_VALUE = """
SELECT 1 FROM main.change_log c
JOIN main.record r ON r.no = c.record JOIN main.kind k ON k.no = r.kind JOIN main.field f ON f.no = c.field
WHERE r.id = :record AND k.name = :kind AND f.name = :field AND c.stamp = :stamp AND c.value IS NOT NULL
"""


def values_of_stamps(connection: Connection, stamps: Collection[bytes]) -> dict[bytes, Stored]:
    """The values of these changes, of those that the log holds."""
    if not stamps:
        return {}
    rows = connection.execute("SELECT stamp, value FROM main.change_log WHERE value IS NOT NULL")
    return {stamp: value for stamp, value in rows if stamp in stamps}
