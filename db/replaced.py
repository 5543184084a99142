"""Whether what is written into is still the file that was opened: another one may have been copied over it meanwhile.

SQLite sees where another file has taken its name. It does not see where the bytes of another one were put in its place,
least of all where both were written equally often: then it goes on with pages of the first one that it remembers.
"""

from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from db.connection import Connection, DatabaseError, connect_to_look
from db.error_sentences import key_of
from db.open_file import OpenFile
from desktop_app.errors import AppError

_OF_ANOTHER = (None, "core.not_ours", "core.damaged")  # also where a table of ours is missing
_LAST_ACT = "SELECT no, id FROM main.act ORDER BY no DESC LIMIT 1"


class Seen(NamedTuple):
    """A file as this program left it: its size and time, whose it is, and its last act; no act ever goes or gets
    another number.
    """

    stats: tuple[int, ...] | None
    unit: object
    act: tuple[Any, ...] | None


def seen(file: OpenFile) -> Seen:
    """The file as it is now."""
    return Seen(_stats(file.path), _unit(file.connection), last_act(file))


def last_act(file: OpenFile) -> tuple[Any, ...] | None:
    """The last act of the file. After a commit nothing may be read any more: what is stored would be told as failed."""
    found: tuple[Any, ...] | None = file.connection.execute(_LAST_ACT).fetchone()
    return found


def as_left(file: OpenFile, act: tuple[Any, ...] | None) -> Seen:
    """The file as a transaction left it, whose last act this is."""
    known = file.seen
    return Seen(_stats(file.path), known.unit if isinstance(known, Seen) else None, act)


def refuse_replaced(file: OpenFile) -> None:
    """AppError: the file at this path is another one. Call it where a transaction has begun, so that nobody writes.

    Where somebody wrote since, it is read through a connection of its own, which remembers nothing.
    """
    known = file.seen
    if not isinstance(known, Seen) or _stats(file.path) in (None, known.stats):
        return
    file.numbers.forget()
    try:
        with closing(connect_to_look(file.path, file.raw_key)) as fresh:
            same = _is_same(fresh, known)
    except DatabaseError as error:
        if key_of(error) not in _OF_ANOTHER:
            raise
        same = False
    if not same:
        raise AppError("file.replaced", file=file.path.name)


def _is_same(fresh: Connection, known: Seen) -> bool:
    no, act = known.act or (None, None)
    there = known.act is None or fresh.execute("SELECT 1 FROM main.act WHERE no = ? AND id = ?", (no, act)).fetchone()
    return known.unit in (None, _unit(fresh)) and bool(there)


def _unit(connection: Connection) -> object:
    """As the file has it; None where it says nothing."""
    return (connection.execute("SELECT value FROM main.meta WHERE key = 'unit'").fetchone() or (None,))[0]


def _stats(path: Path) -> tuple[int, ...] | None:
    """None where there is no file; SQLite then says that it was moved."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
