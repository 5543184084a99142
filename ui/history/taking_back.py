"""Undo and redo of what was written into the file: the latest act of this office, named, also over restarts.

A merge is not taken back at one stroke: it is shown first, with what would go and what would stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from desktop_app.session import OpenFile, records, undo
from desktop_app.texts import in_words, say
from ui.widgets.bridge import Bridge
from ui.widgets.notice import Offer

UNDOABLE = frozenset({"edit", "delete", "import", "settle", "join"})
NAMED = frozenset({"edit", "delete", "settle"})
MERGE = "merge"
MOST = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What an act of this window did: a field of a record, or with "" the record itself."""

    record: str
    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class Taken:
    """An act in words, and whether it could be taken back or done again: later work may stand on it; `back`: the record
    that came back from the trash.
    """

    words: str
    done: bool
    back: Written | None = None


@dataclass(frozen=True, slots=True)
class MergeAct:
    """A merge whose turn it is to be taken back or done again."""

    act: bytes
    source: str


class TakingBack(QObject):
    """`done`: records may stand otherwise now; `offered(Offer)`: what was done, and the way back.

    `restored(kind, record)`: a deletion was taken back; `merge_met(Merge)`: it is a merge's turn, which is shown
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
        """Remember what an act did, so that it can be named."""
        self._names[act] = written

    def undo(self) -> None:
        """Take back the latest act of this office that still stands."""
        names = dict(self._names)
        self._bridge.write(lambda file: undo_latest(file, names), self._undone, self, wrote=_wrote)

    def redo(self) -> None:
        """Do again what was taken back last, unless something new was written since."""
        names = dict(self._names)
        self._bridge.write(lambda file: redo_latest(file, names), self._redone, self, wrote=_wrote)

    def undo_act(self, act: bytes) -> None:
        """Take back this act, whatever came later."""
        self._bridge.write(lambda file: _undo(file, act), self._came_back, self)

    def offer_deleted(self, act: bytes, title: str) -> None:
        """Say that a record is in the trash now, with the way back."""
        sentence = say("ui.deleted", title=title)
        self.offered.emit(Offer(sentence, say("ui.undo"), lambda: self.undo_act(act)))

    def _came_back(self, back: Written | None) -> None:
        self.done.emit()
        if back is not None:
            self.restored.emit(back.kind, back.record)

    def _undone(self, taken: Taken | MergeAct | None) -> None:
        self._show_outcome(taken, "ui.undone", "ui.nothing_to_undo", Offer("", say("ui.redo"), self.redo, "redo-2"))

    def _redone(self, taken: Taken | MergeAct | None) -> None:
        self._show_outcome(taken, "ui.redone", "ui.nothing_to_redo", Offer("", say("ui.undo"), self.undo))

    def _show_outcome(self, taken: Taken | MergeAct | None, key: str, otherwise: str, back: Offer) -> None:
        if isinstance(taken, MergeAct):
            self.merge_met.emit(taken)
            return
        if taken is None or not taken.done:
            self.notified.emit(say("ui.later_work", what=taken.words) if taken else say(otherwise))
            return
        self._came_back(taken.back)
        self.offered.emit(Offer(say(key, what=taken.words), back.label, back.accepted, back.icon))


def undo_latest(file: OpenFile, names: Mapping[bytes, Written]) -> Taken | MergeAct | None:
    """Take back the latest act made here that stands; where later work has gone on from it, nothing happens."""
    for act in undo.acts(file, MOST):
        if act.made_here and not act.undone and act.kind == MERGE:
            return MergeAct(act.act, act.source or "")
        if act.made_here and not act.undone and act.kind in UNDOABLE:
            written = names.get(act.act) or _written(file, act.act, act.kind, act.record)
            before = _title(file, written)
            done = undo.undo(file, act.act).act is not None
            back = _back(file, act.kind, act.record) if done else None
            return Taken(_words(file, act.kind, act.time, written, before), done, back)
    return None


def _undo(file: OpenFile, act: bytes) -> Written | None:
    """Take an act back; the record that comes back with that."""
    undo.undo(file, act)
    return next((_back(file, done.kind, done.record) for done in undo.acts(file, MOST) if done.act == act), None)


def _back(file: OpenFile, act_kind: str, record: str | None) -> Written | None:
    """The one record that came back from the trash when an act of this kind was taken back."""
    view = records.find(file, record) if record and act_kind == "delete" else None
    return Written(view.id, view.kind, "") if view is not None and not view.deleted else None


def redo_latest(file: OpenFile, names: Mapping[bytes, Written]) -> Taken | MergeAct | None:
    """Do again what was taken back last and may be done again."""
    for act in undo.undone_acts(file, MOST):
        if act.kind == MERGE:
            return MergeAct(act.act, act.source or "")
        written = names.get(act.act) or _written(file, act.act, act.kind, act.record)
        before = _title(file, written)
        done = undo.redo(file, act.act).act is not None
        return Taken(_words(file, act.kind, act.time, written, before), done)
    return None


def _written(file: OpenFile, act: bytes, kind: str, record: str | None) -> Written | None:
    """What an act of an earlier run did, as far as it concerns one record and can be said in a few words."""
    view = records.find(file, record) if record and kind in NAMED else None
    if view is None:
        return None
    history, fields = records.history(file, view.id), file.kind(view.kind).fields
    known = [item.field for item in history if item.act == act and item.field in fields]
    made = history[0].act == act
    return Written(view.id, view.kind, "" if made or not known else known[0])


def _title(file: OpenFile, written: Written | None) -> str:
    return records.title_of(file, written.record) if written else ""


def _words(file: OpenFile, kind: str, time: str, written: Written | None, before: str) -> str:
    """“sửa Nội dung của …”: what an act did, as far as it is known."""
    if written is None:
        moment = f"{datetime.fromisoformat(time).astimezone():%H:%M %d/%m/%Y}"
        return say(f"ui.act_{kind}", time=moment)
    record_kind = file.kind(written.kind)
    title = before or _title(file, written) or in_words(record_kind.label)
    if kind == "delete":
        return say("ui.act_deleted", title=title)
    if kind == "join":
        return say("duplicates.acted", title=title)
    if written.field:
        return say("ui.act_changed", field=in_words(record_kind.fields[written.field].label), title=title)
    return say("ui.act_made", kind=in_words(record_kind.label), title=title)


def _wrote(taken: Taken | MergeAct | None) -> bool:
    return isinstance(taken, Taken) and taken.done
