"""Undo and redo of what was written into the file: the latest act of this office, named, also over restarts.

A merge is not taken back at one stroke: it is shown first, with what would go and what would stay.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop_app.domain.carried_records import CARRY
from desktop_app.domain.merging import MERGE
from desktop_app.domain.reversal import UndoResult
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, open_record, records, undo
from desktop_app.session.open_record import DraftChange
from desktop_app.session.undo import ActRow
from desktop_app.texts import in_words, say
from ui.widgets.bridge import Bridge
from ui.widgets.lines import when
from ui.widgets.notice import Offer

UNDOABLE = frozenset({"edit", "delete", "import", "settle", "join", CARRY, MERGE})
NAMED = frozenset({"edit", "delete", "settle"})
MOST = 500
NO_ACT, TAKEN_BACK = b"", b"taken back"  # drafts that came without an act, and those that were taken back


class Written(Struct, frozen=True):
    """What an act of this window did: a field of a record, with "" the record itself, or (`record` "") many cells;
    `drafts`: what went along among the drafts. Where that was all, there is no act: it came `after` this one.
    """

    record: str
    kind: str
    field: str
    drafts: tuple[DraftChange, ...] = ()
    after: bytes = b""


class Taken(Struct, frozen=True):
    """An act in words, and whether it could be taken back or done again: later work may stand on it; `back`: the record
    that came back from the trash.
    """

    words: str
    done: bool
    back: Written | None = None
    drafts: tuple[bytes, Written] | None = None  # what can be turned the other way now, without an act


class MergeAct(Struct, frozen=True):
    """A merge whose turn it is to be taken back or done again."""

    act: bytes
    source: str


class TakingBack(QObject):
    """`done`: records may stand otherwise now; `offered(Offer)`: what was done, and the way back.

    `restored(kind, record)`: a deletion was taken back; `merge_met(MergeAct)`: it is a merge's turn, which is shown
    before anything is done.
    """

    done = Signal()
    restored = Signal(str, str)
    merge_met = Signal(object)
    offered = Signal(object)
    notified = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._names: dict[bytes, Written] = {}

    def note(self, act: bytes, written: Written) -> None:
        """Remember what an act did, so that it can be named; what was no act only until the next one."""
        self._forget_drafts()
        self._names[act] = written

    def _forget_drafts(self) -> None:
        for name in (NO_ACT, TAKEN_BACK):
            self._names.pop(name, None)

    def undo(self) -> None:
        """Take back the latest act of this office that still stands."""
        again = Offer("", say("ui.redo"), self.redo, "redo-2")
        self._turn(undo_latest, "ui.undone", "ui.nothing_to_undo", again)

    def redo(self) -> None:
        """Do again what was taken back last, unless something new was written since."""
        self._turn(redo_latest, "ui.redone", "ui.nothing_to_redo", Offer("", say("ui.undo"), self.undo))

    def undo_act(self, act: bytes) -> None:
        """Take back this act, whatever came later."""
        self._bridge.write(lambda file: _undo(file, act), self._came_back, self)

    def offer_deleted(self, act: bytes, title: str) -> None:
        """Say that a record is in the trash now, with the way back."""
        self.offer_back(act, say("ui.deleted", title=title))

    def offer_back(self, act: bytes, sentence: str) -> None:
        """Say what an act did, with the way back."""
        self.offered.emit(Offer(sentence, say("ui.undo"), lambda: self.undo_act(act)))

    def _came_back(self, back: Written | None) -> None:
        self.done.emit()
        if back is not None:
            self.restored.emit(back.kind, back.record)

    def _turn(
        self, turn_latest: Callable[..., Taken | MergeAct | None], done: str, nothing: str, other_way: Offer
    ) -> None:
        """Turn an act, and say in the messages `done` or `nothing` which one it was, with the other way."""
        names = dict(self._names)
        self._forget_drafts()

        def show(taken: Taken | MergeAct | None) -> None:
            if isinstance(taken, MergeAct):
                self.merge_met.emit(taken)
            elif taken is None or not taken.done:
                self.notified.emit(say("ui.later_work", what=taken.words) if taken else say(nothing))
            else:
                if taken.drafts is not None:
                    self._names[taken.drafts[0]] = taken.drafts[1]
                self._came_back(taken.back)
                self.offered.emit(replace(other_way, sentence=say(done, what=taken.words)))

        self._bridge.write(lambda file: turn_latest(file, names), show, self, wrote=_wrote)


def undo_latest(file: OpenFile, names: Mapping[bytes, Written]) -> Taken | MergeAct | None:
    """Take back the latest act made here that stands; where later work has gone on from it, nothing happens."""
    drafts = _turn_drafts(file, names, NO_ACT, TAKEN_BACK)
    if drafts is not None:
        return drafts
    acts = undo.acts(file, MOST)
    standing = (act for act in acts if act.made_here and not act.undone and act.kind in UNDOABLE)
    return _turn(file, next(standing, None), names, undo.undo)


def redo_latest(file: OpenFile, names: Mapping[bytes, Written]) -> Taken | MergeAct | None:
    """Do again what was taken back last and may be done again."""
    drafts = _turn_drafts(file, names, TAKEN_BACK, NO_ACT)
    return drafts or _turn(file, next(iter(undo.undone_acts(file, MOST)), None), names, undo.redo)


def _turn_drafts(file: OpenFile, names: Mapping[bytes, Written], one: bytes, other: bytes) -> Taken | None:
    """Turn drafts that came without an act, where no act came since."""
    loose = names.get(one)
    if loose is None or loose.after != next((act.act for act in undo.acts(file, 1)), NO_ACT):
        return None
    open_record.turn_drafts(file, loose.drafts, back=one == NO_ACT)
    return Taken(say("cells.act_drafts", count=len(loose.drafts)), True, drafts=(other, loose))


def _turn(
    file: OpenFile, act: ActRow | None, names: Mapping[bytes, Written], turn: Callable[[OpenFile, bytes], UndoResult]
) -> Taken | MergeAct | None:
    if act is None:
        return None
    if act.kind == MERGE:
        return MergeAct(act.act, act.source or "")
    written = names.get(act.act) or _written(file, act)
    before = _title(file, written)
    done = turn(file, act.act).act is not None
    if done and written and written.drafts:
        open_record.turn_drafts(file, written.drafts, back=not act.undone)
    return Taken(_words(file, act, written, before), done, _back(file, act) if done else None)


def _undo(file: OpenFile, act: bytes) -> Written | None:
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


def _wrote(taken: Taken | MergeAct | None) -> bool:
    return isinstance(taken, Taken) and taken.done
