"""A merge before it is taken back, and after: what goes, what stays and why; done, and done again, from here."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.setting_aside import TakenBack
from desktop_app.session import Session
from desktop_app.texts import say
from ui.exchange.merge_undo_lines import Turning, read_turning
from ui.pieces import parts
from ui.pieces.bridge import Bridge
from ui.pieces.sheet import Sheet

WIDE, HIGH = 1040, 560


class MergeUndoSheet(Sheet):
    """`turned`: records may stand otherwise now. It stays open and shows what became of the merge."""

    turned = Signal()

    def __init__(self, over: QWidget, bridge: Bridge, act: bytes, what: str) -> None:
        super().__init__(over, what, say("aside.reading"), (
            (say("aside.record"), 0), (say("aside.field"), 190), (say("exchange.act_changes"), 80),
            (say("aside.outcome"), 0),
        ), right=(2,))  # fmt: skip
        parts.resize_over(self, WIDE, HIGH)
        self.told = parts.label("", "muted", wrap=True)
        self.add(self.told)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self._bridge, self._act = bridge, act
        self.undo = self.offer(say("exchange.undo_act"), "undo-2", lambda: self._turn(Session.undo))
        self.redo = self.offer(say("exchange.redo_act"), "redo-2", lambda: self._turn(Session.redo))
        self.undo.setEnabled(False)
        self.redo.hide()
        self._read()
        self.open()

    def _read(self) -> None:
        self._bridge.ask(lambda session: read_turning(session, self._act), self._show, self)

    def _show(self, turning: Turning) -> None:
        self.set_about(turning.about)
        self.show_lines(turning.lines)
        self._tell()
        self.undo.setVisible(not turning.undone)
        self.undo.setEnabled(turning.moves)
        self.redo.setVisible(turning.undone)
        self.redo.setEnabled(True)

    def _tell(self) -> None:
        """The line with the cursor in full: a reason is often longer than its cell."""
        line = self.table.current
        self.told.setText(
            say("aside.line", title=line.cells[0], field=line.cells[1], state=line.cells[3]) if line else ""
        )

    def _turn(self, how: Callable[[Session, bytes], TakenBack]) -> None:
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        self._bridge.write(lambda session: how(session, self._act), self._turned, self)

    def _turned(self, _: TakenBack) -> None:
        self.turned.emit()
        self._read()
