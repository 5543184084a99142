"""The acts of an open data file, taken back and done again; what merges need for that is imported when one is."""

from db import act_list
from db.act_list import ActRow
from db.act_undo import look_at_act, undo_act
from db.open_file import OpenFile
from desktop_app.domain.erasing import ERASE
from desktop_app.domain.merging import MERGE, ProgressCallback, ignore_progress
from desktop_app.domain.reversal import UndoResult
from desktop_app.errors import AppError

__all__ = ["ActRow"]


def acts(file: OpenFile, limit: int | None = None) -> list[ActRow]:
    """All that was done to the file, the latest first."""
    return act_list.acts(file.connection, limit)


def records_of(file: OpenFile, act: bytes) -> int:
    """How many records an act wrote to."""
    return act_list.records_of(file.connection, act)


def undone_acts(file: OpenFile, limit: int) -> list[ActRow]:
    """What redo does again, the first at once: what was taken back last, unless something was done since."""
    return act_list.undone_acts(file.connection, limit)


def preview(file: OpenFile, act: bytes, report_progress: ProgressCallback = ignore_progress) -> UndoResult:
    """What taking an act back would move, and what stays and why; of a merge that is taken back, what did."""
    from db.merging.merge_undo import look_at_merge

    return look_at_merge(file, act, report_progress) if _undoable(file, act).kind == MERGE else look_at_act(file, act)


def undo(file: OpenFile, act: bytes, report_progress: ProgressCallback = ignore_progress) -> UndoResult:
    """Take one of this file's acts back where later work has not gone on from it, and say what that did.

    A merge is reverted in this file only, and `report_progress` hears of it; stopped, the file is as it was. Anything
    else is set back by new changes.
    """
    from db.merging.merge_undo import undo_merge

    return undo_merge(file, act, report_progress) if _undoable(file, act).kind == MERGE else undo_act(file, act)


def _undoable(file: OpenFile, act: bytes) -> ActRow:
    found = next((a for a in acts(file) if a.act == act), None)
    if found is None:
        raise AppError("core.no_act", act=act.hex())
    if found.kind == ERASE:
        raise AppError("erase.no_undo")
    if not found.made_here:
        raise AppError("core.foreign_act")
    return found


def redo(file: OpenFile, act: bytes, report_progress: ProgressCallback = ignore_progress) -> UndoResult:
    """Take back the undo of an act."""
    from db.merging.merge_undo import redo_merge

    known = acts(file)
    if any(a.act == act and a.kind == MERGE for a in known):
        return redo_merge(file, act, report_progress)
    last = next((a for a in known if a.target == act and a.kind == "undo" and not a.undone), None)
    if last is None:
        raise AppError("core.not_undone", act=act.hex())
    return undo(file, last.act)
