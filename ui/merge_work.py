"""Looking at other files and taking them in, on the worker thread: how far it is, and the way to stop it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.merging import MergeResult, Source
from desktop_app.errors import StoppedError
from desktop_app.session import Session


@dataclass(frozen=True, slots=True)
class Looked:
    """The files that were found, and what each would bring."""

    sources: Sequence[Source]
    result: MergeResult


class Progress(QObject):
    """`progressed(percent, sentence)`: how far a work on the worker thread is; the work stops at its next step."""

    progressed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._stopped = Event()

    def cancel(self) -> None:
        """Stop as soon as it can be; nothing is written then."""
        self._stopped.set()

    def tell(self, done: int, total: int, sentence: str) -> None:
        """What the work calls; StoppedError once it is cancelled."""
        if self._stopped.is_set():
            raise StoppedError
        self.progressed.emit(100 * done // max(total, 1), sentence)


def look(session: Session, paths: Iterable[Path], progress: Progress) -> Looked | None:
    """What these files and folders would bring; None when it was stopped."""
    try:
        sources = session.sources(paths)
        return Looked(sources, session.preview(sources, tell=progress.tell))
    except StoppedError:
        return None


def merge(session: Session, sources: Iterable[Source], progress: Progress) -> MergeResult | None:
    """Take the files in; None when it was stopped."""
    try:
        return session.merge(sources, tell=progress.tell)
    except StoppedError:
        return None
