"""What was worked out of a file's records, in memory until a record of a kind that it rests on is written."""

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from db.connection import Connection

MOST = 600
_VERSION = "PRAGMA main.data_version"  # a number that every commit of another connection changes
T = TypeVar("T")


class Cache:
    """Never wrong: whoever writes without saying what, in this process or another, makes it forget everything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._values: dict[Hashable, tuple[frozenset[str], object]] = {}
        self._seen = (-1, -1)  # at the last look; what others write meanwhile is seen at the next one
        self.writing = False  # what is read meanwhile may yet be taken back
        self._others: int = connection.execute(_VERSION).fetchone()[0]

    def written_elsewhere(self) -> bool:
        """Whether another connection wrote into the file since this was asked the last time."""
        before = self._others
        self._others = self._connection.execute(_VERSION).fetchone()[0]
        return before != self._others

    def get(self, key: Hashable, kinds: Callable[[], Collection[str]], make: Callable[[], T]) -> T:
        """What is cached under `key`, made when there is nothing; `kinds` are those whose records it rests on.

        Call it inside the transaction that reads, after `ignoring_writes`.
        """
        if self.writing:
            return make()
        found = self._values.pop(key, None) or (frozenset(kinds()), make())
        if len(self._values) >= MOST:
            del self._values[next(iter(self._values))]
        self._values[key] = found  # what was used last stands last
        return cast(T, found[1])

    @contextmanager
    def ignoring_writes(self) -> Iterator[None]:
        """Inside, nothing is written that a record or a figure comes from: temporary tables, drafts."""
        self._look()
        yield
        self._seen = self._connection.total_changes, self._seen[1]

    @contextmanager
    def invalidating(self, touched: set[str]) -> Iterator[None]:
        """Inside, records are written, and `touched` hears of which kinds."""
        self._look()
        touched.clear()
        yield
        gone = [key for key, (kinds, _) in self._values.items() if not kinds.isdisjoint(touched)]
        for key in gone:
            del self._values[key]
        self._seen = self._connection.total_changes, self._seen[1]

    @contextmanager
    def committing(self) -> Iterator[Callable[[], None]]:
        """Around a transaction that writes; what it gives is called before the commit, which itself writes the index
        of the search, nothing else.
        """
        said_all: list[bool] = []
        self.writing = True
        try:
            yield lambda: said_all.append(self._connection.total_changes == self._seen[0])
            if said_all == [True]:
                self._seen = self._connection.total_changes, self._seen[1]
        finally:
            self.writing = False

    def _look(self) -> None:
        """Forget everything if anybody wrote since: this connection a row, or another one a commit."""
        now = self._connection.total_changes, self._connection.execute(_VERSION).fetchone()[0]
        if now != self._seen:
            self._values.clear()
            self._seen = now
