"""The verified copies of the open file: when, why, how large; one made now, one restored to a new file."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.domain.backups import Backup
from desktop_app.session import maintenance
from desktop_app.texts import say
from ui.exchange.backup_lines import Backups, make_backup, read_backups
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.lines import when
from ui.widgets.long_work import LongWork
from ui.widgets.table_dialog import TableDialog


class BackupDialog(TableDialog):
    """`file_wanted(path)`: a copy was restored; open it."""

    file_wanted = Signal(Path)

    def __init__(self, over: QWidget, bridge: Bridge, path: Path) -> None:
        super().__init__(over, say("backup.title"), "", (
            (say("backup.time"), 160), (say("backup.why"), 0), (say("backup.size"), 110),
        ), right=(2,))  # fmt: skip
        self._bridge, self._path = bridge, path
        self._backups: Backups | None = None
        self._progress: LongWork | None = None
        self.message = self.add(parts.MessageLabel())
        self.make = parts.button(say("backup.make"), self.back_up, icon="save")
        self.stop = parts.button(say("ui.qt_cancel"), self._stop)
        self.stop.hide()
        self.foot.insertWidget(0, self.make)
        self.foot.insertWidget(1, self.stop)
        self.restore = self.offer(say("backup.restore"), "history", self.ask_where)
        self.table.opened.connect(lambda _: self.ask_where())
        self._read()
        self.open()

    def back_up(self) -> None:
        """Make a copy now."""
        self._progress = progress = LongWork(self.message.show_text)
        self._work(working=True)
        self._bridge.beside(lambda file: make_backup(file, progress), self._made, self, self._fail)

    def ask_where(self) -> None:
        """Ask where the current copy goes, as a new file."""
        chosen = self._current()
        if chosen is not None:
            proposed = self._path.with_name(f"{self._path.stem}-{chosen.time.astimezone():%Y%m%d-%H%M}.db")
            out, _ = QFileDialog.getSaveFileName(self, say("backup.where"), str(proposed), say("ui.data_files"))
            if out:
                self.restore_to(Path(out))

    def restore_to(self, out: Path) -> None:
        """The current copy as a new file, which is opened then."""
        chosen = self._current()
        if chosen is None:
            return

        def restored(_: None) -> None:
            self.close()
            self.file_wanted.emit(out)

        self.message.show_text(say("backup.restoring"))
        self._work(working=True)
        name = chosen.path.name
        self._bridge.ask(lambda file: maintenance.restore_backup(file, name, out), restored, self, self._fail)

    def _current(self) -> Backup | None:
        return self.table.current_of(self._backups.found if self._backups else ())

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    # --- answers --------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._bridge.ask(read_backups, self._show, self)

    def _show(self, backups: Backups) -> None:
        self._backups = backups
        about = say("backup.about", folder=f"\n{backups.folder}")
        self.set_about(about if backups.found else f"{say('backup.none')} {about}")
        self.show_lines(backups.lines)
        self._work(working=False)

    def _made(self, made: Backup | None) -> None:
        self.message.show_text(say("backup.made", time=when(made.time.isoformat())) if made else say("backup.stopped"))
        self._read()

    def _fail(self, why: str) -> None:
        self.message.show_text(why, "error")
        self._work(working=False)

    def _work(self, *, working: bool) -> None:
        self._progress = self._progress if working else None
        self.make.setEnabled(not working)
        self.restore.setEnabled(not working and self._current() is not None)
        self.stop.setVisible(working and self._progress is not None)
