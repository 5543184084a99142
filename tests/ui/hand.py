"""The hand of a person at the window: keys, clicks, and waiting until the file has answered."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.session import OpenFile, records
from desktop_app.settings import Settings
from tests.ui.patient_bot import PATIENCE
from ui.file_view import FileView
from ui.form.record_form import RecordForm
from ui.main_window import MainWindow
from ui.records.area_tab import AreaTab
from ui.widgets import theme
from ui.widgets.qt_words import QtWords

NAME = "Cán bộ VH-XH"
STEP = 2  # milliseconds; the bot's own way to wait looks every ten, which adds up to minutes
PLAIN = Qt.KeyboardModifier.NoModifier
T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
worn: dict[QApplication, tuple[object, ...]] = {}
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
MODIFIER_KEYS = {SHIFT: Qt.Key.Key_Shift, CONTROL: Qt.Key.Key_Control, Qt.KeyboardModifier.AltModifier: Qt.Key.Key_Alt}


def now() -> datetime:
    """A day in the third quarter of the plan's year."""
    return datetime(2022, 9, 8, 7, 3, tzinfo=UTC)


def dress(application: QApplication) -> None:
    """Dress the application as the program does, unless it still wears what it was dressed in."""
    if worn.get(application) != wears(application):
        theme.apply(application, "light")
        worn[application] = wears(application)
    if application.findChild(QtWords) is None:
        application.installTranslator(QtWords(application))


def wears(application: QApplication) -> tuple[object, ...]:
    """All that dressing decides."""
    looks = (application.styleSheet(), application.font().toString(), application.palette().cacheKey())
    return (*looks, application.styleHints().colorScheme(), theme.colours(), theme.scaled(1000), theme.wide(1000))


class SameEverywhere(dict[str, str]):
    """Whoever is asked for, the same person writes in every ledger."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]  # as the settings ask
        return super().get(key) or self._name or default


def known_as(name: str = NAME, lock_after: str = "never") -> Settings:
    """The settings of a person who has written in every ledger before."""
    return Settings(author=name, authors=SameEverywhere(name), lock_after=lock_after)


class Bot(Protocol):
    """Who waits: the bot of the tests, or a process of its own."""

    def waitUntil(self, done: Callable[[], bool], *, timeout: int = PATIENCE) -> None: ...
    def wait(self, ms: int) -> None: ...


def open_hand(
    bot: Bot, path: Path | None, settings: Settings | None = None, clock: Callable[[], datetime] = now
) -> "Hand":
    """Open the window on a file (None: on the start page) and wait until it is there."""
    window = MainWindow(settings or known_as(), now=clock)
    window.resize(1366, 768)
    if path is None:
        window.show_start()
    else:
        window.open_file(path)
    window.show()
    window.activateWindow()
    bot.waitUntil(window.isActiveWindow)
    hand = Hand(bot, window)
    hand.wait()
    return hand


class Hand:
    """Uses one window as a person does; `wait` returns when nothing is on its way any more."""

    def __init__(self, bot: Bot, window: MainWindow) -> None:
        self.bot, self.window = bot, window
        self.strokes = 0

    @property
    def view(self) -> FileView:
        assert self.window.view is not None
        return self.window.view

    @property
    def area(self) -> AreaTab:
        assert self.view.area is not None
        return self.view.area

    @property
    def form(self) -> RecordForm:
        return self.area.form

    def wait(self) -> None:
        """Until every question is answered and everything that follows from the answers is done."""
        quiet = 0

        def still() -> bool:
            nonlocal quiet
            quiet = 0 if self.window.busy else quiet + 1
            return quiet > 3

        self.until(still)

    def answered(self) -> None:
        """Until the file has answered; figures may still follow."""
        self.until(lambda: not self.window.asking)

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window run until something is so."""
        end = time.monotonic() + PATIENCE / 1000
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"not so within {PATIENCE} ms")
            self.bot.wait(STEP)

    def ask(self, question: Callable[[OpenFile], T]) -> T:
        """What the open file answers, after all that was asked of it before."""
        found: list[T] = []
        self.view.bridge.ask(question, found.append)
        self.wait()
        return found[0]

    def find(self, kind: type[W]) -> W:
        """The page or the dialog of a class."""
        found = self.window.findChild(kind)
        assert found is not None
        return found

    def titles(self) -> list[str]:
        """The titles of the activities in the open file."""
        return self.ask(lambda file: sorted(str(row.values["title"]) for row in records.rows(file, "comm_activity")))

    def leave(self) -> None:
        """Close the window for good, at once: one that is still there would be dressed again with the next."""
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)

    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def stroke(self, key: Qt.Key, text: str = "", modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press and release one key as the system hands it to the window: shortcuts and popups see it first."""
        self.press(key, text, modifier)
        self._send(QTest.KeyAction.Release, key, text, modifier)
        for one, its_key in MODIFIER_KEYS.items():
            if one & modifier:
                self._send(QTest.KeyAction.Release, its_key)  # else what follows would be done with it held down

    def press(self, key: Qt.Key, text: str = "", modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key and hold it."""
        self.strokes += 1
        self._send(QTest.KeyAction.Press, key, text, modifier)

    def _send(
        self, action: QTest.KeyAction, key: Qt.Key, text: str = "", modifier: Qt.KeyboardModifier = PLAIN
    ) -> None:
        front = QApplication.focusWidget() or QApplication.activeWindow() or self.window
        QTest.sendKeyEvent(action, front.window().windowHandle(), key, text, modifier)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        self.stroke(key, " " if key == Qt.Key.Key_Space else "", modifier)

    def type(self, text: Iterable[str]) -> None:
        """Type stroke by stroke; one with a `\\b` before others is the burst of a Vietnamese keyboard: its letters
        come without the code of a key, and with Shift where that is still pressed.
        """
        for stroke in text:
            modifier = SHIFT if stroke.strip("\b").istitle() or stroke.strip("\b").isupper() else PLAIN
            burst = len(stroke) > 1
            for letter in stroke:
                if letter == "\b":
                    self.stroke(Qt.Key.Key_Backspace, letter, modifier)
                else:
                    code = ord(letter.upper()) if letter.isascii() and not burst else 0
                    self.stroke(Qt.Key(code), letter, modifier)

    def go(self, page: int) -> None:
        """Ctrl+1 … Ctrl+9."""
        self.key(Qt.Key(Qt.Key.Key_0 + page), CONTROL)
        self.wait()

    def pick(self, page: int, row: int = 0) -> None:
        """Go to a page and choose a record of its list."""
        self.go(page)
        self.area.list.table.selectRow(row)
        self.wait()

    def new(self, kind: str) -> None:
        """Choose a kind by its chip, then Ctrl+N."""
        self.area.list.choose_kind(kind)
        self.key(Qt.Key.Key_N, CONTROL)
        self.wait()

    def into(self, field: str) -> None:
        """Put the cursor into a field and mark what stands there."""
        assert self.form.grid is not None
        self.window.activateWindow()  # the offscreen platform leaves a closed popup active
        self.bot.waitUntil(self.window.isActiveWindow)
        self.form.grid.focus_field(field)
        self.mark()

    def mark(self) -> None:
        """Mark what stands in the field that has the cursor, where it is a line or an area."""
        select = getattr(self.focus(), "selectAll", None)
        if select:
            select()

    def write(self, field: str, text: str) -> None:
        """Type into a field and leave it with Tab."""
        self.into(field)
        self.type(text)
        self.key(Qt.Key.Key_Tab)
        self.answered()

    def choose(self, field: str, text: str) -> None:
        """Type to find, wait for the lines, take the marked one with Enter."""
        self.into(field)
        self.type(text)
        self.answered()
        self.key(Qt.Key.Key_Return)
        self.answered()

    def problem(self, field: str) -> str:
        """What stands beside a field."""
        assert self.form.grid is not None
        return self.form.grid.problems.text(field)
