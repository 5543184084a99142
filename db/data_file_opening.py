"""Opens a data file, and refuses what is not ours, not whole, of another format or in use with a sentence."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.connection import APPLICATION_ID, FILE_FORMAT, Connection, DatabaseError, connect, connect_to_look
from db.error_sentences import key_of, sentences
from db.journal import header_in_journal, journal_of, read_journal, refuse_long_name, refuse_special_beside
from db.keys import MAGIC, key_of_first_page, why_unreadable
from desktop_app.errors import AppError, is_busy
from desktop_app.paths import is_file, is_writable, name_of, patiently, why_no_file

APPLICATION_ID_AT = 68  # byte of the header
_FILLER = 1 << 20  # bytes of a row, at most
_FILL = (
    "CREATE TABLE _free_pages AS WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number"
    " WHERE n < {rows}) SELECT zeroblob({size}) AS filler FROM number"
)


@contextmanager
def _nameable(path: Path) -> Iterator[None]:
    """A name that the disk does not take, or not with that of a journal, is a file that can't be opened."""
    try:
        refuse_long_name(path)
        yield
    except (OSError, ValueError) as error:
        is_long = isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG
        raise AppError("core.long_name" if is_long else "core.cannot_open", file=name_of(path)[:60]) from error


def refuse_taken(path: Path) -> None:
    """AppError: a new file can't have this name, or has no folder; an existing file is never overwritten.

    Nor is a name taken that a journal is left of: SQLite would play it into the new file.
    """
    with _nameable(path):
        with suppress(FileNotFoundError, NotADirectoryError):  # `exists()` takes any other reason for “not there”
            path.lstat()
            raise AppError("core.exists", file=name_of(path))
        if not path.parent.is_dir():
            raise AppError("core.no_folder", folder=str(path.parent))
        for end in ("-journal", "-wal"):
            beside = path.with_name(path.name + end)
            if is_file(beside) and beside.stat().st_size > 0:
                raise AppError("core.journal_left", file=name_of(path), journal=beside.name)


def sign(connection: Connection) -> None:
    """Write into the header of a new file that it is ours."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def open_file(path: Path, key: str | None = None) -> Connection:
    """An existing file of ours, ready to be written; anything else is refused with a sentence and left as it is."""
    path = path.absolute()
    with _nameable(path):
        if path.is_dir():
            raise AppError("core.folder", folder=str(path))
        if not path.is_file():
            raise AppError(why_no_file(path), file=str(path))
        refuse_special_beside(path)
    if path.stat().st_size == 0:
        raise AppError("core.not_ours", file=name_of(path))
    cut_off = key is not None and journal_of(path).exists()
    if key is None or cut_off:
        _look_first(path, key)
    connection = None
    try:
        with _wrong_key(path, key), sentences(path):
            connection = connect(path, key)
            refuse_foreign(connection, path)
            _refuse_read_only(path)  # SQLite itself would let us begin, and fail at the first change
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            if cut_off:
                write_free_pages(connection)
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


def write_free_pages(connection: Connection) -> None:
    """Write anew what is free in an encrypted file: half a page, left by a power cut, could not be read any more.

    SQLite keeps no journal of free pages and never looks at them, but whoever copies the file reads them all.
    """
    free, page = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("freelist_count", "page_size"))
    if free:
        size = min(free * page, _FILLER)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_FILL.format(rows=-(-free * page // size), size=size))
        connection.execute("DROP TABLE _free_pages")
        connection.execute("COMMIT")


def _look_first(path: Path, key: str | None) -> None:
    """Refuse a foreign file without a lock, a journal or any other trace; a damaged one is left to the real opening.

    SQLite itself reads the header: an `open()` of our own would cancel the locks that this process holds on the file.
    """
    with sentences(path):
        connection = connect_to_look(path, key, immutable=True)
    try:
        refuse_foreign(connection, path)
    except AppError as error:
        half_a_page = is_ours(header_in_journal(path))  # as a power cut may have left our first one
        if error.key != "core.damaged" and not half_a_page:
            raise
    except DatabaseError as error:
        if key_of(error) != "core.not_ours" or is_ours(header_in_journal(path)):
            return
        why = why_unreadable(path, key)
        if key is None or not (why == "core.damaged" or _opens_before(path, key)):  # else its journal may heal it
            raise AppError(why, file=name_of(path)) from error
    finally:
        connection.close()


def _opens_before(path: Path, key: str) -> bool:
    """Whether a key is that of the first page as the journal has it: in the file half of it may lack the salt."""
    before = read_journal(path)
    return before is not None and key_of_first_page(before.first, key) is not None


def is_ours(header: bytes) -> bool:
    """Whether a file that begins with these bytes says that it is a data file of ours."""
    ours = int.from_bytes(header[APPLICATION_ID_AT : APPLICATION_ID_AT + 4]) == APPLICATION_ID
    return ours and header.startswith(MAGIC)


@contextmanager
def _wrong_key(path: Path, key: str | None) -> Iterator[None]:
    """What is unreadable with a key may be readable with another one, or without, or be damaged."""
    try:
        yield
    except AppError as error:
        if key is not None and error.key == "core.not_ours" and error.__cause__ is not None:
            raise AppError(why_unreadable(path, key), file=name_of(path)) from error
        raise


def refuse_foreign(connection: Connection, path: Path) -> None:
    """AppError: what is open here is none of ours, of another format, or in letters that ours can't be joined with."""
    refuse_foreign_header(connection, path)
    with sentences(path):  # to know it SQLite reads the tables' own words
        encoding = connection.execute("PRAGMA encoding").fetchone()[0]
    if encoding != "UTF-8":
        raise AppError("core.damaged", file=name_of(path))


def refuse_foreign_header(connection: Connection, path: Path) -> None:
    """AppError: the header says that it is none of ours or of another format; nothing else is read."""
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if not ours:
        raise AppError("core.not_ours", file=name_of(path))
    if version != FILE_FORMAT:
        raise AppError("core.other_format", file=name_of(path))


def _refuse_read_only(path: Path) -> None:
    if not (os.access(path, os.W_OK) and is_writable(path.parent)):
        raise AppError("core.read_only", file=name_of(path))
    if os.name == "nt":  # where that says nothing of rights, nor of who else has it open
        try:
            patiently(lambda: os.close(os.open(path, os.O_RDWR)))
        except PermissionError as error:
            key = "core.file_in_use" if is_busy(error, path) else "core.read_only"
            raise AppError(key, file=name_of(path)) from error
