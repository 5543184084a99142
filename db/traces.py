"""Where else a text stands that is erased: in locked reports, other changes, drafts."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from db.connection import Connection
from desktop_app.domain.collation import fold
from desktop_app.domain.erasing import ErasedChange
from desktop_app.domain.json_text import parse_json
from desktop_app.domain.lock_kinds import LOCK

MOST_ELSEWHERE = 200
SHORT = 4  # a shorter text is looked for as a whole value only
Trace = tuple[ErasedChange, str]  # where one of the texts that are looked for stands


def drafts_with(connection: Connection, texts: Iterable[str]) -> Iterator[Trace]:
    for record, name, draft in connection.execute("SELECT record, field, text FROM _draft").fetchall():
        place = ErasedChange(f"{record} {name}".encode(), "", record, name)
        yield from ((place, text) for text in texts if text in draft)


def locks_holding(connection: Connection, texts: Iterable[str]) -> list[ErasedChange]:
    """The locked reports, anybody's, in which one of these texts is printed."""
    return list(dict.fromkeys(lock for lock, _ in locks_with(connection, texts)))


def locks_with(connection: Connection, texts: Iterable[str]) -> Iterator[Trace]:
    looked_for = [(text, parts) for text in texts if (parts := _parts(text))]
    locks = connection.execute(_BY_KIND, (LOCK,)).fetchall() if looked_for else []
    for stamp, kind, record, name, value in locks:
        printed = fold(" \n ".join(_strings(content_of(value))))
        for text, parts in looked_for:
            if all(_prints(printed, part) for part in parts):
                yield ErasedChange(stamp, kind, record, name), text


def _parts(text: str) -> list[str]:
    """A text as a page may hold it: line by line, without the signs of its markup, letters with or without marks."""
    parts = (part.strip(" -+•") for part in re.split(r"[\n*\[]|\]\{[^}]*\}", text))
    return [folded for part in parts if (folded := fold(part))]


def _prints(printed: str, part: str) -> bool:
    return part in printed and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", printed) is not None


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
    return sorted({place for place, _ in changes_with(connection, texts)})


def changes_with(connection: Connection, texts: Iterable[str]) -> Iterator[Trace]:
    """The log is read twice, however many texts are looked for."""
    short = {text for text in texts if len(text) < SHORT}
    starts = dict[str, list[str]]()
    for text in set(texts) - short:
        starts.setdefault(text[:SHORT], []).append(text)
    if not short and not starts:
        return
    holding = {
        value: texts_in for (value,) in connection.execute(_TEXTS) if (texts_in := texts_within(value, short, starts))
    }
    many = Counter[str]()
    for *named, value in connection.execute(_BY_VALUES, (json.dumps([*holding]),)):
        place = ErasedChange(*named)
        for text in holding.get(value, ()) if place.erasable else ():
            many[text] += 1
            if many[text] <= MOST_ELSEWHERE:
                yield place, text


def texts_within(value: str, short: set[str], starts: Mapping[str, list[str]]) -> set[str]:
    """Which of the texts a value is or holds; of many only those are looked at whose first letters it holds."""
    letters = {value[at : at + SHORT] for at in range(len(value))} if len(starts) > len(value) else starts.keys()
    return {value} & short | {text for start in letters & starts.keys() for text in starts[start] if text in value}


# changes in the log, and those that are reverted
NAMED_CHANGES = """
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
_BY_KIND = NAMED_CHANGES + "WHERE kind = ?"
_BY_VALUES = NAMED_CHANGES + "WHERE value IN (SELECT value FROM json_each(?))"
_TEXTS = """
SELECT value FROM main.change_log WHERE typeof(value) = 'text'
UNION ALL
SELECT value FROM main._reverted_change WHERE typeof(value) = 'text'
"""
