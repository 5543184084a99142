"""A ledger of an earlier year goes on in this one: looked at, shown, carried as one act."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from db.carrying import carry as carrying
from db.carrying.carry import NO_ANSWERS as NO_ANSWERS
from db.carrying.old_ledger import OldLedger as OldLedger
from db.carrying.old_ledger import open_old
from db.open_file import OpenFile
from desktop_app.domain.backups import MERGE
from desktop_app.domain.carried_records import CarryResult
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.paths import name_of
from desktop_app.session import exchange, maintenance


def open_ledger(
    file: OpenFile, path: Path, passphrase: str | None = None, report_progress: ProgressCallback = ignore_progress
) -> OldLedger:
    """A private copy of an earlier ledger, as it is now. Close it. AppError: it can't be carried into this one.

    `report_progress` hears how far it is; raising StoppedError, it stops the work.
    """
    found = exchange.find_sources(file, [path], {path: passphrase} if passphrase else {})
    if len(found) != 1:
        raise AppError("carry.one_file", file=name_of(path))
    return open_old(file, found[0], lambda: report_progress(0, 0, Message("merge.looking", file=name_of(path))))


def look(
    file: OpenFile, old: OldLedger, answers: Mapping[str, str] = NO_ANSWERS,
    report_progress: ProgressCallback = ignore_progress,
) -> CarryResult:  # fmt: skip
    """What carrying it would do; nothing is written. `answers`: what units became of which the plan does not say it."""
    return carrying.look(file, old, answers, report_progress)


def carry(
    file: OpenFile, old: OldLedger, answers: Mapping[str, str], shown: CarryResult,
    report_progress: ProgressCallback = ignore_progress,
) -> CarryResult:  # fmt: skip
    """Carry what was shown, after a copy of this file; AppError where this file has changed since."""
    before = partial(maintenance.try_back_up, file, MERGE)
    return carrying.carry(file, old, answers, shown, report_progress, before)
