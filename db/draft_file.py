"""What is typed while the file can't be written: in a small file beside it, with the same key, until it is taken in."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path

from db.connection import Connection, DatabaseError, connect, transaction
from db.error_sentences import sentences
from db.journal import journal_of
from db.local_notes import NEW, follow_names
from db.log import find_record
from db.open_file import OpenFile
from desktop_app.errors import AppError
from desktop_app.paths import is_file, patiently

Typed = tuple[str, str, str]  # record, field, text
_TABLE = (
    "CREATE TABLE IF NOT EXISTS _typed (record TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL,"
    " PRIMARY KEY (record, field))"
)


def draft_file_of(path: Path) -> Path:
    return path.with_name(path.name + "-typed")


def put_in_draft_file(path: Path, key: str | None, record: str, field: str, text: str) -> None:
    """Store durably what was typed into a field; `path` and `key` are those of the data file.

    What lies there already and is damaged, or of another key, gets another name.
    """
    try:
        _put(path, key, record, field, text)
    except AppError as error:
        if error.key not in ("core.damaged", "core.not_ours"):
            raise
        _rename(draft_file_of(path))
        _put(path, key, record, field, text)


def _put(path: Path, key: str | None, record: str, field: str, text: str) -> None:
    with _writing(path, key) as connection:
        connection.execute(_TABLE)
        connection.execute("INSERT OR REPLACE INTO _typed VALUES (?, ?, ?)", (record, field, text))


def _rename(place: Path) -> None:
    free = next(n for n in count(1) if not place.with_name(f"{place.name}-{n}").exists())
    for path in (journal_of(place), place):  # which would be played into the next one
        with suppress(OSError):
            patiently(partial(path.rename, path.with_name(f"{path.name}-{free}")))


def forget_in_draft_file(path: Path, key: str | None, record: str, field: str) -> None:
    """The file has taken it; the last one takes the file beside along."""
    if not is_file(draft_file_of(path)):
        return
    with _writing(path, key) as connection:
        connection.execute(_TABLE)
        connection.execute("DELETE FROM _typed WHERE record = ? AND field = ?", (record, field))
        empty = connection.execute("SELECT 1 FROM _typed LIMIT 1").fetchone() is None
    if empty:
        _remove(draft_file_of(path))


def typed_beside(path: Path, key: str | None, folder: Path) -> list[Typed]:
    """What lies beside a file that is not opened, read in a private `folder`; nothing where it is of another key."""
    copy, place = folder / path.name, draft_file_of(path)
    beside = {place: draft_file_of(copy), journal_of(place): journal_of(draft_file_of(copy))}
    with suppress(OSError):  # nothing of it then
        for one in filter(is_file, beside):
            shutil.copyfile(one, beside[one])
    return (_typed(copy, key) or []) if is_file(draft_file_of(copy)) else []


def take_in_draft_file(file: OpenFile) -> None:
    """What lies beside a file that is opened, since its program was cut off, is among its drafts from now on. What
    is of no record of this file waits there for the one that had its name before.
    """
    place = draft_file_of(file.path)
    typed = _typed(file.path, file.raw_key) if is_file(place) else None
    if typed is None:
        return
    from db import store  # most days begin without
    from db.drafts import put_draft

    ours = [row for row in typed if row[0].startswith(NEW) or find_record(file.connection, row[0])]
    with store.writing(file, index=False):
        for record, field, text in ours:
            put_draft(file, record, field, text)
        follow_names(file, file.names)  # it may have been typed under another edition
    if len(ours) == len(typed):
        _remove(place)
    for record, field, _ in ours:
        forget_in_draft_file(file.path, file.raw_key, record, field)


def _typed(path: Path, key: str | None) -> list[Typed] | None:
    """Record, field and text of all that lies beside a file; None where that is of another key, or no file of ours."""
    try:
        with _writing(path, key) as connection:
            rows = connection.execute("SELECT record, field, text FROM main._typed").fetchall()
    except (AppError, DatabaseError):  # also where it has no such table
        return None
    return [row for row in rows if all(isinstance(value, str) for value in row)]


@contextmanager
def _writing(path: Path, key: str | None) -> Iterator[Connection]:
    place = draft_file_of(path)
    with sentences(place), closing(connect(place, key)) as connection, transaction(connection, place):
        yield connection


def _remove(place: Path) -> None:
    for path in (place, journal_of(place)):
        with suppress(OSError):
            patiently(partial(path.unlink, missing_ok=True))
