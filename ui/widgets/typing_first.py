"""Keys that a field would take for itself and the window means otherwise: undo, redo, the value above, today."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ui.widgets import parts

KEYS = ("Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+D", "Ctrl+Shift+D", "Ctrl+;")
Typed = QLineEdit | QPlainTextEdit | QTextEdit


class TypingFirst(QObject):
    """Lets these keys of the focused field reach the window, which asks the field before it asks the file."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        parts.application().focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
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
    if not isinstance(widget, Typed) or not _history(widget).isUndoAvailable():
        return False
    widget.undo()
    return True


def redo_typing(widget: QWidget | None) -> bool:
    """Type again what was taken back in a field; False when there is nothing."""
    if not isinstance(widget, Typed) or not _history(widget).isRedoAvailable():
        return False
    widget.redo()
    return True


def _history(field: Typed) -> QLineEdit | QTextDocument:
    return field if isinstance(field, QLineEdit) else field.document()
