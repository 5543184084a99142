"""F1 in what stands over the window or fills it without a file: asks for the page of the guide about it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QToolTip, QWidget

GUIDE = "guide"  # the object of the window that opens the guide
_WANTED = QEvent.Type(QEvent.registerEventType())


class GuideWanted(QEvent):
    """Somebody stands in `over` and wants to know about it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(_WANTED)
        self.over = over

    @property
    def place(self) -> str:
        """What the pages of the guide call it."""
        return type(self.over).__name__


def help_key(over: QWidget, of_field: Callable[[], bool] = lambda: False) -> None:
    """F1 says what there is to say of the field with the cursor (`of_field` tells whether it did), else asks for the
    guide.
    """

    def help_out() -> None:
        if not of_field() and not explained(over):
            _ask(over)

    QShortcut("F1", over, help_out)


def explained(over: QWidget) -> bool:
    """Whether there was something to say about what has the cursor, and it is said."""
    widget = over.focusWidget()
    if widget is None or not widget.whatsThis():
        return False
    QToolTip.showText(widget.mapToGlobal(widget.rect().bottomLeft()), widget.whatsThis(), widget)
    return True


def _ask(over: QWidget) -> None:
    window = over
    while (parent := window.parentWidget()) is not None:
        window = parent
    guide = window.findChild(QObject, GUIDE)
    if guide is not None:
        QCoreApplication.sendEvent(guide, GuideWanted(over))
