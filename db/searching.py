"""Live records by the words in their text: those of that very name first, then with these accents, then without."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence

from db.connection import Connection
from db.log import RecordRow, records
from db.open_file import OpenFile
from db.titles import TitleBook
from desktop_app.domain.collation import fold, nfc

SEPARATOR = re.compile(r" - |: ")  # between the parts of a title
WEIGHED = 3000  # of more records that a search finds the latest are the best
NAMED = 200  # of the best by their text are looked at by their names


def search(file: OpenFile, text: str, limit: int = 50) -> list[RecordRow]:
    """Live records whose text holds all the words: what is called so before what only speaks of it; of very many the
    latest.
    """
    connection, most = file.connection, max(limit, NAMED)
    found, many = _first(connection, match(text, "exact"), most)
    if many:
        return _rows(file, found[:limit])
    if len(found) < most:
        found = list(dict.fromkeys([*found, *_first(connection, match(text), most)[0]]))[:most]
    rows, typed = _rows(file, found), fold(text)
    titles, by_kind = TitleBook(file), defaultdict[str, list[str]](list)
    for row in rows:
        by_kind[row.kind].append(row.id)
    titles.read(by_kind)
    rows.sort(key=lambda row: _rank(fold(titles.title(row.kind, row.id)), typed))
    return rows[:limit]


def _rows(file: OpenFile, found: Sequence[int]) -> list[RecordRow]:
    """The records of these numbers, in their order."""
    order = {no: place for place, no in enumerate(found)}
    rows = records(file.connection, "r.no IN (SELECT value FROM json_each(?))", json.dumps(found))
    return sorted(rows, key=lambda row: order[row.no])


def _rank(title: str, typed: str) -> int:
    """The place of a title by what was typed: a part of it, the beginning of one, its words in one, in all, nowhere."""
    words = [f" {word}" for word in typed.split()]
    if not all(word in f" {title}" for word in words):
        return 4
    parts = [f" {part}" for part in SEPARATOR.split(title)]
    if f" {typed}" in parts:
        return 0
    if any(part.startswith(f" {typed}") for part in parts):
        return 1
    return 2 if any(all(word in part for word in words) for part in parts) else 3


def match(text: str, column: str = "folded") -> str:
    """A query for one column: every word, as the beginning of a word.

    The first letter of a word that is being typed behind others would find half the file, slowly: it has to wait.
    """
    whole = fold(text) if column == "folded" else nfc(text).lower()
    words = "".join(c if c.isalnum() else " " for c in whole).split()
    if len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha():
        words.pop()
    return " ".join(f'{column}:"{word}"*' for word in words) or f'{column}:""'


def _first(connection: Connection, match: str, limit: int) -> tuple[list[int], bool]:
    """The numbers of the first records that match, and whether so many match that weighing each would take long."""
    latest = _numbers(connection, match, "rowid DESC", WEIGHED + 1)
    many = len(latest) > WEIGHED
    return (latest[:limit] if many or not latest else _numbers(connection, match, "rank", limit)), many


def _numbers(connection: Connection, match: str, order: str, limit: int) -> list[int]:
    sql = f"SELECT rowid FROM _search_text WHERE _search_text MATCH ? ORDER BY {order} LIMIT ?"
    return [row[0] for row in connection.execute(sql, (match, limit))]
