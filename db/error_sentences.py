"""What SQLite and the disk say goes wrong with a file becomes a sentence that a person can act on."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from db.journal import journal_of
from desktop_app.errors import AppError, is_busy
from desktop_app.paths import is_file, is_folder, is_in_use, is_writable, name_of

if TYPE_CHECKING:  # as in db/connection.py
    import sqlite3 as sqlite
else:
    from sqlcipher3 import dbapi2 as sqlite

_SENTENCES = {
    "SQLITE_BUSY": "core.file_in_use",
    "SQLITE_LOCKED": "core.file_in_use",
    "SQLITE_FULL": "core.disk_full",
    "SQLITE_READONLY": "core.read_only",
    "SQLITE_CANTOPEN": "core.cannot_open",
    "SQLITE_PERM": "core.read_only",
    "SQLITE_IOERR": "core.disk_error",
    "SQLITE_CORRUPT": "core.damaged",
    "SQLITE_NOTADB": "core.not_ours",
}
MALFORMED = "database disk image is malformed"
# in SQLite's own words, where it gives no more: a backup or an export that fails
_BARE = {
    "database is locked": "core.file_in_use",
    "database or disk is full": "core.disk_full",
    "attempt to write a readonly database": "core.read_only",
    "unable to open database file": "core.cannot_open",
    "disk I/O error": "core.disk_error",
    MALFORMED: "core.damaged",
    "unsupported file format": "core.damaged",  # a number in the header that no SQLite writes
    "output file already exists": "core.disk_error",  # a new one: the disk could not say how large it is
}
_DAMAGED = ("Could not decode to UTF-8", "invalid fts5 file format")  # what SQLite gives no code of damage
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
OF_SQLITE = (sqlite.Error, UnicodeDecodeError)
OF_COMPUTER = (OSError, *OF_SQLITE)


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what the computer or the file is to blame for into an AppError; what we are to blame for stays a bug."""
    try:
        yield
    except OF_SQLITE as error:
        raise_sentence(error, path)


def raise_sentence(error: Exception, path: Path) -> NoReturn:
    """The AppError for one of OF_COMPUTER that was caught while a file was worked on, or else the error itself."""
    if isinstance(error, OSError):
        full, busy = error.errno in DISK_FULL, is_busy(error, path)
        why = "core.disk_full" if full else "core.file_in_use" if busy else "core.disk_error"
        raise AppError(why, file=name_of(Path(error.filename or path))) from error
    if isinstance(error, UnicodeDecodeError):  # SQLite's own words on a damaged name
        raise AppError("core.damaged", file=name_of(path)) from error
    key = key_of(error)
    if key is None:
        raise error
    if key in ("core.cannot_open", "core.read_only") and any(map(is_in_use, (path, journal_of(path)))):
        raise AppError("core.file_in_use", file=name_of(path)) from error
    if key == "core.read_only" and not is_file(path):
        key = "file.moved"
    elif key == "core.read_only" and os.access(path, os.W_OK):
        key = "core.cannot_open"  # its journal; or another file has its name, which only who holds it can see
    if key in ("core.disk_error", "core.cannot_open") and _is_full(path):
        key = "core.disk_full"
    if key == "core.cannot_open" and not is_folder(path.parent):
        key = "file.moved"  # or its stick was pulled out
    if key == "core.cannot_open" and not is_writable(path.parent):
        key = "core.read_only"
    raise AppError(key, file=name_of(path)) from error


@contextmanager
def disk_sentences(path: Path) -> Iterator[None]:
    """The same of what the disk says to ourselves: a file that we look at, copy or remove beside the data file."""
    try:
        yield
    except OSError as error:
        raise_sentence(error, path)


def key_of(error: Exception) -> str | None:
    """The message for an error of SQLite; None: we are to blame for it."""
    if str(error).startswith(_DAMAGED):
        return "core.damaged"
    name = getattr(error, "sqlite_errorname", None) or ""
    return next((key for code, key in _SENTENCES.items() if name.startswith(code)), None) or _BARE.get(str(error))


def _is_full(path: Path) -> bool:
    with suppress(OSError):  # its stick is no longer there
        return shutil.disk_usage(path.parent).free < 1 << 16
    return False
