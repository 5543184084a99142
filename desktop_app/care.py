"""The care for a data file: its copies, what is erased for good, and what may stand in it twice."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.drafts import half_typed
from db.store import Act
from desktop_app import paths
from desktop_app.domain.backups import BY_HAND, DAILY, MERGE, Backup
from desktop_app.domain.changes import random_id
from desktop_app.domain.erasing import ERASE, Erased
from desktop_app.domain.merging import Tell, silent
from desktop_app.errors import AppError
from desktop_app.merging import Merger

if TYPE_CHECKING:
    from desktop_app.domain.duplicates import Duplicate
    from desktop_app.domain.merging import MergeResult, Source
    from desktop_app.domain.sending import SentFile


class Caretaker(Merger):
    """What a Session does for its file as a whole. Every method blocks and may be called from one thread at a time."""

    @property
    def backup_folder(self) -> Path:
        """Where the copies of all data files of this person lie, beside the settings."""
        return paths.config_dir() / "backups"

    def met_others(self) -> bool:
        """Whether another window or program wrote into the file since this was asked the last time."""
        return self._book.kept.met_others()

    def half_typed(self) -> list[tuple[str, str]]:
        """(kind, id) of the records with text that was typed and never saved, unreadable or cut off, the last first."""
        return half_typed(self._book.connection)

    def erase(self, stamps: Iterable[bytes], reason: str) -> Erased:
        """Take the values of these changes out of the file, its copies and every file that this one reaches; for good.

        AppError: no reason, no such change, or one that holds no value.
        """
        from db.erasing import elsewhere, erasing

        stamps = list(stamps)
        copies = tuple(copy.name for copy in self.copies_holding(stamps))
        with self._store.writing():
            edit, going = erasing(self._book, random_id(self._store.clock.random(16)), stamps, reason)
            act = self._store.apply([edit], Act(ERASE, self.author)).act
            also = elsewhere(self._book.connection, going.texts)
        assert act
        compact, backups, unread = self._finish_erasing()
        locks = tuple(place.record for place in going.locks)
        unread_names = tuple(map(str, unread))
        return Erased(act, len(going.places), locks, tuple(also), copies, backups, unread_names, compact)

    def copies_holding(self, stamps: Collection[bytes]) -> "list[SentFile]":
        """The copies handed over that may hold the values of these changes: no erasing here reaches them."""
        from db.erased import copies_holding

        return copies_holding(self._book.connection, stamps)

    def _finish_erasing(self) -> tuple[bool, int, list[Path]]:
        """Write the file and its copies anew after values were erased: (whole file done, copies done, not readable)."""
        from db.erasing import compact, is_due
        from db.rescue.backup import erase_in_backups

        connection = self._book.connection
        if not is_due(connection):
            return True, 0, []
        done, unread = erase_in_backups(self._data, self.backup_folder)
        return compact(connection, self.path), done, unread

    def backups(self) -> list[Backup]:
        """The copies of this file, the latest first."""
        return self.backups_of(self.path)

    @staticmethod
    def backups_of(file: Path) -> list[Backup]:
        """The copies of a file, the latest first, also of one that can't be opened any more."""
        from db.rescue.backup import backups_in, folder_of

        return backups_in(folder_of(paths.config_dir() / "backups", file))

    def back_up(self, why: str = BY_HAND, tell: Tell = silent) -> Backup:
        """A copy as the file is now, read back. AppError: no room, or its folder can't be written.

        `tell` hears how far it is; raising StoppedError, it stops the work.
        """
        from db.rescue.backup import back_up

        return back_up(self._data, self.backup_folder, why, tell)

    def restore_backup(self, backup: str, out: Path) -> None:
        """One of the copies, by its name or path, as a new file; what was erased since stays erased."""
        from db.rescue.backup import restore

        known = next((b.path for b in self.backups() if b.path.name == backup), Path(backup))
        restore(self._data, known, out)

    def _before_merging(self) -> str:
        """A copy before the merge."""
        return self._backed_up(MERGE)

    def _merge(self, sources: "Iterable[Source]", *options: Any, dry_run: bool) -> "MergeResult":
        """After a merge, what came erased leaves the file and the copies for good."""
        result = super()._merge(sources, *options, dry_run=dry_run)
        if not dry_run:
            self._finish_erasing()
        return result

    def _backed_up(self, why: str, tell: Tell = silent) -> str:
        """A copy before something happens that goes on without one; the sentence that says why there is none."""
        try:
            self.back_up(why, tell)
        except AppError as error:
            return str(error)
        return ""

    def care(self, tell: Tell = silent) -> str:
        """What is to be done once a day after opening; a sentence where it could not be done.

        `tell` hears how far it is; raising StoppedError, it stops the work.
        """
        from db.rescue.backup import is_daily_due

        self._finish_erasing()
        return self._backed_up(DAILY, tell) if is_daily_due(self._data, self.backup_folder) else ""

    def duplicates(self, kind: str, tell: Tell = silent) -> "list[Duplicate]":
        """Pairs of records of a kind that may be the same thing entered twice, the likeliest first.

        `tell` hears how far it is; raising StoppedError, it stops the work.
        """
        from db.merging.duplicates import duplicates

        return duplicates(self._book, self.kind(kind), tell)

    def followers(self, kind: str, record: str) -> dict[str, int]:
        """By kind how many records lie in this one or refer to it; they follow when it is joined into another."""
        from db.merging.duplicates import followers

        return followers(self._book, self.kind(kind), record)

    def set_different(self, first: str, second: str, *, different: bool = True) -> None:
        """Never suggest again that these two are the same, unless one of them is changed; or do suggest it again."""
        from db.merging.duplicates import pair_of

        with self._store.writing():
            kind, pair, state = pair_of(self._book, first, second)
            self._store.note_different(kind, pair, state if different else None)
