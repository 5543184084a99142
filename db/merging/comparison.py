"""Staged copies against our ledger as it is: what each brings, and a staged database of all that is to be taken."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from db.absorbed_files import AbsorbedFile, AbsorbedFiles
from db.connection import progress_handler
from db.data_file import PRACTICE
from db.erasure_items import decided_state
from db.error_sentences import sentences
from db.log import stored_digest
from db.merge_origin import StagingPosition, merge_state
from db.merging.foreign_erasures import SourceErasure, erasures_of_source, judge, let_return
from db.merging.inspection import Checked
from db.merging.merge_plans import Plans
from db.merging.source import Ask
from db.merging.source_report import count_units, report_of
from db.merging.staged_copy import StagedCopy, checked_copy
from db.merging.staging import Staging
from db.open_file import OpenFile
from desktop_app.domain.erasing import CAME_EMPTY, ErasureItem
from desktop_app.domain.merging import MERGED, NOTHING_NEW, REFUSED, MergeResult, Source, SourceReport
from desktop_app.domain.plan_examples import keep_apart
from desktop_app.domain.plan_offers import DECLINED
from desktop_app.domain.unit_words import unit_words
from desktop_app.errors import AppError

LedgerState = tuple[object, ...]


class LedgerComparison(Struct, frozen=True):
    """What `sources` bring to a ledger in the state `ledger`: a report of each, and how far the staged database in
    `path` was with it; the editions that are offered, and the files that come in whole.
    """

    ledger: LedgerState
    path: Path
    sources: Sequence[Source]
    reports: Sequence[SourceReport]
    ends: Sequence[StagingPosition]
    plans: Plans
    absorbed: Mapping[bytes, AbsorbedFile]
    erasures: Sequence[ErasureItem]

    @property
    def result(self) -> MergeResult:
        """What taking in all of it does, or would; of what comes empty there is nothing to be told."""
        return MergeResult(self.reports, erasures=[item for item in self.erasures if item.why != CAME_EMPTY])


def ledger_state(file: OpenFile) -> LedgerState:
    """What changes with all that decides what a source brings: log, merges taken back, plans."""
    run = file.connection.execute
    plans = run("SELECT id, edition, digest FROM main.plan ORDER BY id, edition").fetchall()
    offers = run("SELECT id, edition, digest, decision FROM main._offered_plan ORDER BY 1, 2, 3").fetchall()
    asked = decided_state(file.connection)
    return (stored_digest(file.connection), merge_state(file.connection), file.plan.edition, plans, offers, asked)


def compare(file: OpenFile, folder: Path, asked: Iterable[tuple[Source, StagedCopy, Ask]]) -> LedgerComparison:
    """Compare copies one after the other, each with ours and those before; a refused one stops no other.

    Each comes with what is called now and then and may raise, to stop.
    """
    ledger = ledger_state(file)
    staging = Staging(file.connection, Path(tempfile.mkdtemp(dir=folder), "staged.db"), file.names)
    tables = _Tables(file, staging, Plans.of(file), AbsorbedFiles(file.connection), [])
    sources, reports, ends = [], [], []
    with sentences(file.path), staging.opened():
        for source, copy, ask in asked:
            with progress_handler(file.connection, ask):
                reports.append(_compare_one(tables, source, copy, ask))
            sources.append(source)
            ends.append(staging.taken())
        items = judge(file, tables.plans.marks, tables.erasures)
    return LedgerComparison(ledger, staging.path, sources, reports, ends, tables.plans, tables.absorbed.new, items)


def narrowed(comparison: LedgerComparison, sources: Sequence[Source]) -> LedgerComparison | None:
    """The same for these sources alone; None where it does not hold for them: others have something in it too, or
    another part of them is wanted.
    """
    every = zip(comparison.sources, comparison.reports, comparison.ends, strict=True)
    counting = [one for one in every if one[0] in sources or one[1].status == MERGED]
    if [source for source, _, _ in counting] != sources:
        return None
    return replace(comparison, sources=sources, reports=[one[1] for one in counting], ends=[one[2] for one in counting])


class _Tables(Struct, frozen=True):
    """Where sources come together: our file, what is staged beside it, the plans, the files known from before, and the
    erasures that came so far.
    """

    file: OpenFile
    staging: Staging
    plans: Plans
    absorbed: AbsorbedFiles
    erasures: list[SourceErasure]


def _compare_one(tables: _Tables, source: Source, copy: StagedCopy, ask: Ask) -> SourceReport:
    if copy.refusal is not None:
        return SourceReport(source.name, REFUSED, copy.refusal.message)
    if copy.copied is None:
        return _known(tables.file, source, AbsorbedFile(tables.file.unit, "", 0))
    known = tables.absorbed.find(copy.digest)
    if known:
        return _known(tables.file, source, known)
    try:
        return _stage(tables, source, checked_copy(copy, ask), copy.digest, ask)
    except AppError as error:
        return SourceReport(source.name, REFUSED, error.message)


def _known(file: OpenFile, source: Source, known: AbsorbedFile) -> SourceReport:
    name = unit_words(file.plan, known.unit)
    return SourceReport(
        source.name, NOTHING_NEW, unit=known.unit, unit_name=name, author=known.author, same=known.records
    )  # fmt: skip


def _stage(tables: _Tables, source: Source, checked: Checked, digest: bytes | None, ask: Ask) -> SourceReport:
    file, staging, plans = tables.file, tables.staging, tables.plans
    if PRACTICE in checked.meta and not file.practice:
        raise AppError("merge.practice", file=source.name)
    if keep_apart(checked.meta.get("plan"), file.plan.id):
        raise AppError("merge.example", file=source.name)
    with sentences(source.path), staging.comparing(checked):
        if staging.contradicts():
            raise AppError("merge.contradicts", file=source.name)
        erasures = erasures_of_source(file, checked)
        let_return(file, [*tables.erasures, *erasures])
        plan, marks = plans.weigh(checked), plans.marks_with(checked.plans)
        units = count_units(file, staging, source, checked, marks, ask) if staging.changes() else []
        report = report_of(file, staging, source, checked, units, plans.is_new(plan))
        if digest and not report.left and not (plan and plan.status == DECLINED):  # which is named each time
            tables.absorbed.new[digest] = AbsorbedFile(report.unit, report.author, staging.count_records())
        tables.erasures.extend(erasures)
        if report.changes:
            staging.take()
        plans.add(checked, plan)
    return replace(report, plan=plan)
