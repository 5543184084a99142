"""The state of a ledger at a moment, by its last act, and what a record held then."""

from msgspec import Struct

from db.log import changes_of, find_record
from db.open_file import OpenFile
from desktop_app.domain.changes import record_state, values_of
from desktop_app.domain.values import Value


class LedgerState(Struct, frozen=True):
    """The last act of a file, by its number here and its stamp; a file that has none of both is another ledger."""

    act: int
    stamp: bytes


def state_now(file: OpenFile) -> LedgerState:
    row = file.connection.execute("SELECT no, id FROM act ORDER BY no DESC LIMIT 1").fetchone()
    return LedgerState(row[0], row[1]) if row else LedgerState(0, b"")


def values_then(file: OpenFile, record: str, state: LedgerState) -> dict[str, Value] | None:
    """The values of a record as the acts up to that state left them; None where this file never was in that state."""
    known = file.connection.execute("SELECT 1 FROM act WHERE no = ? AND id = ?", (state.act, state.stamp)).fetchone()
    row = find_record(file.connection, record)
    if known is None or row is None or row.kind not in file.plan.record_kinds:
        return None
    query = "SELECT stamp FROM change_log WHERE record = ? AND act <= ?"
    earlier = {stamp for (stamp,) in file.connection.execute(query, (row.no, state.act))}
    changes = [change for change in changes_of(file.connection, row) if change.stamp in earlier]
    return values_of(file.plan.record_kinds[row.kind], record_state(changes)) if changes else None
