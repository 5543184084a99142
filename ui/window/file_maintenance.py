"""The daily copy of the open file and doubts about the clock, on a thread of its own so that nobody waits for them."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.session import OpenFile, maintenance, opening
from desktop_app.texts import in_words, read_messages
from ui.widgets.bridge import Bridge
from ui.widgets.long_work import LongWork, stoppable

PAUSE = 1500  # milliseconds that belong to the person alone
LATER = 60_000  # after long work, an import perhaps, would not let it in


class FileMaintenance(QObject):
    """`warned(sentence)`: what the person should know. It has a file of its own: the file can be used meanwhile."""

    warned = Signal(str)

    def __init__(self, file: OpenFile, parent: QObject) -> None:
        super().__init__(parent)
        self._progress = LongWork()
        self._bridge = Bridge(lambda: opening.reopen(file), self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)
        self._timer.start(PAUSE)

    @property
    def busy(self) -> bool:
        return self._bridge.busy

    def stop(self) -> None:
        """Leave off, at once; the next time the file is opened will do."""
        self._timer.stop()
        self._progress.cancel()
        self._bridge.close()

    def _begin(self) -> None:
        self._bridge.open(self._opened, lambda _: self._timer.start(LATER))

    def _opened(self, _: OpenFile) -> None:
        self._bridge.ask(
            lambda file: stoppable(lambda: _maintain(file, self._progress)), self._answer, self, self.warned.emit
        )

    def _answer(self, sentences: list[str] | None) -> None:
        self._bridge.close()
        if sentences:
            self.warned.emit("\n".join(sentences))


def _maintain(file: OpenFile, progress: LongWork) -> list[str]:
    doubt = None if file.clock_is_doubted else maintenance.clock_doubt(file)  # else it is asked which day it is
    sentences = (doubt, maintenance.daily_upkeep(file, progress.report_progress))
    read_messages()
    opening.rest(file)
    return [in_words(sentence) for sentence in sentences if sentence]
