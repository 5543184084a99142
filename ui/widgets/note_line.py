"""A line that says what is to know of what stands beside it, with a button that does something about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from ui.widgets import parts


class NoteLine(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, label: str, action: Callable[[], object], icon: str) -> None:
        super().__init__()
        self.setObjectName("stale")
        line = parts.row(self, 12, 12)
        line.setContentsMargins(12, 8, 12, 8)
        self.words = parts.label("", "stale", wrap=True)
        self.button = parts.button(label, action, icon=icon)
        line.addWidget(self.words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_words(self, words: str) -> None:
        self.words.setText(words)
        self.setVisible(bool(words))
