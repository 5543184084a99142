"""Undo and redo of what was written into the file: the latest act of this office, named, also over restarts.

A merge is not taken back at one stroke: it is shown first, with what would go and what would stay.
"""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop_app.texts import say
from ui.history.window_acts import NO_ACT, TAKEN_BACK, MergeAct, UndoOutcome, Written
from ui.widgets.bridge import Bridge
from ui.widgets.notice import Offer


class UndoRedo(QObject):
    """Notes what the bridge says of acts, and says by it what was done and the way back. `done`: records may stand
    otherwise now; `restored(kind, record)`: a deletion was taken back; `merge_met(MergeAct)`: a merge comes next,
    which is shown before anything is done.
    """

    done = Signal()
    restored = Signal(str, str)
    merge_met = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._names: dict[bytes, Written] = {}
        bridge.written.connect(self._note)
        bridge.deleted.connect(self._offer_deleted)
        bridge.acted.connect(self._offer_back)

    def _note(self, act: bytes, written: Written) -> None:
        """Remember what an act did, so that it can be named; what was no act only until the next one."""
        self._forget_drafts()
        self._names[act] = written

    def _forget_drafts(self) -> None:
        for name in (NO_ACT, TAKEN_BACK):
            self._names.pop(name, None)

    def undo(self) -> None:
        """Take back the latest act of this office that still stands."""
        from ui.history.undo_work import undo_latest

        again = Offer("", say("ui.redo"), self.redo, "redo-2")
        self._undo_or_redo(undo_latest, "ui.undone", "ui.nothing_to_undo", again)

    def redo(self) -> None:
        """Do again what was taken back last, unless something new was written since."""
        from ui.history.undo_work import redo_latest

        self._undo_or_redo(redo_latest, "ui.redone", "ui.nothing_to_redo", Offer("", say("ui.undo"), self.undo))

    def _undo_act(self, act: bytes) -> None:
        """Take back this act, whatever came later."""
        from ui.history.undo_work import undo_act

        self._bridge.write(lambda file: undo_act(file, act), self._came_back, self)

    def _offer_deleted(self, act: bytes, title: str) -> None:
        """Say that a record is in the trash now, with the way back."""
        self._offer_back(act, say("ui.deleted", title=title))

    def _offer_back(self, act: bytes, sentence: str) -> None:
        """Say what an act did, with the way back."""
        self._bridge.offered.emit(Offer(sentence, say("ui.undo"), lambda: self._undo_act(act)))

    def _came_back(self, back: Written | None) -> None:
        self.done.emit()
        if back is not None:
            self.restored.emit(back.kind, back.record)

    def _undo_or_redo(
        self, act_on_latest: Callable[..., UndoOutcome | MergeAct | None], done: str, nothing: str, other_way: Offer
    ) -> None:
        """Undo or redo an act, and say in the messages `done` or `nothing` which one it was, with the other way."""
        names = dict(self._names)
        self._forget_drafts()

        def show(taken: UndoOutcome | MergeAct | None) -> None:
            if isinstance(taken, MergeAct):
                self.merge_met.emit(taken)
            elif taken is None or not taken.done:
                self._bridge.notified.emit(say("ui.later_work", what=taken.words) if taken else say(nothing))
            else:
                if taken.drafts is not None:
                    self._names[taken.drafts[0]] = taken.drafts[1]
                self._came_back(taken.back)
                self._bridge.offered.emit(replace(other_way, sentence=say(done, what=taken.words)))

        self._bridge.write(lambda file: act_on_latest(file, names), show, self, wrote=_wrote)


def _wrote(taken: UndoOutcome | MergeAct | None) -> bool:
    return isinstance(taken, UndoOutcome) and taken.done
