"""Whether what is written into is still the file that was opened: another one may have been copied over it meanwhile.

SQLite sees where another file has taken its name, but says no more than that it can't write. It does not see where the
bytes of another one were put in its place, least of all where both were written equally often: then it goes on with
pages of the first one that it remembers, and copies them.
"""

from contextlib import closing
from typing import Any

from db.connection import Connection, DatabaseError, connect_to_look
from db.error_sentences import key_of, sentences
from db.head_mark import MARK, said
from db.open_file import LastSeen, OpenFile
from desktop_app.errors import AppError

LAST_ACT = "SELECT no, id FROM main.act ORDER BY no DESC LIMIT 1"
_OF_ANOTHER = (None, "core.not_ours", "core.damaged")  # also where a table of ours is missing


def seen(file: OpenFile) -> LastSeen:
    """The file as it is now."""
    act: tuple[Any, ...] | None = file.connection.execute(LAST_ACT).fetchone()
    return LastSeen(file.stats(), said(file.connection, "unit"), act, said(file.connection, MARK))


def refuse_replaced(file: OpenFile, copy: Connection | None = None) -> None:
    """AppError: the file at this path, which somebody wrote since, is another one; or this `copy` of it is.

    It is read through a connection of its own, which remembers nothing; twice, since one read may fail.
    """
    known = file.seen
    if known is None:
        return
    is_other = copy is not None and not _is_same(copy, known)
    if not is_other and file.stats() in (None, known.stats):
        return
    if not (_is_there(file, known) or _is_there(file, known)):
        raise AppError("file.replaced", file=file.path.name)
    if is_other:
        raise AppError("core.disk_error", file=file.path.name)


def has_lost_its_name(file: OpenFile, error: BaseException) -> bool:
    """Whether what could not be written is no longer the file at its path: SQLite says alike of a journal that can't be
    made.
    """
    stats = file.stats()
    if not isinstance(error, AppError) or error.key != "core.cannot_open" or not (stats and file.seen):
        return False
    return file.seen.stats is not None and stats[0] != file.seen.stats[0]


def _is_there(file: OpenFile, known: LastSeen) -> bool:
    with sentences(file.path), closing(connect_to_look(file.path, file.raw_key)) as fresh:
        return _is_same(fresh, known)


def _is_same(copy: Connection, known: LastSeen) -> bool:
    no, act = known.act or (None, None)
    acts = "SELECT 1 FROM main.act WHERE no = ? AND id = ?"
    try:
        return said(copy, "unit") == known.unit and bool(known.act is None or copy.execute(acts, (no, act)).fetchone())
    except DatabaseError as error:
        if key_of(error) not in _OF_ANOTHER:
            raise
        return False
