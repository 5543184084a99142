"""Files that were taken in whole, known again by the digest of their bytes: nothing in them is new."""

from dataclasses import dataclass, field
from typing import NamedTuple

from db.connection import Connection


class AbsorbedFile(NamedTuple):
    """What is said of such a file: the office, who wrote, and how many records of offices it holds."""

    unit: str
    author: str
    records: int


@dataclass
class AbsorbedFiles:
    """Those that this file took in before, and those of the merge at hand, to be remembered with it.

    They are forgotten when anything is taken out of the log again.
    """

    connection: Connection
    new: dict[bytes, AbsorbedFile] = field(default_factory=dict)

    def find(self, digest: bytes | None) -> AbsorbedFile | None:
        """What is known of a file with this digest."""
        if digest is None or not self._has_table():
            return None
        query = "SELECT unit, author, records FROM main.seen_file WHERE sha256 = ?"
        row = self.connection.execute(query, (digest,)).fetchone()
        return AbsorbedFile(*row) if row else None

    def _has_table(self) -> bool:
        """A file of an earlier version has no such table until its first merge."""
        query = "SELECT 1 FROM main.sqlite_schema WHERE name = 'seen_file'"
        return self.connection.execute(query).fetchone() is not None
