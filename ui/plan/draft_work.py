"""A plan that is being written, in the window: what is done is stored at once, can be taken back, and is judged."""

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from desktop_app.errors import AppError
from desktop_app.plan_draft_files import Rows
from desktop_app.session import plan_drafts, plan_judging
from desktop_app.session.plan_drafts import PlanDraft
from desktop_app.session.plan_judging import PlanJudgement
from desktop_app.texts import in_words
from ui.widgets.worker import Worker, WorkOutcome

T = TypeVar("T")
PAUSE = 250  # a quick hand leaves several fields meanwhile


class DraftWork(QObject):
    """`changed()`: the rows are others; `judged(PlanJudgement)`; `saved()`; `failed(sentence)`.

    Storing and judging go on a thread of their own, in order; of several states that wait, the last one is judged.
    """

    changed = Signal()
    judged = Signal(object)
    saved = Signal()
    failed = Signal(str)
    _answered = Signal(object, object)

    def __init__(self, draft: PlanDraft, parent: QObject) -> None:
        super().__init__(parent)
        self.draft = draft
        self.judgement: PlanJudgement | None = None  # of the rows as they stand; None while that is not known
        self._done: list[Rows] = []
        self._undone: list[Rows] = []
        self._worker = Worker("plan")
        self.destroyed.connect(self._worker.shutdown)  # with the window, perhaps, which closes no page
        self._answered.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._judge)
        if draft.base is None:  # a wholly new plan is there from now on
            self._store(draft)
        self._judge()

    @property
    def waits(self) -> bool:
        return self.judgement is None

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def take(self, rows: Rows) -> None:
        """Go on with other rows; those of before can be gone back to."""
        if rows is not self.draft.rows and rows != self.draft.rows:
            self._done.append(self.draft.rows)
            self._undone.clear()
            self._put(rows)

    def undo(self) -> None:
        if self._done:
            self._undone.append(self.draft.rows)
            self._put(self._done.pop())

    def redo(self) -> None:
        if self._undone:
            self._done.append(self.draft.rows)
            self._put(self._undone.pop())

    def note_typed(self, rows: Rows) -> None:
        """Store what is half typed in a field; nothing follows from it before the field is left."""
        self._store(replace(self.draft, rows=rows))

    def ask(self, function: Callable[[], T], then: Callable[[WorkOutcome[T]], object]) -> None:
        """Run something after all that was given before; `then` hears of it in the window."""
        self._worker.submit(function, lambda outcome: self._answer(then, outcome))

    def stop(self) -> None:
        """Return when everything is stored."""
        self._timer.stop()
        self._worker.shutdown()

    def _put(self, rows: Rows) -> None:
        self.draft = replace(self.draft, rows=rows)
        self.judgement = None
        self._store(self.draft)
        self._timer.start()
        self.changed.emit()

    def _store(self, draft: PlanDraft) -> None:
        def stored(outcome: WorkOutcome[None]) -> None:
            if isinstance(outcome.error, AppError):
                self.failed.emit(in_words(outcome.error.message))
            elif outcome.error is not None:
                raise outcome.error
            else:
                self.saved.emit()

        self.ask(lambda: plan_drafts.write_draft(draft), stored)

    def _judge(self) -> None:
        draft = self.draft

        def answer(outcome: WorkOutcome[PlanJudgement]) -> None:
            if outcome.error is not None:
                raise outcome.error
            if draft is self.draft:
                self.judgement = outcome.result
                self.judged.emit(outcome.result)

        self.ask(lambda: plan_judging.judge(draft), answer)

    def _answer(self, then: Callable[[WorkOutcome[T]], object], outcome: WorkOutcome[T]) -> None:
        """On the thread beside."""
        if isValid(self):
            self._answered.emit(then, outcome)

    def _hear(self, then: Callable[[object], object], outcome: object) -> None:
        then(outcome)
