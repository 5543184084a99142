"""The thread for work: all that was given is done, in order, and whoever asked hears of it."""

import gc
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.widgets.worker import Worker, WorkOutcome

ROOT = Path(__file__).resolve().parent.parent.parent


def refuse() -> int:
    raise SystemExit("no")


def test_work_is_done_in_order_on_one_other_thread() -> None:
    worker, heard, threads = Worker("work"), list[int](), set[int]()

    def work(number: int) -> int:
        threads.add(threading.get_ident())
        return number

    for number in range(50):
        worker.submit(partial(work, number), lambda outcome: heard.append(outcome.result))
    worker.shutdown()
    assert heard == [*range(50)]
    assert len(threads - {threading.get_ident()}) == len(threads) == 1


def test_an_error_is_told_and_the_thread_goes_on() -> None:
    worker, heard = Worker("work"), list[WorkOutcome[int]]()
    worker.submit(refuse, heard.append)
    worker.submit(lambda: 5, heard.append)
    worker.shutdown()
    assert isinstance(heard[0].error, SystemExit)
    assert (heard[1].error, heard[1].result) == (None, 5)


def test_no_thread_begins_before_there_is_work() -> None:
    before = threading.active_count()
    worker = Worker("work")
    assert threading.active_count() == before
    worker.shutdown()


def test_what_was_given_is_done_though_the_program_ends() -> None:
    code = (
        "import time\nfrom ui.widgets.worker import Worker\nworker = Worker('work')\n"
        "worker.submit(lambda: time.sleep(0.3))\nworker.submit(lambda: print('done', flush=True))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "done\n"


def test_a_thread_destroys_no_object_of_qt(qtbot: QtBot) -> None:
    """Neither what it was the last to need nor what the collection finds while it works."""
    worker, threads = Worker("work"), list[int]()

    class Watched(QObject):
        def __del__(self) -> None:
            threads.append(threading.get_ident())

    def in_a_circle() -> None:
        watched = Watched()
        circle: list[object] = [watched]
        circle.append(circle)

    def last_needed() -> None:
        watched = Watched()
        worker.submit(partial(repr, watched))

    for _ in range(20):
        in_a_circle()
        last_needed()
    worker.submit(lambda: [[] for _ in range(100_000)])  # a collection would be due many times
    qtbot.waitUntil(lambda: len(threads) >= 20)
    worker.shutdown()
    gc.collect()
    assert len(threads) == 40
    assert set(threads) == {threading.get_ident()}


def test_nothing_is_collected_but_between_events_when_the_last_thread_has_ended_too(qtbot: QtBot) -> None:
    """Qt may hold a lock while it calls Python, and an object that is destroyed then would wait for it for ever."""
    worker, gone = Worker("work"), list[bool]()

    class Watched(QObject):
        def __del__(self) -> None:
            gone.append(True)

    worker.submit(lambda: None)
    worker.shutdown()
    circle: list[object] = [Watched()]
    circle.append(circle)
    del circle
    kept = [list[int]() for _ in range(100_000)]  # a collection would be due many times
    assert (len(kept), gone) == (100_000, [])
    qtbot.waitUntil(lambda: gone == [True])
