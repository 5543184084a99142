"""The line below a field that says what is wrong there: a sign before the words, so that no colour speaks alone."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from desktop_app.domain.values import ERROR
from ui.widgets import icons, theme

SIGNS = {ERROR: ("circle-alert", "error"), "warning": ("triangle-alert", "warning_text")}
SIZE, TEXT = 14, 19
LINES = 3  # more of them, of a few words each, are hard to read


class ProblemLine(QLabel):
    """Hidden while nothing is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(TEXT, 3, 0, 0)
        self.setMinimumWidth(1)  # a word without end would push the form out of sight
        self._severity = ERROR
        theme.set_role(self, ERROR)
        self.hide()

    def say(self, sentences: list[str], severity: str) -> None:
        """Show what is wrong, the worst `severity` of it; nothing hides the line."""
        self._severity = severity
        self.setText("\n".join(sentences))
        theme.set_role(self, severity)
        self.setVisible(bool(sentences))

    def is_long(self, width: int) -> bool:
        """Whether it would take many lines in a place of this width."""
        return bool(self.text()) and self.heightForWidth(width) > (LINES + 1) * self.fontMetrics().lineSpacing()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        sign, colour = SIGNS[self._severity]
        painter = QPainter(self)
        painter.drawPixmap(QPoint(0, 4), icons.pixmap(sign, getattr(theme.colours(), colour), SIZE))
        painter.end()
