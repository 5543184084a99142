"""One open data file on one worker thread: questions go there in order, answers come back on the GUI thread."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from desktop_app.errors import AppError
from desktop_app.session import OpenFile, opening
from desktop_app.texts import in_words, say
from ui.widgets.draft_files import DraftFiles
from ui.widgets.unsaved import Unsaved, UnsavedEntry
from ui.widgets.worker import Worker, WorkOutcome

T = TypeVar("T")
UNDATED = "clock.ask_day"
INSTANT = 400  # what nobody takes for waiting


class Bridge(QObject):
    """The window's way to the file; nothing else in `ui` holds one.

    `changed(kind)`: records of a kind were written ("" for any); `saved(time)`: as the person reads it, 14:03;
    `written(act, Written)`: what an act of this window did; `deleted(act, title)`: it put a record into the trash.
    `acted(act, sentence)`: it wrote several, in words that are shown with the way back.
    `failed(sentence)`: what a person can act on. A bug in a function comes up on the GUI thread, uncaught.
    `undated(sentence)`: in place of `failed`, where it has to be known first which day it is; `day_wanted(go)`: so has
    `go`, for which the person is asked.
    `drafted(kind, by)`: what lies among the drafts of records of a kind is other text now; `by`: who shows it already.
    `notified(sentence)`, `offered(Offer)`: what else the one place of notices is to say.
    `input_blocked(waits)`: keys and clicks wait longer than an instant for an answer, or no longer.
    """

    changed = Signal(str)
    saved = Signal(str)
    written = Signal(bytes, object)
    acted = Signal(bytes, str)
    deleted = Signal(bytes, str)
    drafted = Signal(str, object)
    failed = Signal(str)
    undated = Signal(str)
    day_wanted = Signal(object)
    notified = Signal(str)
    offered = Signal(object)
    input_blocked = Signal(bool)
    _idle = Signal()
    _delivered = Signal()
    _answered = Signal(object, object, object, object, object)

    def __init__(self, opener: Callable[[], OpenFile], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker("session")
        self._beside = Worker("beside")
        self._file: OpenFile | None = None
        self._opener = opener
        self._waiting = 0
        self._closed = False
        self._long: list[str] = []  # why the answers to what was asked take long, the first one first
        # queued always: work that is done before its answer is awaited would be answered inside the question
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.unsaved = Unsaved(self)
        self._draft_files = DraftFiles()
        self.unsaved.refused.connect(partial(self._in_draft_files, self._draft_files.put))
        self.unsaved.arrived.connect(partial(self._in_draft_files, self._draft_files.forget))
        self.unsaved.given_up.connect(partial(self._in_draft_files, self._draft_files.forget_all))
        self.saved.connect(self.unsaved.try_all)

    def open(self, then: Callable[[OpenFile], None], refused: Callable[[str], None]) -> None:
        """Open the file; `then` may read only what never changes of the file: plan, units, unit, path."""
        self._await(self._worker, self._open, then, None, refused)

    def ask(
        self,
        function: Callable[[OpenFile], T],
        then: Callable[[T], None],
        owner: QObject | None = None,
        failed: Callable[[str], None] | None = None,
        entry: UnsavedEntry | None = None,
        long: str = "",
    ) -> None:
        """Run `function(file)` after all that was asked before; no answer when `owner` is gone by then.

        `failed` hears why there is none, in place of the window; of a bug it hears only that there is no answer.
        `entry`: what must not get lost by that; it is tried again, of which `failed` hears nothing.
        `long`: why whatever is asked meanwhile has to wait.
        """
        file = self._file
        if self._closed or file is None:
            return
        settle: Callable[[BaseException | None], None] | None = None
        if entry is not None:
            self.unsaved.begin(entry)
            again = partial(self.ask, function, then, owner, _nothing, entry)
            settle = partial(self.unsaved.settle, entry, again)
            if self._long:
                self._draft_files.put(file, entry)
                settle = partial(self._settle_late, file, entry, again)
        elif long:
            self._long.append(long)
            settle = self._end_long
            function = partial(_with_key, function)
        self._await(self._worker, partial(file.run, function), then, owner, failed, settle)

    def beside(
        self,
        function: Callable[[OpenFile], T],
        then: Callable[[T], None],
        owner: QObject | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Like `ask`, for long work that nothing later need wait for: in a file and thread of its own."""
        file = self._file
        if not self._closed and file is not None:
            self._await(self._beside, partial(_open_again, file, function), then, owner, failed)

    def write(
        self,
        function: Callable[[OpenFile], T],
        then: Callable[[T], None] | None = None,
        owner: QObject | None = None,
        *,
        kind: str = "",
        failed: Callable[[str], None] | None = None,
        wrote: Callable[[T], bool] = lambda _: True,
        entry: UnsavedEntry | None = None,
        long: str = "",
    ) -> None:
        """Like `ask`, for what changes records; says `saved` (if it `wrote`) and `changed` after `then`."""

        def answer(result: T) -> None:
            if then and (owner is None or isValid(owner)):
                then(result)
            if wrote(result) and self._file is not None:
                self.saved.emit(f"{self._file.now():%H:%M}")
            self.changed.emit(kind)

        self.ask(function, answer, None, failed, entry, long)

    @property
    def occupied(self) -> str:
        """Why answers take long just now, "" where they don't."""
        return self._long[0] if self._long else ""

    @property
    def busy(self) -> bool:
        """Whether answers are still on their way."""
        return self._waiting > 0

    def finish(self) -> None:
        """Return when everything that was asked, and what followed from the answers, is done."""
        if self._waiting:
            loop = QEventLoop()
            self._idle.connect(loop.quit)
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def hold_keys(self, done: Callable[[], bool]) -> None:
        """Let keys and clicks wait until something asked is `done`, shown or refused: they are meant for that."""
        loop, slow = QEventLoop(), QTimer(singleShot=True)
        self._delivered.connect(loop.quit)
        slow.timeout.connect(lambda: self.input_blocked.emit(True))
        slow.start(INSTANT)
        while self._waiting and not done():
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if not slow.isActive():
            self.input_blocked.emit(False)
        slow.stop()  # else it would speak of a wait that is over

    def close(self) -> None:
        """Close the file behind everything that was asked; later questions get no answer."""
        if self._closed:
            return
        self._closed = True
        if self._file is not None:
            self._worker.submit(self._file.close)
        self._worker.shutdown()
        self._beside.shutdown()
        self._draft_files.close()

    def _open(self) -> OpenFile:
        self._file = self._opener()
        return self._file

    def _in_draft_files(self, work: Callable[..., None], *entry: UnsavedEntry) -> None:
        if self._file is not None:
            work(self._file, *entry)

    def _settle_late(
        self, file: OpenFile, entry: UnsavedEntry, again: Callable[[], None], error: BaseException | None
    ) -> None:
        """What was entered during long work lay beside the file meanwhile."""
        if error is None:
            self._draft_files.forget(file, entry)
        self.unsaved.settle(entry, again, error)

    def _end_long(self, _: BaseException | None) -> None:
        self._long.pop(0)

    def _await(
        self,
        worker: Worker,
        work: Callable[[], T],
        then: Callable[[T], None],
        owner: QObject | None,
        failed: Callable[[str], None] | None,
        settle: Callable[[BaseException | None], None] | None = None,
    ) -> None:
        self._waiting += 1
        worker.submit(work, lambda outcome: self._answered.emit(outcome, then, owner, failed, settle))

    def _deliver(
        self,
        outcome: WorkOutcome[Any],
        then: Callable[[Any], None],
        owner: QObject | None,
        failed: Callable[[str], None] | None,
        settle: Callable[[BaseException | None], None] | None,
    ) -> None:
        self._waiting -= 1
        there = owner is None or isValid(owner)
        refused = failed if failed and there else None
        raised = outcome.error
        if settle is not None:
            settle(raised)
        try:
            if refused and raised is not None and not isinstance(raised, AppError):
                refused(say("ui.no_answer"))
            if raised is not None:
                raise raised
            if there and not self._closed:
                then(outcome.result)
        except AppError as error:
            said = self.undated if error.key == UNDATED else self.failed
            (refused or said.emit)(in_words(error.message))
        finally:
            self._delivered.emit()
            if not self._waiting:
                self._idle.emit()


def _nothing(_: str) -> None:
    """Said once is enough."""


def _open_again(file: OpenFile, function: Callable[[OpenFile], T]) -> T:
    with opening.reopen(file) as other:
        return other.run(function)


def _with_key(function: Callable[[OpenFile], T], file: OpenFile) -> T:
    """Before long work: what lies beside the file meanwhile has the same key, which the busy file could not tell."""
    _ = file.raw_key
    return function(file)
