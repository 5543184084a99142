"""Every change that can still be read in a damaged file, into a new one; the damaged file is not touched."""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from msgspec import Struct

from db import draft_file, drafts, erasure, local_notes, store, stored_plans
from db.connection import Connection, DatabaseError, InterfaceError, connect
from db.data_file import PRACTICE, build, creating
from db.data_file_opening import refuse_foreign_header
from db.error_sentences import DISK_FULL
from db.head_mark import was_in_force
from db.journal import is_too_long_beside
from db.keys import fits, is_raw, raw_key, raw_parts, salt_of, typed_forms, why_unreadable
from db.merge_origin import RevertedChange
from db.merging.inspection import inspect_copy
from db.merging.source import refusing, take_copy
from db.merging.staging import Staging
from db.meta import set_meta
from db.open_file import OF_DAMAGED_FILE, OpenFile
from db.plan_rows import PlanRow, can_be_read, is_sound, source_of
from db.private_folder import private_folder
from db.rescue.carving import ActRow, Carved, LogKey
from db.rescue.reading import OFTEN, makes_rows, read_carved
from desktop_app.domain.clock import Clock
from desktop_app.domain.merging import ProgressCallback, Source, ignore_progress
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan_offers import named_edition
from desktop_app.domain.plan_parsing import LaterPlanError
from desktop_app.domain.salvaged import Salvaged
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.paths import is_file, is_folder, name_of, why_no_file

PlanSource = Mapping[str, Any]
FindPlans = Callable[[str], Iterable[PlanSource]]
SALVAGE = "salvage"  # the act of changes whose own act is lost


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
    damaged: Path, out: Path, clock: Clock, find_plans: FindPlans, key: str | None = None,
    report_progress: ProgressCallback = ignore_progress,
) -> Salvaged:  # fmt: skip
    """A new file with every readable change; AppError: there is none, or it is none of ours.

    `find_plans` gives what plans of an id there are elsewhere, the likeliest first, for a file whose own can't be read.
    `report_progress` hears how far it is and may raise, to stop; nothing is left then.
    """
    if is_folder(damaged):
        raise AppError("core.folder", folder=str(damaged))
    if not is_file(damaged):
        raise AppError(why_no_file(damaged), file=str(damaged))
    key = _raw_key(damaged, key)
    with private_folder() as folder, creating(out) as part:
        private = _private_copy(damaged, folder / "damaged.db", key)
        carved = read_carved(private, key, folder, report_progress)
        try:
            plan, own_plan = _plan(carved, find_plans)
        except LaterPlanError as error:
            raise AppError("core.too_new", file=name_of(damaged)) from error
        log = _log(carved, clock)
        if plan is None or not log.changes:
            raise AppError("salvage.no_plan" if log.changes else "salvage.nothing", file=name_of(damaged))
        try:
            _write(part, plan, carved, log, clock, key, folder / "log.db", damaged, report_progress)
        except (*OF_DAMAGED_FILE, InterfaceError) as error:  # a plan may name a unit by a list
            from desktop_app.domain.plan_check import check_plan

            if check_plan(plan):
                raise AppError("plan.unusable", file=name_of(damaged)) from error
            raise
    return _summary(carved, log, own_plan)


def _raw_key(damaged: Path, key: str | None) -> str | None:
    """The key by which pages of the file can be read. AppError: no page was written with it, nor does it make rows."""
    why = why_unreadable(damaged, key)
    if key is None and why != "keys.needed":
        return None
    if key is None or why == "keys.not_encrypted":
        raise AppError(why, file=name_of(damaged))
    forms = typed_forms(key)
    fitting = next((form for form in forms if fits(damaged, form)), None)
    raws = [form if is_raw(form) else raw_key(form, salt_of(damaged)) for form in ([fitting] if fitting else forms)]
    raw = raws[0] if fitting else next((raw for raw in raws if makes_rows(damaged, raw)), None)
    if raw is None:
        raise AppError(why, file=name_of(damaged))
    return raw


def _private_copy(damaged: Path, private: Path, key: str | None) -> Path:
    """What a journal beside the file has to say is settled in the copy."""
    for end in ("", "-journal", "-wal"):
        beside = damaged.with_name(damaged.name + end)
        if is_file(beside) and not is_too_long_beside(damaged, end):
            _copy(beside, private.with_name(private.name + end), damaged)
    if key is not None:
        with private.open("rb+") as copy:
            copy.write(raw_parts(key)[1])  # a recovery page knows the salt also where it is damaged
    try:
        with closing(connect(private, key)) as connection:
            _refuse_other_format(connection, damaged)
            connection.execute("SELECT count(*) FROM sqlite_schema")
    except DatabaseError:
        pass  # so it is damaged
    return private


def _refuse_other_format(connection: Connection, damaged: Path) -> None:
    """AppError: the file is of another format. Nobody here could say what of it was lost."""
    try:
        refuse_foreign_header(connection, damaged)
    except AppError as error:
        if error.key == "core.other_format":
            raise


def _copy(source: Path, target: Path, damaged: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        key = "core.disk_full" if error.errno in DISK_FULL else "core.cannot_open"
        raise AppError(key, file=name_of(damaged)) from error


def _plan(carved: Carved, find_plans: FindPlans) -> tuple[PlanSource | None, bool]:
    """The edition in force, from the file or from elsewhere, else one that is near to it; and whether it is the file's.
    Where the name of the plan is lost, the one plan of the file is it.
    """
    mark, whole = carved.mark, [row for row in sorted(carved.plans) if _is_whole(row)]
    wanted = mark.plan if mark else carved.meta.get("plan") or next((row[0] for row in carved.plans), None)
    own = [row for row in whole if row[0] == wanted]
    others: list[PlanSource] = []
    if isinstance(wanted, str) and (mark.edition not in {row[1] for row in own} if mark else not own):
        for plan in find_plans(wanted):
            if mark is None or was_in_force(plan, mark):
                return plan, False
            others.append(plan)
    if not (own or others) and len({row[0] for row in whole}) == 1:
        own = whole
    if own:
        return json.loads(named_edition(own, {"edition": mark and mark.edition})[3]), True
    others.sort(key=lambda plan: mark is not None and plan["plan"]["edition"] == mark.edition, reverse=True)
    return next(iter(others), None), False


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
    damaged: Path, report_progress: ProgressCallback,
) -> None:  # fmt: skip
    """Stage the log beside, then let the new file take it in as it would any other."""
    unit, author, practice = _unit(carved, plan), str(carved.meta.get("author", "")), PRACTICE in carved.meta
    with closing(build(out, plan, unit, author, clock, (), key, practice=practice)) as file:
        staging = Staging(file.connection, private)
        with staging.opened():
            staging.fill(log.kinds, log.fields, log.records, log.acts, log.changes)
        with store.attached(file, private), store.writing(file):
            store.take_in(file, partial(_report_writing, report_progress))
        with store.writing(file):
            _add_local(file, carved, log, damaged, private.parent)


def _unit(carved: Carved, plan: Mapping[str, Any]) -> str:
    """Whose file it was, as the log has it, of those that the plan knows."""
    units = unit_list(plan, plan["plan"]["unit_version"])
    return next((unit for unit in carved.units() if unit in units), units.logged(plan["plan"]["root"]))


def _report_writing(report_progress: ProgressCallback, done: int, total: int) -> None:
    if done % OFTEN == 0:
        report_progress(total + done, 2 * total, Message("salvage.writing"))


def _add_local(file: OpenFile, carved: Carved, log: _Log, damaged: Path, folder: Path) -> None:
    """What a file holds beside its log: whose acts were made in it, other plans, what stands half-typed, in it and
    beside it, pages of locked reports, copies that were handed over, and what was reverted.
    """
    store.mark_made_here(file.connection, (act[0] for act in log.acts.values() if act[6]))
    for (record, name), (_, text) in sorted(carved.drafts.items(), key=lambda draft: draft[1]):
        drafts.put_draft(file, record, name, text)
    for record, name, text in draft_file.typed_beside(damaged, file.raw_key, folder):
        drafts.put_draft(file, record, name, text)
    local_notes.follow_names(file, file.names)  # the plan may be another edition
    local_notes.add_sent(file.connection, carved.sent.values())
    store.take_erasures(file, (), carved.items)  # what was erased does not come back out of pages that were left over
    if carved.meta.get(erasure.DUE) in (erasure.WITH_BACKUPS, erasure.FILE_ALONE):
        erasure.set_due(file.connection, carved.meta[erasure.DUE])
    known = {row[:2] for row in file.connection.execute("SELECT id, edition FROM plan")}
    others = {row[:2]: row for row in carved.plans if _is_whole(row) and row[:2] not in known}
    stored_plans.add_plans(file.connection, others.values())
    set_meta(file.connection, {"edition": file.plan.edition})  # among the others may be a later one
    for sha256, pdf in carved.pdfs.items():
        local_notes.add_locked_pdf(file.connection, sha256, pdf)
    if log.reverted:
        store.add_reverted_changes(file, str(carved.meta.get("author", "")), damaged.name, log.reverted)


def _summary(carved: Carved, log: _Log, own_plan: bool) -> Salvaged:
    saved: set[LogKey] = {(row[0], row[1], row[2]) for row in log.changes}
    missing = ({key for _, key in carved.listed} | carved.changes.keys()) - saved
    names = carved.all_records()
    named = {names[record][0] for record, _, _ in missing if record in names}
    unnamed = sum(record not in names for record, _, _ in missing)
    stated = carved.meta.get("log_count")
    lost = max(len(missing), stated - len(saved) if isinstance(stated, int) else 0)
    unsure = len(saved & carved.unsure)
    return Salvaged(len(saved), lost, tuple(sorted(named)), unnamed, log.anonymous, own_plan, len(log.reverted), unsure)


def plans_in(path: Path, key: str | None) -> list[PlanSource]:
    """Return the sound plans of a backup. AppError: it is none, or is damaged itself."""
    source = Source(path, name_of(path), key)
    with private_folder() as folder, refusing(source):
        private = folder / "source.db"
        take_copy(source, private, lambda: None)
        rows = inspect_copy(source, private, lambda: None).plans
    plans = (source_of(PlanRow(0, *row[:3], row[3].encode())) for row in rows)
    return [plan for plan in plans if plan]
