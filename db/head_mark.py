"""The head of a file, its unit and its plan in force, and the mark by which a bit of it that flips is seen."""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from db.connection import Connection
from db.plan_rows import PlanRow, identity, plan_row
from desktop_app.domain.plan import Plan

try:
    from _sha256 import sha256  # type: ignore[import-not-found]  # `hashlib` would load OpenSSL for it
except ImportError:  # another Python has it elsewhere
    from hashlib import sha256

MARK = "head"  # in `meta`: what the rest of the head is
_MOST_DIGITS = 10  # of the number of an edition
HEAD_KEYS = ("unit", "unit_version", "plan")
_DIGESTED: deque[tuple[tuple[int, int], str]] = deque(maxlen=4)  # of the texts of plans that this process met last


class HeadMark(NamedTuple):
    """The head of a file as it was written; `body` is the SHA-256 of the text of the plan."""

    unit: str
    unit_version: str
    plan: str
    edition: int
    digest: str
    body: str

    def __str__(self) -> str:
        said = f"{self.unit} {self.unit_version} {self.plan} {self.edition} {self.digest} {self.body}"
        return f"{said} {sha256(said.encode()).hexdigest()[:16]}"


class Head(NamedTuple):
    """What a file says of itself; `certain`: it is what was marked when it was written."""

    meta: Mapping[str, Any]
    plan: Plan
    unit: str
    certain: bool = True


def head_mark(connection: Connection) -> HeadMark | None:
    """The mark of the head as it stands now; None where it says nothing that holds together."""
    meta = dict(connection.execute("SELECT key, value FROM main.meta").fetchall())
    rows = connection.execute("SELECT rowid, id, edition FROM main.plan WHERE id = ?", (meta.get("plan"),)).fetchall()
    if not rows or not all(isinstance(meta.get(name), str) for name in HEAD_KEYS):
        return None
    return mark_of(meta, plan_row(connection, in_force(meta, rows)))


def said(connection: Connection, key: str) -> bytes | None:
    """What a file says of itself, as it is stored, be it damaged."""
    found = connection.execute("SELECT CAST(value AS BLOB) FROM main.meta WHERE key = ?", (key,)).fetchone()
    return bytes(found[0]) if found and found[0] is not None else None


def mark_of(meta: Mapping[str, Any], row: PlanRow) -> HeadMark:
    unit, version, plan = (meta.get(name, "") for name in HEAD_KEYS)
    return HeadMark(unit, version, plan, row.edition, row.digest, _digest_of(row.body))


def read_mark(text: object) -> HeadMark | None:
    """The mark of a file, if it is whole itself."""
    parts = text.split(" ") if isinstance(text, str) else []
    if len(parts) != 7 or not (parts[3].isascii() and parts[3].isdecimal() and len(parts[3]) <= _MOST_DIGITS):
        return None
    unit, version, plan, edition, digest, body, _ = parts
    mark = HeadMark(unit, version, plan, int(edition), digest, body)
    return mark if str(mark) == text else None


def was_in_force(source: Mapping[str, Any], mark: HeadMark) -> bool:
    """Whether a plan is the one that a file had in force."""
    return identity(source) == (mark.plan, mark.edition, mark.digest)


def in_force(meta: Mapping[str, Any], rows: Iterable[tuple[Any, ...]]) -> int:
    """The number of the row of the edition in force: the one that the file names, else the last."""
    return int(max(rows, key=lambda row: (row[2] == meta.get("edition"), row[2]))[0])


def _digest_of(body: bytes) -> str:
    """The SHA-256 of a plan's text; of one that was just met, Python's hash tells so in a fraction of the time."""
    for known, digest in _DIGESTED:
        if known == (len(body), hash(body)):
            return digest
    digest = str(sha256(body).hexdigest())
    _DIGESTED.appendleft(((len(body), hash(body)), digest))
    return digest
