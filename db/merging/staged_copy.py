"""A file from outside as it was read: its private copy, and whether it has changed since."""

import shutil
import tempfile
from pathlib import Path

from msgspec import Struct

from db.merging.inspection import Checked, inspect_copy
from db.merging.source import Ask, Copied, FileStats, is_same, refusing, stats_of, take_copy
from desktop_app.domain.merging import Source
from desktop_app.errors import AppError
from desktop_app.paths import is_file


class StagedCopy(Struct):
    """`copied` is None where nothing was read: for the reason in `refusal`, else it is the file that is open here.

    `checked`: what the copy says of itself, once it was looked through.
    """

    source: Source
    path: Path
    stats: FileStats
    copied: Copied | None = None
    refusal: AppError | None = None
    checked: Checked | None = None

    @property
    def digest(self) -> bytes | None:
        """The digest of the file's bytes, where they are all that there is of it."""
        return self.copied.digests[-1] if self.copied and self.copied.whole else None


def copy_source(source: Source, folder: Path, own: Path, ask: Ask) -> StagedCopy:
    """A copy below `folder`; `own` is the file that is open here, which is not touched. `ask` may raise, to stop."""
    copy = StagedCopy(source, Path(tempfile.mkdtemp(dir=folder), "source.db"), stats_of(source.path))
    if not is_same(source.path, own):
        try:
            with refusing(source):
                copy.copied = take_copy(source, copy.path, ask)
        except AppError as error:
            copy.refusal = error
            shutil.rmtree(copy.path.parent)  # the room may be what is lacking
    return copy


def checked_copy(copy: StagedCopy, ask: Ask) -> Checked:
    """What a copy says of itself, looked through once; AppError where it is none of ours.

    A discarded one is taken anew: what was known may be forgotten since.
    """
    if copy.checked is None:
        with refusing(copy.source):
            if not copy.path.exists():
                copy.copied = take_copy(copy.source, copy.path, ask)
            copy.checked = inspect_copy(copy.source, copy.path, ask)
    return copy.checked


def is_missing(copy: StagedCopy) -> bool:
    """Whether the file is not where it was: its stick may have been pulled out."""
    return copy.copied is not None and not is_file(copy.source.path)


def has_changed(copy: StagedCopy, ask: Ask) -> bool:
    """Whether the file now holds something else than what was read, or can't be read any more; a missing one has not.

    Only where size or time differ it is read again, in the same way as before.
    """
    if copy.copied is None or is_missing(copy) or stats_of(copy.source.path) == copy.stats:
        return False
    with tempfile.TemporaryDirectory(dir=copy.path.parent) as again:
        try:
            with refusing(copy.source):
                return take_copy(copy.source, Path(again, "source.db"), ask).digests != copy.copied.digests
        except AppError:
            return True
