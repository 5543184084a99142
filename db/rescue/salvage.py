"""Every change that can still be read in a damaged file, into a new one; the damaged file is not touched."""

import json
import mmap
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from msgspec import Struct

from db import local_notes, store, stored_plans
from db.connection import DatabaseError, InterfaceError, connect
from db.data_file import build, creating
from db.error_sentences import DISK_FULL
from db.head_mark import MARK, read_mark
from db.journal import is_too_long_beside
from db.keys import fits, is_raw, raw_key, raw_parts, salt_of, typed_forms, why_unreadable
from db.merge_origin import RevertedChange
from db.merging.staging import Staging
from db.meta import set_meta
from db.open_file import OF_DAMAGED_FILE, OpenFile
from db.plan_rows import PlanRow, can_be_read, is_sound, source_of
from db.private_folder import private_folder
from db.rescue.carving import ActRow, Carved, LogKey, carve
from db.rescue.decrypting import decrypted
from db.rescue.other_journal import has_other_journal, has_other_log
from db.rescue.pages import PageRow, Pages
from desktop_app.domain.clock import Clock
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan_offers import named_edition
from desktop_app.domain.plan_parsing import LaterPlanError
from desktop_app.domain.salvaged import Salvaged
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.paths import is_file, why_no_file

FindPlan = Callable[[str], Mapping[str, Any] | None]
SALVAGE = "salvage"  # the act of changes whose own act is lost
OFTEN = 200  # pages, or records, between two words about how far it is


class _Log(Struct, frozen=True):
    """The changes that have a record, a field and an act, with those."""

    kinds: Mapping[int, str]
    fields: Mapping[int, tuple[int, str]]
    records: Mapping[int, tuple[str, int]]
    acts: Mapping[int, ActRow]
    changes: list[tuple[Any, ...]]  # record, field, stamp, value, replaces, covers, act
    anonymous: int
    reverted: list[RevertedChange]


def salvage(
    damaged: Path, out: Path, clock: Clock, find_plan: FindPlan, key: str | None = None,
    report_progress: ProgressCallback = ignore_progress,
) -> Salvaged:  # fmt: skip
    """A new file with every readable change; AppError: there is none, or it is none of ours.

    `find_plan` gives the plan of an id that comes with the program, for a file whose own can't be read.
    `report_progress` hears how far it is and may raise, to stop; nothing is left then.
    """
    if not is_file(damaged):
        raise AppError(why_no_file(damaged), file=str(damaged))
    key = _raw_key(damaged, key)
    with private_folder() as folder, creating(out) as part:
        private = _private_copy(damaged, folder / "damaged.db", key)
        carved = carve(_rows(private, key, folder, report_progress))
        try:
            plan, own_plan = _plan(carved, find_plan)
        except LaterPlanError as error:
            raise AppError("core.too_new", file=damaged.name) from error
        log = _log(carved, clock)
        if plan is None or not log.changes:
            raise AppError("salvage.nothing", file=damaged.name)
        try:
            _write(part, plan, carved, log, clock, key, folder / "log.db", damaged.name, report_progress)
        except (*OF_DAMAGED_FILE, InterfaceError) as error:  # a plan may name a unit by a list
            from desktop_app.domain.plan_check import check_plan

            if check_plan(plan):
                raise AppError("plan.unusable", file=damaged.name) from error
            raise
    return _summary(carved, log, own_plan)


def _raw_key(damaged: Path, key: str | None) -> str | None:
    """The key by which pages of the file can be read. AppError: no page of it was written with this one."""
    why = why_unreadable(damaged, key)
    if key is None and why != "keys.needed":
        return None
    if key is None or why == "keys.not_encrypted":
        raise AppError(why, file=damaged.name)
    fitting = next((form for form in typed_forms(key) if fits(damaged, form)), None)
    if fitting is None:
        raise AppError(why, file=damaged.name)
    return fitting if is_raw(fitting) else raw_key(fitting, salt_of(damaged))


def _private_copy(damaged: Path, private: Path, key: str | None) -> Path:
    """What a journal beside the file has to say is settled in the copy."""
    others = {"-journal": has_other_journal(damaged, key), "-wal": has_other_log(damaged, key)}
    for end in ("", *(end for end, is_other in others.items() if not is_other)):
        beside = damaged.with_name(damaged.name + end)
        if is_file(beside) and not is_too_long_beside(damaged, end):
            _copy(beside, private.with_name(private.name + end), damaged)
    if key is not None:
        with private.open("rb+") as copy:
            copy.write(raw_parts(key)[1])  # a recovery page knows the salt also where it is damaged
    try:
        with closing(connect(private, key)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema")
    except DatabaseError:
        pass  # so it is damaged
    return private


def _copy(source: Path, target: Path, damaged: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        key = "core.disk_full" if error.errno in DISK_FULL else "core.cannot_open"
        raise AppError(key, file=damaged.name) from error


def _rows(private: Path, key: str | None, folder: Path, report_progress: ProgressCallback) -> Iterator[PageRow]:
    if private.stat().st_size == 0:
        return
    if key is not None:
        yield from _rows_of(Pages(decrypted(private, key, folder)), report_progress)
        return
    with private.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        yield from _rows_of(Pages(raw), report_progress)


def _rows_of(pages: Pages, report_progress: ProgressCallback) -> Iterator[PageRow]:
    for number in range(1, pages.count + 1):
        if number % OFTEN == 0:
            report_progress(number, 2 * pages.count, Message("salvage.reading"))
        yield from pages.rows(number)


def _plan(carved: Carved, find_plan: FindPlan) -> tuple[Mapping[str, Any] | None, bool]:
    """The edition in force where it is whole, else the latest that is, else the plan that comes with the program."""
    wanted = carved.meta.get("plan") or next((row[0] for row in carved.plans), None)
    mark = read_mark(carved.meta.get(MARK))
    whole = [row for row in sorted(carved.plans) if row[0] == wanted and _is_whole(row)]
    if whole:
        return json.loads(named_edition(whole, {"edition": mark and mark.edition})[3]), True
    return (find_plan(wanted) if isinstance(wanted, str) else None), False


def _is_whole(row: tuple[Any, ...]) -> bool:
    """The digest of a plan says whether its text is what it was; and records can be read by it."""
    plan = PlanRow(0, row[0], row[1], row[2], str(row[3]).encode("utf-8", "replace"))
    return is_sound(plan) and can_be_read(source_of(plan) or {})


def _log(carved: Carved, clock: Clock) -> _Log:
    kinds, fields, records = carved.all_kinds(), carved.all_fields(), carved.all_records()
    acts = dict(carved.acts.sure())
    fields = {no: field for no, field in fields.items() if field[0] in kinds}
    records = {no: record for no, record in records.items() if record[1] in kinds}
    changes, anonymous = [], 0
    taken = acts.keys() | {row[3] for row in carved.changes.values()}
    unknown = next(no for no in count(1) if no not in taken)
    for (record, field, stamp), (value, replaces, covers, act) in sorted(carved.believed().items()):
        if record in records and field in fields and fields[field][0] == records[record][1]:
            anonymous += act not in acts
            changes.append((record, field, stamp, value, replaces, covers, act if act in acts else unknown))
    if anonymous:
        time = clock.now().astimezone().isoformat(timespec="seconds")
        acts[unknown] = (clock.next(), SALVAGE, None, "", time, None, 0)
    used = {row[0] for row in changes}  # a record is what its changes make of it
    known = {(records[row[0]][0], row[1], row[2]) for row in changes}
    reverted = [
        RevertedChange(record, kinds[fields[field][0]], fields[field][1], stamp, *row[:3], acts[row[3]][:6])
        for (record, field, stamp), row in sorted(carved.reverted.items())
        if field in fields and row[3] in acts and (record, field, stamp) not in known
    ]
    return _Log(kinds, fields, {no: records[no] for no in used}, acts, changes, anonymous, reverted)


def _write(
    out: Path, plan: Mapping[str, Any], carved: Carved, log: _Log, clock: Clock, key: str | None, private: Path,
    damaged: str, report_progress: ProgressCallback,
) -> None:  # fmt: skip
    """Stage the log beside, then let the new file take it in as it would any other."""
    unit, author = carved.unit() or plan["plan"]["root"], carved.meta.get("author", "")
    with closing(build(out, plan, unit, author, clock, (), key)) as file:
        staging = Staging(file.connection, private)
        with staging.opened():
            staging.fill(log.kinds, log.fields, log.records, log.acts, log.changes)
        with store.attached(file, private), store.writing(file):
            store.take_in(file, partial(_report_writing, report_progress))
        with store.writing(file):
            _add_local(file, carved, log, damaged)


def _report_writing(report_progress: ProgressCallback, done: int, total: int) -> None:
    if done % OFTEN == 0:
        report_progress(total + done, 2 * total, Message("salvage.writing"))


def _add_local(file: OpenFile, carved: Carved, log: _Log, name: str) -> None:
    """What a file holds beside its log: whose acts were made in it, other plans, pages of locked reports, and what was
    reverted; of the damaged file's `name`.
    """
    store.mark_made_here(file.connection, (act[0] for act in log.acts.values() if act[6]))
    store.take_erasures(file, (), carved.items)  # what was erased does not come back out of pages that were left over
    known = {row[:2] for row in file.connection.execute("SELECT id, edition FROM plan")}
    others = {row[:2]: row for row in carved.plans if _is_whole(row) and row[:2] not in known}
    stored_plans.add_plans(file.connection, others.values())
    set_meta(file.connection, {"edition": file.plan.edition})  # among the others may be a later one
    for sha256, pdf in carved.pdfs.items():
        local_notes.add_locked_pdf(file.connection, sha256, pdf)
    if log.reverted:
        store.add_reverted_changes(file, str(carved.meta.get("author", "")), name, log.reverted)


def _summary(carved: Carved, log: _Log, own_plan: bool) -> Salvaged:
    saved: set[LogKey] = {(row[0], row[1], row[2]) for row in log.changes}
    missing = ({key for _, key in carved.listed} | carved.changes.keys()) - saved
    names = carved.all_records()
    named = {names[record][0] for record, _, _ in missing if record in names}
    unnamed = sum(record not in names for record, _, _ in missing)
    stated = carved.meta.get("log_count")
    lost = max(len(missing), stated - len(saved) if isinstance(stated, int) else 0)
    return Salvaged(len(saved), lost, tuple(sorted(named)), unnamed, log.anonymous, own_plan, len(log.reverted))
