"""The change log as rows: names and records numbered, changes read and written."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from msgspec import Struct, field

from db.connection import Connection, DatabaseError
from db.error_sentences import MALFORMED
from desktop_app.domain.changes import Change, RecordState, join_stamps, record_state, split_stamps
from desktop_app.domain.clock import STAMP_BYTES
from desktop_app.domain.log_names import NO_NAMES, LogNames
from desktop_app.errors import AppError


class Numbers(Struct):
    """The small numbers that stand for kinds, fields and records in one file, given when a name is first met. They are
    asked for by the names of the plan, or by those of the log.
    """

    connection: Connection
    names: LogNames = NO_NAMES
    _kinds: dict[str, int] = field(default_factory=dict)
    _fields: dict[tuple[str, str], int] = field(default_factory=dict)

    def forget(self) -> None:
        """After a roll-back: numbers given inside it are not in the file."""
        self._kinds.clear()
        self._fields.clear()

    def kind(self, name: str) -> int:
        if name not in self._kinds:
            self._kinds[name] = self._number(
                "SELECT no FROM kind WHERE name = ?",
                "INSERT INTO kind (name) VALUES (?) RETURNING no",
                (self.names.kinds.first.get(name, name),),
            )
        return self._kinds[name]

    def field(self, kind: str, name: str) -> int:
        if (kind, name) not in self._fields:
            self._fields[kind, name] = self._number(
                "SELECT no FROM field WHERE kind = ? AND name = ?",
                "INSERT INTO field (kind, name) VALUES (?, ?) RETURNING no",
                (self.kind(kind), self.names.logged_field(kind, name) if self.names.fields else name),
            )
        return self._fields[kind, name]

    def record(self, record: str, kind: str) -> int:
        return self._number(
            "SELECT no FROM record WHERE id = ? AND kind = ?",
            "INSERT INTO record (id, kind) VALUES (?, ?) RETURNING no",
            (record, self.kind(kind)),
        )

    def _number(self, find: str, make: str, key: tuple[object, ...]) -> int:
        row = self.connection.execute(find, key).fetchone() or self.connection.execute(make, key).fetchone()
        return int(row[0])


class RecordRow(Struct, frozen=True):
    """A record's own row: its number in this file, its kind, and how its deletion stands."""

    no: int
    id: str
    kind: str
    deleted: bool
    retained: bool
    joined_into: str | None

    @property
    def live(self) -> bool:
        return not self.deleted or self.retained


def find_record(connection: Connection, record: str) -> RecordRow | None:
    """The record of this id. Its kind belongs to its identity; of a forged second one only the first kind is found."""
    return next(records(connection, "r.id = ? ORDER BY k.name LIMIT 1", record), None)


class RecordLog(NamedTuple):
    """A record's own row with all its changes, oldest stamp first, and how they leave it."""

    row: RecordRow
    changes: list[Change]
    state: RecordState


def logged_record(connection: Connection, record: str) -> RecordLog:
    """The record of this id with its log, in one reading; AppError when there is none. Of a forged second kind under
    the id only the first is found.
    """
    rows = connection.execute(_RECORD_LOG, (record,)).fetchall()
    if not rows:
        raise AppError("core.no_record", record=record)
    no, id_, kind, deleted, retained, joined_into = rows[0][:6]
    changes = [_change(id_, kind, *columns[6:]) for columns in rows if columns[0] == no and columns[6] is not None]
    return RecordLog(
        RecordRow(no, id_, kind, bool(deleted), bool(retained), joined_into), changes, record_state(changes)
    )


_RECORD_LOG = """
SELECT r.no, r.id, k.name, r.deleted, r.retained, r.joined_into, f.name, c.stamp, c.value, c.replaces, c.covers, a.id
FROM record r JOIN temp._plan_kind k ON k.no = r.kind
  LEFT JOIN temp._plan_log c ON c.record = r.no LEFT JOIN temp._plan_field f ON f.no = c.field
  LEFT JOIN act a ON a.no = c.act
WHERE r.id = ? ORDER BY k.name, c.stamp
"""


def find_of_kind(connection: Connection, kind: str, record: str) -> RecordRow | None:
    return next(records(connection, "r.id = ? AND k.name = ?", record, kind), None)


def find_row(connection: Connection, no: int) -> RecordRow | None:
    """The record of this number; None when all that was known of it was reverted meanwhile."""
    return next(records(connection, "r.no = ?", no), None)


def records(connection: Connection, condition: str, *values: str | int) -> Iterator[RecordRow]:
    """The records `r`, of the kinds `k`, for which a condition in SQL holds."""
    sql = (
        "SELECT r.no, r.id, k.name, r.deleted, r.retained, r.joined_into FROM record r"
        f" JOIN temp._plan_kind k ON k.no = r.kind WHERE {condition}"
    )
    for no, id_, kind, deleted, retained, joined_into in connection.execute(sql, values):
        yield RecordRow(no, id_, kind, bool(deleted), bool(retained), joined_into)


def record_row(connection: Connection, no: int) -> RecordRow:
    """The record of this number, which must be there; else the file is damaged."""
    row = find_row(connection, no)
    if row is None:
        raise DatabaseError(MALFORMED)
    return row


def changes_of(connection: Connection, row: RecordRow) -> list[Change]:
    """All changes of a record, oldest stamp first."""
    found = connection.execute(
        "SELECT f.name, c.stamp, c.value, c.replaces, c.covers, a.id FROM temp._plan_log c"
        " JOIN temp._plan_field f ON f.no = c.field JOIN act a ON a.no = c.act WHERE c.record = ? ORDER BY c.stamp",
        (row.no,),
    )
    return [_change(row.id, row.kind, *columns) for columns in found]


def changes_of_act(connection: Connection, act: bytes) -> list[Change]:
    """The changes that one act made, oldest stamp first."""
    found = connection.execute(
        "SELECT r.id, k.name, f.name, c.stamp, c.value, c.replaces, c.covers, a.id FROM act a"
        " JOIN temp._plan_log c ON c.act = a.no JOIN record r ON r.no = c.record"
        " JOIN temp._plan_kind k ON k.no = r.kind JOIN temp._plan_field f ON f.no = c.field"
        " WHERE a.id = ? ORDER BY c.stamp",
        (act,),
    )
    return [_change(*columns) for columns in found]


def _change(
    record: str, kind: str, name: str, stamp: bytes, value: str | int | None, replaces: bytes | None,
    covers: bytes | None, act: bytes,
) -> Change:  # fmt: skip
    return Change(stamp, record, kind, name, value, split_stamps(replaces), split_stamps(covers), act)


def write_changes(
    numbers: Numbers, changes: Iterable[Change], act_no: int, logged: RecordLog | None = None
) -> list[int]:
    """Add changes to the log and to its running digest; returns the numbers of the records they touch, in order.

    `logged` is a record that was read before.
    """
    names = numbers.names
    rows: list[tuple[object, ...]] = []
    stamps: list[bytes] = []
    touched: list[int] = []
    known = {(logged.row.kind, logged.row.id): logged.row.no} if logged else {}
    for change in changes:
        no = known.get((change.kind, change.record))
        if no is None:
            no = known[change.kind, change.record] = numbers.record(change.record, change.kind)
        touched.append(no)
        field_no = numbers.field(change.kind, change.field)
        replaces, covers = join_stamps(change.replaces), join_stamps(change.covers)
        value = names.logged_value(change.kind, change.field, change.value) if names.coded else change.value
        rows.append((no, field_no, change.stamp, value, replaces, covers, act_no))
        stamps.append(change.stamp)
    numbers.connection.executemany("INSERT INTO change_log VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    add_to_digest(numbers.connection, stamps)
    return list(dict.fromkeys(touched))


# The digest is the number of changes and the sum of the random tails of their stamps: the same for the same set of
# changes whatever their order, and off by itself when a copy mixes old and new pages. It holds nothing of any value.
DIGEST_MODULUS = 1 << 48


def digest_of(stamps: Iterable[bytes]) -> tuple[int, int]:
    """(count, sum of tails) of a set of stamps, given one by one or several in a row."""
    count = total = 0
    waiting = iter(stamps)
    while together := b"".join(islice(waiting, 4096)):
        count += len(together) // STAMP_BYTES
        total += sum(sum(together[at::STAMP_BYTES]) << 8 * (STAMP_BYTES - 1 - at) for at in range(8, STAMP_BYTES))
    return count, total % DIGEST_MODULUS


def add_to_digest(connection: Connection, stamps: Iterable[bytes]) -> int:
    """Count new stamps into the digest that the file keeps of its log; returns how many they are."""
    count, total = digest_of(stamps)
    connection.execute(_MOVE_DIGEST, {"count": count, "total": total, "modulus": DIGEST_MODULUS})
    return count


def take_from_digest(connection: Connection, stamps: Iterable[bytes]) -> None:
    """Count stamps out of the digest that the file keeps of its log."""
    count, total = digest_of(stamps)
    change = {"count": -count, "total": DIGEST_MODULUS - total, "modulus": DIGEST_MODULUS}
    connection.execute(_MOVE_DIGEST, change)


_MOVE_DIGEST = """
INSERT INTO meta VALUES ('log_count', :count), ('log_digest', :total)
ON CONFLICT (key) DO UPDATE SET
  value = CASE key WHEN 'log_count' THEN value + excluded.value ELSE (value + excluded.value) % :modulus END
"""


def stored_digest(connection: Connection) -> tuple[int, int]:
    """The digest as the last transaction left it."""
    found = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('log_count', 'log_digest')").fetchall())
    count, total = (found.get(key, 0) for key in ("log_count", "log_digest"))
    return count if isinstance(count, int) else -1, total if isinstance(total, int) else -1


def computed_digest(connection: Connection) -> tuple[int, int]:
    """The digest of the log as it is: differs from the stored one when the file is torn."""
    return digest_of(stamps or b"" for (stamps,) in connection.execute(_STAMPS))


_STAMPS = "SELECT CAST(group_concat(stamp, '') AS BLOB) FROM change_log GROUP BY record"
