"""What nobody needs any more is destroyed between two events of the GUI thread, and nowhere else.

On another thread Qt's objects would not bear it; in the middle of a call Qt may hold the very lock that they wait for.
"""

import gc
from contextlib import suppress
from queue import Empty, SimpleQueue

from PySide6.QtCore import QCoreApplication, QTimer
from shiboken6 import isValid

PAUSE = 1000
spent: SimpleQueue[object] = SimpleQueue()  # what other threads are done with
_timer: QTimer | None = None


def take_over() -> None:
    """From now on Python itself collects nothing."""
    global _timer
    gc.disable()
    if _timer is None or not isValid(_timer) or not _timer.isActive():
        _timer = QTimer(QCoreApplication.instance())
        _timer.timeout.connect(_collect)
        _timer.start(PAUSE)


def let_go() -> None:
    """Destroy what other threads are done with."""
    with suppress(Empty):
        while True:
            spent.get_nowait()


def _collect() -> None:
    """The oldest generation whose turn it is, as the interpreter itself would choose."""
    let_go()
    due = [n for n, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > limit]
    if due:
        gc.collect(due[-1])
