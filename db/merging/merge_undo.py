"""A merge taken back, looked at and done again: what that moves, what stays and why, in titles and fields."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial

from db import store
from db.all_titles import AllTitles
from db.connection import Connection, large_cache, progress_handler
from db.merge_origin import Merge, came_with, merges
from db.open_file import OpenFile, Ref
from db.reverting import Dependent, LogTransfer
from db.reverting_sql import BACK, OUT, STANDING
from db.store import ReportCount
from desktop_app.domain.changes import INTERNAL
from desktop_app.domain.erasing import ERASURE
from desktop_app.domain.merging import WHOLE, ProgressCallback, ignore_progress
from desktop_app.domain.reversal import ERASES, REFERRED, SHARED, ReversalPart, UndoResult
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text

MANY = 200  # records between two such words


def undo_merge(file: OpenFile, act: bytes, report_progress: ProgressCallback = ignore_progress) -> UndoResult:
    """Take out of the log what a merge added, but for what later work rests on; `act` None: all of it stays.

    `report_progress` hears how far it is and may raise, to stop it: then everything is as it was.
    """
    merge = _known(file.connection, act)
    if merge.undone:
        return look_at_merge(file, act, report_progress)
    deciding, moving = _halves(report_progress, Message("revert.taking_back"))
    with _written(file, deciding), closing(_taking_back(file, merge)) as transfer:
        result = _result(file, merge, transfer, transfer.settle(deciding))
        if not len(transfer):
            return result
        store.move(file, transfer.go, act, undone=True, report_progress=moving)
    return UndoResult(act, result.moved, result.retained)


def redo_merge(file: OpenFile, act: bytes, report_progress: ProgressCallback = ignore_progress) -> UndoResult:
    """Take back what was set aside of a merge, with all that it rests on; `report_progress` as in `undo_merge`."""
    merge = _known(file.connection, act)
    if not merge.undone:
        raise AppError("core.not_undone", act=act.hex())
    deciding, moving = _halves(report_progress, Message("revert.doing_again"))
    with _written(file, deciding), closing(LogTransfer(file, BACK, [merge.no])) as transfer:
        transfer.settle(deciding)
        moved = _parts(file, transfer)
        store.move(file, transfer.go, act, undone=False, report_progress=moving)
    return UndoResult(act, moved)


def look_at_merge(file: OpenFile, act: bytes, report_progress: ProgressCallback = ignore_progress) -> UndoResult:
    """What taking a merge back would do; of one that is taken back, what lies aside and what stayed."""
    merge = _known(file.connection, act)
    deciding, _ = _halves(report_progress, Message("revert.reading"))
    deciding(0, 1)
    with progress_handler(file.connection, partial(deciding, 0, 1)):
        with closing(_taking_back(file, merge)) as transfer:
            result = _result(file, merge, transfer, transfer.settle(deciding))
        if not merge.undone:
            return result
        with closing(LogTransfer(file, BACK, [merge.no])) as transfer:
            return UndoResult(None, _parts(file, transfer), result.retained)


def _halves(report_progress: ProgressCallback, sentence: Text) -> tuple[ReportCount, ReportCount]:
    """Who hears of what is decided, and of what is moved then."""

    def half(start: int, done: int, total: int) -> None:
        if done % MANY == 0:
            report_progress(start + WHOLE // 2 * done // total, WHOLE, sentence)

    return partial(half, 0), partial(half, WHOLE // 2)


@contextmanager
def _written(file: OpenFile, asking: ReportCount) -> Iterator[None]:
    """One durable transaction that can be stopped until it is committed."""
    asking(0, 1)
    with large_cache(file.connection), store.writing(file), progress_handler(file.connection, partial(asking, 0, 1)):
        yield


def _known(connection: Connection, act: bytes) -> Merge:
    found = merges(connection).get(act)
    if found is None:
        raise AppError("merge.cannot_undo")
    return found


def _taking_back(file: OpenFile, merge: Merge) -> LogTransfer:
    undone = {one.no for one in merges(file.connection).values() if one.undone}
    return LogTransfer(file, OUT, undone | {merge.no})


# --- what it does -----------------------------------------------------------------------------------------------------


def _result(file: OpenFile, merge: Merge, transfer: LogTransfer, stays: list[Dependent]) -> UndoResult:
    seen = (stay for stay in stays if not stay.rest.of.change.field.startswith(INTERNAL))
    mine = [stay for stay in seen if came_with(file.connection, merge.no, stay.rest.of.change)]
    return UndoResult(None, _parts(file, transfer), [*_retained_parts(file, mine), *_standing(file, merge)])


def _parts(file: OpenFile, transfer: LogTransfer) -> list[ReversalPart]:
    rows = [row for row in transfer.parts() if not row[2].startswith(INTERNAL)]
    titles = AllTitles(file, ((kind, record) for record, kind, _, _ in rows))
    return [ReversalPart(record, kind, titles.of(kind, record), field, many) for record, kind, field, many in rows]


def _retained_parts(file: OpenFile, stays: list[Dependent]) -> list[ReversalPart]:
    """One part for each field and reason; the last work on it is named."""
    grouped: dict[tuple[str, str, str, str], list[Dependent]] = {}
    for stay in stays:
        change, reason = stay.rest.of.change, stay.rest.reason
        grouped.setdefault((stay.kind, change.record, change.field, reason), []).append(stay)
    referring = [(kind, id_) for stay in stays if stay.other for kind, id_ in [_kind_of(file, stay.other)]]
    titles = AllTitles(file, [*((kind, record) for kind, record, _, _ in grouped), *referring])
    parts = []
    for (kind, record, field, reason), those in grouped.items():
        by = max((stay.rest.by for stay in those if stay.rest.by), key=lambda change: change.stamp, default=None)
        author, time = _who(file.connection, by.act) if by else ("", "")
        other = those[0].other if reason == REFERRED else ""
        other_title = titles.of(*_kind_of(file, other)) if other else ""
        parts.append(ReversalPart(
            record, kind, titles.of(kind, record), field, len(those), reason, author, time, other, other_title
        ))  # fmt: skip
    return parts


def _standing(file: OpenFile, merge: Merge) -> Iterator[ReversalPart]:
    """What another merge added as well, and what erases for good."""
    rows = file.connection.execute(STANDING, {"merge": merge.no, "erasure": ERASURE}).fetchall()
    rows = [row for row in rows if not row[2].startswith(INTERNAL)]
    titles = AllTitles(file, ((kind, record) for record, kind, _, _ in rows))
    for record, kind, field, changes in rows:
        reason = ERASES if kind == ERASURE else SHARED
        yield ReversalPart(record, kind, titles.of(kind, record), field, changes, reason)


def _who(connection: Connection, act: bytes) -> tuple[str, str]:
    author, time = connection.execute("SELECT author, time FROM main.act WHERE id = ?", (act,)).fetchone()
    return author, time


def _kind_of(file: OpenFile, record: str) -> Ref:
    row = file.connection.execute(
        "SELECT k.name FROM main.record r JOIN temp._plan_kind k ON k.no = r.kind WHERE r.id = ? ORDER BY k.name",
        (record,),
    ).fetchone()
    return (str(row[0]) if row else "", record)
