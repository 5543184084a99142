"""Half-typed text of this file's own window, and the records that hold some."""

from collections.abc import Iterable

from db.connection import Connection
from db.open_file import OpenFile
from db.store import writing
from desktop_app.domain.erasing import ErasedChange


def drafts(connection: Connection, record: str) -> dict[str, str]:
    """The half-typed text of a record by field."""
    return dict(connection.execute("SELECT field, text FROM _draft WHERE record = ?", (record,)).fetchall())


def half_typed(connection: Connection) -> list[tuple[str, str]]:
    """(kind, id) of the live records that hold text which is not saved, typed last first."""
    return connection.execute(
        "SELECT k.name, r.id FROM (SELECT record, max(time) AS time FROM _draft GROUP BY record) AS d"
        " JOIN record r ON r.id = d.record JOIN temp._plan_kind k ON k.no = r.kind"
        " WHERE r.deleted = 0 OR r.retained = 1 ORDER BY d.time DESC, r.id"
    ).fetchall()


def save_draft(file: OpenFile, record: str, field: str, text: str | None) -> None:
    """Store half-typed or unreadable text of one field in this file only, durably; None forgets it."""
    with writing(file, index=False):
        put_draft(file, record, field, text)


def put_draft(file: OpenFile, record: str, field: str, text: str | None) -> None:
    """The same inside a `writing()` that does more."""
    with file.cache.ignoring_writes():
        file.connection.execute("DELETE FROM _draft WHERE record = ? AND field = ?", (record, field))
        if text is not None:
            time = file.clock.now().isoformat(timespec="seconds")
            file.connection.execute("INSERT INTO _draft VALUES (?, ?, ?, ?)", (record, field, text, time))


def forget_drafts(connection: Connection, places: Iterable[ErasedChange]) -> None:
    connection.executemany(
        "DELETE FROM _draft WHERE record = ? AND field = ?", [(place.record, place.field) for place in places]
    )
