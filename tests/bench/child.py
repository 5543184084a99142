"""Inside a measured window: wait until the awaited is painted, then tell the time, the memory and the imports."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

REST = 1500  # ms until a window that has started counts as at rest


class Watch(QObject):
    """Sees every event of the program; at each paint it asks whether that is the awaited one."""

    def __init__(self, ready: Callable[[QObject], bool], tell: Callable[[], None]) -> None:
        super().__init__()
        self.ready = ready
        self.tell = tell
        self.seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.seen and event.type() == QEvent.Type.Paint and self.ready(watched):
            self.seen = True
            QTimer.singleShot(0, self.tell)  # once this paint is done
        return False


def pss() -> int:
    """This process's proportional share of memory, in bytes."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def run(application: QApplication, ready: Callable[[QObject], bool]) -> int:
    """Run until `ready`, print one line of JSON, and end without tearing down; with `rest` as argument, rest first."""

    def tell() -> None:
        found = {"at": time.monotonic(), "imports": sorted({name.partition(".")[0] for name in sys.modules})}
        if sys.argv[-1] == "rest":
            QTimer.singleShot(REST, lambda: finish(found | {"pss": pss()}))
        else:
            finish(found)

    watch = Watch(ready, tell)
    application.installEventFilter(watch)
    return QCoreApplication.exec()


def finish(found: dict[str, object]) -> None:
    print(json.dumps(found), flush=True)
    os._exit(0)
