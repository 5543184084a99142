"""Works that end with an open file: a new one, one for practice, what is left of a damaged one, another passphrase."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.session import OpenFile, opening
from desktop_app.settings import Settings
from desktop_app.texts import say
from ui.widgets.bridge import Bridge
from ui.widgets.lines import when
from ui.widgets.notice import Notice
from ui.window.file_keys import FileKeys
from ui.window.file_opening import FileOpening, nothing

if TYPE_CHECKING:
    from desktop_app.domain.backups import Backup
    from ui.start.new_file_card import NewFile
    from ui.window.rekeying_work import Rekeying


class FileWorks:
    """`may_leave(go)`: whether what is open may be left, else `go` comes later; `show(page)`: a page in its place;
    `open_by(path, opener, cancel, then)`: open what a work makes. What each needs is imported with the first one.
    """

    def __init__(
        self, window: QWidget, settings: Settings, now: Callable[[], datetime], on_its_way: FileOpening,
        keys: FileKeys, notice: Notice, *, may_leave: Callable[[Callable[[], object]], bool],
        show: Callable[[Any], object], open_by: Callable[..., object],
    ) -> None:  # fmt: skip
        self._window, self._settings, self._now = window, settings, now
        self._opening, self._keys, self._notice = on_its_way, keys, notice
        self._may_leave, self._show, self._open_by = may_leave, show, open_by

    def make_file(self, new: "NewFile") -> None:
        if self._opening.awaits(new.path):  # pressed twice: a second making would refuse what the first one makes
            return
        from desktop_app import own_plans

        def make() -> OpenFile:
            source = own_plans.known_plan(new.plan)
            return opening.create_file(new.path, source, new.unit, new.author, now=self._now)

        self._settings.forget(new.path)
        self._open_by(new.path, make)

    def make_practice(self, plan: str, year: int) -> None:
        """Make a file with made-up data, showing how far it is, and open it."""
        from ui.start.practice import Practice, PracticePage

        practice = Practice(plan, year, self._settings.author or say("ui.practice_author"), self._now)
        self._settings.forget(practice.path)
        self._show(PracticePage(practice))
        self._open_by(practice.path, practice.make, practice.progress.cancel, nothing)

    def ask_salvage(self, damaged: Path) -> None:
        """Ask where what can still be read of a damaged file goes."""
        proposed = str(damaged.with_name(f"{damaged.stem}-2.db"))
        chosen, _ = QFileDialog.getSaveFileName(self._window, say("salvage.where"), proposed, say("ui.data_files"))
        if chosen:
            self.salvage(damaged, Path(chosen))

    def salvage(self, damaged: Path, out: Path) -> None:
        """Bring what can still be read of a damaged file into a new one and open that, saying what was lost."""
        from ui.start.salvage_page import Salvage, SalvagePage, show_saved

        if not self._may_leave(lambda: self.salvage(damaged, out)):
            return
        salvage = Salvage(damaged, out, self._now, self._keys.key_of(damaged))

        def show_result(bridge: Bridge) -> None:
            assert salvage.salvaged
            show_saved(self._window, bridge, salvage.salvaged)

        self._show(SalvagePage(salvage))
        self._open_by(out, salvage.make, salvage.progress.cancel, show_result)

    def ask_bring_back(self, lost: Path, backup: "Backup") -> None:
        """Ask where a backup of a file goes that is damaged or gone."""
        proposed = str(lost.with_name(f"{lost.stem}-{backup.time.astimezone():%Y%m%d-%H%M}.db"))
        chosen, _ = QFileDialog.getSaveFileName(self._window, say("backup.where"), proposed, say("ui.data_files"))
        if chosen:
            self.bring_back(lost, Path(chosen))

    def bring_back(self, lost: Path, out: Path) -> None:
        """Open the latest backup that is whole as a new file, saying which it was."""
        key, found = self._keys.key_of(lost), list["Backup"]()

        def make() -> OpenFile:
            found.append(opening.bring_latest_back(lost, out, now=self._now, passphrase=key))
            return opening.open_file(out, now=self._now, passphrase=key)

        def show_which(_: Bridge) -> None:
            self._notice.show_message(say("backup.is_back", time=when(found[0].time.isoformat()), file=out.name))

        self._open_by(out, make, nothing, show_which)

    def rekey(self, work: "Rekeying") -> None:
        """Give the open file another passphrase, or none, and open it again."""
        from ui.window.rekeying_work import RekeyingPage

        if self._may_leave(lambda: self.rekey(work)):
            self._show(RekeyingPage(work))
            self._settings.left_at(work.path).figures = ""  # which were remembered of a file without a passphrase
            then = partial(self._keys.show_result, work, self._notice)
            self._open_by(work.path, work.make, work.progress.cancel, then)
