"""A merge before it is taken back, and after: what goes, what stays and why; done, and done again, from here.

It may be long work: how far it is stands under the title, and it can be stopped, also by closing the sheet.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.merging import ProgressCallback
from desktop_app.domain.reversal import UndoResult
from desktop_app.session import OpenFile, undo
from desktop_app.texts import say
from ui.exchange.merge_undo_lines import MergeReversal, read_reversal
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.table_dialog import TableDialog


class MergeUndoDialog(TableDialog):
    """`records_changed`: records may stand otherwise now. It stays open and shows what became of the merge."""

    records_changed = Signal()

    def __init__(self, over: QWidget, bridge: Bridge, act: bytes, what: str) -> None:
        super().__init__(over, what, say("revert.reading"), (
            (say("revert.record"), 0), (say("revert.field"), 190), (say("exchange.act_changes"), 80),
            (say("revert.outcome"), 0),
        ), right=(2,), size=(1040, 560))  # fmt: skip
        self.note = self.add(parts.label("", "muted", wrap=True))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_note())
        self._bridge, self._act = bridge, act
        self.undo = self.offer(say("exchange.undo_act"), "undo-2", lambda: self._start(undo.undo))
        self.redo = self.offer(say("exchange.redo_act"), "redo-2", lambda: self._start(undo.redo))
        self.stop = parts.button(say("ui.qt_cancel"), self.cancel)
        self.foot.insertWidget(0, self.stop)
        self._work = LongWork()
        self.finished.connect(lambda _: self.cancel())
        self.redo.hide()
        self._read()
        self.open()

    def cancel(self) -> None:
        """Stop the work; nothing is written then."""
        self._work.cancel()

    def _begin(self) -> LongWork:
        self._work = work = LongWork(self.set_about)
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        self.stop.show()
        return work

    def _read(self, first: str = "") -> None:
        """Look at the merge; `first` is said before what is found."""
        report_progress = self._begin().report_progress
        self._bridge.ask(
            lambda file: stoppable(lambda: read_reversal(file, self._act, report_progress)),
            lambda reversal: self._show(reversal, first), self, self._fail,
        )  # fmt: skip

    def _show(self, reversal: MergeReversal | None, first: str) -> None:
        self.stop.hide()
        if reversal is None:  # nothing can be decided without having seen it
            self.close()
            return
        self.set_about(f"{first} {reversal.about}".strip())
        self.show_lines(reversal.lines)
        self._show_note()
        self.undo.setVisible(not reversal.undone)
        self.undo.setEnabled(reversal.moves)
        self.redo.setVisible(reversal.undone)
        self.redo.setEnabled(True)

    def _show_note(self) -> None:
        """The line with the cursor in full: a reason is often longer than its cell."""
        line = self.table.current
        self.note.setText(
            say("revert.line", title=line.cells[0], field=line.cells[1], state=line.cells[3]) if line else ""
        )

    def _start(self, how: Callable[[OpenFile, bytes, ProgressCallback], UndoResult]) -> None:
        report_progress = self._begin().report_progress
        self._bridge.write(
            lambda file: stoppable(lambda: how(file, self._act, report_progress)), self._show_outcome, self,
            failed=self._fail,
            wrote=lambda result: result is not None and result.act is not None,
        )  # fmt: skip

    def _show_outcome(self, result: UndoResult | None) -> None:
        self.stop.hide()
        if result is not None:
            self.records_changed.emit()
        self._read("" if result is not None else say("revert.stopped"))

    def _fail(self, why: str) -> None:
        self.stop.hide()
        self.set_about(why)
