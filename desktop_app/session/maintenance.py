"""The upkeep of an open data file: its copies, what is erased for good, whether it is whole."""

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from db import data_file, erased, file_check, store
from db.data_file_opening import write_free_pages
from db.erasure import WITH_BACKUPS, compact, due, erasing
from db.foreign_parts import foreign_parts_of, forget_foreign_parts
from db.integrity import damaged_unused
from db.open_file import OpenFile
from db.plan_tables import make_stale_again
from db.present import last_act, note_day
from db.private_folder import remove_abandoned
from db.replaced import refuse_replaced
from db.rescue.backup import ErasedBackups, backups_in, erase_in_backups, folder_of, is_daily_due, make_backup, restore
from db.rescue.rekeying import finish_rekeying
from db.traces import elsewhere
from desktop_app import paths
from desktop_app.domain import clock
from desktop_app.domain.backups import BY_HAND, DAILY, Backup
from desktop_app.domain.erasing import ERASE, Erased
from desktop_app.domain.foreign_part import ForeignPart
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.record_ids import random_id
from desktop_app.domain.sent_copy import SentFile
from desktop_app.errors import AppError
from desktop_app.messages import Label, Message, Text

check, UNUSED = file_check.check, file_check.UNUSED


def make_plan_tables_again(file: OpenFile) -> list[str]:
    """The tables for other programs that one of them had changed: they follow from the plan, and are made again."""
    if not file.certain:
        return []
    with store.writing(file):
        return make_stale_again(file.connection, file.plan)


def info(file: OpenFile) -> dict[str, Any]:
    """What the file says of itself, and the plan of what is not known of it, as `info` prints it."""
    notes = [Label(**note) for note in file.plan.source["plan"].get("not_established", ())]
    return data_file.describe(file) | {"not_established": notes, "foreign_parts": foreign_parts_of(file.connection)}


def mend_unused(file: OpenFile) -> int:
    """Write anew what nothing uses in an encrypted file, where pages of that can't be read; how many could not."""
    damaged = damaged_unused(file.connection) if file.encrypted else 0
    if damaged:
        write_free_pages(file.connection)
    return damaged


def foreign_parts(file: OpenFile) -> list[ForeignPart]:
    """What other programs had put in, taken out of the way and kept as text."""
    return foreign_parts_of(file.connection)


def remove_foreign_parts(file: OpenFile) -> list[ForeignPart]:
    """Forget what other programs had put in, for good; what it was."""
    with store.writing(file):
        found = foreign_parts_of(file.connection)
        forget_foreign_parts(file.connection)
    return found


def clock_doubt(file: OpenFile) -> Message | None:
    """Why the clock of this PC may be wrong, to be said at the start; None where nothing speaks against it."""
    last, day = last_act(file.connection, file.clock.latest_plausible()), date.fromisoformat(file.plan.doc_date)
    return clock.clock_doubt(file.clock.now(), file.ahead, last, day)


def say_today(file: OpenFile, day: date, *, insists: bool = False) -> None:
    """Which day it is, from the person, where the clock of this PC can't be right.

    AppError: before the plan or after the life of the program; before what the file knows of, unless the person
    `insists` that this comes of a wrong clock.
    """
    clock.refuse_day(day, file.clock.now(), file.ahead, date.fromisoformat(file.plan.doc_date), insists=insists)
    with store.writing(file):
        note_day(file, day, acts_are_wrong=insists)
    file.said_today = day


def daily_upkeep(file: OpenFile, report_progress: ProgressCallback = ignore_progress) -> Text:
    """What is to be done once a day after opening; why, where it could not be done."""
    failed: Text = ""
    try:
        finish_interrupted(file)
    except AppError as error:  # a copy is made all the same
        failed = error.message
    try:
        is_due = is_daily_due(file, backup_folder())
    except AppError as error:
        return error.message
    return (try_back_up(file, DAILY, report_progress) if is_due else "") or failed


def backup_folder() -> Path:
    """Where the copies of all data files of this person lie, beside the settings."""
    return paths.config_dir() / "backups"


def backups(path: Path) -> list[Backup]:
    """The copies of a file, the latest first, also of one that can't be opened any more."""
    return backups_in(folder_of(backup_folder(), path))


def back_up(file: OpenFile, why: str = BY_HAND, report_progress: ProgressCallback = ignore_progress) -> Backup:
    """A copy as the file is now, read back. AppError: no room, or its folder can't be written."""
    return make_backup(file, backup_folder(), why, report_progress)


def try_back_up(file: OpenFile, why: str, report_progress: ProgressCallback = ignore_progress) -> Text:
    """A copy before something happens that goes on without one; says why there is none."""
    try:
        back_up(file, why, report_progress)
    except AppError as error:
        return error.message
    return ""


def restore_backup(file: OpenFile, name: str, out: Path) -> None:
    """One of the copies, by its name or path, as a new file; what was erased since stays erased."""
    restore(file, backup_named(file.path, name), out)


def backup_named(path: Path, name: str) -> Path:
    """One of the copies of a file, or whatever has this path."""
    return next((b.path for b in backups(path) if b.path.name == name), Path(name))


def erase(file: OpenFile, stamps: Iterable[bytes], reason: str) -> Erased:
    """Take the values of these changes out of the file, its copies and every file that this one reaches; for good.

    AppError: no reason, no such change, or one that holds no value.
    """
    stamps = list(stamps)
    copies = tuple(copy.name for copy in copies_holding(file, stamps))
    with store.writing(file):
        edit, going = erasing(file, random_id(file.clock.random(16)), stamps, reason)
        act = store.apply(file, [edit], ERASE).act
        also = [place.by_plan(file.names) for place in elsewhere(file.connection, going.texts(file))]
    assert act
    whole, backups_done = try_finish_erasing(file)
    locks = tuple(place.record for place in going.locks)
    removed, unread = (tuple(map(str, paths)) for paths in backups_done[1:])
    return Erased(
        act, len(going.places), locks, tuple(also), copies, backups_done.rewritten, removed, unread, whole
    )  # fmt: skip


def copies_holding(file: OpenFile, stamps: Collection[bytes]) -> list[SentFile]:
    """The copies handed over that may hold the values of these changes: no erasing here reaches them."""
    return erased.copies_holding(file.connection, stamps)


def finish_erasing(file: OpenFile) -> tuple[bool, ErasedBackups]:
    """Write the file and its copies anew after values were erased: whether the whole file is, and the copies."""
    left = due(file.connection)
    if left:
        refuse_replaced(file)  # the whole of it is written anew
    done = erase_in_backups(file, backup_folder()) if left == WITH_BACKUPS else ErasedBackups()
    return not left or compact(file.connection, file.path), done


def try_finish_erasing(file: OpenFile) -> tuple[bool, ErasedBackups]:
    """The same after something that is stored already: what can't be done now is done at the next start."""
    try:
        return file.run(finish_erasing)
    except AppError:
        return False, ErasedBackups()


def finish_interrupted(file: OpenFile) -> None:
    """Finish or clear away what killed programs left: private copies, half-written files, another key, an erasing."""
    remove_abandoned()
    finish_rekeying(file, backup_folder())
    finish_erasing(file)
