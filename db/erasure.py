"""Erased values leave the log and all that is made from it, whoever erased them and whenever they arrive."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from db.connection import Connection
from db.erased import own_erasures
from db.erasure_items import ran_by_themselves
from db.error_sentences import sentences
from db.open_file import OpenFile
from db.traces import NAMED_CHANGES, changes_with, content_of, drafts_with, locks_holding, locks_with
from desktop_app.domain.changes import Edit
from desktop_app.domain.erasing import (
    BACKUPS,
    ERASURE,
    SAME_TEXT,
    ErasedChange,
    ErasureItem,
    erasure_text,
    parse_erasure,
)  # fmt: skip
from desktop_app.domain.lock_kinds import CONTENT, LOCK
from desktop_app.errors import AppError

DUE = "erasing"  # in `meta` while values are erased and the file is not yet written anew
WITH_BACKUPS, FILE_ALONE = 1, 2


class ErasedValues(Struct):
    """What lost its value just now: the numbers of the records, the changes with the erasure that named them, and the
    values, for the search for other traces. `own`: those that this office erased.
    """

    records: list[int] = field(default_factory=list)
    places: list[ErasedChange] = field(default_factory=list)
    erasures: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    own: set[bytes] = field(default_factory=set)
    locks: list[ErasedChange] = field(default_factory=list)

    def add(self, erasure: str, place: ErasedChange, value: Any, *, own: bool) -> None:
        self.places.append(place)
        self.erasures.append(erasure)
        self.values.append(value)
        self.own |= {place.stamp} if own else set()

    def texts(self, file: OpenFile) -> list[str]:
        """What people wrote in their own words: only that can stand elsewhere and mean the same."""
        return [v for p, v in zip(self.places, self.values, strict=True) if is_own_words(file, p, v)]


def is_own_words(file: OpenFile, place: ErasedChange, value: Any) -> bool:
    """Whether it is text that somebody wrote. Codes, days and ids mean other things in other places: the code of a yes
    is a word on every page. A field that the plan does not know may hold anything.
    """
    if not isinstance(value, str) or not value.strip() or place.kind == LOCK:
        return False
    named = place.by_plan(file.names)
    kind = file.plan.record_kinds.get(named.kind)
    known = kind.fields.get(named.field) if kind else None
    return known is None or known.type.free_text


def erasing(file: OpenFile, record: str, stamps: Iterable[bytes], reason: str) -> tuple[Edit, ErasedValues]:
    """The edit that erases the values of these changes and the locked reports that hold them, and what will be gone.

    `record`: a new id.

    AppError: there is no reason, no such change, or nothing of a person in it.
    """
    if not reason.strip():
        raise AppError("erase.no_reason")
    found = list(_named(file.connection, list(stamps)))
    for place, _ in found:
        if not place.erasable:
            raise AppError("erase.no_value", field=place.field)
    standing = [(place, value) for place, value in found if value is not None]
    if not standing:
        raise AppError("erase.nothing")
    going = ErasedValues(places=[place for place, _ in standing], values=[value for _, value in standing])
    going.locks = locks_holding(file.connection, going.texts(file))
    return Edit(record, ERASURE, CONTENT, erasure_text({*going.places, *going.locks}, reason.strip())), going


def _named(connection: Connection, stamps: list[bytes]) -> Iterator[tuple[ErasedChange, Any]]:
    """The changes that have these stamps, with their values."""
    found: dict[bytes, list[tuple[ErasedChange, Any]]] = {stamp: [] for stamp in stamps}
    for *named, value in connection.execute(_BY_STAMPS, (json.dumps([stamp.hex() for stamp in stamps]),)):
        found[named[0]].append((ErasedChange(*named), value))
    for stamp, there in found.items():
        if not there:
            raise AppError("erase.no_change", stamp=stamp.hex())
        yield from there


def carry_out(file: OpenFile) -> ErasedValues:
    """Take the value from every change that an erasure of this office names, or another's that may run by itself, and
    what our own left in drafts and pages of locked reports.

    Call it inside `writing()` before anything is derived from the log.
    """
    gone = ErasedValues()
    for change, _ in own_erasures(file.connection):
        for place in parse_erasure(change.value).places:
            _empty(file.connection, gone, change.record, place, own=True)
    for item in ran_by_themselves(file.connection):
        _empty(file.connection, gone, item.erasure, item.change, own=False)
    _forget_drafts(file, gone)
    _forget_pdfs(file.connection, gone)
    return gone


def _empty(connection: Connection, gone: ErasedValues, erasure: str, place: ErasedChange, *, own: bool) -> None:
    row = connection.execute(_FIND, place.named).fetchone()
    if row and row[2] is not None:
        connection.execute(_EMPTY, (*row[:2], place.stamp))
        gone.records.append(row[0])
        gone.add(erasure, place, row[2], own=own)
    row = connection.execute(_FIND_REVERTED, place.named).fetchone()
    if row:
        connection.execute(_EMPTY_REVERTED, (place.record, row[0], place.stamp))
        gone.add(erasure, place, row[1], own=own)


def _forget_drafts(file: OpenFile, gone: ErasedValues) -> None:
    """What stands half-typed in a field goes with its own erasure only; what another's left is asked about."""
    own = [(p, v) for p, v in zip(gone.places, gone.values, strict=True) if p.stamp in gone.own]
    places = [(p.record, p.by_plan(file.names).field) for p, _ in own]
    texts = [(v,) for p, v in own if is_own_words(file, p, v)]
    file.connection.executemany("DELETE FROM _draft WHERE record = ? AND field = ?", places)
    file.connection.executemany("DELETE FROM _draft WHERE instr(text, ?)", texts)


def _forget_pdfs(connection: Connection, gone: ErasedValues) -> None:
    """A page goes with the last lock that it is of: anybody's lock may name the digest of ours."""
    contents = [content_of(v) for p, v in zip(gone.places, gone.values, strict=True) if p.kind == LOCK]
    digests = {str(content.get("sha256")) for content in contents}
    for *_, value in connection.execute(_STANDING, (LOCK,)) if digests else ():
        digests.discard(str(content_of(value).get("sha256")))
    connection.executemany("DELETE FROM _locked_pdf WHERE sha256 = ?", [(digest,) for digest in digests])


def leave_no_trace(connection: Connection, gone: ErasedValues) -> None:
    """Write the search index anew, and note that the file itself is to be, and its backups where our own office erased;
    inside `writing()`, after deriving.
    """
    connection.execute("INSERT INTO _search_text (_search_text) VALUES ('rebuild')")
    if gone.own or not due(connection):
        set_due(connection, WITH_BACKUPS if gone.own else FILE_ALONE)


def set_due(connection: Connection, what: int) -> None:
    """Note what is to be written anew; inside `writing()`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (DUE, what))


def value_of(connection: Connection, place: ErasedChange) -> Any:
    """The value that a change holds, here or reverted, or the text of a draft; None where there is none any more."""
    if not place.kind:
        query, values = "SELECT text FROM main._draft WHERE record = ? AND field = ?", (place.record, place.field)
        row = connection.execute(query, values).fetchone()
        return row[0] if row else None
    row = connection.execute(_FIND, place.named).fetchone()
    if row and row[2] is not None:
        return row[2]
    row = connection.execute(_FIND_REVERTED, place.named).fetchone()
    return row[1] if row else None


def due(connection: Connection) -> int:
    """What is still to be written anew after values were erased: 0, FILE_ALONE or WITH_BACKUPS."""
    row = connection.execute("SELECT value FROM main.meta WHERE key = ?", (DUE,)).fetchone()
    return int(row[0]) if row else 0


def traces_of(file: OpenFile, gone: ErasedValues) -> list[ErasureItem]:
    """Where else this file holds what an erasure took that may not take it there: in locked reports, other records,
    drafts; and in its backups, which no other office's erasure reaches.
    """
    connection, taken, erasures = file.connection, set(gone.places), dict[str, set[str]]()
    for erasure, place, value in zip(gone.erasures, gone.places, gone.values, strict=True):
        if is_own_words(file, place, value):
            erasures.setdefault(value, set()).add(erasure)
    there = (
        *locks_with(connection, erasures),
        *changes_with(connection, erasures),
        *drafts_with(connection, erasures),
    )
    same = {(erasure, trace) for trace, text in there if trace not in taken for erasure in erasures[text]}
    foreign = {e for e, place in zip(gone.erasures, gone.places, strict=True) if place.stamp not in gone.own}
    return [
        *(ErasureItem(erasure, trace, SAME_TEXT) for erasure, trace in sorted(same)),
        *(ErasureItem(erasure, ErasedChange(b"", "", "", ""), BACKUPS) for erasure in sorted(foreign)),
    ]


def compact(connection: Connection, path: Path) -> bool:
    """Write the whole file anew, without gaps where anything could be left; False where that can't be done now.

    What was erased has been overwritten in place already; the note stays until this, too, is done.
    """
    try:
        with sentences(path):
            connection.execute("VACUUM")
            connection.execute("DELETE FROM meta WHERE key = ?", (DUE,))
    except AppError:
        return False
    return True


_STANDING = NAMED_CHANGES + "WHERE kind = ? AND value IS NOT NULL"
_BY_STAMPS = NAMED_CHANGES + "WHERE stamp IN (SELECT unhex(value) FROM json_each(?))"

_FIND = """
SELECT c.record, c.field, c.value
FROM main.kind k
JOIN main.record r ON r.kind = k.no AND r.id = :record
JOIN main.field f ON f.kind = k.no AND f.name = :field
JOIN main.change_log c ON c.record = r.no AND c.field = f.no AND c.stamp = :stamp
WHERE k.name = :kind
"""
_EMPTY = "UPDATE main.change_log SET value = NULL WHERE record = ? AND field = ? AND stamp = ?"

_FIND_REVERTED = """
SELECT c.field, c.value
FROM main._reverted_change c
JOIN main.field f ON f.no = c.field
JOIN main.kind k ON k.no = f.kind
WHERE c.record = :record AND c.stamp = :stamp AND k.name = :kind AND f.name = :field AND c.value IS NOT NULL
"""
_EMPTY_REVERTED = "UPDATE main._reverted_change SET value = NULL WHERE record = ? AND field = ? AND stamp = ?"
