"""One open data file: the one door to it for the window and the command line."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from db import act_list, acts, data_file
from db.connection import sentences
from db.log import find_record
from db.store import Act
from desktop_app.domain.changes import random_id
from desktop_app.domain.clock import Clock
from desktop_app.domain.erasing import ERASE
from desktop_app.domain.merging import MERGE, Tell, silent
from desktop_app.errors import AppError
from desktop_app.report_writing import ReportWriter

if TYPE_CHECKING:
    from desktop_app.domain.salvage import Salvaged
    from desktop_app.domain.setting_aside import TakenBack
    from desktop_app.exchange.import_plan import ImportPlan

Result = TypeVar("Result")


def system_now() -> datetime:
    return datetime.now(UTC)


class Session(ReportWriter):
    """An open data file. Every method blocks and may be called from one thread at a time."""

    @classmethod
    def create(
        cls, path: Path, source: Mapping[str, Any], unit: str, author: str = "", *,
        now: Callable[[], datetime] = system_now, random: Callable[[int], bytes] = os.urandom,
        passphrase: str | None = None, practice: bool = False,
    ) -> Self:  # fmt: skip
        """A new file for the office of `unit`, a code of the plan's unit list; AppError if it exists already."""
        from desktop_app.domain.plan_seeds import seed_records

        units = data_file.units_of(source, source["plan"]["unit_version"])
        if unit not in units:
            raise AppError("core.no_unit", unit=unit)
        seeds = seed_records(source)
        return cls(
            data_file.create(path, source, unit, author, Clock(now, random), seeds, passphrase, practice=practice)
        )

    @classmethod
    def open(
        cls, path: Path, *, author: str | None = None, now: Callable[[], datetime] = system_now,
        random: Callable[[int], bytes] = os.urandom, passphrase: str | None = None,
    ) -> Self:  # fmt: skip
        """An existing file; AppError says why it can't be used: not one of ours, too new, in use, not writable."""
        return cls(data_file.open_data_file(path, Clock(now, random), passphrase), author=author)

    @classmethod
    def open_copy(cls, path: Path, folder: Path, *, passphrase: str | None = None) -> Self:
        """A private copy of a file, made in `folder`, to be looked at: of one on a read-only disk."""
        from db.merging.source import private_copy

        return cls.open(private_copy(path, folder, passphrase), passphrase=passphrase)

    @staticmethod
    def salvage(
        damaged: Path, out: Path, *, now: Callable[[], datetime] = system_now,
        random: Callable[[int], bytes] = os.urandom, passphrase: str | None = None, tell: Tell = silent,
    ) -> "Salvaged":  # fmt: skip
        """What can still be read of a damaged file, as a new file. AppError: there is nothing.

        `tell` hears how far it is; raising StoppedError, it stops the work.
        """
        from db.rescue.salvage import salvage
        from desktop_app.plan_files import shipped_plan

        return salvage(damaged, out, Clock(now, random), shipped_plan, passphrase, tell)

    def again(self) -> Self:
        """The same file opened once more, for a thread of its own."""
        clock = self._data.store.clock
        return self.open(self.path, author=self.author, now=clock.now, random=clock.random, passphrase=self._data.key)

    def close(self) -> None:
        self._data.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        with sentences(self.path):
            if error is not None:
                raise error

    def run(self, action: Callable[[Self], Result]) -> Result:
        """Do something with the file; what computer or file are to blame for becomes an AppError, also in reading."""
        with sentences(self.path):
            return action(self)

    def set_author(self, name: str) -> None:
        """Who writes from now on, remembered in the file."""
        with self._store.writing():
            self._store.set_meta({"author": name})
        self.author = name

    def undo_preview(self, act: bytes, tell: Tell = silent) -> "TakenBack":
        """What taking an act back would move, and what stays and why; of a merge that is taken back, what did."""
        from db.merging.merge_undo import look_at_merge
        from db.undo import look_at_act

        is_merge = self._undoable(act).kind == MERGE
        return look_at_merge(self._book, act, tell) if is_merge else look_at_act(self._book, act)

    def undo(self, act: bytes, tell: Tell = silent) -> "TakenBack":
        """Take one of this file's acts back where later work has not gone on from it, and tell what that did.

        What a merge brought is set aside in this file only; anything else is set back by new changes. Of a merge `tell`
        hears how far it is; raising StoppedError, it stops the work, and the file is as it was.
        """
        from db.merging.merge_undo import undo_merge
        from db.undo import undo_act

        is_merge = self._undoable(act).kind == MERGE
        return undo_merge(self._store, act, tell) if is_merge else undo_act(self._store, act, self.author)

    def _undoable(self, act: bytes) -> act_list.ActRow:
        found = next((a for a in self.acts() if a.act == act), None)
        if found is None:
            raise AppError("core.no_act", act=act.hex())
        if found.kind == ERASE:
            raise AppError("erase.no_undo")
        if not found.made_here:
            raise AppError("core.foreign_act")
        return found

    def redo(self, act: bytes, tell: Tell = silent) -> "TakenBack":
        """Take back the undo of an act; `tell` as in `undo`."""
        from db.merging.merge_undo import redo_merge

        acts = self.acts()
        if any(a.act == act and a.kind == MERGE for a in acts):
            return redo_merge(self._store, act, tell)
        undo = next((a for a in acts if a.target == act and a.kind == "undo" and not a.undone), None)
        if undo is None:
            raise AppError("core.not_undone", act=act.hex())
        return self.undo(undo.act)

    def undone_acts(self, limit: int) -> list[act_list.ActRow]:
        """What redo does again, the first at once: what was taken back last, unless something was done since."""
        return act_list.undone_acts(self._book.connection, limit)

    def import_lines(self, lines: Iterable[str], dry_run: bool = False) -> "ImportPlan":
        """Write JSON lines as one act, or nothing at all: then the plan that comes back holds every problem."""
        from desktop_app.exchange.import_plan import plan_import

        def new_id() -> str:
            return random_id(self._store.clock.random(16))

        with self._store.writing():
            wanted = plan_import(self.rules, lines, self._known, self._referring, new_id)
            if not wanted.problems and not dry_run:
                edits = acts.importing(
                    self._book, (acts.Wanted(e.record, e.kind, e.values, e.deleted) for e in wanted.edits)
                )
                self._store.apply(edits, Act("import", self.author))
        return wanted

    def _referring(self, record: str) -> list[tuple[str, str]]:
        row = find_record(self._book.connection, record)
        return acts.referring(self._book, row) if row else []
