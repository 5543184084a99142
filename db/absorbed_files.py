"""Files that were taken in whole, known again by the digest of their bytes: nothing in them is new."""

from typing import NamedTuple

from msgspec import Struct, field

from db.connection import Connection


class AbsorbedFile(NamedTuple):
    """What is said of such a file: the office, who wrote, and how many records of offices it holds."""

    unit: str
    author: str
    records: int


class AbsorbedFiles(Struct):
    """Those that this file took in before, and those of the merge at hand, to be remembered with it.

    They are forgotten when anything is taken out of the log again.
    """

    connection: Connection
    new: dict[bytes, AbsorbedFile] = field(default_factory=dict)

    def find(self, digest: bytes | None) -> AbsorbedFile | None:
        """What is known of a file with this digest."""
        query = "SELECT unit, author, records FROM main._absorbed_file WHERE sha256 = ?"
        row = self.connection.execute(query, (digest,)).fetchone()
        return AbsorbedFile(*row) if row else None
