"""What the sheet asks before it writes: how a pasted column is meant, and whether records get another key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.session.cell_blocks import SheetQuestion
from desktop_app.texts import in_words, say
from ui.widgets import parts
from ui.widgets.fitted import FittedDialog


class BlockQuestion(FittedDialog):
    """How the cells of a pasted column are meant that read in two ways, once for all of them: `answered(choice)`; Esc
    pastes nothing.
    """

    answered = Signal(str)

    def __init__(self, over: QWidget, question: SheetQuestion) -> None:
        super().__init__(over, say("cells.ask_title"))
        self.column.addWidget(parts.label(say("cells.ask_title"), "form", wrap=True))
        self.column.addWidget(parts.label(in_words(question.why), wrap=True))
        self.buttons = {
            choice: parts.button(say(f"sheet.choice_{choice}"), partial(self._answer, choice))
            for choice in question.choices
        }
        cancel = parts.button(say("ui.qt_cancel"), self.reject)
        parts.button_row(self.column, cancel, *self.buttons.values())
        self.open()
        next(iter(self.buttons.values())).setFocus()

    def _answer(self, choice: str) -> None:
        self.answered.emit(choice)
        self.accept()


class KeyQuestion(FittedDialog):
    """Before records get another natural key, with which each goes on as another record: `go`, or `leave` it, which is
    what Esc means too.
    """

    def __init__(
        self, over: QWidget, kind: str, what: str, go: Callable[[], object], leave: Callable[[], object]
    ) -> None:
        super().__init__(over.window(), say("cells.key_title"))
        self.column.addWidget(parts.label(say("cells.key_title"), "form", wrap=True))
        self.column.addWidget(parts.label(say("cells.key_about", kind=kind, what=what), wrap=True))
        self.leave = parts.button(say("cells.key_leave"), self.reject)
        self.go = parts.button(say("cells.key_go"), self.accept, "primary", "check")
        parts.button_row(self.column, self.leave, self.go)
        self.accepted.connect(go)
        self.rejected.connect(leave)
        self.open()
        self.go.setFocus()
