"""The window: the start page or one open file, and the one place where it says what happened."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QWidget

from desktop_app import settings as settings_file
from desktop_app import texts
from desktop_app.session import OpenFile, opening
from desktop_app.settings import Settings
from desktop_app.texts import say
from ui.file_view import FileView
from ui.page_reading import PAINTED
from ui.trail import ViewState
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.dragged_file import dragged_file
from ui.widgets.notice import Notice
from ui.window.file_keys import FileKeys
from ui.window.file_opening import FileOpening, end, nothing, took_everything
from ui.window.file_works import FileWorks
from ui.window.window_look import WindowLook
from ui.window_menu import make_menu

if TYPE_CHECKING:
    from ui.start.practice import PracticePage
    from ui.start.salvage_page import SalvagePage
    from ui.start.start_page import StartPage
    from ui.window.file_maintenance import FileMaintenance
    from ui.window.idle_lock import LockedPage
    from ui.window.rekeying_work import RekeyingPage

WIDE, HIGH = 1366, 768
DATA_FILES = (".db",)


class MainWindow(QMainWindow):
    """`now` is the clock of the file that the window opens."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = opening.system_now) -> None:
        super().__init__()
        self._settings, self._now = settings, now
        self._opening = FileOpening(self, settings)
        self.view: FileView | None = None
        self.start: StartPage | None = None
        self.locked: LockedPage | None = None
        self._maintenance: FileMaintenance | None = None
        self._left: tuple[Path, ViewState] | None = None  # where the person was in a file that was put away
        body = QWidget()
        column = parts.column(body)
        self._stack = parts.put(column, QStackedWidget(), 1)
        self.setCentralWidget(body)
        self.notice = Notice(body)
        self.look = WindowLook(settings, self._renew)
        self._menu = make_menu(
            self,
            lambda: self.view,
            ask_file=self.ask_file,
            show_start=self.show_start,
            show_settings=self.show_settings,
            change_language=self.look.change_language,
            show_passphrase=self.show_passphrase,
            put_away=self.put_away,
        )
        self._keys = FileKeys(self, settings, now)
        self._keys.file_wanted.connect(self.open_file)
        self._keys.put_away_wanted.connect(self.put_away)
        self.works = FileWorks(
            self, settings, now, self._opening, self._keys, self.notice,
            may_leave=self._may_leave, show=self._show_work, open_by=self._open,
        )  # fmt: skip
        self._keys.work_wanted.connect(self.works.rekey)
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 500)  # a screen of 1366×768 at 150 %
        self.resize(WIDE, HIGH)
        self._as_left = self.restoreGeometry(QByteArray.fromHex(settings.window.encode()))
        self.setWindowTitle(say("ui.program"))

    def appear(self) -> None:
        """Come into sight as it was left; the first time, or where the screen has become another one since (scaled by
        150 %, say), on the whole of one that has no room beside it.
        """
        room = self.screen().availableGeometry()
        if not self._as_left and (room.width() <= WIDE or room.height() <= HIGH):
            self.showMaximized()
        else:
            self.show()

    @property
    def asking(self) -> bool:
        """Whether something that was asked of the file is still on its way."""
        bridge = self.view.bridge if self.view is not None else None
        return any(work is not None and work.busy for work in (bridge, self._opening, self._maintenance))

    @property
    def busy(self) -> bool:
        """Whether anything is on its way, or figures are about to be read again."""
        return self.asking or (self.view is not None and self.view.waiting)

    # --- files ----------------------------------------------------------------------------------------------------

    def show_start(self) -> None:
        """Close what is open and offer new, open and recent files."""
        if not self._may_leave(self.show_start):
            return
        self._opening.give_up()
        self.close_file()
        self.notice.hide()
        from ui.start.start_page import StartPage  # a person who opens a file never sees it

        self.start = StartPage(self._settings, self._now().date())
        self.start.file_wanted.connect(self.open_file)
        self.start.new_wanted.connect(self.works.make_file)
        self.start.practice_wanted.connect(self.works.make_practice)
        self._show(self.start)
        self.start.new.plan.setFocus()  # where no file was open before
        self.start.recent.take_focus()
        self.setWindowTitle(say("ui.program"))

    def open_file(self, path: Path, key: str | None = None) -> None:
        """Open a data file in place of what is there; a file that is refused changes nothing.

        `key`: its passphrase, or the code of its recovery page.
        """
        self._open(path, lambda: opening.open_file(path, now=self._now, passphrase=key))

    def _show_work(self, page: "PracticePage | SalvagePage | RekeyingPage") -> None:
        """Close what is open and show how far a work is that ends with an open file."""
        self.close_file()
        self.start = None
        self._show(page)
        page.stop.setFocus()

    def put_away(self) -> None:
        """Close a file with a passphrase and ask for that again."""
        if self.view is None or not self._keys.clear_the_way(self.view.file, self.notice):
            return
        if self._may_leave(self.put_away):
            path, _ = self._left = self.view.file.path, self.view.place
            self.close_file()
            self.notice.hide()
            self.setWindowTitle(say("ui.program"))
            self.locked = self._keys.locked_page(path, self.show_start)
            self._show(self.locked)
            self.open_file(path)

    def close_file(self) -> None:
        """Save what is being typed, finish all work, close the file."""
        if self.view is not None:
            self.view.commit()
            self.view.remember()
        if self._maintenance is not None:
            upkeep, self._maintenance = self._maintenance, None
            upkeep.stop()
        if self.view is not None:
            end(self.view.bridge)
        self.view = None
        self._keys.watch(None)
        self._menu.show_open(is_open=False)

    def _may_leave(self, go: Callable[[], object], stay: Callable[[], object] = nothing) -> bool:
        """Whether everything is in the file; if not, ask what to do with what is not, and `go` or `stay` by it."""
        if self.view is None:
            return True
        self.view.commit()
        return took_everything(self, self.view.bridge, go, stay)

    def _open(
        self,
        path: Path,
        opener: Callable[[], OpenFile],
        cancel: Callable[[], object] = nothing,
        then: Callable[[Bridge], object] = nothing,
    ) -> None:
        """Open a file in place of what is there; `cancel` stops an opener that takes long, `then` hears the end."""
        self.notice.hide()

        def opened(bridge: Bridge, file: OpenFile) -> None:
            leaves = self._may_leave(lambda: opened(bridge, file), self._opening.give_up)
            if leaves and self._opening.hand_over(bridge):
                self.close_file()
                self._take_up(bridge, file)
                then(bridge)

        def refused(sentence: str, keys: Sequence[str]) -> None:
            if self.view is None and self.start is None and self.locked is None:
                self.show_start()
            if not self._keys.asks(path, sentence, keys):
                from ui.start.salvage_page import show_refusal

                works = self.works
                show_refusal(self.notice, path, sentence, keys, works.ask_salvage, works.ask_bring_back)

        self._opening.begin(path, opener, opened, refused, cancel)

    def _take_up(self, bridge: Bridge, file: OpenFile) -> None:
        self.start = None
        self._settings.remember(file.path)
        self._menu.show_open(is_open=True)
        self.notice.follow(bridge)
        view = self._show_view(bridge, file)
        if opening.found_at_opening(file):
            from ui.window.found_at_opening import FoundAtOpening

            FoundAtOpening(self, self.notice, bridge, self.works).show(file)
        left, self._left = self._left, None
        if left is not None and left[0] == file.path:
            view.go_back_to(left[1])
        view.tabs.setFocus()
        view.first_figures.connect(lambda: QTimer.singleShot(PAINTED, view, self._start_maintenance))
        self._keys.take_up(bridge, file)

    def _start_maintenance(self) -> None:
        """Who writes, the daily copy and the clock, once the first figures are painted; not for a practice file."""
        from ui.window.author_dialog import ask_author
        from ui.window.file_maintenance import FileMaintenance

        settings_file.save(self._settings)  # the disk takes its time
        if self._maintenance is None and self.view is not None and not self.view.file.practice:
            ask_author(self, self.view.file, self._change_author)
            self._maintenance = FileMaintenance(self.view.file, self)
            self._maintenance.warned.connect(lambda sentence: self.notice.show_failure(sentence, lasting=True))

    def _show_view(self, bridge: Bridge, file: OpenFile) -> FileView:
        """A new view of the open file, in the words and colours now in force."""
        file.language = texts.language()
        self.view = view = FileView(bridge, file, self._settings, self._menu, self._stack)
        view.file_wanted.connect(self.open_file)
        view.plan_switched.connect(self._follow_plan)
        view.author_chosen.connect(self._change_author)
        view.tabs.currentChanged.connect(lambda _: self.notice.pass_by())
        self._show(view)
        unit = file.units.name(file.unit)
        self.setWindowTitle(say("ui.window_title", unit=unit, file=file.path.name))
        return view

    def _show(self, widget: QWidget) -> None:
        if widget is not self.locked:
            self.locked = None
        while (before := self._stack.currentWidget()) is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        self._stack.addWidget(widget)

    # --- menu -----------------------------------------------------------------------------------------------------

    def ask_file(self) -> None:
        folder = str(self.view.file.path.parent) if self.view else ""
        chosen, _ = QFileDialog.getOpenFileName(self, say("ui.open_file"), folder, say("ui.data_files"))
        if chosen:
            self.open_file(Path(chosen))

    def show_settings(self) -> None:
        self.look.show_settings(self, self.view.file if self.view else None, self._change_author)

    def show_passphrase(self) -> None:
        if self.view is not None:
            self.view.commit()
            self._keys.show_sheet(self.view.bridge, self.view.file)

    def _renew(self) -> None:
        """Build what is in sight anew, in the colours, sizes and words that are in force now."""
        self._menu.retranslate()
        if self.view is not None:
            self.view.commit()
            self._renew_view(self.view)
        elif self.start is not None:
            self.show_start()

    def _renew_view(self, before: FileView) -> None:
        place = before.place
        view = self._show_view(before.bridge, before.file)
        view.go_back_to(place)
        view.tabs.setFocus()

    def _follow_plan(self, sentence: str) -> None:
        """Another edition of the plan is in force: pages, forms and lists are those of that one from now on."""
        if self.view is not None:
            self._renew_view(self.view)
            self.notice.show_message(sentence)

    def _change_author(self, name: str) -> None:
        if self.view is not None:
            self._settings.sign(self.view.file.path, self.view.file.unit, name)
            self.view.bridge.ask(lambda file: opening.set_author(file, name), lambda _: None, self.view)
            self.view.show_author(name)
        elif self.start is not None:
            self.start.new.author.setText(name)
        settings_file.save(self._settings)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.view is not None:
            self.view.meet_others()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave(self.close):
            event.ignore()
            return
        self._opening.give_up()
        self.close_file()
        self._settings.window = bytes(self.saveGeometry().toHex().data()).decode()
        settings_file.save(self._settings)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_file(event.mimeData(), DATA_FILES) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dragged_file(event.mimeData(), DATA_FILES)
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)
