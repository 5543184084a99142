"""What the window shows around files: dialogs, what could not be saved, the start page in use, practice, rescue."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from db.connection import connect
from desktop_app.messages import Text
from desktop_app.texts import say
from tests.carried_years import new_ledger
from tests.filled_files import put
from tests.harness.album.scenes import area_of, clear_away, key, pause, settle, type_text, view_of
from tests.ui.hand import CONTROL, now
from ui.exchange.carry_dialog import CarryDialog
from ui.main_window import MainWindow
from ui.widgets.long_work import LongWork
from ui.window.unsaved_dialog import UnsavedDialog

Scenes = Iterator[str]
GLIMPSE = 400  # ms in which the window shows how far long work is
HALF = 50  # per cent


@contextmanager
def half_done(begin: Callable[[], object]) -> Iterator[None]:
    """Begin long work, which stands still on its own thread once it is half done, as long as this is open."""
    reached, let_go, report = Event(), Event(), LongWork.report_progress

    def halting(work: LongWork, done: int, total: int, text: Text) -> None:
        report(work, done, total, text)
        if 100 * done // max(total, 1) >= HALF:
            reached.set()
            let_go.wait()

    with patch.object(LongWork, "report_progress", halting):
        begin()
        while not reached.is_set():
            pause(GLIMPSE)
        pause(GLIMPSE)
        try:
            yield
        finally:
            let_go.set()


def dialogs(window: MainWindow, folder: Path) -> Scenes:
    """Qt's own dialog for files, in our words and colours; systems that have one of their own show that."""
    for path in folder.iterdir():
        os.utime(path, (now().timestamp(), now().timestamp()))
    asked = QFileDialog(window, say("ui.open_file"), str(folder), say("ui.data_files"))
    asked.open()
    settle(window)
    yield "file-dialog"
    asked.close()


def earlier_year(window: MainWindow, folder: Path) -> Scenes:
    """What goes on of the ledger of the year before, and the records of a kind; the ledger has one of each fate."""
    path = folder / "so-2021.db"
    place = {"business_type": "karaoke", "unit": "03388", "first_listed_date": "2019-03-01"}
    tip = {
        "unit": "03388",
        "date": "2021-10-03",
        "tip_kind": "to_giac",
        "channel": "truc_tiep",
        "due_date": "2021-10-23",
    }
    ended = {"closed_date": "2021-10-20", "outcome": "khong_vi_pham"}
    with new_ledger(path, 2021) as file:
        put(file, *({"kind": "establishment", "fields": {**place, "name": f"Cơ sở {n}"}} for n in range(1, 4)))
        put(file, {"kind": "tip", "fields": tip}, {"kind": "tip", "fields": {**tip, **ended}})
    view = view_of(window)
    sheet = CarryDialog(window, view.bridge, view.file, path)
    settle(window)
    yield "carry"
    sheet.show_records()
    settle(window)
    yield "carry-records"
    clear_away()


def unsaved(window: MainWindow, path: Path) -> Scenes:
    """The file is locked by another program: what was entered waits in its field, and leaving asks."""
    view = view_of(window)
    view.show_page(next(iter(view.file.plan.areas)))
    settle(window)
    area = area_of(window)
    area.list.choose_kind(next(iter(area.list.kinds)))
    area.start_record()
    settle(window)
    other = connect(path)
    other.execute("BEGIN IMMEDIATE")
    try:
        for field, text in (("title", "Phát thanh tại chợ phiên"), ("place", "Nhà văn hóa bản Cẩm Trung 3")):
            assert area.form.grid is not None
            area.form.grid.focus_field(field)
            type_text(window, text)
            key(window, Qt.Key.Key_Tab)
            settle(window)
        yield "unsaved-field"
        window.show_start()
        settle(window)
        yield "unsaved"
    finally:
        other.execute("ROLLBACK")
        other.close()
    sheet = window.findChild(UnsavedDialog)
    assert sheet is not None
    sheet.give_up.click()
    settle(window)


def start_page(window: MainWindow, folder: Path) -> Scenes:
    """Recent files, one of them gone, and the fields for a new one."""
    window._settings.remember(folder / "so-cu-2021.db")
    window.show_start()
    settle(window)
    start = window.start
    assert start is not None
    yield "start-recent"
    start.new.plan.open_all()
    settle(window)
    yield "start-plan"
    clear_away()
    start.new.tree.search.setFocus()
    type_text(window, "mường t")
    settle(window)
    yield "start-search"
    key(window, Qt.Key.Key_A, CONTROL)
    type_text(window, "mường than")
    settle(window)
    key(window, Qt.Key.Key_Return)
    settle(window)
    start.ensureWidgetVisible(start.new.make)
    settle(window)
    yield "start-ready"
    start.new.path.setFocus()
    start.ensureWidgetVisible(start.new.make)
    start.new.path.selectAll()
    type_text(window, str(min(folder.glob("*.db"))))
    settle(window)
    yield "start-exists"


def practice(window: MainWindow, folder: Path) -> Scenes:
    """A practice file while it is made, and once it is open."""
    os.environ["XDG_DOCUMENTS_DIR"] = str(folder)
    window.show_start()
    assert window.start is not None
    with half_done(window.start.practise.click):
        yield "practice"
    settle(window)
    yield "practice-file"


def rescue(window: MainWindow, path: Path) -> Scenes:
    """A file that ends early is refused; what is left of it goes into a new one."""
    raw = path.read_bytes()
    damaged = path.with_name("so-bi-hong.db")
    damaged.write_bytes(raw[: len(raw) * 4 // 5])
    window.open_file(damaged)
    settle(window)
    yield "damaged"
    with half_done(lambda: window.works.salvage(damaged, path.with_name("so-cuu-duoc.db"))):
        yield "rescue"
    settle(window)
    yield "rescued"
    clear_away()


def all_files(window: MainWindow) -> Scenes:
    """All of it; the file that is open is left."""
    path = view_of(window).file.path
    yield from dialogs(window, path.parent)
    yield from earlier_year(window, path.parent)
    yield from unsaved(window, path)
    yield from start_page(window, path.parent)
    yield from practice(window, path.parent)
    yield from rescue(window, path)
