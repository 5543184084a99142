"""The types that the values of the log's tables have in every file of ours, and whether a file has others."""

from db.connection import Connection
from desktop_app.domain.clock import STAMP_BYTES

OF_CHANGES = (
    f"SELECT 1 FROM change_log WHERE typeof(stamp) <> 'blob' OR length(stamp) <> {STAMP_BYTES}"
    f" OR (replaces IS NOT NULL AND (typeof(replaces) <> 'blob' OR length(replaces) % {STAMP_BYTES} <> 0))"
    f" OR (covers IS NOT NULL AND (typeof(covers) <> 'blob' OR length(covers) % {STAMP_BYTES} <> 0))"
    " OR typeof(value) IN ('blob', 'real') LIMIT 1"
)
OF_NAMES = (
    "SELECT 1 FROM kind WHERE typeof(name) <> 'text' LIMIT 1",
    "SELECT 1 FROM field WHERE typeof(name) <> 'text' LIMIT 1",
    "SELECT 1 FROM record WHERE typeof(id) <> 'text' LIMIT 1",
    (
        f"SELECT 1 FROM act WHERE typeof(id) <> 'blob' OR length(id) <> {STAMP_BYTES} OR typeof(kind) <> 'text'"
        " OR typeof(author) <> 'text' OR typeof(time) <> 'text' OR typeof(unit) NOT IN ('null', 'text')"
        " OR typeof(target) NOT IN ('null', 'blob') LIMIT 1"
    ),
)


def has_other_types(connection: Connection) -> bool:
    """Whether another program, or damage, put values into the log that ours never writes."""
    return any(connection.execute(query).fetchone() for query in (OF_CHANGES, *OF_NAMES))
