"""A private copy of an open ledger, to try on it what must not happen to the ledger itself."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db.connection import connect, sentences
from db.open_file import OpenFile
from db.sorting import register_functions


@contextmanager
def ledger_copy(file: OpenFile, path: Path, ask: Callable[[], None] = lambda: None) -> Iterator[OpenFile]:
    """A copy at `path`, in a private folder; `ask` is called while it is made and may raise, to stop."""
    with sentences(path), closing(connect(path, file.raw_key)) as connection:
        file.connection.backup(connection, pages=1000, progress=lambda *_: ask())
        connection.execute("PRAGMA synchronous = OFF")
        copy = OpenFile(path, connection, file.plan, file.clock, file.unit, file.author, file.practice, file.key)
        register_functions(copy)
        yield copy
