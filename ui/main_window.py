"""The window: the start page or one open file, and the one place where it says what happened."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget, QWidget

from desktop_app import plan_files, texts
from desktop_app import settings as settings_file
from desktop_app.session import Session
from desktop_app.settings import Settings
from desktop_app.texts import say
from ui import parts, theme
from ui.bridge import Bridge
from ui.file_menu import Entry, FileMenu
from ui.file_view import FileView
from ui.notice import Notice

if TYPE_CHECKING:
    from ui.practice import Practice
    from ui.start_page import NewFile, StartPage


def utc_now() -> datetime:
    return datetime.now(UTC)


class MainWindow(QMainWindow):
    """`now` is the clock of the session that the window opens."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__()
        self._settings, self._now = settings, now
        self._bridge: Bridge | None = None
        self._opening: Bridge | None = None
        self._path: Path | None = None
        self.view: FileView | None = None
        self.start: StartPage | None = None
        self._told_at_closing = False
        self._practice: Practice | None = None
        body = QWidget()
        column = parts.column(body)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self.setCentralWidget(body)
        self.notice = Notice(body)
        self._make_actions()
        self.setAcceptDrops(True)
        self.setMinimumSize(1024, 640)
        self.resize(1366, 768)
        if settings.window:
            self.restoreGeometry(QByteArray.fromHex(settings.window.encode()))
        self.setWindowTitle(say("ui.program"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def asking(self) -> bool:
        """Whether something that was asked of the file is still on its way."""
        return any(bridge is not None and bridge.busy for bridge in (self._bridge, self._opening))

    @property
    def busy(self) -> bool:
        """Whether anything is on its way, or figures are about to be read again."""
        return self.asking or (self.view is not None and self.view.waiting)

    # --- files ----------------------------------------------------------------------------------------------------

    def show_start(self) -> None:
        """Close what is open and offer new, open and recent files."""
        self._stop_opening()
        self.close_file()
        self.notice.hide()
        from ui.start_page import StartPage  # a person who opens a file never sees it

        self.start = StartPage(self._settings)
        self.start.file_wanted.connect(self.open_file)
        self.start.new_wanted.connect(self.make_file)
        self.start.practice_wanted.connect(self.make_practice)
        self._show(self.start)
        self.setWindowTitle(say("ui.program"))

    def open_file(self, path: Path) -> None:
        """Open a data file in place of what is there; a file that is refused changes nothing."""
        self._open(path, lambda: Session.open(path, author=self._settings.author or None, now=self._now))

    def make_file(self, new: "NewFile") -> None:
        """Make a data file and open it."""

        def make() -> Session:
            source = plan_files.load_plan(plan_files.plan_folder(new.plan))
            return Session.create(new.path, source, new.unit, new.author, now=self._now)

        self._open(new.path, make)

    def make_practice(self, plan: str, year: int) -> None:
        """Make a file with made-up data, showing how far it is, and open it."""
        from ui.practice import Practice, PracticePage

        practice = Practice(plan, year, self._settings.author or say("ui.practice_author"), self._now)
        self._open(practice.path, practice.make)
        self._practice, self.start = practice, None
        page = PracticePage(practice)
        self._show(page)
        page.stop.setFocus()

    def close_file(self) -> None:
        """Save what is being typed, finish all work, close the file."""
        if self.view is not None:
            self.view.commit()
        if self._bridge is not None:
            _end(self._bridge)
        self._bridge, self._path, self.view = None, None, None
        self._menu.show_open(is_open=False)

    def _stop_opening(self) -> None:
        """Give up a file that is on its way."""
        if self._practice is not None:
            self._practice.cancel()
        if self._opening is not None:
            opening, self._opening = self._opening, None
            _end(opening)

    def _open(self, path: Path, opener: Callable[[], Session]) -> None:
        self._stop_opening()
        self.notice.hide()
        self._opening = bridge = Bridge(opener, self)

        def opened(session: Session) -> None:
            if bridge is not self._opening:  # given up meanwhile
                return
            self.close_file()
            self._bridge, self._opening = bridge, None
            self._path = path
            self._settings.remember(path)
            self._practice = None
            self.start = None
            self._menu.show_open(is_open=True)
            bridge.saved.connect(self.notice.resolve)
            self._show_view(bridge, session).tabs.setFocus()

        def refused(sentence: str) -> None:
            if bridge is not self._opening:
                return
            self._opening = self._practice = None
            _end(bridge)
            if self.view is None and self.start is None:
                self.show_start()
            self.notice.show_failure(sentence)

        bridge.open(opened, refused)

    def _show_view(self, bridge: Bridge, session: Session) -> FileView:
        """A new view of the open file, in the words and colours now in force."""
        self.view = view = FileView(bridge, session, self._settings, self._menu)
        view.failed.connect(self.notice.show_failure)
        view.told.connect(self.notice.show_message)
        view.offered.connect(self.notice.show_offer)
        view.tabs.currentChanged.connect(lambda _: self.notice.pass_by())
        self._show(view)
        unit = session.units.name(session.unit)
        self.setWindowTitle(say("ui.window_title", unit=unit, file=session.path.name))
        return view

    def _show(self, widget: QWidget) -> None:
        while (before := self._stack.currentWidget()) is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        self._stack.addWidget(widget)

    # --- menu -----------------------------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self._menu = FileMenu(self, (
            (
                Entry("ui.menu_undo", self._on_file(FileView.undo), ("Ctrl+Z",), of_file=True),
                Entry("ui.menu_redo", self._on_file(FileView.redo), ("Ctrl+Y", "Ctrl+Shift+Z"), of_file=True),
                Entry("ui.menu_trash", self._on_file(FileView.show_trash), of_file=True),
                Entry("ui.menu_keys", self._on_file(FileView.show_keys), of_file=True),
            ),
            (
                Entry("form.menu_next", self._on_file(FileView.start_next), ("Ctrl+N",), of_file=True),
                Entry("form.menu_duplicate", self._on_file(FileView.duplicate), ("Ctrl+Shift+D",), of_file=True),
                Entry("form.menu_above", self._on_file(FileView.take_above), ("Ctrl+D",), of_file=True),
                Entry("form.menu_today", self._on_file(FileView.take_today), ("Ctrl+;",), of_file=True),
            ),
            (
                Entry("ui.menu_open", self.ask_file, ("Ctrl+O",)),
                Entry("ui.menu_start", self.show_start),
            ),
            (
                Entry("ui.menu_settings", self.show_settings, ("Ctrl+,",)),
                Entry("ui.menu_language", self.change_language),
            ),
            (Entry("ui.menu_quit", self.close, ("Ctrl+Q",)),),
        ))  # fmt: skip

    def _on_file(self, action: Callable[[FileView], object]) -> Callable[[], None]:
        def run() -> None:
            if self.view is not None:
                action(self.view)

        return run

    def ask_file(self) -> None:
        """Ask for another file to open."""
        folder = str(self._path.parent) if self._path else ""
        chosen, _ = QFileDialog.getOpenFileName(self, say("ui.open_file"), folder, say("ui.data_files"))
        if chosen:
            self.open_file(Path(chosen))

    def show_settings(self) -> None:
        """Name, size of type, colours, language."""
        from ui.settings_sheet import SettingsSheet

        unit = self.view.session.units.name(self.view.session.unit) if self.view else ""
        sheet = SettingsSheet(self, self._settings, unit)
        sheet.look_changed.connect(self.change_look)
        sheet.author_changed.connect(self._change_author)
        sheet.open()

    def change_language(self) -> None:
        """Vietnamese or English."""
        self._settings.language = "en" if self._settings.language == "vi" else "vi"
        self.change_look()

    def change_look(self) -> None:
        """Build what is in sight anew, in the colours, sizes and words of the settings."""
        self._dress()
        texts.set_language(self._settings.language)
        self._menu.retell()
        settings_file.save(self._settings)
        if self.view is not None and self._bridge is not None:
            self.view.commit()
            place = self.view.place
            self._show_view(self._bridge, self.view.session).go_back_to(place)
        elif self.start is not None:
            self.show_start()

    def _dress(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, self._settings.theme, self._settings.font_size)

    def _follow_system(self) -> None:
        """The computer turned light or dark."""
        if self._settings.theme == "system":
            self.change_look()

    def _change_author(self, name: str) -> None:
        settings_file.save(self._settings)
        if self.view is not None and self._bridge is not None:
            self._bridge.ask(lambda session: session.set_author(name), lambda _: None, self.view)
            self.view.show_author(name)
        elif self.start is not None:
            self.start.author.setText(name)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.view is not None and self._bridge is not None and not self._told_at_closing:
            self.view.commit()
            self.notice.hide()
            self._bridge.finish()
            if self.notice.failing:  # what was typed last could not be saved: say so once before going
                self._told_at_closing = True
                event.ignore()
                return
        self._stop_opening()
        self.close_file()
        self._settings.window = bytes(self.saveGeometry().toHex().data()).decode()
        settings_file.save(self._settings)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _data_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _data_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.open_file(path)


def _end(bridge: Bridge) -> None:
    """Finish all that was asked, then close the file."""
    bridge.finish()
    bridge.close()
    bridge.deleteLater()


def _data_file(dragged: QMimeData) -> Path | None:
    """The one data file that is dragged, None for anything else."""
    urls = dragged.urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() == ".db" else None
