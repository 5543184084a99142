"""What the window has to do with passphrases: ask for one, work on that of the open file, put the file away."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import settings as settings_file
from desktop_app.session import OpenFile
from desktop_app.settings import Settings
from desktop_app.texts import in_words, say
from ui.widgets.bridge import Bridge
from ui.widgets.notice import Notice
from ui.window.idle_lock import IdleLock, LockedPage

if TYPE_CHECKING:
    from ui.window.rekeying_work import Rekeying

ASKED = ("keys.needed", "keys.wrong", "keys.code_wrong")


class FileKeys(QObject):
    """`file_wanted(path, key)`: open a file so; `work_wanted(Rekeying)`: the open one is to get another passphrase;
    `put_away_wanted`: nobody uses it.
    """

    file_wanted = Signal(Path, str)
    work_wanted = Signal(object)
    put_away_wanted = Signal()

    def __init__(self, window: QWidget, settings: Settings, now: Callable[[], datetime]) -> None:
        super().__init__(window)
        self._window, self._settings, self._now = window, settings, now
        self._given: tuple[Path, str, bool] | None = None  # file, key, whether it comes of a recovery page
        self._lock = IdleLock(self, self.put_away_wanted.emit)

    def key_of(self, path: Path) -> str | None:
        """What was given for a file the last time it was asked for."""
        return self._given[1] if self._given is not None and self._given[0] == path else None

    def asks(self, path: Path, sentence: str, refusals: Sequence[str]) -> bool:
        """Whether a file was refused for want of a passphrase; then the person is asked for it."""
        if not refusals or refusals[-1] not in ASKED:
            return False
        from ui.widgets.unlock_dialog import UnlockDialog

        by_code = refusals[-1] == "keys.code_wrong"
        dialog = UnlockDialog(self._window, path, "" if refusals[-1] == "keys.needed" else sentence, by_code=by_code)
        dialog.given.connect(partial(self._give, path))
        return True

    def _give(self, path: Path, key: str, by_code: bool) -> None:
        self._given = (path, key, by_code)
        self.file_wanted.emit(path, key)

    def show_sheet(self, bridge: Bridge, file: OpenFile) -> None:
        """The dialog about the passphrase of the open file."""
        from ui.window.passphrase_dialog import PassphraseDialog

        dialog = PassphraseDialog(
            self._window,
            bridge,
            self._settings.lock_after,
            encrypted=file.encrypted,
            by_code=self._opened_by_code(file),
        )
        dialog.wanted.connect(partial(self._go, bridge, file))
        dialog.lock_chosen.connect(partial(self._choose_lock, file))

    def _opened_by_code(self, file: OpenFile) -> bool:
        return self._given is not None and self._given[0] == file.path and self._given[2]

    def take_up(self, bridge: Bridge, file: OpenFile) -> None:
        """Watch a file that was opened just now; who forgot its passphrase is to set another one."""
        self.watch(file)
        if self._opened_by_code(file):
            self.show_sheet(bridge, file)

    def _choose_lock(self, file: OpenFile, lock_after: str) -> None:
        self._settings.lock_after = lock_after
        settings_file.save(self._settings)
        self.watch(file)

    def _go(self, bridge: Bridge, file: OpenFile, way: str, new: str) -> None:
        from ui.window.passphrase_dialog import PAGE
        from ui.window.rekeying_work import Rekeying

        if way == PAGE:
            self.show_page(bridge)
        else:
            self._given = None
            self.work_wanted.emit(Rekeying(file.path, file.key, way, new, file.author, self._now))

    def show_result(self, work: "Rekeying", notice: Notice, bridge: Bridge) -> None:
        """What became of such a work; of a new passphrase the recovery page follows at once."""
        if work.failure:
            notice.show_failure(in_words(work.failure), lasting=True)
        elif work.gave_passphrase:
            self.show_page(bridge, work.sentences())
        else:
            notice.show_message(" ".join(work.sentences()))

    def show_page(self, bridge: Bridge, done: Sequence[str] = ()) -> None:
        """The recovery page, to be printed now."""
        from ui.window.recovery_dialog import RecoveryDialog

        RecoveryDialog(self._window, bridge, done)

    def watch(self, file: OpenFile | None) -> None:
        """Count the minutes in which nobody uses a file with a passphrase, where the person wants it so."""
        after = self._settings.lock_after
        watched = file is not None and file.encrypted and after != "never"
        self._lock.watch(int(after) if watched else 0)

    def clear_the_way(self, file: OpenFile, notice: Notice) -> bool:
        """Close what stands over the window, with all that it says of the file; False: that has no passphrase."""
        if not file.encrypted:
            notice.show_message(say("keys.none", file=file.path.name))
            return False
        while (over := QApplication.activeModalWidget()) is not None and (over.close() or over.close()):
            pass  # the recovery page asks the first time
        return True

    def locked_page(self, path: Path, leave: Callable[[], object]) -> LockedPage:
        """What stands in the place of a file that was put away."""
        return LockedPage(path.name, lambda: self.asks(path, "", ASKED[:1]), leave)
