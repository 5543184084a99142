"""Files of other offices: chosen, looked through, shown, and taken in once a person says so."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QWidget

from desktop_app.domain.merging import MergeResult
from desktop_app.session import exchange
from desktop_app.texts import say
from ui.exchange.merge_preview import MergePreview
from ui.exchange.merge_work import StagedFiles, look, merge
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.long_work import LongWork
from ui.widgets.unlock_dialog import UnlockDialog
from ui.widgets.working_card import WorkingCard

EMPTY, WORKING, PREVIEW = 0, 1, 2


class MergePanel(QWidget):
    """`merged(result)`: files were taken in; `notified(sentence)`; `carry_wanted`: of an earlier year."""

    merged = Signal(object)
    notified = Signal(str)
    failed = Signal(str)
    carry_wanted = Signal()

    def __init__(self, bridge: Bridge, folder: Path) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._bridge, self._folder = bridge, folder
        self._paths: Sequence[Path] = ()
        self._passphrases: Mapping[Path, str] = {}
        self._files: StagedFiles | None = None
        self._work: LongWork | None = None
        self._stack = QStackedWidget()
        self.working = WorkingCard(say("exchange.progress"), self.cancel)
        self.preview = MergePreview(self.look_again, self.cancel, self.merge, self.show_records)
        for view in (self._empty(), self.working, self.preview):
            self._stack.addWidget(view)
        parts.fill(parts.column(self), self._stack)

    # --- choosing -------------------------------------------------------------------------------------------------

    def ask_files(self) -> None:
        """Ask for data files, or zip files that hold some."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self, say("exchange.choose_files"), str(self._folder), say("exchange.files")
        )
        self.look_at([Path(one) for one in chosen])

    def ask_folder(self) -> None:
        """Ask for a folder: all data files in it, whatever they are called."""
        chosen = QFileDialog.getExistingDirectory(self, say("exchange.choose_folder"), str(self._folder))
        self.look_at([Path(chosen)] if chosen else [])

    def look_at(self, paths: Sequence[Path]) -> None:
        """Look through files and folders and show what they would bring; nothing is written."""
        if paths:
            self._look(paths, {})

    def _look(self, paths: Sequence[Path], passphrases: Mapping[Path, str]) -> None:
        """The same with the passphrases of encrypted files, once it is known that none is lacking."""
        self._forget()
        self._paths, self._passphrases = paths, passphrases
        work = self._begin()
        self._bridge.ask(
            lambda s: look(s, paths, work, passphrases), lambda found: self._show(work, found), self, self._fail,
            long=say("exchange.occupied"),
        )  # fmt: skip

    def _unlock(self, encrypted: Sequence[Path], known: Mapping[Path, str]) -> None:
        """Ask for the passphrase of each encrypted file; without it the file is refused, as any other may be."""
        if not encrypted:
            self._look(self._paths, known)
            return
        first, *others = encrypted
        dialog = UnlockDialog(self.window(), first, title=say("keys.ask_source_title"))
        dialog.given.connect(lambda key, _: self._try(encrypted, {**known, first: key}))
        dialog.rejected.connect(lambda: self._unlock(others, {**known, first: ""}))

    def _try(self, encrypted: Sequence[Path], known: Mapping[Path, str]) -> None:
        first, *others = encrypted
        self._bridge.ask(
            lambda _: exchange.opens_with_passphrase(first, known[first]),
            lambda right: self._unlock(others if right else encrypted, known), self,
        )  # fmt: skip

    def look_again(self) -> None:
        """Look through the same files and folders once more."""
        self._look(self._paths, self._passphrases)

    def merge(self) -> None:
        """Take in what is ticked, as it was looked at."""
        files = self._files
        if files is None:
            return
        picked = self.preview.tree.picked(files.sources)
        if not picked:
            self.notified.emit(say("exchange.nothing_picked"))
            return
        work = self._begin()
        self._bridge.write(
            lambda s: merge(s, files, picked, work), lambda done: self._done(work, done), self, failed=self._fail,
            wrote=lambda done: done is not None and done.act is not None, long=say("exchange.occupied"),
        )  # fmt: skip

    def show_records(self) -> None:
        """The records themselves that the file of the current line would bring."""
        from ui.exchange.coming_dialog import ComingDialog

        number = self.preview.tree.current_file
        if self._files is not None and number is not None:
            source = self._files.sources[number]
            ComingDialog(self.window(), self._bridge, self._files.merge, number, source.name)

    def cancel(self) -> None:
        """Stop the work, or put the preview away."""
        if self._work is not None:
            self._work.cancel()
        self._put_away()

    # --- answers --------------------------------------------------------------------------------------------------

    def _begin(self) -> LongWork:
        self._work = LongWork()
        self._work.progressed.connect(self.working.show_progress)
        self.working.show_progress(0, say("exchange.looking"))
        self._stack.setCurrentIndex(WORKING)
        self.working.stop.setFocus()
        return self._work

    def _show(self, work: LongWork, files: StagedFiles | None) -> None:
        if work is not self._work:
            self._close(files)
            return
        self._work, self._files = None, files
        if files is None:
            self._put_away()
            return
        if files.encrypted:
            encrypted, paths = files.encrypted, self._paths
            self._put_away()
            self._paths = paths
            self._unlock(encrypted, self._passphrases)
            return
        self.destroyed.connect(files.merge.close)  # the file may be closed before the preview is put away
        if not files.sources:
            self._fail(say("exchange.no_files"))
        else:
            self._show_preview(files)

    def _show_preview(self, files: StagedFiles) -> None:
        self.preview.show_files(files)
        self._stack.setCurrentIndex(PREVIEW)
        self.preview.tree.setFocus()

    def _done(self, work: LongWork, result: MergeResult | None) -> None:
        asks = result is not None and (result.changed_sources or result.recounted)
        if work is self._work and result is not None and asks:
            self._ask_again(result)
        elif work is self._work:
            self._put_away()
        if result is not None and not asks:
            self.merged.emit(result)

    def _ask_again(self, result: MergeResult) -> None:
        """What was looked at no longer holds: nothing was written, and what does hold is shown."""
        files, ticks = self._files, self.preview.tree.ticks
        assert files is not None
        self._work = None
        self._show_preview(files)
        self.preview.ask_again(result, ticks)

    def _fail(self, why: str) -> None:
        self._put_away()
        self.failed.emit(why)

    def _put_away(self) -> None:
        self._work = None
        self._forget()
        self.preview.tree.clear()
        self._stack.setCurrentIndex(EMPTY)
        self.choose.setFocus()

    def _forget(self) -> None:
        """The copies of what was looked at last are needed no more."""
        self._close(self._files)
        self._files = None

    def _close(self, files: StagedFiles | None) -> None:
        """After all work that may still use them."""
        if files is not None:
            self._bridge.ask(lambda _: files.merge.close(), lambda _: None)

    # --- what it is made of ---------------------------------------------------------------------------------------

    def _empty(self) -> QFrame:
        card, column = parts.card(32, 12)
        column.addStretch(1)
        for words, role in (("exchange.receive_title", "form"), ("exchange.receive_about", "muted")):
            label = parts.label(say(words), role, wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        line = parts.fill(parts.row(), 1)
        self.choose = parts.button(say("exchange.take_files"), self.ask_files, "primary", "file-plus")
        parts.fill(line, self.choose, parts.button(say("exchange.take_folder"), self.ask_folder, icon="folder-open"), 1)
        column.addLayout(line)
        self.earlier = parts.button(say("carry.menu"), self.carry_wanted.emit, "link", "history")
        column.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return card

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.look_at([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
