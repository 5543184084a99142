"""Which live records refer to a record, and by which field."""

from collections.abc import Iterator

from db.derive import Book
from db.log import find_record
from db.schema import quoted


def referrers(book: Book, record: str) -> Iterator[tuple[str, str]]:
    """(record, field) of every live record that refers to this one, kind by kind in the order of ids."""
    row = find_record(book.connection, record)
    for kind, name in book.referrers.get(row.kind, ()) if row else ():
        query = f"SELECT id FROM main.{quoted(kind.name)} WHERE {quoted(name)} = ? ORDER BY id"
        for (other,) in book.connection.execute(query, (record,)).fetchall():
            yield other, name
