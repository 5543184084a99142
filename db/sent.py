"""The copies of a data file that were handed over, as the file itself remembers them."""

from db.connection import Connection
from desktop_app.domain.sent_copy import SentFile


def sent_files(connection: Connection) -> list[SentFile]:
    """The copies that were made of this file, the earliest first."""
    query = "SELECT name, unit, author, time, records, sha256 FROM main._sent_copy ORDER BY no"
    return [SentFile(*row) for row in connection.execute(query)]
