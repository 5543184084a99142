"""Verified copies of a data file in a folder of their own, thinned out with time, rewritten when a value is erased."""

import errno
import os
import shutil
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from db import store
from db.connection import Connection, DatabaseError, connect, progress_handler
from db.data_file import creating, open_unprepared
from db.data_file_opening import open_file
from db.erased import own_erasures
from db.erasure import compact, due
from db.erasure_items import all_items
from db.error_sentences import sentences
from db.integrity import blaming_the_disk, broken_pages
from db.log import computed_digest, stored_digest
from db.merge_origin import merge_state
from db.merging.source import private_copy
from db.open_file import OpenFile
from db.part_file import part_file, put_in_place
from db.private_folder import PART, private_folder
from db.replaced import refuse_replaced
from desktop_app.domain.backups import DAILY, Backup, backup_name, latest_first, parse_name, superfluous
from desktop_app.domain.clock import Clock
from desktop_app.domain.collation import fold
from desktop_app.domain.erasing import ErasureItem
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.paths import identity, is_folder, is_writable, make_folder, patiently

STEP = 1000  # pages
_LEFT = (
    "core.not_ours", "core.other_format", "core.no_file", "core.file_in_use", "core.cannot_open",
    "keys.needed", "keys.wrong", "keys.code_wrong", "keys.not_encrypted",
)  # fmt: skip
ABANDONED = 600  # seconds since anything was written
_SPARE = 1 << 24  # bytes that a disk keeps free beside a backup


def folder_of(backups: Path, file: Path) -> Path:
    """Where the backups of one file lie: a folder for each path, however many files have the same name."""
    stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in fold(file.stem))[:40]
    return backups / f"{stem}-{zlib.crc32(os.fsencode(identity(file))):08x}"


def backups_in(folder: Path, now: datetime | None = None) -> list[Backup]:
    """The backups of a folder, the latest first; `now` by the clock of this PC where no other is given.

    AppError: nobody may look there, or its disk is not there.
    """
    found = (_backup_at(path) for path in _content(folder))
    return latest_first(filter(None, found), now or datetime.now(UTC))


def _content(folder: Path) -> list[Path]:
    """What lies in a folder of backups, where there is one: to be kept apart from one whose disk is not there."""
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError) as error:
        if not (folder.is_symlink() or folder.parent.is_symlink()):
            return []
        raise AppError("backup.unreadable", folder=str(folder)) from error
    except OSError as error:
        raise AppError("backup.unreadable", folder=str(folder)) from error


def _backup_at(path: Path) -> Backup | None:
    try:
        return parse_name(path, path.stat().st_size) if path.is_file() else None
    except OSError:  # another program removed it just now
        return None


def make_backup(file: OpenFile, backups: Path, why: str, report_progress: ProgressCallback = ignore_progress) -> Backup:
    """A copy as the file is now, read back before it counts; where the latest one holds the same, that one.

    AppError: no room, or the folder can't be written. `report_progress` may raise, to stop; nothing is left then.
    """
    folder = folder_of(backups, file.path)
    with _writing_in(folder):
        found = backups_in(folder, file.clock.now())
        if found and _same_log(file, found[0].path):
            return found[0]
    return add_backup(file, backups, why, report_progress)


def add_backup(file: OpenFile, backups: Path, why: str, report_progress: ProgressCallback = ignore_progress) -> Backup:
    """A copy as the file is now, in whatever format, read back before it counts, whatever copies there are."""
    folder, now = folder_of(backups, file.path), file.clock.now()
    with _writing_in(folder):
        _forget_parts(folder)
        target = folder / backup_name(now, why)
        while target.exists():  # another program made one in this second
            now += timedelta(seconds=1)
            target = folder / backup_name(now, why)
        _refuse_full(file.path, folder)
        with blaming_the_disk(file.path), part_file(target) as part:
            copy_into(file, part, report_progress)
            erase_in(file, part)  # what was erased through another connection meanwhile
            size = part.stat().st_size
            put_in_place(part, target)
    made = parse_name(target, size)
    assert made
    with suppress(OSError, AppError):  # one too many is no harm
        _thin_out(folder, made, now)
    return made


def _thin_out(folder: Path, made: Backup, now: datetime) -> None:
    """Remove what need not stay; what was just made does."""
    for old in superfluous(backups_in(folder, now), now):
        if old.path != made.path:
            patiently(old.path.unlink)


def is_daily_due(file: OpenFile, backups: Path) -> bool:
    """Whether no copy was made today, by the calendar of this PC."""
    today = file.clock.now().astimezone().date()
    return all(b.time.astimezone().date() != today for b in backups_in(folder_of(backups, file.path)) if b.why == DAILY)


@contextmanager
def _writing_in(folder: Path) -> Iterator[None]:
    try:
        make_folder(folder)
        if not is_writable(folder):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        yield
    except OSError as error:
        raise AppError("backup.no_folder", folder=str(folder)) from error


def _refuse_full(file: Path, folder: Path) -> None:
    if shutil.disk_usage(folder).free < file.stat().st_size + _SPARE:
        raise AppError("backup.no_room", folder=str(folder))


def copy_into(file: OpenFile, target: Path, report_progress: ProgressCallback = ignore_progress) -> None:
    """The file as a new one, by SQLite's own backup, and read back.

    It goes in small steps, between which others may write; SQLite begins anew then.
    """
    copying, checking = Message("backup.copying"), partial(report_progress, 1, 2, Message("backup.checking"))
    with sentences(target), closing(connect(target, file.raw_key)) as copy:
        file.connection.backup(
            copy, pages=STEP, progress=lambda _, left, total: report_progress(total - left, 2 * total, copying)
        )
        refuse_replaced(file, copy)
        with progress_handler(copy, checking):
            _verify(copy, target)


def _verify(copy: Connection, target: Path) -> None:
    if broken_pages(copy, "quick_check(1)") or stored_digest(copy) != computed_digest(copy):
        raise AppError("backup.not_whole", file=target.name)


def _same_log(file: OpenFile, path: Path) -> bool:
    """Whether a backup holds the log as it is now, and beside it the same of merges; and is still whole
    itself.
    """
    try:
        with closing(open_file(path, file.key)) as there:
            if stored_digest(there) != stored_digest(file.connection):
                return False
            if merge_state(there) != merge_state(file.connection):
                return False
            _verify(there, path)
            return True
    except (AppError, DatabaseError):
        return False


class ErasedBackups(NamedTuple):
    """What became of the backups that held what is erased: written anew, removed, left since they can't be read."""

    rewritten: int = 0
    removed: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()


def erase_in_backups(file: OpenFile, backups: Path) -> ErasedBackups:
    """Erase in every own backup, of whatever file, what this file knows to be erased.

    One that can't be written anew is removed, so that nothing stays in it; one that can't be opened now, having another
    passphrase perhaps, is left.
    """
    rewritten, removed, unread = 0, list[Path](), list[Path]()
    folders = [folder for folder in _content(backups) if is_folder(folder)]
    for folder in folders:
        _forget_parts(folder)
    for path in sorted(backup.path for folder in folders for backup in backups_in(folder)):
        try:
            rewritten += erase_in(file, path)
        except AppError as error:
            if error.key in _LEFT or not _removed(path):
                unread.append(path)
            else:
                removed.append(path)
    return ErasedBackups(rewritten, tuple(removed), tuple(unread))


def _removed(path: Path) -> bool:
    try:
        patiently(path.unlink)
    except OSError:  # on a disk that can only be read, perhaps
        return False
    return True


def _forget_parts(folder: Path) -> None:
    """Remove what a copy left that was cut off, by a power cut perhaps; one just being made is younger. What seems to
    be of a day to come was written while a clock was wrong.
    """
    for part in folder.glob(f"*{PART}*"):
        with suppress(OSError):  # removed just now, or on a disk that can only be read
            if abs(time.time() - part.stat().st_mtime) > ABANDONED:
                part.unlink(missing_ok=True)


def erase_in(file: OpenFile, path: Path, items: Sequence[ErasureItem] = ()) -> bool:
    """Erase in a copy what this office erased, and of what others did these items; whether it held any of it."""
    erasures = own_erasures(file.connection)
    if not erasures and not items:
        return False
    there = open_unprepared(path, file.clock, file.key)
    with closing(there.connection):
        known = {change.stamp for change, _ in own_erasures(there.connection)}
        if items or any(change.stamp not in known for change, _ in erasures):
            with store.writing(there):
                store.take_erasures(there, erasures, items)
        if not due(there.connection):
            return False
        if not compact(there.connection, path):
            raise AppError("backup.no_room", folder=str(path.parent))
    return True


def restore(file: OpenFile, backup: Path, out: Path) -> None:
    """A backup as a new file beside ours; what was erased since stays erased in it."""
    with restoring(backup, out, file.clock, file.key) as part:
        erase_in(file, part, all_items(file.connection))


@contextmanager
def restoring(backup: Path, out: Path, clock: Clock, key: str | None) -> Iterator[Path]:
    """A backup as a new file, which gets its name at the end.

    It may be anybody's file, so it is read as one from outside is: it stays as it is, and may lie on a read-only disk.
    """
    with private_folder() as folder, creating(out) as part:
        there = open_unprepared(private_copy(backup, folder, key), clock, key)
        with closing(there.connection):
            copy_into(there, part)
        yield part
