"""Looking for duplicates kind by kind on the worker thread, so that what a person asks meanwhile comes in between."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_app.session import OpenFile, exchange
from ui.exchange.duplicate_lines import Suggested, read_suggested
from ui.widgets.bridge import Bridge
from ui.widgets.long_work import LongWork, stoppable

Found = tuple[str, Sequence[Suggested]]


class DuplicateScan(QObject):
    """`found(kind, pairs)` for one kind after another; `ended` when nothing is left to look through."""

    found = Signal(str, object)
    ended = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: list[str] = []
        self._progress: LongWork | None = None

    @property
    def running(self) -> bool:
        return self._progress is not None

    def look(self, kinds: Iterable[str]) -> None:
        """Look through these kinds as well, each once."""
        self._waiting = list(dict.fromkeys([*self._waiting, *kinds]))
        if not self.running:
            self._next()

    def stop(self) -> None:
        """Leave the rest alone."""
        self._waiting = []
        if self._progress is not None:
            self._progress.cancel()

    def _next(self) -> None:
        self._progress = None
        if not self._waiting:
            self.ended.emit()
            return
        kind, *self._waiting = self._waiting
        self._progress = progress = LongWork()
        self._bridge.ask(lambda file: _read(file, kind, progress), self._answer, self)

    def _answer(self, found: Found | None) -> None:
        if found is not None:
            self.found.emit(*found)
        self._next()


def _read(file: OpenFile, kind: str, progress: LongWork) -> Found | None:
    found = stoppable(lambda: exchange.duplicates(file, kind, progress.report_progress))
    return None if found is None else (kind, read_suggested(file, kind, found))
