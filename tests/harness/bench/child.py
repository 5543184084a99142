"""Inside a measured window: wait for the paint of one widget, then tell the time, the memory and the imports."""

import json
import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.harness.bench.at_rest import REST, pss


class Watch(QObject):
    """Tells once its widget is painted. A filter on the whole program would cost a rich window more than a bare one."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not self.seen and event.type() == QEvent.Type.Paint:
            self.seen = True
            QTimer.singleShot(0, tell)  # once this paint is done
        return False


def tell() -> None:
    """Print one line of JSON and end without tearing down; with `rest` as argument, rest first; with `stay`, go on;
    with `leave`, be closed as by hand.
    """
    found = {"at": time.monotonic(), "imports": sorted({name.partition(".")[0] for name in list(sys.modules)})}
    if sys.argv[-1] == "stay":  # whoever started this ends it
        print(json.dumps(found), flush=True)
    elif sys.argv[-1] == "leave":
        print(json.dumps(found), flush=True)
        QTimer.singleShot(REST, QApplication.closeAllWindows)
    elif sys.argv[-1] == "rest":
        QTimer.singleShot(REST, lambda: finish(found | {"pss": pss()}))
    else:
        finish(found)


def finish(found: dict[str, object]) -> None:
    print(json.dumps(found), flush=True)
    os._exit(0)
