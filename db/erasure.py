"""Erased values leave the log and all that is made from it, whoever erased them and whenever they arrive."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.connection import Connection, sentences
from db.erased import erasures
from db.open_file import OpenFile
from desktop_app.domain.changes import Edit
from desktop_app.domain.collation import fold
from desktop_app.domain.erasing import ERASURE, ErasedChange, erasure_text
from desktop_app.domain.json_text import parse_json
from desktop_app.domain.lock_kinds import CONTENT, LOCK
from desktop_app.errors import AppError

DUE = "erasing"  # in `meta` while values are erased and the file is not yet written anew
MOST_ELSEWHERE = 200
SHORT = 4  # a shorter text is looked for as a whole value only


@dataclass
class Gone:
    """What lost its value just now: the numbers of the records, and the values, for the search for other traces."""

    records: list[int] = field(default_factory=list)
    places: list[ErasedChange] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    locks: list[ErasedChange] = field(default_factory=list)
    reason: str = ""

    def add(self, place: ErasedChange, value: Any, reason: str) -> None:
        self.places.append(place)
        self.values.append(value)
        self.reason = reason

    @property
    def texts(self) -> list[str]:
        return [v for p, v in zip(self.places, self.values, strict=True) if isinstance(v, str) and p.kind != LOCK]


def erasing(file: OpenFile, record: str, stamps: Iterable[bytes], reason: str) -> tuple[Edit, Gone]:
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
    going = Gone(places=[place for place, _ in standing], values=[value for _, value in standing])
    going.locks = locks_holding(file.connection, going.texts)
    return Edit(record, ERASURE, CONTENT, erasure_text({*going.places, *going.locks}, reason.strip())), going


def _named(connection: Connection, stamps: list[bytes]) -> Iterator[tuple[ErasedChange, Any]]:
    """The changes that have these stamps, with their values."""
    for stamp in stamps:
        rows = connection.execute(_BY_STAMP, (stamp,)).fetchall()
        if not rows:
            raise AppError("erase.no_change", stamp=stamp.hex())
        yield from ((ErasedChange(*row[:4]), row[4]) for row in rows)


def carry_out(file: OpenFile) -> Gone:
    """Take the value from every change that an erasure names, and what it left in drafts and locked reports.

    Call it inside `writing()` before anything is derived from the log.
    """
    gone, run = Gone(), file.connection.execute
    for erasure in erasures(file.connection):
        for place in erasure.places:
            row = run(_FIND, (place.record, place.field, place.stamp, place.kind)).fetchone()
            if row and row[2] is not None:
                run(_EMPTY, (*row[:2], place.stamp))
                gone.records.append(row[0])
                gone.add(place, row[2], erasure.reason)
            row = run(_FIND_REVERTED, (place.record, place.stamp, place.kind, place.field)).fetchone()
            if row:
                run(_EMPTY_REVERTED, (place.record, row[0], place.stamp))
                gone.add(place, row[1], erasure.reason)
    _forget_drafts(file.connection, gone)
    _forget_pdfs(file.connection, gone)
    return gone


def _forget_drafts(connection: Connection, gone: Gone) -> None:
    own = [(place.record, place.field) for place in gone.places]
    connection.executemany("DELETE FROM _draft WHERE record = ? AND field = ?", own)
    connection.executemany("DELETE FROM _draft WHERE instr(text, ?)", [(text,) for text in gone.texts])


def _forget_pdfs(connection: Connection, gone: Gone) -> None:
    contents = [content_of(v) for p, v in zip(gone.places, gone.values, strict=True) if p.kind == LOCK]
    digests = [(str(content.get("sha256")),) for content in contents]
    connection.executemany("DELETE FROM _locked_pdf WHERE sha256 = ?", digests)


def leave_no_trace(connection: Connection) -> None:
    """Write the search index anew, and note that the file itself is to be; inside `writing()`, after deriving."""
    connection.execute("INSERT INTO _search_text (_search_text) VALUES ('rebuild')")
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, 1)", (DUE,))


def is_due(connection: Connection) -> bool:
    """Whether values were erased and the file was not written anew since."""
    return connection.execute("SELECT 1 FROM main.meta WHERE key = ?", (DUE,)).fetchone() is not None


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


def locks_holding(connection: Connection, texts: Iterable[str]) -> list[ErasedChange]:
    """The locked reports, anybody's, in which one of these texts is printed."""
    looked_for = [patterns for text in texts if (patterns := _patterns(text))]
    if not looked_for:
        return []
    found = []
    for stamp, kind, record, name, value in connection.execute(_BY_KIND, (LOCK,)).fetchall():
        printed = fold(" \n ".join(_strings(content_of(value))))
        if any(all(pattern.search(printed) for pattern in patterns) for patterns in looked_for):
            found.append(ErasedChange(stamp, kind, record, name))
    return found


def locks_erasing(file: OpenFile, record: str, gone: Gone) -> list[Edit]:
    """Erase the locked reports of this file that hold what another office erased, for its reason."""
    places = locks_holding(file.connection, gone.texts)
    return [Edit(record, ERASURE, CONTENT, erasure_text(places, gone.reason))] if places else []


def _patterns(text: str) -> list[re.Pattern[str]]:
    """A text as a page may hold it: line by line, without the signs of its markup, letters with or without marks."""
    parts = (part.strip(" -+•") for part in re.split(r"[\n*\[]|\]\{[^}]*\}", text))
    return [re.compile(rf"(?<!\w){re.escape(fold(part))}(?!\w)") for part in parts if part]


def content_of(value: Any) -> dict[str, Any]:
    """What a locked report or its unlocking holds; nothing where it is no JSON object: it may be anybody's."""
    try:
        found = parse_json(value)
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _strings(content: Any) -> Iterator[str]:
    """Every text in a JSON document, however deep."""
    waiting = [content]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict | list):
            waiting += one.values() if isinstance(one, dict) else one


def elsewhere(connection: Connection, texts: Iterable[str]) -> list[ErasedChange]:
    """Other changes that hold one of these texts, whole or inside a longer one: to be erased as well, perhaps."""
    found: set[ErasedChange] = set()
    for text in texts:
        query = _BY_VALUE if len(text) < SHORT else _BY_TEXT
        found.update(ErasedChange(*row[:4]) for row in connection.execute(query, (text, MOST_ELSEWHERE)))
    return sorted(place for place in found if place.erasable)


# changes in the log, and those that are reverted
_CHANGES = """
SELECT stamp, kind, record, field, value
FROM (
  SELECT c.stamp, k.name AS kind, r.id AS record, f.name AS field, c.value
  FROM main.change_log c
  JOIN main.record r ON r.no = c.record
  JOIN main.kind k ON k.no = r.kind
  JOIN main.field f ON f.no = c.field
  UNION ALL
  SELECT c.stamp, k.name, c.record, f.name, c.value
  FROM main._reverted_change c
  JOIN main.field f ON f.no = c.field
  JOIN main.kind k ON k.no = f.kind
)
"""
_BY_STAMP = _CHANGES + "WHERE stamp = ?"
_BY_KIND = _CHANGES + "WHERE kind = ?"
_BY_VALUE = _CHANGES + "WHERE value = ? LIMIT ?"
_BY_TEXT = _CHANGES + "WHERE typeof(value) = 'text' AND instr(value, ?) LIMIT ?"

_FIND = """
SELECT c.record, c.field, c.value
FROM main.kind k
JOIN main.record r ON r.kind = k.no AND r.id = ?
JOIN main.field f ON f.kind = k.no AND f.name = ?
JOIN main.change_log c ON c.record = r.no AND c.field = f.no AND c.stamp = ?
WHERE k.name = ?
"""
_EMPTY = "UPDATE main.change_log SET value = NULL WHERE record = ? AND field = ? AND stamp = ?"

_FIND_REVERTED = """
SELECT c.field, c.value
FROM main._reverted_change c
JOIN main.field f ON f.no = c.field
JOIN main.kind k ON k.no = f.kind
WHERE c.record = ? AND c.stamp = ? AND k.name = ? AND f.name = ? AND c.value IS NOT NULL
"""
_EMPTY_REVERTED = "UPDATE main._reverted_change SET value = NULL WHERE record = ? AND field = ? AND stamp = ?"
