"""Asks how the cells of a pasted column are meant that read in two ways, once for all of them."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.session.cell_blocks import SheetQuestion
from desktop_app.texts import in_words, say
from ui.widgets import parts
from ui.widgets.fitted import FittedDialog

WIDE = 520


class BlockQuestion(FittedDialog):
    """`answered(choice)`; Esc pastes nothing."""

    answered = Signal(str)

    def __init__(self, over: QWidget, question: SheetQuestion) -> None:
        super().__init__(over, say("cells.ask_title"), WIDE, 10)
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
