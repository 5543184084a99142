"""Qt imported without what makes signatures: whatever is asked of it is answered as when all is loaded at once."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
WAITING = "from ui.import_qt import import_qt\nimport_qt()\n"
LOADED = "import sys\nprint('shibokensupport.signature.parser' in sys.modules)\n"
UNKNOWN = "import ui.import_qt as qt\nqt.KNOWN[next(iter(qt.KNOWN))] = ()\nqt.import_qt()\n"
# what a person at work on the program gets to see: words of errors, help, signatures, enumerations, properties
ASKED = """
import os, pydoc, inspect
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
application = QApplication([])
widget = QWidget()

def tell(ask):
    try:
        print(ask())
    except Exception as error:  # whatever Qt raises, the words of both are compared
        print(type(error).__name__, error)

tell(lambda: widget.resize("x"))
tell(lambda: QPoint(1, 2, 3, 4))
tell(lambda: widget.setWindowTitle(5))
tell(lambda: QLabel("x", parent=widget, wordWrap="y"))
tell(lambda: QTimer.singleShot("x"))
tell(lambda: widget.nothing)
tell(lambda: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
tell(lambda: QWidget.resize.__doc__)
tell(lambda: QRect.__doc__)
tell(lambda: QWidget.resize.__signature__)
tell(lambda: inspect.signature(QWidget.resize))
tell(lambda: pydoc.render_doc(QPoint))
"""


def told(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_whatever_is_asked_of_qt_is_answered_as_ever() -> None:
    waited, ever = told(WAITING + ASKED), told(ASKED)
    assert waited == ever
    assert "PySide6.QtWidgets.QWidget.resize(arg__1: PySide6.QtCore.QSize, /)" in ever


@pytest.mark.parametrize(
    ("begin", "loaded"), [("", "True\n"), (WAITING, "False\n"), (UNKNOWN, "True\n")], ids=["ever", "waits", "unknown"]
)
def test_the_parser_of_signatures_waits_only_in_the_version_that_was_tried(begin: str, loaded: str) -> None:
    assert told(f"{begin}from PySide6 import QtWidgets\n{LOADED}") == loaded


def test_several_threads_may_ask_at_once() -> None:
    asked = (
        "import threading\nfrom PySide6.QtCore import QPoint\nfound = []\n"
        "def ask():\n    try:\n        QPoint('x')\n    except (TypeError, NameError) as error:\n"  # PySide's own race
        "        found.append(error)\n"
        "threads = [threading.Thread(target=ask) for _ in range(4)]\n"
        "[one.start() for one in threads]\n[one.join() for one in threads]\nprint(len(found))\n"
    )
    assert (told(WAITING + asked), told(asked)) == ("4\n", "4\n")
