"""Opens a data file and refuses what is not ours, not whole, too new or in use; transactions on it."""

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from db.error_sentences import MALFORMED, OF_SQLITE, key_of, raise_sentence, sentences
from db.file_uri import uri_of
from db.journal import header_in_journal, journal_of, refuse_long_name, refuse_special_beside
from db.keys import typed_forms, why_unreadable
from desktop_app.errors import AppError, StoppedError
from desktop_app.paths import flush_folder, is_file, is_writable, why_no_file

if TYPE_CHECKING:  # the driver has the standard library's interface and no types of its own
    import sqlite3 as sqlite
else:
    from sqlcipher3 import dbapi2 as sqlite

APPLICATION_ID = 0x534B4831  # "SKH1"
APPLICATION_ID_AT = 68  # byte of the header
FILE_FORMAT = 4
BUSY_MS = 3000
STEPS = 100_000  # of SQLite, some milliseconds
CACHE_KIB = 100_000  # of pages, while much is written
_FILLER = 1 << 20  # bytes of a row, at most
_FILL = (
    "CREATE TABLE _free_pages AS WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number"
    " WHERE n < {rows}) SELECT zeroblob({size}) AS filler FROM number"
)

Connection = sqlite.Connection
DatabaseError = sqlite.DatabaseError
IntegrityError = sqlite.IntegrityError
InterfaceError = sqlite.InterfaceError
OperationalError = sqlite.OperationalError

_PRAGMAS = (
    "trusted_schema = OFF", "cell_size_check = ON", "secure_delete = ON", "temp_store = MEMORY", "synchronous = EXTRA",
    "foreign_keys = ON",
)  # fmt: skip


def connect(path: Path, key: str | None = None, *settings: str) -> Connection:
    """A connection with our pragmas; `key`: the passphrase of an encrypted file, or its raw key.

    `settings` are further pragmas, before anything is read.
    """
    connection = _connect(uri_of(path), key, *settings)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except UnicodeDecodeError as error:  # SQLite's own words on a damaged name
        connection.close()
        raise DatabaseError(MALFORMED) from error
    except BaseException:
        connection.close()  # else the file stays open, and can't be replaced on Windows
        raise
    return connection


def connect_to_memory() -> Connection:
    """A connection to a database that is nowhere."""
    return sqlite.connect(":memory:", isolation_level=None)


def connect_to_look(path: Path, key: str | None = None, *, immutable: bool = False) -> Connection:
    """A connection that can't write and reads no more than it is asked for; `immutable`: nor locks the file."""
    return _connect(uri_of(path, mode="ro", immutable=int(immutable)), key)


def opens(path: Path, key: str | None) -> bool:
    """Whether a database opens with this key, or without any; nothing is written."""
    try:
        with closing(connect_to_look(path, key)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema")
    except DatabaseError as error:
        return key_of(error) != "core.not_ours"
    return True


def opening_form(path: Path, passphrase: str | None) -> str | None:
    """The way of typing a passphrase that opens a file; the composed one where none does."""
    if passphrase is None:
        return None
    first, *others = typed_forms(passphrase)
    return next((form for form in (first, *others) if opens(path, form)), first) if others else first


def _connect(uri: str, key: str | None, *settings: str) -> Connection:
    seconds = BUSY_MS / 1000
    connection = sqlite.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=seconds)
    try:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute("PRAGMA key = '{}'".format(key.replace("'", "''")))
        for setting in settings:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _nameable(path: Path) -> Iterator[None]:
    """A name that the disk does not take, or not with that of a journal, is a file that can't be opened."""
    try:
        refuse_long_name(path)
        yield
    except (OSError, ValueError) as error:
        is_long = isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG
        raise AppError("core.long_name" if is_long else "core.cannot_open", file=path.name[:60]) from error


def refuse_taken(path: Path) -> None:
    """AppError: a new file can't have this name, or has no folder; an existing file is never overwritten."""
    with _nameable(path):
        with suppress(FileNotFoundError, NotADirectoryError):  # `exists()` takes any other reason for “not there”
            path.lstat()
            raise AppError("core.exists", file=path.name)
        if not path.parent.is_dir():
            raise AppError("core.no_folder", folder=str(path.parent))


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
        raise AppError("core.not_ours", file=path.name)
    if key is None:
        _look_first(path)
    cut_off = key is not None and journal_of(path).exists()
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
                _write_free_pages(connection)
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


def _write_free_pages(connection: Connection) -> None:
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


def _look_first(path: Path) -> None:
    """Refuse a foreign file without a lock, a journal or any other trace; a damaged one is left to the real opening.

    SQLite itself reads the header: an `open()` of our own would cancel the locks that this process holds on the file.
    """
    with sentences(path):
        connection = connect_to_look(path, immutable=True)
    try:
        refuse_foreign(connection, path)
    except AppError:
        if not is_ours(header_in_journal(path)):  # a power cut may have left half of our first page
            raise
    except sqlite.DatabaseError as error:
        if key_of(error) == "core.not_ours" and not is_ours(header_in_journal(path)):
            raise AppError(why_unreadable(path, None), file=path.name) from error
    finally:
        connection.close()


def is_ours(header: bytes) -> bool:
    """Whether a file that begins with these bytes says that it is a data file of ours."""
    ours = int.from_bytes(header[APPLICATION_ID_AT : APPLICATION_ID_AT + 4]) == APPLICATION_ID
    return ours and header.startswith(b"SQLite format 3\x00")


@contextmanager
def _wrong_key(path: Path, key: str | None) -> Iterator[None]:
    """What is unreadable with a key may be readable with another one, or without, or be damaged."""
    try:
        yield
    except AppError as error:
        if key is not None and error.key == "core.not_ours" and error.__cause__ is not None:
            raise AppError(why_unreadable(path, key), file=path.name) from error
        raise


def refuse_foreign(connection: Connection, path: Path) -> None:
    """AppError: what is open here is none of ours, or of a newer format."""
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if not ours or version < 1:
        raise AppError("core.not_ours", file=path.name)
    if version > FILE_FORMAT:
        raise AppError("core.too_new", file=path.name)


def _refuse_read_only(path: Path) -> None:
    if not (os.access(path, os.W_OK) and is_writable(path.parent)):
        raise AppError("core.read_only", file=path.name)


@contextmanager
def heard(connection: Connection, ask: Callable[[], None]) -> Iterator[None]:
    """Call `ask` now and then while SQLite works; what it raises to stop the work comes out of here."""
    stops: list[BaseException] = []

    def must_stop() -> bool:
        if not stops:  # once stopped, what tidies up is let through
            try:
                ask()
            except (AppError, StoppedError, KeyboardInterrupt) as stop:
                stops.append(stop)
                return True
        return False

    connection.set_progress_handler(must_stop, STEPS)
    try:
        yield
    except DatabaseError as error:
        if stops:
            raise stops[0] from error
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def roomy(connection: Connection) -> Iterator[None]:
    """Keep more of the file in memory while much of it is written; outside a transaction."""
    connection.execute(f"PRAGMA main.cache_size = -{CACHE_KIB}")
    with afterwards(connection, "PRAGMA main.cache_size = -2000", "PRAGMA shrink_memory"):
        yield


@contextmanager
def afterwards(connection: Connection, *statements: str) -> Iterator[None]:
    """Run statements at the end. Where what is inside failed, that is told, not that these can't be run either."""
    try:
        yield
    except BaseException:
        with suppress(DatabaseError):
            for statement in statements:
                connection.execute(statement)
        raise
    for statement in statements:
        connection.execute(statement)


def run_script(connection: Connection, script: str, values: Mapping[str, object] | None = None) -> None:
    """Run statements one after the other inside the caller's transaction, which `executescript` would end; each ends
    with a semicolon at the end of a line, and takes of the named values those that it asks for.
    """
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement, values or {})


def _never() -> bool:
    return False


@contextmanager
def transaction(connection: Connection, path: Path, is_stored: Callable[[], bool] = _never) -> Iterator[None]:
    """Everything inside is written durably together, or nothing is.

    `is_stored` finds out, where the disk reported an error at the very end, whether the file holds it all the same.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            try:
                connection.execute("COMMIT")
            except DatabaseError as error:
                _look_after(error, connection, path, is_stored)
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except OF_SQLITE as error:  # not `sentences`: a save and each of its steps would go through it
        raise_sentence(error, path)


def _look_after(error: DatabaseError, connection: Connection, path: Path, is_stored: Callable[[], bool]) -> None:
    """The journal may be gone, and everything stored, when the last sync fails; who then does it again has it twice."""
    if connection.in_transaction:
        raise error
    if not is_file(_opened_as(connection)):  # its journal went along, and takes everything back at the new place
        raise AppError("file.moved", file=path.name) from error
    if not _read_again(path, is_stored):
        raise error
    try:
        flush_folder(path.parent)
    except OSError:
        raise AppError("file.stored_in_doubt", file=path.name) from error


def _opened_as(connection: Connection) -> Path:
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


def _read_again(path: Path, is_stored: Callable[[], bool]) -> bool:
    try:
        return is_stored()
    except DatabaseError as error:
        raise AppError("file.unsure", file=path.name) from error
