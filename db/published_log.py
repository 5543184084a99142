"""What of a ledger's log goes to a server, by the names of the log: each change with whether another replaces it."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from db.connection import Connection
from db.erased import erasures, own_erasures
from db.log import DIGEST_MODULUS, digest_of, stored_digest
from desktop_app.domain.changes import INTERNAL
from desktop_app.domain.clock import STAMP_BYTES
from desktop_app.domain.erasing import ACCEPTED, ITSELF, SAME_TEXT, ErasedChange, parse_erasure
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


class NumberedChange(NamedTuple):
    """A change by the numbers of its file."""

    record: int
    field: int
    stamp: bytes
    value: Stored
    replaces: bytes | None
    covers: bytes | None
    act: int
    head: bool = True


class LogSelection(NamedTuple):
    """What is selected of a log: its kinds, by the names of the log, but for the records of these numbers."""

    kinds: Collection[str]
    without: Collection[int] = ()

    @property
    def values(self) -> dict[str, object]:
        return {"kinds": json.dumps(list(self.kinds)), "without": json.dumps(list(self.without)), "internal": INTERNAL}


_KINDS = "(SELECT no FROM main.kind WHERE name IN (SELECT value FROM json_each(:kinds)))"
_INTERNAL = "(SELECT no FROM main.field WHERE substr(name, 1, 1) = :internal)"
_SELECTED = (
    f"r.kind IN {_KINDS} AND +c.field NOT IN {_INTERNAL} AND r.no NOT IN (SELECT value FROM json_each(:without))"
)


def logged_changes(
    connection: Connection, selection: LogSelection, since: int, also: Collection[bytes] = ()
) -> Iterator[LoggedChange]:
    """The changes that acts behind the number `since` made, and those with the stamps `also`, which erasures of others
    name: by names, record by record.
    """
    some = f" AND c.record IN ({_SINCE}{f' UNION {_NAMED_RECORDS}' if also else ''})" if since else ""
    rows = connection.execute(_CHANGES.format(some=some), {**selection.values, "since": since})
    for (act_no, *columns), head in _with_heads(rows, itemgetter(1, 2, 3), stamp=4, replaces=6):
        if act_no > since or columns[3] in also:
            yield LoggedChange._make((*columns, head))


_SINCE = "SELECT record FROM main.change_log WHERE act > :since"
_NAMED_RECORDS = """
SELECT r.no FROM main._erasure_item i JOIN main.kind k ON k.name = i.kind
JOIN main.record r ON r.kind = k.no AND r.id = i.record
"""
_CHANGES = f"""
SELECT a.no, k.name, r.id, f.name, c.stamp, c.value, c.replaces, c.covers, a.id
FROM main.change_log c
CROSS JOIN main.record r ON r.no = c.record
CROSS JOIN main.kind k ON k.no = r.kind
CROSS JOIN main.field f ON f.no = c.field
CROSS JOIN main.act a ON a.no = c.act
WHERE {_SELECTED}{{some}} ORDER BY c.record, c.field, c.stamp
"""


def numbered_changes(connection: Connection, selection: LogSelection) -> Iterator[NumberedChange]:
    """All changes, by numbers, record by record."""
    rows = connection.execute(_NUMBERED, selection.values)
    for row, head in _with_heads(rows, itemgetter(0, 1), stamp=2, replaces=4):
        yield NumberedChange._make((*row, head))


_NUMBERED = f"""
SELECT c.record, c.field, c.stamp, c.value, c.replaces, c.covers, c.act
FROM main.change_log c CROSS JOIN main.record r ON r.no = c.record
WHERE {_SELECTED} ORDER BY c.record, c.field, c.stamp
"""


def _with_heads(
    rows: Iterable[Any], of_field: Callable[[Any], Any], *, stamp: int, replaces: int
) -> Iterator[tuple[Any, bool]]:
    """Each row with whether none of its field replaces it; the places of its stamp and of what it replaces."""
    for _, group in groupby(rows, of_field):
        several = list(group)
        replaced = _stamps_in(row[replaces] for row in several) if len(several) > 1 else ()
        yield from ((row, row[stamp] not in replaced) for row in several)


def _stamps_in(blobs: Iterable[bytes | None]) -> set[bytes]:
    return {
        blob[at : at + STAMP_BYTES] for blob in blobs if blob for at in range(0, len(blob), STAMP_BYTES)
    }  # fmt: skip


def log_digest(connection: Connection, selection: LogSelection) -> tuple[int, int]:
    """How many changes are selected, and the sum of the tails of their stamps: what the file knows of all its changes,
    less the others.
    """
    count, total = stored_digest(connection)
    less, away = digest_of(stamp for (stamp,) in connection.execute(_OTHERS, selection.values))
    return count - less, (total - away) % DIGEST_MODULUS


_OTHERS = f"""
SELECT c.stamp FROM main.record r CROSS JOIN main.change_log c ON c.record = r.no WHERE r.kind NOT IN {_KINDS}
UNION ALL
SELECT c.stamp FROM json_each(:without) w CROSS JOIN main.record r ON r.no = w.value AND r.kind IN {_KINDS}
CROSS JOIN main.change_log c ON c.record = r.no
UNION ALL
SELECT c.stamp FROM main.field f CROSS JOIN main.record r ON r.kind = f.kind AND r.kind IN {_KINDS}
CROSS JOIN main.change_log c ON c.record = r.no AND c.field = f.no
WHERE substr(f.name, 1, 1) = :internal AND r.no NOT IN (SELECT value FROM json_each(:without))
"""


def kind_numbers(connection: Connection, selection: LogSelection) -> dict[int, str]:
    return dict(connection.execute(f"SELECT no, name FROM main.kind WHERE no IN {_KINDS}", selection.values).fetchall())


def field_numbers(connection: Connection, selection: LogSelection) -> dict[int, tuple[str, str]]:
    """By number the kind and the name of each field."""
    query = f"""
    SELECT f.no, k.name, f.name FROM main.field f JOIN main.kind k ON k.no = f.kind
    WHERE f.kind IN {_KINDS} AND f.no NOT IN {_INTERNAL}
    """
    return {no: (kind, name) for no, kind, name in connection.execute(query, selection.values)}


def records(connection: Connection, selection: LogSelection) -> Iterator[tuple[int, str, int]]:
    """Number, id and kind of every record that has a change, by number."""
    query = f"""
    SELECT r.no, r.id, r.kind FROM main.record r
    WHERE EXISTS (SELECT 1 FROM main.change_log c WHERE c.record = r.no AND {_SELECTED}) ORDER BY r.no
    """
    yield from connection.execute(query, selection.values)


def records_with(connection: Connection, kind: str, field: str, values: Collection[str]) -> list[int]:
    """The numbers of the records of a kind in which a field ever held one of these values."""
    rows = connection.execute(_WITH, (kind, field, json.dumps(sorted(values))))
    return [no for (no,) in rows]


_WITH = """
SELECT DISTINCT c.record FROM main.change_log c
JOIN main.field f ON f.no = c.field JOIN main.kind k ON k.no = f.kind
WHERE k.name = ? AND f.name = ? AND c.value IN (SELECT value FROM json_each(?))
"""


def acts(connection: Connection, selection: LogSelection, since: int = 0) -> Iterator[tuple[Any, ...]]:
    """The acts behind the number `since` that made changes which are selected: number, id, kind, unit, author, time and
    target, by number.
    """
    yield from connection.execute(_ACTS.format(selection=_SELECTED), {**selection.values, "since": since})


_ACTS = """
SELECT a.no, a.id, a.kind, a.unit, a.author, a.time, a.target FROM main.act a
WHERE a.no > :since AND EXISTS (
  SELECT 1 FROM main.change_log c CROSS JOIN main.record r ON r.no = c.record WHERE c.act = a.no AND {selection})
ORDER BY a.no
"""


def act_number(connection: Connection, act: bytes | None) -> int:
    """The number of an act in this file; 0 where it has no such act."""
    row = connection.execute("SELECT no FROM main.act WHERE id = ?", (act,)).fetchone()
    return int(row[0]) if row else 0


def last_act(connection: Connection) -> bytes | None:
    row = connection.execute("SELECT id FROM main.act ORDER BY no DESC LIMIT 1").fetchone()
    return bytes(row[0]) if row else None


def reverted_changes(connection: Connection) -> Iterator[tuple[str, str, str, bytes]]:
    """Kind, record, field and stamp of what merges added that are taken back."""
    yield from connection.execute(
        "SELECT k.name, o.record, f.name, o.stamp FROM main._reverted_change o"
        " JOIN main.field f ON f.no = o.field JOIN main.kind k ON k.no = f.kind"
    )


def contested_changes(connection: Connection) -> set[bytes]:
    """The stamps of what others erased and nobody here did: their values may have come later than the changes."""
    return {stamp for (stamp,) in connection.execute(_CONTESTED)}


# of one stamp several erasures may speak
_CONTESTED = f"""
SELECT stamp FROM main._erasure_item WHERE kind <> '' AND why <> '{SAME_TEXT}'
EXCEPT SELECT stamp FROM main._erasure_item WHERE decision IN ('{ITSELF}', '{ACCEPTED}')
"""


def erased_changes(connection: Connection) -> list[tuple[ErasedChange, str | None]]:
    """What erasures took out of this file, each with the unit that had written it: those that wait for an answer took
    nothing yet, also where a value came without them.
    """
    own = {place for change, _ in own_erasures(connection) for place in parse_erasure(change.value).places}
    contested = contested_changes(connection)
    places = (place for erasure in erasures(connection) for place in erasure.places if place.erasable)
    rows = (
        (place, connection.execute(_WRITTEN, place.named).fetchone())
        for place in places if place in own or place.stamp not in contested
    )  # fmt: skip
    return [(place, row[1]) for place, row in rows if row and row[0] is None]


# also where it came with a merge that is taken back
_WRITTEN = """
SELECT c.value, a.unit FROM main.kind k
CROSS JOIN main.record r ON r.kind = k.no AND r.id = :record
CROSS JOIN main.field f ON f.kind = k.no AND f.name = :field
CROSS JOIN main.change_log c ON c.record = r.no AND c.field = f.no AND c.stamp = :stamp
CROSS JOIN main.act a ON a.no = c.act
WHERE k.name = :kind
UNION ALL
SELECT o.value, a.unit FROM main.kind k
CROSS JOIN main.field f ON f.kind = k.no AND f.name = :field
CROSS JOIN main._reverted_change o ON o.record = :record AND o.field = f.no AND o.stamp = :stamp
CROSS JOIN main.act a ON a.no = o.act
WHERE k.name = :kind
"""

_VALUE = """
SELECT c.value FROM main.kind k
CROSS JOIN main.record r ON r.kind = k.no AND r.id = :record
CROSS JOIN main.field f ON f.kind = k.no AND f.name = :field
CROSS JOIN main.change_log c ON c.record = r.no AND c.field = f.no AND c.stamp = :stamp
WHERE k.name = :kind
"""


def value_of(connection: Connection, place: ErasedChange) -> Stored:
    """The value of a change; None where the log has none."""
    row = connection.execute(_VALUE, place.named).fetchone()
    return row[0] if row else None
