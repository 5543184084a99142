"""The line under a report's text that points to another text for it, and leads to where one of them is chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop_app.texts import say
from ui.widgets import parts


class ConflictLine(QFrame):
    """`wanted(record)`: both texts are to be seen. Hidden while there is one text only."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("stale")
        self._record = ""
        line = parts.row(self, 12, 12)
        line.setContentsMargins(12, 8, 12, 8)
        line.addWidget(parts.label(say("narrative.conflict"), "stale", wrap=True), 1)
        self.button = parts.button(say("narrative.settle"), lambda: self.wanted.emit(self._record), icon="eye")
        line.addWidget(self.button)
        self.hide()

    def show_conflict(self, record: str) -> None:
        """The record that holds the texts; "" where there is nothing to choose."""
        self._record = record
        self.setVisible(bool(record))
