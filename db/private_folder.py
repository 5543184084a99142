"""Private folders for copies on their way, each locked by its process, so that what a dead one left can be removed."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from db.connection import OperationalError, connect

_PREFIX = "sokehoach-"
_LOCK = "lock"  # SQLite puts files beside it that begin with its name


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder that nobody else reads, gone afterwards; the lock ends with the process, however that ends."""
    remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        with closing(connect(folder / _LOCK)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned() -> None:
    """Remove the folders of processes that are gone.

    A process locks its folder once, before it puts anything else there: one that holds more and is not locked is
    nobody's for good, while one with nothing but its lock may be just being made.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another person's
            if any(not file.name.startswith(_LOCK) for file in folder.iterdir()) and _is_free(folder / _LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _is_free(lock: Path) -> bool:
    """Whether no process holds a lock; without its file nobody ever did, and whose folder it is can't be known."""
    if not lock.is_file():
        return False
    try:
        with closing(connect(lock)) as connection:
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("BEGIN IMMEDIATE")
    except OperationalError:
        return False
    return True
