"""A thread that does what it is given, in order; the standard library's executors would load its logging for that."""

import atexit
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Generic, TypeVar

from ui.widgets import collector

T = TypeVar("T")
Given = tuple[Callable[[], Any], Callable[[Any], object]]  # the work, and who hears of it


class WorkOutcome(AbstractContextManager[None], Generic[T]):
    """What came of one piece of work: `result`, or the `error` that ended it, which whoever asked hears of."""

    result: T

    def __init__(self, work: Callable[[], T]) -> None:
        self.error: BaseException | None = None
        with self:
            self.result = work()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return True


def _unheard(_: object) -> None:
    """Nobody wants to know."""


class Worker:
    """Begins its thread with the first work. What was given is done, even where the program ends meanwhile."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._waiting: SimpleQueue[Given | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def submit(self, work: Callable[[], T], done: Callable[[WorkOutcome[T]], object] = _unheard) -> None:
        """Do it after all that was given before; `done` hears of it, on the thread."""
        if self._thread is None:
            collector.take_over()
            self._thread = threading.Thread(target=_work, args=(self._waiting,), name=self._name, daemon=True)
            self._thread.start()
            atexit.register(self.shutdown)
        self._waiting.put((work, done))

    def shutdown(self) -> None:
        """Return when all is done; call it last."""
        if self._thread is not None:
            atexit.unregister(self.shutdown)
            self._waiting.put(None)
            self._thread.join()
            collector.let_go()


def _work(waiting: "SimpleQueue[Given | None]") -> None:
    while (given := waiting.get()) is not None:
        work, done = given
        outcome = WorkOutcome(work)
        done(outcome)
        collector.spent.put((given, outcome))
        del given, work, done, outcome  # while nothing is to be done, nothing is held here
