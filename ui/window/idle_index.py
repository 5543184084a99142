"""Brings the index of the search up to date once nobody has saved anything for a moment."""

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from desktop_app.session import OpenFile
from ui.widgets.bridge import Bridge

IDLE = 3000  # ms after the last save


def index_when_idle(bridge: Bridge, parent: QObject) -> QTimer:
    """A search does the same before it looks, so nothing waits for this but the search itself."""
    timer = QTimer(parent, singleShot=True, interval=IDLE)
    timer.timeout.connect(lambda: bridge.ask(_index, lambda _: None, parent))

    def start_anew(_: object) -> None:
        if isValid(timer):  # a last save may come once the window is gone
            timer.start()

    bridge.saved.connect(start_anew)
    return timer


def _index(file: OpenFile) -> None:
    from desktop_app.session import records

    records.index_texts(file)
