"""Locked reports: what the log holds of one, printing it again, and what has to be corrected since."""

import json
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from db.counting.later import came_later
from db.counting.locks import locked_pdf, locks
from db.log import stored_digest
from db.open_file import OpenFile
from desktop_app.domain.correction import Correction, correct
from desktop_app.domain.lock_content import lock_content
from desktop_app.domain.locking import Lock, LockedAmount, in_order
from desktop_app.domain.markup import parse
from desktop_app.domain.period import Period, show_day
from desktop_app.domain.plan import Plan
from desktop_app.errors import AppError
from desktop_app.report.blocks import ProgressReport
from desktop_app.report.cells import shown
from desktop_app.report.contents import build
from desktop_app.report.data import ReportData
from desktop_app.report.lock_format import read_report, write
from desktop_app.report.page_differences import PageDifferences, page_differences
from desktop_app.report.printable_report import refuse_unprintable
from desktop_app.report.section_text import Narrative
from desktop_app.report.wording import in_signed_words, in_words_of, words_to_keep
from desktop_app.session.examples import example_mark
from desktop_app.session.report_data import PDF, collect, render

MOST_LETTERS = 8_000_000  # of what a lock prints; a province's takes some hundred thousand


def to_be_locked(
    file: OpenFile, period: Period, unit: str, audience: str, *, accept_stale: bool
) -> tuple[dict[str, Any], bytes]:
    """What a lock keeps in the log, and the PDF; both from one state of the file, so inside one transaction.

    AppError where text of the office says what no longer holds and nobody has accepted that.
    """
    data = replace(collect(file, period, unit, audience), draft=False)
    stale = [section.title for section in Narrative(data).sections.values() if section.stale]
    if stale and not accept_stale:
        raise AppError("report.stale_text", sections="; ".join(stale))
    report, day = replace(build(data), draft=file.practice), file.certain_today()
    with in_words_of(file.plan):
        pdf = render(report, PDF, day, mark=example_mark(file))
    count, total = stored_digest(file.connection)
    log = f"{count}-{total:012x}"
    content = lock_content(
        file.logged_unit, file.names.logged_unit(unit), period, data.open_conflicts, log, data.progress,
        amounts(data), write(report), sha256(pdf).hexdigest(), audience,
        day=day, follows=_known(file, period, unit, audience),
        words=words_to_keep(file.plan),
    )  # fmt: skip
    return content, pdf


def in_force(file: OpenFile, period: Period, unit: str, audience: str) -> list[Lock]:
    """This office's standing locks of a report, the latest last."""
    return in_order(lock for lock in locks(file) if lock.governs(file.unit, unit, period, audience))


def _known(file: OpenFile, period: Period, unit: str, audience: str) -> list[str]:
    """All locks of a report by this office, also those that were taken back: that may be done again."""
    every = (replace(lock, unlocked=None) for lock in locks(file, deleted=True))
    return [lock.id for lock in every if lock.governs(file.unit, unit, period, audience)]


def print_locked(file: OpenFile, lock: Lock, form: str) -> bytes:
    """The locked report: the very bytes for a PDF that was locked here, else printed again from what the log keeps."""
    if form == PDF:
        pdf_bytes = locked_pdf(file.connection, lock.sha256)
        if pdf_bytes is not None and sha256(pdf_bytes).hexdigest() == lock.sha256:
            return pdf_bytes
    with in_words_of(file.plan) if lock.words is None else in_signed_words(lock.words):
        return render(locked_contents(lock), form, lock.locked_on, mark=example_mark(file))


def locked_contents(lock: Lock) -> ProgressReport:
    """What a lock says. AppError: this program can't read it."""
    try:
        if len(json.dumps(lock.report)) > MOST_LETTERS:
            raise ValueError(lock.id)
        report = read_report(lock.report, lock.format)
        refuse_unprintable(report)
        return report
    except (ValueError, RecursionError):
        raise AppError("report.lock_unreadable", day=show_day(lock.locked_on)) from None


def amounts(data: ReportData) -> list[LockedAmount]:
    """The statistics as printed."""
    return [
        LockedAmount(
            area.area, result.statistic.label.vi,
            None if result.amount.period is None else shown(result.amount.period), shown(result.amount.year_to_date),
        )
        for area in data.statistics for result in area.results
    ]  # fmt: skip


def changed_since_lock(
    file: OpenFile, period: Period, unit: str, audience: str
) -> tuple[ReportData, Correction] | None:
    """What differs from the latest lock; where nothing does, what that one corrected of the lock before it."""
    standing = in_force(file, period, unit, audience)
    if not standing:
        raise AppError("report.not_locked")
    data = collect(file, period, unit, audience)
    found = since_lock(file, standing[-1], data)
    if found is None and len(standing) > 1:
        found = _between(file, standing, _own_lines(data))
    return None if found is None else (data, found)


def since_lock(file: OpenFile, last: Lock, data: ReportData) -> Correction | None:
    """What the ledger says otherwise than a lock; None where it still says the same."""
    values, complete = _differences(file.plan, last, lambda: build(replace(data, draft=False)))
    return correct(
        last, data.progress, amounts(data), lambda: came_later(file, last), counted_kinds(file.plan), None, values,
        complete=complete, own=_own_lines(data),
    )  # fmt: skip


def _own_lines(data: ReportData) -> list[str]:
    """The office's own texts as they are printed."""
    return [line.text for text in data.narratives.values() for line in parse(text)]


def _between(file: OpenFile, standing: Sequence[Lock], own: Sequence[str]) -> Correction | None:
    first, last = standing[-2:]

    def later() -> list[Any]:
        until = {one.record for one in came_later(file, last)}
        return [one for one in came_later(file, first) if one.record not in until]

    values, complete = _differences(file.plan, first, lambda: locked_contents(last))
    kinds = counted_kinds(file.plan)
    return correct(first, last.figures, last.amounts, later, kinds, last, values, complete=complete, own=own)


def _differences(plan: Plan, lock: Lock, now: Callable[[], ProgressReport]) -> PageDifferences:
    """How the pages differ; nothing is known of a lock that only a later program can read."""
    try:
        old, new = locked_contents(lock), now()
    except AppError:
        return PageDifferences((), complete=False)
    with in_words_of(plan):
        return page_differences(old, new)


def counted_kinds(plan: Plan) -> dict[tuple[str, str], frozenset[str]]:
    """Per statistic, named by area and label, the kind that it counts and those that this one lies within."""
    return {(s.area, s.label.vi): frozenset(_upwards(plan, s.kind)) for s in plan.statistics}


def _upwards(plan: Plan, kind: str | None) -> Iterator[str]:
    while kind is not None:
        yield kind
        kind = plan.kinds[kind].parent
