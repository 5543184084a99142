"""The backups of a file as lines, and making one, on the worker thread."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from desktop_app.domain.backups import Backup
from desktop_app.session import OpenFile, maintenance
from desktop_app.texts import in_words
from ui.widgets.lines import Line, when
from ui.widgets.long_work import LongWork, stoppable

MEGABYTE = 1 << 20


class Backups(Struct, frozen=True):
    """The latest first, and the folder that they lie in."""

    folder: Path
    found: Sequence[Backup]

    @property
    def lines(self) -> list[Line]:
        return [Line((when(b.time.isoformat()), in_words(b.reason), size(b.size))) for b in self.found]


def size(count: int) -> str:
    """Bytes as people read them, never less than one kilobyte."""
    return f"{round(count / MEGABYTE)} MB" if count >= MEGABYTE else f"{max(1, count // 1024)} KB"


def read_backups(file: OpenFile) -> Backups:
    return Backups(maintenance.backup_folder(), maintenance.backups(file.path))


def make_backup(file: OpenFile, progress: LongWork) -> Backup | None:
    """A copy as the file is now; None when it was stopped."""
    return stoppable(lambda: maintenance.back_up(file, report_progress=progress.report_progress))
