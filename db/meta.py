"""What a file says of itself in its table `meta`: unit, author, plan in force, and the mark of its head.

Each function is called inside one `store.writing()`, or where a file is made.
"""

from collections.abc import Mapping

from db.connection import Connection
from db.head_mark import HEAD_KEYS, MARK, head_mark


def set_meta(connection: Connection, values: Mapping[str, str | int]) -> None:
    if not values.keys().isdisjoint(HEAD_KEYS):  # what was marked is no longer so
        connection.execute("DELETE FROM meta WHERE key = ?", (MARK,))
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))


def forget_meta(connection: Connection, key: str) -> None:
    connection.execute("DELETE FROM meta WHERE key = ?", (key,))


def mark_head(connection: Connection) -> None:
    """Remember what the head of the file is now, so that a bit of it that flips is seen."""
    mark = head_mark(connection)
    if mark:
        set_meta(connection, {MARK: str(mark)})


def author_of(connection: Connection) -> str:
    """Who writes, as the file remembers it."""
    row = connection.execute("SELECT value FROM main.meta WHERE key = 'author'").fetchone()
    return str(row[0]) if row else ""
