"""Inside a measured window: wait for the paint of one widget, then tell the time, the memory, the imports and a digest
of the picture.
"""

import json
import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.harness.bench.at_rest import REST, private_memory

FEWEST_COLOURS = 12  # words, lines and what lies behind them; an empty page has three


class Watch(QObject):
    """Tells once its widget is painted. A filter on the whole program would cost a rich window more than a bare one."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen, self._widget = False, widget
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not self.seen and event.type() == QEvent.Type.Paint:
            self.seen = True
            QTimer.singleShot(0, self._tell)  # once this paint is done
        return False

    def _tell(self) -> None:
        """Print one line of JSON and end without tearing down; with `rest` as argument, rest first; with `stay`, go on;
        with `leave`, be closed as by hand.
        """
        found = {"at": time.monotonic(), "imports": sorted({name.partition(".")[0] for name in list(sys.modules)})}
        if sys.argv[-1] in ("stay", "leave"):
            print(json.dumps(found), flush=True)
            if sys.argv[-1] == "leave":  # else whoever started this ends it
                QTimer.singleShot(REST, QApplication.closeAllWindows)
        elif sys.argv[-1] == "rest":
            QTimer.singleShot(REST, lambda: self._finish(found | {"memory": private_memory()}))
        else:
            self._finish(found)

    def _finish(self, found: dict[str, object]) -> None:
        print(json.dumps(found | {"picture": digest_of(self._widget)}), flush=True)
        os._exit(0)


def digest_of(widget: QWidget) -> str:
    """A digest of what a widget shows; empty where that is next to nothing."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = bytes(image.constBits())
    colours = {pixels[at : at + 4] for at in range(0, len(pixels), 4)}
    import hashlib  # after the imports of the program were noted

    return hashlib.sha256(pixels).hexdigest() if len(colours) >= FEWEST_COLOURS else ""
