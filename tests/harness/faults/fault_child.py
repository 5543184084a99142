"""A process of its own that types one record into a window while its disk fails, and says what the window did."""

import os
import signal
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.harness.kills.kill_child import KIND, PAGE, report
from tests.ui.fit_child import Patience
from tests.ui.hand import dress, open_hand

WRITTEN = {"title": "Việc một", "partner": "Hội phụ nữ", "place": "Nhà văn hóa", "sessions": "7"}
PATIENCE = 15.0  # seconds; what could not be saved is tried again every ten


def noted(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    report(bug="".join(traceback.format_exception(kind, error, trace)))


def main(file: str) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])  # for all threads to come, too
    sys.excepthook = noted
    application = QApplication(sys.argv[:1])
    dress(application)
    hand = open_hand(Patience(), Path(file))
    hand.go(PAGE)
    hand.new(KIND)
    saved: list[str] = []
    hand.view.bridge.saved.connect(saved.append)
    report(ready=os.getpid())
    signal.sigwait([signal.SIGUSR1])
    for name, text in WRITTEN.items():
        hand.into(name)
        hand.type(text)
        hand.key(Qt.Key.Key_Tab)
        hand.answered()
    end = time.monotonic() + PATIENCE
    while len(saved) < len(WRITTEN) and time.monotonic() < end:
        hand.bot.wait(50)
    report(finished=len(saved))
    os._exit(0)  # as the window stands, without its last words


if __name__ == "__main__":
    main(sys.argv[1])
