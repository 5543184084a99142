"""A file is given another passphrase, or none, on the worker thread, while nothing of it is in sight."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop_app.errors import AppError, StoppedError
from desktop_app.messages import Message, Text
from desktop_app.session import OpenFile, opening, passphrases
from desktop_app.session.passphrases import Rekeyed
from desktop_app.texts import say
from ui.widgets.long_work import LongWork
from ui.widgets.working_card import WorkingPage
from ui.window.passphrase_dialog import CHANGE, REMOVE, SET

MOST = 2  # backups that are named; the dialog about them has to have room on a small screen
DONE = {SET: "keys.done_set", CHANGE: "keys.done_changed", REMOVE: "keys.done_removed"}


class Rekeying:
    """One such work; `make` opens the file afterwards in either case."""

    def __init__(
        self, path: Path, key: str | None, way: str, new: str, author: str, now: Callable[[], datetime]
    ) -> None:
        self.path, self.way = path, way
        self._key, self._new, self._author, self._now = key, new, author, now
        self.progress = LongWork()
        self.failure: Text = ""
        self._done: Rekeyed | None = None

    @property
    def gave_passphrase(self) -> bool:
        return self._done is not None and self._done.encrypted

    def make(self) -> OpenFile:
        """The file, with its other passphrase or, where that failed, as it was."""
        key, report = self._key, self.progress.report_progress
        try:
            with opening.open_file(self.path, now=self._now, passphrase=key) as file:
                if self.way == SET:
                    self._done = passphrases.set_passphrase(file, self._new, report)
                elif self.way == CHANGE:
                    self._done = passphrases.change_passphrase(file, self._new, report)
                else:
                    self._done = passphrases.remove_passphrase(file, report)
            key = self._new or None
        except AppError as error:
            self.failure = Message("keys.not_done", reason=error.message)
        except StoppedError:
            self.failure = Message("keys.stopped")
        return opening.open_file(self.path, author=self._author or None, now=self._now, passphrase=key)

    def sentences(self) -> list[str]:
        """What was done, and what a passphrase does not cover."""
        assert self._done
        unread = [Path(path).name for path in self._done.unread]
        named = ", ".join(unread[:MOST]) + (" …" if len(unread) > MOST else "")
        return [
            say(DONE[self.way]),
            *([say("keys.backups_done", count=self._done.backups)] if self._done.backups else []),
            *([say("keys.backup_unread", file=named)] if unread else []),
            *([] if self.way == REMOVE else [say("keys.not_covered")]),
        ]


class RekeyingPage(WorkingPage):
    """A class of its own, since the guide has a page for it."""

    def __init__(self, work: Rekeying) -> None:
        super().__init__(say("keys.working"), str(work.path), say("keys.writing"), work.progress)
