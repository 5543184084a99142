"""Whether SQLite itself finds a file whole, told apart from a disk that did not give a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.connection import Connection, OperationalError, afterwards
from desktop_app.errors import AppError

_UNREAD = re.compile(r"error code=(\d+)")
_FIRST = "SELECT type FROM pragma_table_list WHERE schema = 'main' LIMIT 1"
_MOST_TRIES = 1000
_IO_ERROR = 10  # the low byte of all codes of errors of the disk


def is_broken(connection: Connection) -> bool:
    """Whether a page is in the place of another, or an index does not fit."""
    return bool(broken_pages(connection, "integrity_check(1)"))


def broken_pages(connection: Connection, check: str) -> list[str]:
    """What a check of SQLite finds, in its words; nothing where all is whole.

    A page that the disk did not give is no damage, though SQLite tells of both alike: it is raised as an error.
    """
    found = [str(row[0]) for row in connection.execute(f"PRAGMA {check}") if row[0] != "ok"]
    if any(int(code) & 0xFF == _IO_ERROR for text in found for code in _UNREAD.findall(text)):
        raise OperationalError("disk I/O error")
    return found


def damaged_unused(connection: Connection) -> int:
    """How many pages of an encrypted file that is whole otherwise can't be read: nothing uses them, but whoever copies
    the file reads them all. Of a plain file any content of theirs is right.
    """
    return len(connection.execute("PRAGMA cipher_integrity_check").fetchall())


def broken_anywhere(connection: Connection) -> list[str]:
    """The same of all pages, also of those that are free or that nothing names.

    SQLite passes over these where what it has first of the schema is a view. So a table is put before it, in memory
    alone: a page that reached the disk would harm another file that takes the place of this one.
    """
    with afterwards(connection, "PRAGMA main.cache_spill = ON"):
        connection.execute("PRAGMA main.cache_spill = OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            _put_table_first(connection)
            return broken_pages(connection, "integrity_check")
        finally:
            if connection.in_transaction:  # a full disk ends it by itself
                connection.execute("ROLLBACK")


def _put_table_first(connection: Connection) -> None:
    for number in range(_MOST_TRIES):
        (kind,) = connection.execute(_FIRST).fetchone()
        if kind == "table":
            return
        connection.execute(f"CREATE TABLE IF NOT EXISTS _checked_{number} (a)")


@contextmanager
def blaming_the_disk(*given: Path) -> Iterator[None]:
    """What is written inside and can't be read again is the fault of the disk; damage of `given` files is theirs."""
    try:
        yield
    except AppError as error:
        named = error.values.get("file")
        if error.key in ("core.damaged", "core.not_ours") and named not in {path.name for path in given}:
            raise AppError("core.disk_error", file=named) from error
        raise
