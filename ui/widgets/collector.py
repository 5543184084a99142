"""What nobody needs any more is destroyed on the GUI thread: Qt's objects would not bear it on another."""

import gc
from contextlib import suppress
from queue import Empty, SimpleQueue

from PySide6.QtCore import QCoreApplication, QTimer
from shiboken6 import isValid

PAUSE = 1000
_holding = 0


class Collector:
    """Takes Python's collection over while a worker thread lives, and lets go what that thread leaves in `spent`."""

    def __init__(self) -> None:
        global _holding
        _holding += 1
        gc.disable()
        self.spent: SimpleQueue[object] = SimpleQueue()
        self._timer = QTimer(QCoreApplication.instance())
        self._timer.timeout.connect(self._collect)
        self._timer.start(PAUSE)

    def stop(self) -> None:
        """The thread has ended: none is left that could meet Qt's objects."""
        global _holding
        _holding -= 1
        if isValid(self._timer):  # the program may have ended before
            self._timer.stop()
            self._timer.deleteLater()
        self._let_go()
        if not _holding:
            gc.enable()

    def _collect(self) -> None:
        self._let_go()
        _collect_what_is_due()

    def _let_go(self) -> None:
        with suppress(Empty):
            while True:
                self.spent.get_nowait()


def _collect_what_is_due() -> None:
    """The oldest generation whose turn it is, as the interpreter itself would choose."""
    due = [n for n, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > limit]
    if due:
        gc.collect(due[-1])
