"""Connections to a data file with our settings, and transactions on it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from db.error_sentences import MALFORMED, OF_SQLITE, key_of, raise_sentence
from db.file_uri import uri_of
from db.keys import typed_forms
from desktop_app.errors import AppError, StoppedError
from desktop_app.paths import flush_folder, is_file

if TYPE_CHECKING:  # the driver has the standard library's interface and no types of its own
    import sqlite3 as sqlite
else:
    from sqlcipher3 import dbapi2 as sqlite

APPLICATION_ID = 0x534B4831  # "SKH1"
FILE_FORMAT = 1
BUSY_MS = 3000
STEPS = 100_000  # of SQLite, some milliseconds
CACHE_KIB, LARGE_CACHE_KIB = 2_000, 100_000  # of pages; while much is written

Connection = sqlite.Connection
DatabaseError = sqlite.DatabaseError
IntegrityError = sqlite.IntegrityError
InterfaceError = sqlite.InterfaceError
OperationalError = sqlite.OperationalError

_PRAGMAS = (  # our tables have no constraint CHECK; one that another program put in may take for ever to be judged
    "trusted_schema = OFF", "ignore_check_constraints = ON", "cell_size_check = ON", "secure_delete = ON",
    "temp_store = MEMORY", "synchronous = EXTRA", "foreign_keys = ON", f"cache_size = -{CACHE_KIB}",
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


def connect_to_look(
    path: Path, key: str | None = None, *, immutable: bool = False, locked: bool = True
) -> Connection:  # fmt: skip
    """A connection that can't write and reads no more than it is asked for; `immutable`: nor locks the file, nor looks
    at what lies beside it. Not `locked`: nor locks the file, and one with a write-ahead log can't be opened.
    """
    return _connect(uri_of(path, mode="ro", immutable=int(immutable), nolock=int(not locked)), key)


def opens(path: Path, key: str | None) -> bool:
    """Whether a database opens with this key, or without any; nothing is written, nor is anything beside it touched.

    What is no file, and is never opened, is left to say so for itself.
    """
    if not is_file(path):
        return True
    try:
        with closing(connect_to_look(path, key, immutable=True)) as connection:
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
def not_waiting(connection: Connection) -> Iterator[None]:
    """Inside, what another program holds is refused at once."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


@contextmanager
def progress_handler(connection: Connection, ask: Callable[[], None]) -> Iterator[None]:
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
def large_cache(connection: Connection) -> Iterator[None]:
    """Keep more of the file in memory while much of it is written; outside a transaction."""
    connection.execute(f"PRAGMA main.cache_size = -{LARGE_CACHE_KIB}")
    with afterwards(connection, f"PRAGMA main.cache_size = -{CACHE_KIB}", "PRAGMA shrink_memory"):
        yield


@contextmanager
def afterwards(connection: Connection, *statements: str) -> Iterator[None]:
    """Run statements at the end. Where what is inside failed, that is raised, not that these can't be run either."""
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
