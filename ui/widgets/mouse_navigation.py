"""The two buttons at the side of a mouse: back and forward, wherever over a window they are pressed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


class MouseNavigation(QObject):
    """Hears them before the widget under the mouse, which would take them for clicks."""

    def __init__(self, widget: QWidget, back: Callable[[], object], forward: Callable[[], object]) -> None:
        super().__init__(widget)
        self._actions = {Qt.MouseButton.BackButton: back, Qt.MouseButton.ForwardButton: forward}
        self._watched: QObject | None = None
        widget.installEventFilter(self)
        self._widget = widget

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget:
            if event.type() == QEvent.Type.Show:
                self._watch()
            return False
        if event.type() not in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            return False
        action = self._actions.get(event.button()) if isinstance(event, QMouseEvent) else None
        if action is not None and event.type() == QEvent.Type.MouseButtonPress:
            action()
        return action is not None

    def _watch(self) -> None:
        """The native window is there once the widget is shown; each gets one ear."""
        handle = self._widget.window().windowHandle()
        if handle is not None and handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)
