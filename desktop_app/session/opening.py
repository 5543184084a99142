"""Data files are made, opened and, where they are damaged, made anew from what can still be read."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import data_file, draft_file
from db.connection import opening_form, opens
from db.keys import is_raw, new_key, salted_key, typed_forms
from db.meta import set_meta
from db.open_file import OpenFile
from db.replaced import refuse_replaced
from desktop_app.domain.clock import Clock, Now, Random
from desktop_app.domain.org_unit import unit_list
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.paths import is_part

if TYPE_CHECKING:
    from desktop_app.domain.backups import Backup
    from desktop_app.domain.merging import ProgressCallback
    from desktop_app.domain.salvaged import Salvaged

# why a file can't be opened of which the data, or a backup, may be had all the same
SALVAGEABLE = (
    "core.damaged", "core.not_ours", "plan.lost", "plan.unusable", "file.other_shape",
)  # fmt: skip
system_now: Now = partial(datetime.now, UTC)


def create_file(
    path: Path, source: Mapping[str, Any], unit: str, author: str = "", *, now: Now = system_now,
    random: Random = os.urandom, passphrase: str | None = None, practice: bool = False,
) -> OpenFile:  # fmt: skip
    """A new file for the office of `unit`, a code of the plan's unit list; AppError if it exists already."""
    from desktop_app.domain.plan_seeds import seed_records

    if unit not in unit_list(source, source["plan"]["unit_version"]):
        raise AppError("core.no_unit", unit=unit)
    clock, seeds = Clock(now, random), seed_records(source)
    key = new_key(passphrase) if passphrase is not None else None
    return data_file.create(path, source, unit, author, clock, seeds, key, practice=practice)


def open_file(
    path: Path, *, author: str | None = None, now: Now = system_now, random: Random = os.urandom,
    passphrase: str | None = None,
) -> OpenFile:  # fmt: skip
    """An existing file; AppError says why it can't be used: not one of ours, of another format, in use, not writable.

    One whose passphrase is not in the
    composed form gets it so, since keyboards differ in how they make accents.
    """
    if is_part(path.name):  # what a person wrote into it would go with the next start
        raise AppError("core.cut_off", file=path.name)
    return _open(path, author, Clock(now, random), passphrase)


def _open(path: Path, author: str | None, clock: Clock, passphrase: str | None) -> OpenFile:
    first = None if passphrase is None else typed_forms(passphrase)[0]
    try:
        file = data_file.open_data_file(path, clock, first)
    except AppError as error:
        form = opening_form(path, passphrase) if error.key == "keys.wrong" else first
        if form is None or form == first:
            raise
        file = _composed(
            data_file.open_data_file(path, clock, form), form, str(first)
        )  # fmt: skip
    with suppress(AppError):  # in use just now: the next opening takes it in
        draft_file.take_in_draft_file(file)
    if author is not None:
        file.author = author
    return file


def found_at_opening(file: OpenFile) -> list[Message]:
    """What a person should know of what was found, and done about it, when the file was opened."""
    said = [Message("file.taken_out", parts=", ".join(part.name for part in file.foreign))] if file.foreign else []
    if not file.certain:
        said.append(Message("plan.uncertain", file=file.path.name))
    return said


def _plans_elsewhere(plan: str, path: Path, passphrase: str | None) -> Iterator[Mapping[str, Any]]:
    """The editions of a plan that came with the program, lie on this computer, or stand in backups of a file."""
    from db.rescue.salvage import plans_in
    from desktop_app import own_plans, plan_files
    from desktop_app.session import maintenance

    if shipped := plan_files.shipped_plan(plan):
        yield shipped
    yield from (one for one in own_plans.bodies() if one["plan"]["id"] == plan)
    copies: list[Backup] = []
    with suppress(AppError):  # their folder can't be read
        copies = maintenance.backups(path)
    for backup in copies:
        with suppress(AppError):  # a damaged one, or with another passphrase
            yield from (one for one in plans_in(backup.path, passphrase) if one["plan"]["id"] == plan)


def _composed(file: OpenFile, form: str, passphrase: str) -> OpenFile:
    """The file with the composed form of its passphrase; as it was where it can't be written anew now."""
    from db.rescue import rekeying
    from desktop_app.session import maintenance

    new = salted_key(passphrase)
    try:
        rekeying.rekey(file, new)
    except AppError:
        return data_file.open_data_file(file.path, file.clock, form)
    again = data_file.open_data_file(file.path, file.clock, new)
    rekeying.finish_rekeying(again, maintenance.backup_folder(), [form])
    return again


@contextmanager
def open_copy(path: Path, *, passphrase: str | None = None) -> Iterator[OpenFile]:
    """A private copy of a file, to be looked at: of one on a read-only disk."""
    from db.merging.source import private_copy
    from db.private_folder import private_folder

    with private_folder() as folder:
        form = opening_form(path, passphrase)
        copy = private_copy(path, folder, form)
        clock = Clock(system_now, os.urandom)
        with data_file.open_data_file(copy, clock, form) as file:
            yield file


def reopen(file: OpenFile) -> OpenFile:
    """The same file opened once more, for a thread of its own. AppError: another one stands at its path."""
    clock = file.clock
    refuse_replaced(file)
    again = _open(file.path, file.author, Clock(clock.now, clock.random), file.raw_key)
    again.language, again.said_today = file.language, file.said_today
    return again


def salvage(
    damaged: Path, out: Path, *, now: Now = system_now, random: Random = os.urandom, passphrase: str | None = None,
    report_progress: "ProgressCallback | None" = None,
) -> "Salvaged":  # fmt: skip
    """What can still be read of a damaged file, as a new file. AppError: there is nothing."""
    from db.rescue.salvage import salvage
    from desktop_app.domain.merging import ignore_progress

    report_progress = report_progress or ignore_progress

    def find_plans(plan: str) -> Iterator[Mapping[str, Any]]:
        return _plans_elsewhere(plan, damaged, passphrase)

    clock = Clock(now, random)
    try:
        return salvage(damaged, out, clock, find_plans, passphrase, report_progress)
    except AppError as error:
        raw = _key_of_backups(damaged, passphrase) if passphrase and error.key == "keys.wrong" else None
        if raw is None:
            raise
    return salvage(damaged, out, clock, find_plans, raw, report_progress)


def _key_of_backups(damaged: Path, passphrase: str) -> str | None:
    """The key that a passphrase makes with the salt of a backup: that of the file lies in its first page alone."""
    from db.keys import fits, raw_key, salt_of
    from desktop_app.session import maintenance

    for backup in maintenance.backups(damaged):
        form = opening_form(backup.path, passphrase)
        if form and opens(backup.path, form) and not is_raw(form):
            raw = raw_key(form, salt_of(backup.path))
            if fits(damaged, raw):
                return raw
    return None


def bring_back(
    lost: Path, name: str, out: Path, *, now: Now = system_now, random: Random = os.urandom,
    passphrase: str | None = None,
) -> None:  # fmt: skip
    """A backup, by its name or path, of a file that is damaged or gone, as a new file."""
    from db.rescue.backup import restoring
    from desktop_app.session import maintenance

    with restoring(maintenance.backup_named(lost, name), out, Clock(now, random), passphrase):
        pass  # what the file erased is gone from its backups


def bring_latest_back(
    lost: Path, out: Path, *, now: Now = system_now, random: Random = os.urandom, passphrase: str | None = None
) -> "Backup":  # fmt: skip
    """The same of the latest backup that is whole; which it was. AppError: there is none, or why not the latest."""
    from desktop_app.session import maintenance

    failures = []
    for backup in maintenance.backups(lost):
        try:
            bring_back(lost, str(backup.path), out, now=now, random=random, passphrase=passphrase)
        except AppError as error:
            if error.key not in (*SALVAGEABLE, "merge.unreadable"):
                raise
            failures.append(error)
        else:
            return backup
    raise failures[0] if failures else AppError("backup.none")


def rest(file: OpenFile) -> None:
    """Give back memory: nobody asks anything for a while."""
    from db import resting  # once the first figures stand

    resting.rest(file)


def set_author(file: OpenFile, name: str) -> None:
    """Who writes from now on, remembered in the file; also where that can't be written just now, but more can later."""
    from db import store  # a file is opened without

    file.author = name
    with store.writing(file):
        set_meta(file.connection, {"author": name})
