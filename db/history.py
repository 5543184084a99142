"""What became of records: every change of one, and when those in the trash were deleted."""

from datetime import datetime
from operator import itemgetter

from db.erased import erased_by
from db.log import RecordRow, changes_of, records
from db.merge_origin import origins
from db.open_file import OpenFile
from desktop_app.domain.changes import DELETED, INTERNAL, record_state
from desktop_app.domain.clock import stamp_time
from desktop_app.domain.history_item import HistoryItem


def history(file: OpenFile, record: RecordRow) -> list[HistoryItem]:
    """Every change of a record, oldest first, with the value it replaced."""
    acts = {
        act: (kind, author, time)
        for act, kind, author, time in file.connection.execute(
            "SELECT DISTINCT a.id, a.kind, a.author, a.time FROM change_log c JOIN act a ON a.no = c.act"
            " WHERE c.record = ?",
            (record.no,),
        )
    }
    changes = changes_of(file.connection, record)
    values = {c.stamp: c.value for c in changes}
    gone, came = erased_by(file.connection), origins(file.connection, record.no)
    items = []
    for change in changes:
        if change.field.startswith(INTERNAL):
            continue
        kind, author, time = acts[change.act]
        replaced = tuple(sorted(change.replaces))
        before = values.get(replaced[-1]) if replaced else None
        item = HistoryItem(
            change.stamp, change.field, change.value, before, replaced, author, time, change.act, kind,
            gone.get(change.stamp) if change.value is None else None,
            bool(replaced) and replaced[-1] in gone and before is None,
            *came.get((change.field, change.stamp), ("", "")),
        )  # fmt: skip
        items.append(item)
    return items


def last_change(file: OpenFile, record: RecordRow) -> tuple[str, str]:
    """Who changed a record last and when, by the time of that act. What this office did came after all that was in the
    file by then, whatever its clock said; what other offices did came when they say.
    """
    acts = file.connection.execute(
        "SELECT id, author, time, made_here FROM act"
        " WHERE no IN (SELECT act FROM change_log WHERE record = ?) ORDER BY no",
        (record.no,),
    )
    latest, author, time = b"", "", ""
    for act, by, when, made_here in acts:
        if made_here or act > latest:
            author, time = by, when
        latest = max(latest, act)
    return author, time


def trash(file: OpenFile) -> list[tuple[RecordRow, datetime]]:
    """Deleted records with the time of their deletion, the latest first; of one act a record before what lay in it."""
    deleted = records(file.connection, "r.deleted = 1 AND r.retained = 0 AND r.joined_into IS NULL")
    found = [(record_state(changes_of(file.connection, row)).heads[DELETED], row) for row in list(deleted)]
    times = [(max(head.stamp for head in heads), row) for heads, row in found]
    return [(row, stamp_time(stamp)) for stamp, row in sorted(times, key=itemgetter(0), reverse=True)]
