"""Python's garbage collection on the GUI thread only: elsewhere it would destroy Qt's objects on the wrong thread."""

import gc

from PySide6.QtCore import QObject, QTimer

PAUSE = 1000
_holding = 0


class Collector(QObject):
    """Takes the collection over while a worker thread lives; `stop` gives it back."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        global _holding
        _holding += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(_collect_what_is_due)
        self._timer.start(PAUSE)

    def stop(self) -> None:
        """No other thread is left that could meet Qt's objects."""
        global _holding
        self._timer.stop()
        _holding -= 1
        if not _holding:
            gc.enable()


def _collect_what_is_due() -> None:
    """The oldest generation whose turn it is, as the interpreter itself would choose."""
    due = [n for n, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > limit]
    if due:
        gc.collect(due[-1])
