"""Whether what is written into is still the file that was opened: another one may have been copied over it meanwhile.

SQLite sees where another file has taken its name. It does not see where the bytes of another one were put in its place,
least of all where both were written equally often: then it goes on with pages of the first one that it remembers.
"""

from contextlib import closing
from typing import Any

from db.connection import Connection, DatabaseError, connect_to_look
from db.error_sentences import key_of
from db.open_file import OpenFile, Seen
from desktop_app.errors import AppError

LAST_ACT = "SELECT no, id FROM main.act ORDER BY no DESC LIMIT 1"
_OF_ANOTHER = (None, "core.not_ours", "core.damaged")  # also where a table of ours is missing


def seen(file: OpenFile) -> Seen:
    """The file as it is now."""
    act: tuple[Any, ...] | None = file.connection.execute(LAST_ACT).fetchone()
    return Seen(file.stats(), _unit(file.connection), act)


def refuse_replaced(file: OpenFile, known: Seen) -> None:
    """AppError: the file at this path, which somebody wrote since, is another one. Call it in a transaction.

    It is read through a connection of its own, which remembers nothing; twice, since one read may fail.
    """
    file.numbers.forget()
    for _ in range(2):
        try:
            with closing(connect_to_look(file.path, file.raw_key)) as fresh:
                if _is_same(fresh, known):
                    return
        except DatabaseError as error:
            if key_of(error) not in _OF_ANOTHER:
                raise
    raise AppError("file.replaced", file=file.path.name)


def _is_same(fresh: Connection, known: Seen) -> bool:
    no, act = known.act or (None, None)
    there = known.act is None or fresh.execute("SELECT 1 FROM main.act WHERE no = ? AND id = ?", (no, act)).fetchone()
    return _unit(fresh) == known.unit and bool(there)


def _unit(connection: Connection) -> bytes | None:
    """As it is stored, be it damaged."""
    sql = "SELECT CAST(value AS BLOB) FROM main.meta WHERE key = 'unit'"
    unit: tuple[bytes] | None = connection.execute(sql).fetchone()
    return unit[0] if unit else None
