"""A long work on the worker thread: how far it is, and the way to stop it."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import StoppedError
from desktop_app.messages import Text
from desktop_app.texts import in_words

T = TypeVar("T")


class LongWork(QObject):
    """`progressed(percent, sentence)`: how far a work on the worker thread is; the work stops at its next step."""

    progressed = Signal(int, str)

    def __init__(self, show: Callable[[str], object] | None = None) -> None:
        """`show` hears both as one text: “Reading the file 12 %”."""
        super().__init__()
        self._stopped = Event()
        if show is not None:
            self.progressed.connect(lambda percent, sentence: show(f"{sentence} {percent} %"))

    def cancel(self) -> None:
        """Stop as soon as it can be; nothing is written then."""
        self._stopped.set()

    def report_progress(self, done: int, total: int, text: Text) -> None:
        """What the work calls; StoppedError once it is cancelled."""
        if self._stopped.is_set():
            raise StoppedError
        self.progressed.emit(100 * done // max(total, 1), in_words(text))

    def report_share(self, share: float) -> None:
        """The same for a work without words."""
        self.report_progress(round(100 * share), 100, "")


def stoppable(function: Callable[[], T]) -> T | None:
    """What it gives; None when it was stopped, and nothing was written then."""
    try:
        return function()
    except StoppedError:
        return None
