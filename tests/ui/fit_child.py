"""A process of its own at one scale: opens a file in the window, goes through its views, prints what has no room."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.ui.fit import misfits
from tests.ui.hand import CONTROL, Hand, dress, open_hand
from ui.progress.overview import Overview
from ui.widgets import theme
from ui.widgets.unlock_dialog import UnlockDialog
from ui.window.passphrase_dialog import CHANGE, LOCK, PAGE, REMOVE, PassphraseDialog

Key = Qt.Key
SECRET = "mật khẩu của tỉnh"


class Patience:
    """Waits as the bot of the tests does."""

    def waitUntil(self, done: Callable[[], bool], *, timeout: int = 20_000) -> None:
        end = time.monotonic() + timeout / 1000
        while not done():
            assert time.monotonic() < end
            QApplication.processEvents()
            time.sleep(0.001)

    def wait(self, ms: int) -> None:
        end = time.monotonic() + ms / 1000
        self.waitUntil(lambda: time.monotonic() >= end, timeout=ms + 1000)


class Painted(QObject):
    """What had no room when a dialog was painted, be it only for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QDialog):
            self.found |= {f"{type(watched).__name__} as painted: {why}" for why in misfits(watched)}
        return False


def views(hand: Hand) -> Iterator[tuple[str, QWidget]]:
    """One view after another: every page with a record in its form, the report, the sheets."""
    for page in range(1, 10):
        hand.go(page)
        yield f"page {page}", hand.window
        if hand.view.area is not None:
            hand.new(hand.area.list.kind.name)
            yield f"new record of page {page}", hand.window
            hand.area.list.table.setFocus()
            hand.key(Key.Key_Home)
            hand.wait()
            yield f"record of page {page}", hand.window
    hand.view.open_report()
    hand.wait()
    yield "report", hand.window
    hand.go(1)
    overview = hand.view.page
    assert isinstance(overview, Overview)
    acts: dict[str, Callable[[], object]] = {
        "explanation": partial(overview.indicator_wanted.emit, "1.1"), "board": overview.board_wanted.emit,
        "settings": partial(hand.key, Key.Key_Comma, CONTROL), "passphrase": hand.window.show_passphrase,
        "keys": hand.view.show_keys, "guide": hand.view.show_guide, "trash": hand.view.dialogs.show_trash,
    }  # fmt: skip
    for name, act in acts.items():
        act()
        hand.wait()
        yield name, front(hand)
        put_back(hand)
    hand.go(2)
    sheet = hand.area.show_crosstab()
    assert sheet is not None
    hand.wait()
    yield "cross-table", sheet
    sheet.grid.opened.emit(0, 0)
    hand.wait()
    yield "cross-table with the records of a cell", sheet
    put_back(hand)


def front(hand: Hand) -> QDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def put_back(hand: Hand) -> None:
    front(hand).close()
    hand.window.activateWindow()
    hand.wait()


def views_of_secrets(hand: Hand) -> Iterator[tuple[str, QWidget]]:
    """The ledger gets a passphrase: its recovery page, each way of the sheet about it, and the question for it."""
    hand.window.show_passphrase()
    sheet = front(hand)
    assert isinstance(sheet, PassphraseDialog)
    for line in (sheet.new, sheet.again):
        line.setText(SECRET)
    sheet.do.click()
    hand.wait()
    yield "recovery page", front(hand)
    put_back(hand)
    yield "leaving the recovery page", front(hand)
    front(hand).accept()
    hand.wait()
    hand.window.show_passphrase()
    sheet = front(hand)
    assert isinstance(sheet, PassphraseDialog)
    for way in (CHANGE, REMOVE, PAGE, LOCK):
        sheet.buttons[way].click()
        hand.wait()
        yield f"passphrase, {way}", sheet
    put_back(hand)
    hand.window.put_away()
    hand.wait()
    yield "put away", hand.window
    asked = front(hand)
    assert isinstance(asked, UnlockDialog)
    yield "unlock", asked
    asked.ask_for(by_code=True)
    hand.wait()
    yield "unlock by code", asked


def main(file: str, wide: int, high: int, size: str) -> None:
    application = QApplication(sys.argv[:1])
    dress(application)
    theme.apply(application, "light", size)
    hand = open_hand(Patience(), Path(file))
    hand.window.resize(wide, high)
    hand.wait()
    found, painted = [f"{hand.window.devicePixelRatio()}"], Painted()
    application.installEventFilter(painted)
    for name, view in chain(views(hand), views_of_secrets(hand)):
        found += [f"{name}: {why}" for why in misfits(view)]
        if view.width() > wide or view.height() > high:
            found.append(f"{name}: {view.size().toTuple()} of {(wide, high)}")
    hand.leave()
    print(json.dumps([*found, *sorted(painted.found)]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
