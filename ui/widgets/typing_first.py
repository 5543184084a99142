"""Keys that a field would take for itself and the window means otherwise: undo, redo, the value above, today."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

KEYS = ("Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+D", "Ctrl+Shift+D", "Ctrl+;")


class TypingFirst(QObject):
    """Lets these keys of the focused field reach the window, which asks the field before it asks the file."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._watched: QWidget | None = None

    def follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """Another widget has the focus."""
        if before is not None:
            before.removeEventFilter(self)
        if now is not None and self._view.isAncestorOf(now):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if QKeySequence(event.keyCombination()).toString() not in KEYS:
            return False
        event.ignore()
        return True


def undo_typing(widget: QWidget | None) -> bool:
    """Take back what was typed in a field; False when nothing is left to take back there."""
    if isinstance(widget, QLineEdit):
        able = widget.isUndoAvailable()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        able = widget.document().isUndoAvailable()
    else:
        return False
    if able:
        widget.undo()
    return able


def redo_typing(widget: QWidget | None) -> bool:
    """Type again what was taken back in a field; False when there is nothing."""
    if isinstance(widget, QLineEdit):
        able = widget.isRedoAvailable()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        able = widget.document().isRedoAvailable()
    else:
        return False
    if able:
        widget.redo()
    return able
