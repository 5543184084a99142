"""The correction sheet: what a signed report said, what holds now, and why."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from desktop_app.domain.correction import ADDED, CHANGED, REMOVED, CorrectedFigure, Correction, LaterChange, SheetHead
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.locking import Lock, LockedAmount
from desktop_app.domain.measures import MEASURES, as_shown, show_difference
from desktop_app.report.blocks import Annex, Block, Column, Heading, Paragraph, ProgressReport, Table
from desktop_app.report.cells import Cell
from desktop_app.report.characters import NO_BREAK
from desktop_app.report.correction_rest import figure_in_words, in_words_of_report, rest_tables
from desktop_app.report.data import ReportData
from desktop_app.report.figure_parts import changed_parts
from desktop_app.report.lock_format import read_report
from desktop_app.report.office import addressees, annex_heading, annex_reference, letterhead, signature, subject
from desktop_app.report.table_widths import fitted_report
from desktop_app.report.wording import (
    BLANK,
    ROMAN,
    in_print,
    in_words_of,
    lower_first,
    period_name,
    short_date,
    words,
)

_WORK = "công tác"  # one word: the title does not part it
_MOST_IN_TEXT = 15  # rows: more of them make an annex


def build(data: ReportData, correction: Correction, head: SheetHead) -> ProgressReport:
    """The sheet in the layout of a report; a draft until the new figures are locked too."""
    with in_words_of(data.plan):
        return fitted_report(_build(data, correction, head))


def _build(data: ReportData, correction: Correction, head: SheetHead) -> ProgressReport:
    about = words("report.correction_subject", subject=lower_first(subject(data)))
    own = replace(data, header={**data.header, "doc_no": head.number or None, "doc_date": head.day or None})
    rest = rest_tables(data, correction)
    annexes = [_annex(own, rest)] if sum(len(table.rows) for table in rest) > _MOST_IN_TEXT else []
    return ProgressReport(
        name=f"{words('report.kind').capitalize()} {lower_first(about)}",
        issuer_name=data.office_name,
        letterhead=letterhead(own),
        kind=words("report.kind"),
        subject=about.replace(_WORK, NO_BREAK.join(_WORK.split())),
        addressees=addressees(data),
        blocks=tuple(_blocks(data, correction, head.reason, () if annexes else rest, annexes)),
        signature=signature(data),
        annexes=tuple(annexes),
        draft=correction.newer is None,
    )


def _annex(own: ReportData, rest: Sequence[Table]) -> Annex:
    heading, title = annex_heading(0, 1), words("report.correction_rest")
    return Annex(heading, title, annex_reference(own), tuple(rest))


def _blocks(
    data: ReportData, correction: Correction, reason: str, rest: Sequence[Table], annexes: Sequence[Annex]
) -> Iterator[Block]:
    yield Paragraph(_opening(data, correction))
    found = (_figures(data, correction), _amounts(data, correction), (words("report.correction_rest"), rest))
    sections = [(title, tables) for title, tables in found if tables]
    for number, (title, tables) in zip(ROMAN, sections, strict=False):
        yield Heading(1, number, title)
        yield from tables
    yield from (Paragraph(words("report.correction_in_annex", annex=annex.heading)) for annex in annexes)
    yield Heading(1, ROMAN[len(sections)], words("report.correction_reasons"))
    if reason:
        yield Paragraph(reason if reason.rstrip().endswith((".", "!", "?", "…")) else f"{reason.rstrip()}.")
    for figure in correction.figures:
        yield _reason(words("report.indicators", codes=figure.old.code), _why(data, figure))
    for why, labels in _why_counted(data, correction).items():
        yield _reason("; ".join([labels[0], *map(lower_first, labels[1:])]), why)
    closing = "report.correction_closing" if correction.complete else "report.correction_closing_only"
    yield Paragraph(words(closing, office=data.office_name))


def _opening(data: ReportData, correction: Correction) -> str:
    """Which report is corrected: its number and day as it was locked, else the day on which that was done."""
    locked = short_date(correction.lock.locked_on)
    number, day = _printed_head(correction.lock)
    head = {
        "number": f" {words('report.correction_number', number=number)}" if number else "",
        "dated": f" {words('report.correction_dated', day=day)}" if day else "",
        "since": "" if day else f" {words('report.correction_locked', day=locked)}",
    }
    return words("report.correction_opening", office=data.office_name, period=period_name(data.period), **head)


def _printed_head(lock: Lock) -> tuple[str, str]:
    """The number and the day that the locked report bears; empty where they were left open or can't be read."""
    try:
        printed = read_report(lock.report, lock.format).letterhead
    except (ValueError, RecursionError):
        return "", ""
    number = printed.number.removeprefix(words("report.number", number=""))
    day = re.search(r"(ngày \d{1,2} tháng \d{1,2} năm |\d{1,2}/\d{1,2}/)\d{4}$", printed.place_and_date)
    return "" if number.startswith(BLANK[0]) else number, day[0] if day else ""


def _figures(data: ReportData, correction: Correction) -> tuple[str, Sequence[Table]]:
    if not correction.figures:
        return "", ()
    columns = (
        Column(words("report.code"), 10, "centre"), Column(words("report.indicator"), 40),
        Column(words("report.correction_old"), 42, "centre"), Column(words("report.correction_new"), 42, "centre"),
        Column(words("report.correction_difference"), 26, "centre"),
    )  # fmt: skip
    rows = tuple(row for figure in correction.figures for row in _figure_rows(data, figure))
    return words("report.correction_figures"), (Table(columns, rows),)


def _figure_rows(data: ReportData, figure: CorrectedFigure) -> Iterator[tuple[Cell, ...]]:
    """The figure, and below it those of its parts that are printed differently."""
    old, new = figure.old, figure.new
    title = in_print(data.plan.indicators[old.code].title if old.code in data.plan.indicators else old.title)
    yield old.code, title, figure_in_words(old), figure_in_words(new), _difference(old, new)
    if old.code in data.plan.indicators:
        yield from (("", *part, "") for part in changed_parts(old, new))


def _difference(old: IndicatorResult, new: IndicatorResult) -> str:
    """In units of the figure, points of percent or the count itself: how far apart the printed values are."""
    if old.exact is None or new.exact is None:
        return ""
    step = show_difference(old.measure, as_shown(new.measure, new.exact) - as_shown(old.measure, old.exact))
    return words(MEASURES[old.measure].difference_key, n=step)


def _amounts(data: ReportData, correction: Correction) -> tuple[str, Sequence[Table]]:
    if not correction.amounts:
        return "", ()
    columns = (
        Column(words("report.correction_content"), 70), Column(words("report.correction_old"), 40, "right"),
        Column(words("report.correction_new"), 40, "right"),
    )  # fmt: skip
    rows = tuple((in_words_of_report(data, a.one), _printed(a.old), _printed(a.new)) for a in correction.amounts)
    title = "report.correction_amounts" if correction.figures else "report.correction_amounts_only"
    return words(title), (Table(columns, rows),)


def _printed(amount: LockedAmount | None) -> str:
    """In the period and to date; records without a date have one number only."""
    if amount is None:
        return ""
    return " / ".join(text for text in (amount.period, amount.year_to_date) if text is not None)


def _why(data: ReportData, figure: CorrectedFigure) -> str:
    """What came later: kinds and numbers of records. No titles: some records may not be told outside the office."""
    if figure.old.reading != figure.new.reading or figure.old.threshold != figure.new.threshold:
        return words("report.correction_rule")
    return _what_came(data, figure.later)


def _reason(what: str, why: str) -> Paragraph:
    return Paragraph(f"- {what}: {why}", "item")


def _why_counted(data: ReportData, correction: Correction) -> dict[str, list[str]]:
    """The reasons of what was counted differently, each with all that it changed."""
    found: dict[str, list[str]] = {}
    for changed in correction.amounts:
        found.setdefault(_what_came(data, changed.later), []).append(in_words_of_report(data, changed.one))
    return found


def _what_came(data: ReportData, later: Sequence[LaterChange]) -> str:
    came = {what: [one for one in later if one.what == what] for what in (ADDED, CHANGED, REMOVED)}
    said = [words(f"report.correction_{what}", kinds=_kinds(data, of)) for what, of in came.items() if of]
    return f"{'; '.join(said)}." if said else words("report.correction_other")


def _kinds(data: ReportData, later: Iterable[LaterChange]) -> str:
    """The kinds of records; not for everybody how many, since a record may stand for a person."""
    found = Counter(one.kind for one in later)
    labels = {kind: lower_first(in_print(data.plan.kinds[kind].label)) for kind in found}
    return ", ".join(labels[kind] if data.is_public else f"{labels[kind]} ({n})" for kind, n in found.items())
