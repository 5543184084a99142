"""The reports of an open data file: printed, locked, unlocked, corrected. `unit` None is the office's own."""

import json
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from db import local_notes, store
from db.counting import locks as lock_records
from db.open_file import OpenFile
from desktop_app.domain.changes import Edit
from desktop_app.domain.correction import Correction, SheetHead
from desktop_app.domain.lock_kinds import ACTS, CONTENT, LOCK, UNLOCK
from desktop_app.domain.locking import Lock
from desktop_app.domain.period import Period
from desktop_app.domain.record_ids import random_id
from desktop_app.errors import AppError
from desktop_app.report import correction_sheet as correction_sheets
from desktop_app.report.contents import build
from desktop_app.session.report_data import PDF, ReportShare, collect, ignore_share, render
from desktop_app.session.report_locks import changed_since_lock, in_force, print_locked, to_be_locked

NOTHING_GIVEN = SheetHead()


def report(
    file: OpenFile, period: Period, unit: str | None = None, form: str = PDF,
    report_progress: ReportShare = ignore_share,
) -> bytes:  # fmt: skip
    """The official progress report as a `pdf` or `docx`, or its tables as an `xlsx`; equal data give equal bytes."""
    lock = lock_of(file, period, unit)
    if lock:
        return print_locked(file, lock, form)
    data = collect(file, period, unit or file.unit, report_progress=report_progress)
    return render(build(data), form, report_progress)


def locks(file: OpenFile) -> list[Lock]:
    """Every locked report that this file knows, this office's and others', the earliest first."""
    return lock_records.locks(file.connection)


def lock_of(file: OpenFile, period: Period, unit: str | None = None) -> Lock | None:
    """The lock by which this office prints a report; the latest of several, None while there is none."""
    found = in_force(file, period, unit or file.unit)
    return found[-1] if found else None


def locked_report(file: OpenFile, lock: str) -> bytes:
    """The PDF of a report as it was locked, also of one that was unlocked since; AppError where none has this id."""
    return print_locked(file, _lock(file, lock), PDF)


def _lock(file: OpenFile, lock: str) -> Lock:
    found = next((one for one in locks(file) if one.id == lock), None)
    if found is None:
        raise AppError("report.not_locked")
    return found


def correction(file: OpenFile, period: Period, unit: str | None = None) -> Correction | None:
    """What changed since a report was locked, and why; None when nothing did. AppError where none is locked."""
    found = changed_since_lock(file, period, unit or file.unit)
    return found[1] if found else None


def correction_sheet(
    file: OpenFile, period: Period, unit: str | None = None, form: str = PDF, head: SheetHead = NOTHING_GIVEN
) -> bytes:
    """The correction of a locked report as a file; AppError when there is nothing to correct."""
    found = changed_since_lock(file, period, unit or file.unit)
    if found is None:
        raise AppError("report.nothing_to_correct")
    sheet = correction_sheets.build(*found, head)
    return render(replace(sheet, draft=sheet.draft or file.practice), form)


def lock(file: OpenFile, period: Period, unit: str | None = None, *, accept_stale: bool = False) -> Lock:
    """Lock a report as it is now: figures, text and letterhead in the log, the PDF's bytes in this file. Text that no
    longer holds is locked only where a person accepts that.
    """
    with store.writing(file):
        content, pdf = to_be_locked(file, period, unit or file.unit, accept_stale=accept_stale)
        local_notes.add_locked_pdf(file.connection, content["sha256"], pdf)
        return _lock(file, _add_record(file, LOCK, content))


def unlock(file: OpenFile, lock: str, reason: str) -> None:
    """Take a lock back; the act is recorded with its reason. Only the office that locked may."""
    found = _lock(file, lock)
    if found.unlocked:
        raise AppError("report.not_locked")
    if found.office != file.unit:
        raise AppError("report.others_lock", office=file.units.name(found.office))
    if not reason.strip():
        raise AppError("report.no_reason")
    with store.writing(file):
        _add_record(file, UNLOCK, {"lock": lock, "reason": reason.strip()})


def _add_record(file: OpenFile, kind: str, content: Mapping[str, Any]) -> str:
    """A record of the program's own, written once and never changed."""
    record = random_id(file.clock.random(16))
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    store.apply(file, [Edit(record, kind, CONTENT, text)], ACTS[kind])
    return record
