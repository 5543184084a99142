"""The lines that open below a field, in a window of their own that leads nobody back to that field."""

from collections.abc import Callable
from weakref import ref

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QListView, QWidget

from desktop_app.texts import say
from ui.widgets.open_popup import OpenPopup

KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod)


class PopupLines(QListView):
    """Under X11 a window hears late that it has the keyboard, maybe when it is closed again and a quick hand is in
    another field: then it takes no focus, and what is typed goes where the hand is.
    """

    _field: Callable[[], QWidget | None] = staticmethod(lambda: None)  # Qt asks it still when Python has emptied it

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self._field = ref(field)
        OpenPopup(self, field)
        self.setObjectName("popup")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say("ui.finder_matches"))

    def pass_on_keys(self) -> None:
        """Keys that reach it while it is closed go on; call it after whoever else looks at its keys."""
        self.installEventFilter(self)

    def release_keyboard(self) -> None:
        """Keys reach an open popup by its program; that it holds the keyboard as well only moves the focus about."""
        if self.windowHandle() is not None:
            self.windowHandle().setKeyboardGrabEnabled(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        field = self._field()
        here = field.window().focusWidget() if field is not None else None
        if watched is not self or self.isVisible() or event.type() not in KEYS or here is None:
            return super().eventFilter(watched, event)
        QCoreApplication.sendEvent(here, event)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        self.setFocusProxy(self._field())  # type: ignore[arg-type]  # Qt takes none
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none
