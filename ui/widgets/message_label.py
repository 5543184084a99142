"""A sentence that comes and goes: what became of something, what is wrong, what is still to be done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.widgets import theme


class MessageLabel(QLabel):
    """Hidden while there is nothing to say."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self._role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.hide()

    def show_text(self, sentence: str, role: str | None = None) -> None:
        """`role`: another look than the usual one."""
        theme.set_role(self, self._role if role is None else role)
        self.setText(sentence)
        self.setVisible(bool(sentence))
