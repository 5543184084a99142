"""Other files come into ours: looked through one by one, shown before anything happens, taken in as one act."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from db import store
from db.absorbed_files import AbsorbedFile, AbsorbedFiles
from db.connection import heard, roomy, sentences
from db.data_file import PRACTICE
from db.merge_origin import MergeSource
from db.merging.inspection import Checked, look_through
from db.merging.merge_plans import Plans, marks_of_all
from db.merging.scope import Mark
from db.merging.source import Ask, is_same, refusing, take_copy
from db.merging.staging import IncomingRecord, Staging
from db.open_file import OpenFile
from desktop_app.domain.changes import record_state
from desktop_app.domain.merging import (
    ALL,
    COUNTS,
    MERGED,
    NOTHING_NEW,
    REFUSED,
    MergeResult,
    ReportProgress,
    Source,
    SourceReport,
    UnitReport,
    ignore_progress,
)
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text

WHOLE = 1000  # parts of the work, for who hears how far it is
MANY = 200  # records between two such words
Count = Counter[str]  # by the names in COUNTS
Amounts = dict[str, Any]


def merge_files(
    file: OpenFile,
    sources: Iterable[Source],
    *,
    dry_run: bool,
    report_progress: ReportProgress = ignore_progress,
    before: Callable[[], Text] = str,
) -> MergeResult:
    """Take files in, all that can be read in one act; a dry run only says what would happen.

    Afterwards a later edition of the plan may be in force. `report_progress` hears how far the work is and may raise,
    to stop it: then everything is as it was. `before` is called once our file is about to change; what it gives back is
    the notice of the result.
    """
    sources = list(sources)
    looking = WHOLE if dry_run else WHOLE // 2
    with tempfile.TemporaryDirectory(prefix="sokehoach-") as folder:
        staging = Staging(file.connection, Path(folder, "staged.db"))
        table = _MergeTables(file, staging, Plans.of(file), AbsorbedFiles(file.connection))
        with staging.opened():
            reports, ends = [], []
            for number, source in enumerate(sources):
                ask = partial(
                    report_progress, looking * number // len(sources), WHOLE, Message("merge.looking", file=source.name)
                )
                ask()
                with heard(file.connection, ask):
                    reports.append(_look_at(table, source, Path(folder), ask))
                ends.append(staging.taken())
        result = MergeResult(reports)
        if dry_run or not (result.changes or table.plans.new):
            return result
        files = [
            MergeSource(report.name, report.unit, report.changes, end)
            for report, end in zip(reports, ends, strict=True)
            if report.status == MERGED
        ]
        notice = before()
        act = _take_in(table, files, report_progress)
    return MergeResult(reports, act, notice)


@dataclass(frozen=True)
class _MergeTables:
    """Where sources come together: our file, what is staged beside it, the plans, and the files known from before."""

    file: OpenFile
    staging: Staging
    plans: Plans
    seen: AbsorbedFiles


def _look_at(table: _MergeTables, source: Source, folder: Path, ask: Ask) -> SourceReport:
    """Stage one source; one that can't be taken is refused with a sentence and stops no other."""
    file = table.file
    with tempfile.TemporaryDirectory(dir=folder) as own:
        private = Path(own, "source.db")
        try:
            if is_same(source.path, file.path):
                return _known(file, source, AbsorbedFile(file.unit, "", 0))
            with refusing(source):
                digest = take_copy(source, private, ask)
                seen = table.seen.find(digest)
                if seen:
                    return _known(file, source, seen)
                checked = look_through(source, private, ask)
            return _stage(table, checked, digest, ask)
        except AppError as error:
            return SourceReport(source.name, REFUSED, error.message)


def _known(file: OpenFile, source: Source, seen: AbsorbedFile) -> SourceReport:
    name = file.units.name(seen.unit)
    return SourceReport(
        source.name, NOTHING_NEW, unit=seen.unit, unit_name=name, author=seen.author, same=seen.records
    )  # fmt: skip


def _stage(table: _MergeTables, checked: Checked, digest: bytes | None, ask: Ask) -> SourceReport:
    file, staging, plans = table.file, table.staging, table.plans
    if PRACTICE in checked.meta and not file.practice:
        raise AppError("merge.practice", file=checked.source.name)
    with sentences(checked.source.path), staging.comparing(checked):
        if staging.contradicts():
            raise AppError("merge.contradicts", file=checked.source.name)
        new = plans.check(checked)
        later = plans.later(new)
        units = _units(file, staging, checked, plans.marks | marks_of_all(new), ask) if staging.changes() else []
        report = _report(file, staging, checked, units, bool(new))
        if digest and not report.left:
            table.seen.new[digest] = AbsorbedFile(report.unit, report.author, staging.count_records())
        if report.changes:
            staging.take()
        plans.add(new)
    return replace(report, edition=later["plan"]["edition"] if later else None)


def _units(file: OpenFile, staging: Staging, checked: Checked, marks: set[Mark], ask: Ask) -> list[UnitReport]:
    """What the source brings of each unit: what lies in the scope first."""
    below, own = file.units.descendants, checked.meta["unit"]
    inside = set(below(own)) & set(below(file.unit)) if own in file.units else set()
    take = checked.source.take
    staging.sort(marks, inside, None if ALL in take else {unit for code in take for unit in below(code)})
    counts: dict[tuple[str, bool, bool], Count] = defaultdict(Counter)
    again = staging.again()
    for number, record in enumerate(staging.records()):
        if number % MANY == 0:
            ask()
        count = counts[record.unit, record.inside, record.taken]
        count["reverted"] += record.no in again
        _weigh(staging, record, count)
    for unit, lies_inside, taken, records in staging.same():
        counts[unit, lies_inside, taken]["same"] = records
    found = [UnitReport(unit, file.units.name(unit), *how, **Amounts(count)) for (unit, *how), count in counts.items()]
    return sorted(found, key=lambda of: (not of.inside, of.unit))


def _report(file: OpenFile, staging: Staging, checked: Checked, units: list[UnitReport], plans: bool) -> SourceReport:
    unit, taken = checked.meta["unit"], [of for of in units if of.taken]
    outside = [of for of in units if not of.inside]
    total: Count = Counter({"same": 0 if units else staging.count_records()})
    for of in taken:
        total.update({name: getattr(of, name) for name in COUNTS})
    return SourceReport(
        checked.source.name, MERGED if total["changes"] or plans else NOTHING_NEW, unit=unit,
        unit_name=file.units.name(unit), author=str(checked.meta.get("author", "")), units=units,
        **Amounts(total), outside=sum(of.changes for of in outside),
        left=sum(of.changes for of in outside if not of.taken),
    )  # fmt: skip


def _weigh(staging: Staging, record: IncomingRecord, count: Count) -> None:
    """What becomes of one record: its state without the source against that with it."""
    count["changes"] += record.changes
    if record.plain and not record.known:
        count["new"] += 1
        return
    known = staging.before(record.no)
    now = record_state([*known, *staging.incoming(record.no)])
    before = record_state(known)
    if not known:
        count["new"] += not now.deleted
    elif now.deleted and not before.deleted:
        count["deleted"] += 1
    else:
        count["changed"] += 1
    count["conflicts"] += len(set(now.open_fields) - set(before.open_fields))


def _take_in(table: _MergeTables, files: Iterable[MergeSource], report_progress: ReportProgress) -> bytes:
    """The one moment in which our file changes: everything durably together, or nothing."""
    file, plans, sentence = table.file, table.plans, Message("merge.taking_in")
    before = file.plan

    def half(done: int, total: int) -> None:
        if done % MANY == 0:
            report_progress(WHOLE // 2 + WHOLE // 2 * done // total, WHOLE, sentence)

    half(0, 1)
    try:
        with (
            store.attached(file, table.staging.path), roomy(file.connection), store.writing(file),
            heard(file.connection, partial(half, 0, 1)),
        ):  # fmt: skip
            store.add_plans(file.connection, plans.new)
            if plans.adopted:
                store.adopt(file, parse_plan(plans.adopted))
            absorbed = store.take_in(file, half)
            edition = plans.edition if plans.adopted else None
            return store.note_merge(file, absorbed.acts_before, files, edition, table.seen.new)
    except BaseException:
        if file.plan is not before:
            file.put_in_force(before)
        raise
