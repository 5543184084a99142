"""A private copy of an open ledger, to try on it what must not happen to the ledger itself."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db.connection import connect, connect_to_look
from db.error_sentences import sentences
from db.open_file import OpenFile
from db.replaced import refuse_replaced
from db.sorting import register_functions
from desktop_app.errors import AppError

_DONE, _GOES_ON = 101, 0  # SQLite's numbers of how a step of a copy went


@contextmanager
def ledger_copy(file: OpenFile, path: Path, ask: Callable[[], None] = lambda: None) -> Iterator[OpenFile]:
    """A copy at `path`, in a private folder; `ask` is called while it is made and may raise, to stop.

    It is read through a connection of its own: one that is writing can't be copied, and holds what is not stored yet.
    """
    with sentences(path), closing(connect(path, file.raw_key)) as connection:
        with closing(connect_to_look(file.path, file.raw_key)) as source:
            source.backup(connection, pages=1000, progress=_hearing(file, ask))
        refuse_replaced(file, connection)
        connection.execute("PRAGMA synchronous = OFF")
        copy = OpenFile(path, connection, file.plan, file.clock, file.logged_unit, file.author, file.practice, file.key)
        register_functions(copy)
        yield copy


def _hearing(file: OpenFile, ask: Callable[[], None]) -> Callable[[int, int, int], None]:
    """What hears of each step: where the file stays locked the driver would try for ever."""

    def hear(status: int, _remaining: int, _total: int) -> None:
        ask()
        if status not in (_GOES_ON, _DONE):
            raise AppError("core.file_in_use", file=file.path.name)

    return hear
