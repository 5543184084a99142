"""Other files come into ours: staged once, shown before anything happens, taken in as staged and as one act."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import partial

from msgspec.structs import replace

from db import store, stored_plans
from db.connection import large_cache, progress_handler
from db.merge_origin import MergeSource
from db.merged_editions import note_editions
from db.merging.comparison import LedgerComparison, LedgerState, ledger_state, narrowed
from db.merging.staged_copy import has_changed, is_missing
from db.merging.staged_merge import StagedMerge, asking, compare_copies, key_of, stage
from db.open_file import OpenFile
from desktop_app.domain.merging import MERGED, REFUSED, WHOLE, MergeResult, ProgressCallback, Source, ignore_progress
from desktop_app.messages import Message, Text

MANY = 200  # records between two words about how far it is


def merge_files(
    file: OpenFile,
    sources: Iterable[Source],
    *,
    dry_run: bool,
    report_progress: ProgressCallback = ignore_progress,
    before: Callable[[], Text] = str,
) -> MergeResult:
    """Stage files and at once take in all that can be read, as `merge_staged` does; a dry run does not take in."""
    sources = list(sources)
    if dry_run:
        with closing(stage(file, sources, report_progress)) as staged:
            return staged.result
    second = _half(report_progress, WHOLE // 2)
    with closing(stage(file, sources, _half(report_progress, 0))) as staged:
        while (done := _merge(file, staged, sources, second, before)) is None:
            _recount(file, staged, second)  # nobody was shown what was counted first
        return done


def merge_staged(
    file: OpenFile,
    staged: StagedMerge,
    sources: Iterable[Source],
    report_progress: ProgressCallback = ignore_progress,
    before: Callable[[], Text] = str,
) -> MergeResult:
    """Take in, as one act, what was staged of these sources, where it still is what was shown.

    Where a source has changed since, or where our ledger has and the sources now bring something else to it, nothing
    is written and the result says so; from then on `shown` is what they bring now. An edition that came along waits
    for an answer. `report_progress` hears how far it is and may raise, to stop: then everything is as it was.
    `before` is called once our file is about to change; what it gives back is the notice of the result.
    """
    sources = list(sources)
    changed = _changed(staged, sources, report_progress)
    if changed:
        return replace(staged.result, changed_sources=changed)
    done = None
    while done is None:
        if _recount(file, staged, report_progress):
            return replace(staged.result, recounted=True)
        done = _merge(file, staged, sources, report_progress, before)
    refused = [report.name for report in staged.result.reports if report.status == REFUSED]
    return replace(done, missing_sources=_missing(staged, sources), refused_sources=refused)


def _half(report_progress: ProgressCallback, start: int) -> ProgressCallback:
    return lambda done, total, sentence: report_progress(start + done // 2, total, sentence)


def _changed(staged: StagedMerge, sources: Sequence[Source], report_progress: ProgressCallback) -> list[str]:
    """The names of the sources that are no longer what was staged."""
    asked = asking(sources, report_progress, 0, 0)
    return [source.name for source, ask in asked if has_changed(staged.copies[key_of(source)], ask)]


def _missing(staged: StagedMerge, sources: Sequence[Source]) -> list[str]:
    """The names of the sources that are no longer where they were."""
    return [source.name for source in sources if is_missing(staged.copies[key_of(source)])]


def _recount(file: OpenFile, staged: StagedMerge, report_progress: ProgressCallback) -> bool:
    """Work out anew what is `shown` where our ledger has changed since; whether it is something else now."""
    shown = staged.shown
    if ledger_state(file) != shown.ledger:
        asked = asking(shown.sources, report_progress, 0, WHOLE)
        staged.shown = compare_copies(file, staged.folder, staged.copies, asked)
    return (staged.shown.reports, staged.shown.erasures) != (shown.reports, shown.erasures)


def _merge(
    file: OpenFile,
    staged: StagedMerge,
    sources: list[Source],
    report_progress: ProgressCallback,
    before: Callable[[], Text],
) -> MergeResult | None:
    """None where our ledger is no longer as it was when `shown` was worked out; nothing is written then."""
    comparison = narrowed(staged.shown, sources)
    if comparison is None:
        asked = asking(sources, report_progress, 0, WHOLE)
        comparison = compare_copies(file, staged.folder, staged.copies, asked)
    result = comparison.result
    if not (result.changes or comparison.plans.new or comparison.erasures):
        return result
    notice = before()
    act = _take_in(file, comparison, staged.shown.ledger, report_progress)
    return replace(result, act=act, notice=notice) if act else None


def _take_in(
    file: OpenFile, comparison: LedgerComparison, ledger: LedgerState, report_progress: ProgressCallback
) -> bytes | None:
    """The one moment in which our file changes: everything durably together, or nothing; None where our ledger is no
    longer in this state.
    """
    sentence = Message("merge.taking_in")

    def count(done: int, total: int) -> None:
        if done % MANY == 0:
            report_progress(WHOLE * done // total, WHOLE, sentence)

    count(0, 1)
    with (
        store.attached(file, comparison.path), large_cache(file.connection), store.writing(file),
        progress_handler(file.connection, partial(count, 0, 1)),
    ):  # fmt: skip
        if ledger_state(file) != ledger:
            return None
        stored_plans.add_offers(file, comparison.plans.new)
        note_editions(file, {one.unit: one.edition for one in comparison.reports if one.status == MERGED})
        absorbed = store.take_in(file, count, comparison.erasures)
        return store.note_merge(file, absorbed.acts_before, _merged(comparison), comparison.absorbed)


def _merged(comparison: LedgerComparison) -> list[MergeSource]:
    """The files that have something in the staged database."""
    return [
        MergeSource(report.name, report.unit, report.changes, end)
        for report, end in zip(comparison.reports, comparison.ends, strict=True)
        if report.status == MERGED
    ]
