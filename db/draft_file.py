"""What is typed while the file can't be written: in a small file beside it, with the same key, until it is taken in."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from db import store
from db.connection import Connection, connect, transaction
from db.drafts import put_draft
from db.error_sentences import sentences
from db.journal import journal_of
from db.open_file import OpenFile
from desktop_app.errors import AppError
from desktop_app.paths import is_file, patiently

_TABLE = (
    "CREATE TABLE IF NOT EXISTS _typed (record TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL,"
    " PRIMARY KEY (record, field))"
)


def draft_file_of(path: Path) -> Path:
    return path.with_name(path.name + "-typed")


def put_in_draft_file(path: Path, key: str | None, record: str, field: str, text: str) -> None:
    """Store durably what was typed into a field; `path` and `key` are those of the data file."""
    with _writing(path, key) as connection:
        connection.execute(_TABLE)
        connection.execute("INSERT OR REPLACE INTO _typed VALUES (?, ?, ?)", (record, field, text))


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


def take_in_draft_file(file: OpenFile) -> None:
    """What lies beside a file that is opened, since its program was cut off, is among its drafts from now on."""
    place = draft_file_of(file.path)
    if not is_file(place):
        return
    try:
        with _writing(file.path, file.raw_key) as connection:
            connection.execute(_TABLE)
            typed = connection.execute("SELECT record, field, text FROM _typed").fetchall()
    except AppError:  # of another key, or no database: it is left as it is
        return
    with store.writing(file, index=False):
        for record, field, text in typed:
            put_draft(file, record, field, text)
    _remove(place)


@contextmanager
def _writing(path: Path, key: str | None) -> Iterator[Connection]:
    place = draft_file_of(path)
    with sentences(place), closing(connect(place, key)) as connection, transaction(connection, place):
        yield connection


def _remove(place: Path) -> None:
    for path in (place, journal_of(place)):
        with suppress(OSError):
            patiently(partial(path.unlink, missing_ok=True))
