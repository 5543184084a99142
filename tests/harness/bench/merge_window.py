"""The program's window while it looks through files and takes them in, with a heart that beats on its event loop."""

import json
import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from tests.harness.bench.busy_window import CONTROL, QUIET, STROKE, Heart, Step, pressed, run_window
from ui.exchange.exchange_page import ExchangePage
from ui.main_window import MainWindow

PAUSE = "pause"


class Receiver(QObject):
    """Takes one step after the other, each once the window is quiet."""

    def __init__(self, window: MainWindow, sources: list[Path]) -> None:
        super().__init__(window)
        self._window, self._sources, self._heart = window, sources, Heart(window)
        self._steps: Iterator[Step] | None = None
        self._quiet = 0
        timer = QTimer(self)
        timer.timeout.connect(self._turn)
        timer.start(STROKE)

    def _turn(self) -> None:
        self._quiet = 0 if self._window.busy or self._window.view is None else self._quiet + 1
        if self._quiet < QUIET:
            return
        self._quiet = 0
        if self._steps is None:
            self._steps = self._work()
        step = next(self._steps, None)
        if step is None:
            self._tell()
        else:
            self._heart.doing, act, _ = step
            act()

    def _work(self) -> Iterator[Step]:
        view = self._window.view
        assert view is not None
        yield from pressed("first visit", Qt.Key(Qt.Key.Key_0 + view.tabs.count()), CONTROL)
        page = view.findChild(ExchangePage)
        assert page is not None
        self._heart.late.clear()
        yield "looking through", partial(page.receive.look_at, self._sources), PAUSE
        assert page.receive.preview.isVisible()
        yield "taking in", page.receive.merge, PAUSE

    def _tell(self) -> None:
        worst = max(late for late, _ in self._heart.late)
        print(json.dumps(self._heart.told() | {"at": time.monotonic(), "worst": worst}), flush=True)
        os._exit(0)


if __name__ == "__main__":
    file, *sources = map(Path, sys.argv[1:])
    sys.exit(run_window(file, lambda window: Receiver(window, sources)))
