"""What holds for all that opens below a field: a shortcut closes it first, so does the focus that goes elsewhere."""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcutEvent
from PySide6.QtWidgets import QWidget

from ui.widgets import parts

ESCAPE = QKeySequence(QKeyCombination(Qt.Key.Key_Escape))


class OpenPopup(QObject):
    """Hears all that happens in the program, but only while its popup is open: that would be dear else.

    Shortcuts of the window work beside a popup only where `field` is its proxy for the focus.
    """

    def __init__(self, popup: QWidget, field: QWidget) -> None:
        super().__init__(popup)
        self._popup, self._field, self._hears = popup, field, False
        popup.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # while a popup is deleted it hides itself once more, and nothing of this object may be there any more
        if event.type() == QEvent.Type.Shortcut and isinstance(event, QShortcutEvent):
            self._popup.close()
            return event.key() == ESCAPE  # it is meant for what it has closed
        if watched is getattr(self, "_popup", None) and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._hear(begins=event.type() == QEvent.Type.Show)
        return False

    def _hear(self, *, begins: bool) -> None:
        program = parts.application()
        if begins and not self._hears:
            program.installEventFilter(self)
            program.focusChanged.connect(self._follow)
        elif self._hears and not begins:
            program.removeEventFilter(self)
            program.focusChanged.disconnect(self._follow)
        self._hears = begins

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        """Keys reach an open list by its field: who is in another one would write there."""
        if now is not None and now is not self._field and not self._popup.isAncestorOf(now):
            self._popup.close()


def place_by(field: QWidget, popup: QSize) -> QPoint:
    """Where a popup stands: below its field, above it where the screen ends, over it where neither has room."""
    room = field.screen().availableGeometry()
    below, above = field.mapToGlobal(QPoint(0, field.height() + 2)), field.mapToGlobal(QPoint(0, -2 - popup.height()))
    place = below if below.y() + popup.height() <= room.bottom() or above.y() < room.top() else above
    left, top = room.right() + 1 - popup.width(), room.bottom() + 1 - popup.height()
    return QPoint(max(room.left(), min(place.x(), left)), max(room.top(), min(place.y(), top)))
