"""Private folders for copies on their way, each locked by its process, so that what a dead one left can be removed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from errno import EACCES, ENOSPC
from functools import partial
from pathlib import Path

from db.connection import DatabaseError, connect
from db.error_sentences import sentences
from db.integrity import blaming_the_disk
from db.journal import journal_of
from desktop_app.errors import AppError, reason_of
from desktop_app.paths import patiently

PART = ".part"  # the end of the name of what is written elsewhere until it is whole
_PREFIX = "sokehoach-"
_LOCK = "lock"  # SQLite puts files beside it that begin with its name
_PARTS = "parts"  # the paths of what its process writes elsewhere, one a line


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder that nobody else reads, gone afterwards; the lock ends with the process, however that ends.

    AppError: there is no room for it, or no place.
    """
    remove_abandoned()
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    except OSError as error:
        raise no_place(error) from error
    try:
        with _sentences(folder / _LOCK):
            lock = connect(folder / _LOCK)
        with closing(lock):
            with _sentences(folder / _LOCK):
                lock.execute("BEGIN IMMEDIATE")
            with _named_for_people(folder):
                yield folder
    finally:
        _remove(folder)


@contextmanager
def _sentences(lock: Path) -> Iterator[None]:
    """What was just made can't be missing or another's: that its journal can't be made is a matter of the place."""
    try:
        with blaming_the_disk(), sentences(lock):
            yield
    except AppError as error:
        if error.key != "core.cannot_open":
            raise
        raise no_place(PermissionError(EACCES, os.strerror(EACCES))) from error


@contextmanager
def _named_for_people(folder: Path) -> Iterator[None]:
    """Nobody knows a private file by its name: what is full is the disk with the folder."""
    try:
        yield
    except AppError as error:
        if error.key == "core.disk_full" and (folder / str(error.values["file"])).is_file():
            raise no_place(OSError(ENOSPC, os.strerror(ENOSPC))) from error
        raise


def no_place(error: OSError) -> AppError:
    """What to say where nothing private can be made; where Python finds no place at all, all those it tried are full
    or not ours to write in, and it says neither.
    """
    try:
        folder = tempfile.gettempdir()
    except FileNotFoundError:
        folder = os.environ.get("TMPDIR") or os.environ.get("TEMP") or os.curdir
        error = OSError(ENOSPC, os.strerror(ENOSPC))
    return AppError("core.no_private_folder", folder=folder, reason=reason_of(error))


def note_part(folder: Path, part: Path) -> None:
    """Remember in a private folder what its process writes elsewhere, before it does."""
    with (folder / _PARTS).open("ab") as parts:
        parts.write(os.fsencode(part.absolute()) + b"\n")


def remove_part(part: Path) -> None:
    """Remove what was written so far, with a journal of it."""
    for path in (part, journal_of(part)):
        with suppress(OSError):  # of a stick that is no longer there
            patiently(partial(path.unlink, missing_ok=True))


def remove_abandoned() -> None:
    """Remove the folders of processes that are gone, and what these had begun elsewhere.

    A process locks its folder once, before it puts anything else there: one that holds more and is not locked is
    nobody's for good, while one with nothing but its lock may be just being made.
    """
    with suppress(OSError):  # the next start will see them
        for folder in list(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")):
            with suppress(OSError):  # another person's
                if _content(folder) and _is_free(folder / _LOCK):
                    if _is_own(folder):
                        _remove_parts(folder / _PARTS)
                    _remove(folder)


def _content(folder: Path) -> list[Path]:
    """What a process put into its folder once that was locked."""
    return [inner for inner in folder.iterdir() if not inner.name.startswith(_LOCK)]


def _remove(folder: Path) -> None:
    """The lock goes last: a folder without it would be nobody's to remove."""
    with suppress(OSError):
        for inner in _content(folder):
            with suppress(OSError):
                shutil.rmtree(inner) if inner.is_dir() else inner.unlink()
        if not _content(folder):
            shutil.rmtree(folder)


def _is_own(folder: Path) -> bool:
    """Whether this person made it: where all use one temporary folder, another one's says nothing about our files."""
    return os.name == "nt" or folder.stat().st_uid == os.getuid()


def _remove_parts(parts: Path) -> None:
    for line in parts.read_bytes().splitlines() if parts.is_file() else ():
        part = Path(os.fsdecode(line))
        if part.suffix == PART:
            remove_part(part)


def _is_free(lock: Path) -> bool:
    """Whether no process holds a lock; without its file nobody ever did, and whose folder it is can't be known."""
    if not lock.is_file():
        return False
    try:
        with closing(connect(lock)) as connection:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("PRAGMA user_version = 1")  # one that can't write begins without asking for the lock
    except DatabaseError:
        return False
    return True
