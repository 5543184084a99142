"""Asks before records get another natural key: each goes on as another record."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.fitted import FittedDialog

WIDE = 520


class KeyQuestion(FittedDialog):
    """`go`: with the other key; `leave`: the key stays, which is what Esc means too."""

    def __init__(
        self, over: QWidget, kind: str, what: str, go: Callable[[], object], leave: Callable[[], object]
    ) -> None:
        super().__init__(over.window(), say("cells.key_title"), WIDE, 10)
        self.column.addWidget(parts.label(say("cells.key_title"), "form", wrap=True))
        self.column.addWidget(parts.label(say("cells.key_about", kind=kind, what=what), wrap=True))
        self.leave = parts.button(say("cells.key_leave"), self.reject)
        self.go = parts.button(say("cells.key_go"), self.accept, "primary", "check")
        parts.button_row(self.column, self.leave, self.go)
        self.accepted.connect(go)
        self.rejected.connect(leave)
        self.open()
        self.go.setFocus()
