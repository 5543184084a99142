"""The reports of an open data file: printed, locked, unlocked, corrected. `unit` None is the office's own."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from db import local_notes, store
from db.counting import locks as lock_records
from db.open_file import OpenFile
from desktop_app.domain.audiences import SUPERIOR
from desktop_app.domain.changes import Edit
from desktop_app.domain.correction import Correction, SheetHead
from desktop_app.domain.lock_kinds import ACTS, CONTENT, LOCK, UNLOCK
from desktop_app.domain.locking import Lock
from desktop_app.domain.period import Period, show_day
from desktop_app.domain.record_ids import random_id
from desktop_app.errors import AppError
from desktop_app.report import correction_sheet as correction_sheets
from desktop_app.report.contents import build
from desktop_app.report.missing_signs import missing_signs
from desktop_app.report.wording import in_words_of
from desktop_app.session.examples import example_mark
from desktop_app.session.report_data import PDF, ReportShare, collect, ignore_share, render
from desktop_app.session.report_locks import (
    changed_since_lock,
    in_force,
    print_locked,
    since_lock,
    to_be_locked,
)

NOTHING_GIVEN = SheetHead()


class MadeReport(NamedTuple):
    """A report as a file; the signs in whose place a PDF shows □; whether the frame for internal circulation was put
    in because the report counts few supported people.
    """

    content: bytes
    missing_signs: str = ""
    proposes_frame: bool = False


def make(
    file: OpenFile, period: Period, unit: str | None = None, form: str = PDF, audience: str = SUPERIOR,
    report_progress: ReportShare = ignore_share,
) -> MadeReport:  # fmt: skip
    """The official progress report as a `pdf`, `docx` or `xlsx`; equal data give equal bytes on the same day. A report
    that was locked is printed as it was locked.
    """
    unit = unit or file.unit
    lock = lock_of(file, period, unit, audience)
    if lock:
        return MadeReport(print_locked(file, lock, form))
    data = collect(file, period, unit, audience, report_progress=report_progress)
    built = build(data)
    content = render(built, form, file.certain_today(), report_progress, example_mark(file))
    missing = missing_signs(built) if form == PDF else ""
    return MadeReport(content, missing, data.proposes_frame)


def report(
    file: OpenFile, period: Period, unit: str | None = None, form: str = PDF, audience: str = SUPERIOR,
    report_progress: ReportShare = ignore_share,
) -> bytes:  # fmt: skip
    """The same as bytes alone."""
    return make(file, period, unit, form, audience, report_progress).content


def locks(file: OpenFile) -> list[Lock]:
    """Every locked report that this file knows, this office's and others', the earliest first."""
    return lock_records.locks(file)


def lock_of(file: OpenFile, period: Period, unit: str | None = None, audience: str = SUPERIOR) -> Lock | None:
    """The lock by which this office prints a report; the latest of several, None while there is none."""
    found = in_force(file, period, unit or file.unit, audience)
    return found[-1] if found else None


def locked_report(file: OpenFile, lock: str) -> bytes:
    """The PDF of a report as it was locked, also of one that was unlocked since; AppError where none has this id."""
    return print_locked(file, _lock(file, lock), PDF)


def _lock(file: OpenFile, lock: str) -> Lock:
    found = next((one for one in locks(file) if one.id == lock), None)
    if found is None:
        raise AppError("report.not_locked")
    return found


def correction(
    file: OpenFile, period: Period, unit: str | None = None, audience: str = SUPERIOR
) -> Correction | None:  # fmt: skip
    """What changed since a report was locked, and why; None when nothing did. AppError where none is locked."""
    found = changed_since_lock(file, period, unit or file.unit, audience)
    return found[1] if found else None


def correction_sheet(
    file: OpenFile, period: Period, unit: str | None = None, form: str = PDF, head: SheetHead = NOTHING_GIVEN,
    audience: str = SUPERIOR,
) -> MadeReport:  # fmt: skip
    """The correction of a locked report as a file; AppError when there is nothing to correct."""
    found = changed_since_lock(file, period, unit or file.unit, audience)
    if found is None:
        raise AppError("report.nothing_to_correct")
    data, changes = found
    sheet = correction_sheets.build(data, changes, head)
    paper = replace(sheet, draft=sheet.draft or file.practice)
    with in_words_of(file.plan):
        content = render(paper, form, file.certain_today(), mark=example_mark(file))
    return MadeReport(content)


def lock(
    file: OpenFile, period: Period, unit: str | None = None, audience: str = SUPERIOR, *, accept_stale: bool = False
) -> Lock:
    """Lock a report as it is now: figures, text and letterhead in the log, the PDF's bytes in this file. Text that no
    longer holds is locked only where a person accepts that. AppError where it is locked and says the same still.
    """
    unit = unit or file.unit
    with store.writing(file):
        _refuse_the_same(file, period, unit, audience)
        content, pdf = to_be_locked(file, period, unit, audience, accept_stale=accept_stale)
        local_notes.add_locked_pdf(file.connection, content["sha256"], pdf)
        return _lock(file, _add_record(file, LOCK, content))


def _refuse_the_same(file: OpenFile, period: Period, unit: str, audience: str) -> None:
    """AppError: a second lock would say what the first one does, and two papers would be signed where one is meant."""
    last = lock_of(file, period, unit, audience)
    if last and since_lock(file, last, collect(file, period, unit, audience)) is None:
        raise AppError("report.locked_already", day=show_day(last.locked_on), author=last.by)


def _own_lock(file: OpenFile, lock: str) -> Lock:
    found = _lock(file, lock)
    if found.office != file.unit:
        raise AppError("report.others_lock", office=file.units.name(found.office))
    return found


def unlock(file: OpenFile, lock: str, reason: str) -> None:
    """Take a lock back; the act is recorded with its reason. Only the office that locked may."""
    found = _own_lock(file, lock)
    if found.unlocked:
        raise AppError("report.not_locked")
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
