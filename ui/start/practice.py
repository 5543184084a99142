"""A practice file with made-up data, made on the worker thread in a folder of its own: nobody takes it for real."""

import itertools
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app import paths
from desktop_app.errors import AppError, StoppedError, reason_of
from desktop_app.session import OpenFile, imports, opening
from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.help_key import help_key
from ui.widgets.long_work import LongWork

RECORDS, BATCH, SEED = 1200, 40, 1


def practice_path(year: int) -> Path:
    """A file name that is still free, in the folder for practice among the person's documents."""
    folder = paths.documents_dir() / say("ui.practice_brief")
    names = (f"so-tap-lam-{year}{'' if n == 1 else f'-{n}'}.db" for n in itertools.count(1))
    return next(folder / name for name in names if not paths.is_there(folder / name))


class Practice:
    """One such making; `make` runs on the worker thread."""

    def __init__(self, plan: str, year: int, author: str, now: Callable[[], datetime]) -> None:
        self._plan, self._author, self._now = plan, author, now
        self.path = practice_path(year)
        self.progress = LongWork()

    def make(self) -> OpenFile:
        """Make the file; AppError when it is stopped, which leaves nothing behind, or can't be written."""
        try:
            paths.make_folder(self.path.parent)
        except OSError as error:
            raise AppError("ui.practice_folder", folder=self.path.parent, reason=reason_of(error)) from error
        from desktop_app import own_plans

        source = own_plans.known_plan(self._plan)
        file = opening.create_file(
            self.path, source, source["plan"]["root"], self._author, now=self._now, practice=True
        )
        try:
            file.run(self._fill)
        except AppError:
            file.close()
            self.path.unlink(missing_ok=True)
            raise
        return file

    def _fill(self, file: OpenFile) -> None:
        lines = imports.demo_lines(file, RECORDS, None, SEED)
        done = 0
        while batch := [json.dumps(line) for line in itertools.islice(lines, BATCH)]:
            try:
                self.progress.report_progress(min(done, RECORDS), RECORDS, "")
            except StoppedError as stopped:
                raise AppError("ui.practice_stopped") from stopped
            imports.import_lines(file, batch)
            done += len(batch)


class PracticePage(QWidget):
    """What the window shows while a practice file is made: how far it is, and the way to stop."""

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        help_key(self)
        self.setObjectName("page")
        self.setAccessibleName(say("ui.practice_making"))
        whole = parts.column(self, 32)
        card, column = parts.card(24, 12)
        card.setFixedWidth(560)
        parts.fill(column, *parts.heading(say("ui.practice_making"), say("ui.practice_where", file=practice.path)))
        self.bar = parts.progress_bar(say("ui.practice_making"))
        practice.progress.progressed.connect(self.bar.setValue)
        column.addWidget(self.bar)
        line = parts.fill(parts.row(), 1)
        self.stop = parts.put(line, parts.button(say("ui.qt_cancel"), practice.progress.cancel))
        column.addLayout(line)
        whole.addStretch(1)
        middle = parts.fill(parts.row(), 1, card, 1)
        parts.fill(whole, middle, 2)
