"""What this office is asked about erasures of others, and what it decided: known to this file alone."""

from collections.abc import Iterable

from db.connection import Connection
from desktop_app.domain.erasing import ITSELF, ErasedChange, ErasureItem


def all_items(connection: Connection) -> list[ErasureItem]:
    """Every item, decided or not, an erasure after the other."""
    return [ErasureItem(row[0], ErasedChange(*row[1:5]), *row[5:]) for row in connection.execute(_ALL)]


def waiting(connection: Connection) -> list[ErasureItem]:
    """What is not decided yet and still there to be decided on."""
    return [item for item in all_items(connection) if item.decision is None and is_present(connection, item)]


def is_present(connection: Connection, item: ErasureItem) -> bool:
    """Whether the file still holds what the item speaks of; whether backups do is not looked up."""
    place = item.change
    if not place.stamp:
        return True
    if not place.kind:
        query, values = "SELECT 1 FROM main._draft WHERE record = ? AND field = ?", (place.record, place.field)
        return connection.execute(query, values).fetchone() is not None
    return connection.execute(_PRESENT, place.named).fetchone() is not None


def ran_by_themselves(connection: Connection) -> list[ErasureItem]:
    """The values that erasures of others took by themselves."""
    return [item for item in all_items(connection) if item.decision == ITSELF]


def add_items(connection: Connection, items: Iterable[ErasureItem], time: str) -> None:
    """Add what is asked, or ran by itself; what was decided stays so."""
    rows = [
        (i.erasure, i.change.stamp, i.change.kind, i.change.record, i.change.field, i.why, i.file, i.unit, time,
         i.decision)
        for i in items
    ]  # fmt: skip
    connection.executemany(_ADD, rows)


def decide(connection: Connection, items: Iterable[ErasureItem], decision: str) -> None:
    keys = [(decision, item.erasure, item.change.stamp) for item in items]
    connection.executemany("UPDATE main._erasure_item SET decision = ? WHERE erasure = ? AND stamp = ?", keys)


def decided_state(connection: Connection) -> tuple[int, int]:
    """Changes with every item that comes or is decided."""
    row = connection.execute("SELECT count(*), total(decision IS NOT NULL) FROM main._erasure_item").fetchone()
    return int(row[0]), int(row[1])


_ALL = """
SELECT erasure, stamp, kind, record, field, why, file, unit, decision
FROM main._erasure_item
ORDER BY time, erasure, kind, record, field, stamp
"""

_ADD = """
INSERT INTO main._erasure_item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (erasure, stamp) DO UPDATE
SET why = excluded.why, file = excluded.file, unit = excluded.unit, time = excluded.time, decision = excluded.decision
WHERE decision IS NULL
"""

_PRESENT = """
SELECT 1
FROM main.kind k
JOIN main.record r ON r.kind = k.no AND r.id = :record
JOIN main.field f ON f.kind = k.no AND f.name = :field
JOIN main.change_log c ON c.record = r.no AND c.field = f.no AND c.stamp = :stamp
WHERE k.name = :kind AND c.value IS NOT NULL
UNION ALL
SELECT 1
FROM main._reverted_change c
JOIN main.field f ON f.no = c.field AND f.name = :field
JOIN main.kind k ON k.no = f.kind AND k.name = :kind
WHERE c.record = :record AND c.stamp = :stamp AND c.value IS NOT NULL
"""
