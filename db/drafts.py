"""Half-typed text of this file's own window, and the records that hold some."""

from db.connection import Connection


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
