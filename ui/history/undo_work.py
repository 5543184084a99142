"""Undo and redo on the worker thread: which act it is, and the sentence about it."""

from collections.abc import Callable, Mapping

from desktop_app.domain.carried_records import CARRY
from desktop_app.domain.merging import MERGE
from desktop_app.domain.reversal import UndoResult
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, open_record, records, undo
from desktop_app.session.undo import ActRow
from desktop_app.texts import in_words, say
from ui.history.window_acts import NO_ACT, TAKEN_BACK, MergeAct, UndoOutcome, Written
from ui.widgets.lines import when

UNDOABLE = frozenset({"edit", "delete", "import", "settle", "join", CARRY, MERGE})
NAMED = frozenset({"edit", "delete", "settle"})
MOST = 500


def undo_latest(file: OpenFile, names: Mapping[bytes, Written]) -> UndoOutcome | MergeAct | None:
    """Take back the latest act made here that stands; where later work has gone on from it, nothing happens."""
    drafts = _undo_or_redo_drafts(file, names, NO_ACT, TAKEN_BACK)
    if drafts is not None:
        return drafts
    acts = undo.acts(file, MOST)
    standing = (act for act in acts if act.made_here and not act.undone and act.kind in UNDOABLE)
    return _undo_or_redo(file, next(standing, None), names, undo.undo)


def redo_latest(file: OpenFile, names: Mapping[bytes, Written]) -> UndoOutcome | MergeAct | None:
    """Do again what was taken back last and may be done again."""
    drafts = _undo_or_redo_drafts(file, names, TAKEN_BACK, NO_ACT)
    return drafts or _undo_or_redo(file, next(iter(undo.undone_acts(file, MOST)), None), names, undo.redo)


def _undo_or_redo_drafts(
    file: OpenFile, names: Mapping[bytes, Written], one: bytes, other: bytes
) -> UndoOutcome | None:
    """Undo or redo drafts that came without an act, where no act came since."""
    loose = names.get(one)
    if loose is None or loose.after != next((act.act for act in undo.acts(file, 1)), NO_ACT):
        return None
    open_record.switch_drafts(file, loose.drafts, back=one == NO_ACT)
    return UndoOutcome(say("cells.act_drafts", count=len(loose.drafts)), True, drafts=(other, loose))


def _undo_or_redo(
    file: OpenFile, act: ActRow | None, names: Mapping[bytes, Written], how: Callable[[OpenFile, bytes], UndoResult]
) -> UndoOutcome | MergeAct | None:
    if act is None:
        return None
    if act.kind == MERGE:
        return MergeAct(act.act, act.source or "")
    written = names.get(act.act) or _written(file, act)
    before = _title(file, written)
    done = how(file, act.act).act is not None
    if done and written and written.drafts:
        open_record.switch_drafts(file, written.drafts, back=not act.undone)
    return UndoOutcome(_words(file, act, written, before), done, _back(file, act) if done else None)


def undo_act(file: OpenFile, act: bytes) -> Written | None:
    """Take an act back; the record that comes back with that."""
    undo.undo(file, act)
    return next((_back(file, done) for done in undo.acts(file, MOST) if done.act == act), None)


def _back(file: OpenFile, act: ActRow) -> Written | None:
    """The one record that is there again after a deletion of it was taken back."""
    view = records.find(file, act.record) if act.record and act.kind == "delete" else None
    return Written(view.id, view.kind, "") if view is not None and not view.deleted else None


def _written(file: OpenFile, act: ActRow) -> Written | None:
    """What an act of an earlier run did, as far as it concerns one record and can be said in a few words."""
    view = records.find(file, act.record) if act.record and act.kind in NAMED else None
    if view is None:
        return None
    history, fields = records.history(file, view.id), file.kind(view.kind).fields
    known = [item.field for item in history if item.act == act.act and item.field in fields]
    made = history[0].act == act.act
    return Written(view.id, view.kind, "" if made or not known else known[0])


def _title(file: OpenFile, written: Written | None) -> str:
    return records.title_of(file, written.record) if written else ""


def _words(file: OpenFile, act: ActRow, written: Written | None, before: str) -> str:
    """“sửa Nội dung của …”: what an act did, as far as it is known."""
    if written is None:
        count = undo.records_of(file, act.act)
        words = say(f"ui.act_{act.kind}", time=when(act.time))
        return say("ui.act_of_many", what=words, count=show_number(count)) if count > 1 else words
    record_kind = file.kind(written.kind)
    if not written.record:
        several = show_number(undo.records_of(file, act.act))
        return say("cells.act", kind=in_words(record_kind.list_label), count=several)
    title = before or _title(file, written) or in_words(record_kind.label)
    if act.kind == "delete":
        return say("ui.act_deleted", title=title)
    if act.kind == "join":
        return say("duplicates.acted", title=title)
    if written.field:
        return say("ui.act_changed", field=in_words(record_kind.fields[written.field].label), title=title)
    return say("ui.act_made", kind=in_words(record_kind.label), title=title)
