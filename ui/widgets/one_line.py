"""A field of one line that takes no more than can be laid out while somebody waits."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from desktop_app.domain.values import show_number
from desktop_app.texts import say

MOST = 10_000  # letters; a million take a line four seconds


class OneLine(QLineEdit):
    """What is longer is refused as a whole, and what stood there stays: `refused(sentence)`.

    A longer text that a file holds already is shown and can be shortened.
    """

    refused = Signal(str)

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last_text = ""
        self.textChanged.connect(self._remember)
        self.inputRejected.connect(self._refuse)
        self.setText(text)

    def setText(self, text: str | None) -> None:
        """Qt would cut a text off without a word."""
        self.setMaxLength(max(MOST, len(text or "")))
        super().setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc does what the cross does, where there is one: words nobody searches for any more would narrow a list."""
        if event.key() == Qt.Key.Key_Escape and self.isClearButtonEnabled() and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Another window in front ends no writing: the hand comes back to the letter where it was."""
        self.blockSignals(event.reason() == Qt.FocusReason.ActiveWindowFocusReason)
        super().focusOutEvent(event)
        self.blockSignals(False)

    def _remember(self, text: str) -> None:
        self._last_text = text

    def _refuse(self) -> None:
        """Qt has put in what had room and is not done with it yet."""
        before = self._last_text
        QTimer.singleShot(0, self, lambda: self._put_back(before))

    def _put_back(self, before: str) -> None:
        if self.text() != before:
            self.undo()
        if self.text() != before:  # nothing to be undone: a text that was dropped here, say
            super().setText(before)
            self.textEdited.emit(before)
        sentence = say("form.line_too_long", most=show_number(MOST))
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), sentence, self)
        self.refused.emit(sentence)
