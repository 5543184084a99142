"""A file with a passphrase is put away once nobody has used the window for some minutes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.help_key import help_key

MINUTE = 60_000
_USE = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel)


class IdleLock(QObject):
    """`put_away` runs after so many minutes without a key or the mouse. While none are set nothing is watched."""

    def __init__(self, parent: QObject, put_away: Callable[[], object]) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(put_away)

    def watch(self, minutes: int) -> None:
        """Begin to count, or leave off at 0."""
        parts.application().removeEventFilter(self)
        self._timer.stop()
        if minutes:
            parts.application().installEventFilter(self)
            self._timer.start(minutes * MINUTE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USE:
            self._timer.start()
        return False


class LockedPage(QWidget):
    """What stands in the place of the file."""

    def __init__(self, file: str, unlock: Callable[[], object], leave: Callable[[], object]) -> None:
        super().__init__()
        help_key(self)
        self.setObjectName("page")
        self.setAccessibleName(say("keys.locked"))
        card, column = parts.card(32, 12)
        card.setFixedWidth(560)
        for words, role in ((say("keys.locked"), "form"), (say("keys.locked_about", file=file), "muted")):
            column.addWidget(parts.label(words, role, wrap=True))
        self.unlock = parts.button(say("keys.open"), unlock, "primary", "lock-open")
        column.addLayout(parts.fill(parts.row(), self.unlock, parts.button(say("ui.menu_start"), leave), 1))
        whole = parts.column(self, 32)
        whole.addLayout(parts.fill(parts.row(), 1, card, 1))
        whole.addStretch(1)  # the question for the passphrase stands below
