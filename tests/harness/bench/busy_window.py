"""The program's window used for a while as an officer does, with a heart that beats on its event loop."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from desktop_app.session import figures
from tests.ui.hand import known_as
from ui.file_view import FileView
from ui.main_window import MainWindow
from ui.records.record_list import RecordList
from ui.widgets import theme

BEAT, STROKE, QUIET = 2, 40, 5  # ms of a beat, ms between two strokes of a key, turns without work until a pause
# what is typed into each new record; a letter that meets no editor ends the day
ENTERED = {"title": "Phat thanh", "people_total": "120", "people_female": "45", "cost": "500000", "note": "hai buoi"}
NEW_RECORDS = 2
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
STROKES, PAUSE = "strokes", "pause"
# what is being done, how, and whether the next step comes as the next stroke of a key or once all is quiet
Step = tuple[str, Callable[[], object], str]


def now() -> datetime:
    """A day in the third quarter of the plan's year."""
    return datetime(2022, 9, 8, 7, 3, tzinfo=UTC)


class Heart(QObject):
    """Beats on the event loop; a beat that comes late was held up by what was being done then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.doing = "nothing"
        self.late: list[tuple[float, str]] = []
        self._last = time.perf_counter()
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        timer.start(BEAT)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append(((now - self._last) * 1000 - BEAT, self.doing))
        self._last = now

    def told(self) -> dict[str, object]:
        """Milliseconds: the longest stall of each thing that was done, and the 99th of a hundred beats."""
        longest: dict[str, int] = {}
        for late, doing in self.late:
            longest[doing] = max(longest.get(doing, 0), round(late))
        return {"longest": longest, "p99": statistics.quantiles([late for late, _ in self.late], n=100)[98]}


def stroke(key: Qt.Key, text: str = "", modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Press and release one key as the system hands it to the window."""
    for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
        front = QApplication.focusWidget() or QApplication.activeWindow()
        if front is not None:
            QTest.sendKeyEvent(action, front.window().windowHandle(), key, text, modifier)


def letters(doing: str, text: str) -> Iterator[Step]:
    for letter in text[:-1]:
        yield doing, partial(type_letter, letter), STROKES
    yield doing, partial(type_letter, text[-1]), PAUSE


def type_letter(letter: str) -> None:
    stroke(Qt.Key(ord(letter.upper()) if letter.isascii() else 0), letter)


def pressed(doing: str, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN, times: int = 1) -> Iterator[Step]:
    for number in range(times):
        yield doing, partial(stroke, key, "", modifier), PAUSE if number == times - 1 else STROKES


def day_at_work(view: FileView) -> Iterator[Step]:
    """Everything that an officer does, step by step: pages, periods, lists, searches, new records, taking back."""
    for visit in ("first visit", "second visit"):
        for page in range(view.tabs.count()):
            yield from pressed(f"{visit} of page {page + 1}", Qt.Key(Qt.Key.Key_1 + page), CONTROL)
    yield from pressed("second visit of page 2", Qt.Key.Key_2, CONTROL)
    for text in ("2022", "2022-Q3", "2022-08", "2022"):
        yield "another period", partial(view.set_period, figures.read_period(view.file, text)), PAUSE
    yield from pressed("making the report", Qt.Key.Key_F9)
    yield from pressed("second visit of page 2", Qt.Key.Key_2, CONTROL)
    assert view.area is not None
    yield from list_of_records(view.area.list)
    for text in ("mai dam", "truong"):
        yield from pressed("search", Qt.Key.Key_F, CONTROL)
        yield from letters("search", text)
    yield from pressed("going to what was found", Qt.Key.Key_Return)
    yield from new_records(view)
    for _ in range(4):
        yield from pressed("taking back", Qt.Key.Key_Z, CONTROL)


def list_of_records(shown: RecordList) -> Iterator[Step]:
    yield "all periods", shown.show_all.click, PAUSE
    for column in (0, 0, 1, 2, 3):
        clicked = shown.table.horizontalHeader().sectionClicked
        yield f"sorting by column {column + 1}", partial(clicked.emit, column), PAUSE
    bar = shown.table.verticalScrollBar()
    for tenths in (9, 1, 5, 0):
        yield "jumping in a list", partial(bar.setValue, bar.maximum() * tenths // 10), PAUSE
    yield "from row to row", shown.table.setFocus, PAUSE
    yield from pressed("from row to row", Qt.Key.Key_Down, times=15)
    yield from pressed("from screen to screen", Qt.Key.Key_PageDown, times=10)
    yield "searching in a list", shown.search.setFocus, PAUSE
    yield from letters("searching in a list", "tuyen truyen")
    yield "searching in a list", shown.search.clear, PAUSE


def new_records(view: FileView) -> Iterator[Step]:
    yield from pressed("second visit of page 2", Qt.Key.Key_2, CONTROL)
    for _ in range(NEW_RECORDS):
        yield "choosing a kind", partial(choose_kind, view), PAUSE
        yield from pressed("new record", Qt.Key.Key_N, CONTROL)
        for field, text in ENTERED.items():
            yield "going to a field", partial(into_editor, view, field), PAUSE
            yield from letters("typing in a form", text)
            yield from pressed("leaving a field", Qt.Key.Key_Tab)


def choose_kind(view: FileView) -> None:
    """Its first record, too: what was found before lies inside another one, of whose kind the next would be."""
    assert view.area is not None
    view.area.list.choose_kind("comm_activity")
    view.area.list.table.selectRow(0)


def into_editor(view: FileView, field: str) -> None:
    assert view.area is not None
    assert view.area.form.grid is not None
    view.area.form.grid.focus_field(field)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit | QPlainTextEdit), f"{field}: {editor} takes no letters"


class Officer(QObject):
    """Takes one step after the other; each once the strokes before are done, or once the window is quiet."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._heart = window, Heart(window)
        self._steps: Iterator[Step] | None = None
        self._wait, self._quiet = PAUSE, 0
        timer = QTimer(self)
        timer.timeout.connect(self._turn)
        timer.start(STROKE)

    def _turn(self) -> None:
        self._quiet = 0 if self._window.busy or self._window.view is None else self._quiet + 1
        if self._wait == PAUSE and self._quiet < QUIET:
            return
        self._quiet = 0
        if self._steps is None:
            assert self._window.view is not None
            self._steps = day_at_work(self._window.view)
            self._heart.late.clear()
        step = next(self._steps, None)
        if step is None:
            print(json.dumps(self._heart.told() | {"at": time.monotonic()}), flush=True)
            os._exit(0)
        self._heart.doing, act, self._wait = step
        act()


def _end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A step that can't be taken ends the day: what is left undone would not be measured."""
    sys.__excepthook__(kind, error, trace)
    os._exit(1)


def run_window(file: Path, use: Callable[[MainWindow], object]) -> int:
    """Open the program's window on a file and let somebody use it."""
    sys.excepthook = _end
    application = QApplication([])
    theme.apply(application, "light")
    window = MainWindow(known_as("Cán bộ"), now=now)
    window.open_file(file)
    window.show()
    window.activateWindow()
    use(window)
    return application.exec()


if __name__ == "__main__":
    sys.exit(run_window(Path(sys.argv[1]), Officer))
