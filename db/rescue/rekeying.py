"""A file gets a passphrase, another one or none, and its backups with it, whatever is cut off on the way."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from db import store
from db.connection import opens
from db.meta import forget_meta, set_meta
from db.open_file import OpenFile
from db.present import FORMER_KEY
from db.replaced import refuse_replaced
from db.rescue.backup import backups_in, folder_of
from db.rewriting import rewrite
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.errors import AppError

# what may be another way the next time
_PASSING = ("core.disk_full", "core.disk_error", "core.file_in_use", "core.read_only", "core.no_private_folder")


class RewrittenBackups(NamedTuple):
    """How many backups were written anew, and those that no key at hand opens, or that are damaged."""

    rewritten: int = 0
    unread: tuple[Path, ...] = ()


def rekey(file: OpenFile, new: str | None, report_progress: ProgressCallback = ignore_progress) -> None:
    """Close a file and give it the raw key `new`, or none; AppError: it is as it was.

    What is cut off leaves the old file or the new one, and nothing else. The new one remembers the key of before until
    its backups are written anew too: `finish_rekeying`.
    """
    path, key, former = file.path, file.key, ",".join([*_former_keys(file), file.raw_key or ""])
    refuse_replaced(file)
    file.close()
    rewrite(path, key, new, report_progress, lambda copy: set_meta(copy, {FORMER_KEY: former}))


def _former_keys(file: OpenFile) -> list[str]:
    """Those that backups may still have, "" for none."""
    row = file.connection.execute("SELECT value FROM meta WHERE key = ?", (FORMER_KEY,)).fetchone()
    return row[0].split(",") if row else []


def finish_rekeying(file: OpenFile, backups: Path, keys: Iterable[str] = ()) -> RewrittenBackups:
    """Give the backups of a file its key, where that has just changed; `keys` are others that may open them."""
    former = _former_keys(file)
    if not former:
        return RewrittenBackups()
    known = (*keys, *(key or None for key in former))
    done, passing = _rewrite_backups(folder_of(backups, file.path), known, file.raw_key)
    if not passing:
        with store.writing(file):
            forget_meta(file.connection, FORMER_KEY)
    return done


def _rewrite_backups(folder: Path, keys: Iterable[str | None], new: str | None) -> tuple[RewrittenBackups, bool]:
    """The backups written anew, and whether some may be so the next time."""
    rewritten, unread, passing = 0, list[Path](), False
    for path in (backup.path for backup in reversed(backups_in(folder)) if not opens(backup.path, new)):
        try:
            key = next((key for key in dict.fromkeys(keys) if opens(path, key)), None)
            rewrite(path, key, new)
            rewritten += 1
        except AppError as error:
            unread.append(path)
            passing = passing or error.key in _PASSING
    return RewrittenBackups(rewritten, tuple(unread)), passing
