"""Open conflicts as a person settles them: the values side by side, who gave them and when."""

from db.acts import found
from db.connection import Connection
from db.open_file import OpenFile
from db.queries import conflicts
from desktop_app.domain.changes import DELETED, Change
from desktop_app.domain.merging import Candidate, Conflict
from desktop_app.domain.values import Value, from_stored


def open_conflicts(file: OpenFile) -> list[Conflict]:
    """Every open conflict of the file with its values, the one that shows meanwhile last."""
    listed = []
    for record, name in conflicts(file.connection):
        row, now = found(file, record)
        heads = now.heads[name] if name == DELETED else now.visible[name]
        values = [_candidate(file, row.kind, name, head) for head in heads]
        listed.append(Conflict(record, row.kind, name, values))
    return listed


def _candidate(file: OpenFile, kind: str, name: str, head: Change) -> Candidate:
    author, time, unit = _who(file.connection, head.act)
    return Candidate(_typed(file, kind, name, head), author, time, unit and file.units.now(unit))


def _typed(file: OpenFile, kind: str, name: str, head: Change) -> Value:
    if name == DELETED:
        return bool(head.value) if isinstance(head.value, int) else head.value
    known = file.plan.record_kinds.get(kind)
    return from_stored(known.fields[name], head.value) if known and name in known.fields else head.value


def _who(connection: Connection, act: bytes) -> tuple[str, str, str | None]:
    author, time, unit = connection.execute("SELECT author, time, unit FROM act WHERE id = ?", (act,)).fetchone()
    return author, time, unit
