"""One of several chosen lines as a tag that mouse and keys can take away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desktop_app.texts import say
from ui.widgets import icons, theme

REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChoiceTag(QPushButton):
    """`removed`: a click, Delete, Backspace, Enter or blank; `turned(way)`: an arrow to the tag beside it.

    The Tab key passes it by: ← or Backspace in the empty field behind the tags leads to the last one.
    """

    removed = Signal()
    turned = Signal(int)

    def __init__(self, text: str, field: str) -> None:
        super().__init__(text)
        self.setProperty("role", "tag")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the word
        self.setIcon(icons.icon("x", theme.colours().muted, 12))
        self.setToolTip(say("ui.remove_choice", name=text))
        self.setAccessibleName(say("form.remove_tag", field=field, name=text))
        self.clicked.connect(self.removed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in REMOVING:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turned.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)
