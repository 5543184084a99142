"""A report as a PDF: the official layout of Decree 30/2020/NĐ-CP, the same bytes for the same content."""

import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, NextPageTemplate, PageBreak, Paragraph, Spacer

from desktop_app.report import blocks, faces, page_parts, styles
from desktop_app.report.chart_rows import chart_rows
from desktop_app.report.page_setup import Document, DocumentTitle, template_name
from desktop_app.report.paragraphs import paragraphs
from desktop_app.report.table_rows import Rows
from desktop_app.report.tables import Measured
from desktop_app.report.text_lines import cut

_LONGEST_LEAD: Final = 600
_LINES_WITH_SIGNATURE: Final = 3
_NOTE_LINES: Final = 2


def render(
    report: blocks.ProgressReport, report_progress: Callable[[float], None] = lambda share: None,
    made: date = blocks.UNDATED, mark: str = "",
) -> bytes:  # fmt: skip
    """The finished PDF; equal reports give equal bytes on the same day. `mark`: words on every page.

    `report_progress` hears which share is done; it may raise.
    """
    faces.load()
    target = io.BytesIO()
    story = [
        page_parts.head(report.letterhead),
        *page_parts.titles(report.kind, report.subject),
        *page_parts.addressees(report.addressees),
        Spacer(0, 6),
        *_with_signature(list(_flow(report.blocks, styles.TEXT_WIDTH, "body")), report.signature, report.foot),
    ]
    for annex in report.annexes:
        story += _annex(annex)
    about = DocumentTitle(report.name, report.subject, report.issuer_name, report.draft)
    document, flowables = Document(target, about, made, mark), len(story)
    furthest = 0.0

    def hear(what: str, done: int) -> None:
        nonlocal furthest  # what stays together is counted anew piece by piece
        furthest = max(furthest, min(1.0, done / flowables)) if what == "PROGRESS" else furthest
        report_progress(furthest)

    document.setProgressCallBack(hear)
    document.build(story)
    return target.getvalue()


def _annex(annex: blocks.Annex) -> Iterator[Flowable]:
    yield NextPageTemplate(template_name(annex.landscape, True))
    yield PageBreak()
    yield page_parts.Centred(annex.heading, styles.BOLD, 14, 18)
    yield page_parts.Mark(0, f"{annex.heading}. {annex.title}", annex.heading)
    yield page_parts.Centred(annex.title.upper(), styles.BOLD, 14, 18, share=0.9)
    yield page_parts.Centred(annex.reference, styles.ITALIC, 13, 17, before=2, rule=styles.RULE_SHARE)
    yield Spacer(0, 6)
    yield from _flow(annex.blocks, styles.room(annex.landscape), annex.heading, 0)
    if annex.wide:
        yield NextPageTemplate(template_name(True, False))
        yield PageBreak()
        yield from _flow(annex.wide, styles.room(True), f"{annex.heading} wide", 0)


def _flow(content: Sequence[blocks.Block], room: float, part: str, above: int = -1) -> Iterator[Flowable]:
    """The flowables of a part; what leads on asks for room for itself and the beginning of what follows."""
    made = [list(_block(block, room, f"{part} {n}")) for n, block in enumerate(content)]
    _keep_notes(made, room)
    _nest([flowable for flowables in made for flowable in flowables], above)
    together = blocks.last_notes(content)
    for number, block in enumerate(content):
        if _leads_on(block):
            yield CondPageBreak(_needed(content[number:], made[number:], room))
        if number not in together:
            yield from made[number]
    if together:
        yield KeepTogether([flowable for number in together for flowable in made[number]])


def _keep_notes(made: Sequence[Sequence[Flowable]], room: float) -> None:
    """Tell every table how much room the first lines of a note below it take."""
    for above, below in itertools.pairwise(made):
        table, note = above[-1], below[0]
        if isinstance(table, Rows) and isinstance(note, Paragraph) and note.style.name == styles.NOTE.name:
            first = min(note.wrap(room, 0)[1], _NOTE_LINES * styles.NOTE_LEADING)
            table.below = max(note.getSpaceBefore(), table.getSpaceAfter()) + first


def _nest(flowables: Sequence[Flowable], level: int) -> None:
    """Keep the outline's levels without gaps below `level`, as PDF asks for."""
    for flowable in flowables:
        if isinstance(flowable, page_parts.Mark):
            level = flowable.level = min(flowable.level, level + 1)


def _leads_on(block: blocks.Block) -> bool:
    """A heading, and a short paragraph that announces what stands below it."""
    if isinstance(block, blocks.Paragraph):
        return block.text.endswith(":") and len(block.text) < _LONGEST_LEAD
    return isinstance(block, blocks.Heading)


def _needed(content: Sequence[blocks.Block], made: Sequence[Sequence[Flowable]], room: float) -> float:
    needed = 0.0
    for block, flowables in zip(content, made, strict=True):
        first = flowables[0]
        needed += first.getSpaceBefore()
        if isinstance(first, Rows):
            return needed + first.least_height()
        if not _leads_on(block):
            return needed + 2 * styles.BODY_LEADING
        needed += first.wrap(room, 0)[1]
    return needed


def _block(block: blocks.Block, room: float, key: str) -> Iterator[Flowable]:
    if isinstance(block, blocks.Table) and block.drawn:
        yield from chart_rows(block.caption, block.drawn, room)
    elif isinstance(block, blocks.Table):
        yield Rows(Measured(block, room))
    elif isinstance(block, blocks.Heading):
        text = block.text.upper() if block.level == 1 else block.text
        yield Paragraph(styles.markup(cut(text)), styles.HEADINGS[block.level - 1])
        yield page_parts.Mark(block.level - 1, block.text, key)
    else:
        yield from paragraphs(block)


def _with_signature(story: list[Flowable], block: blocks.Signature, foot: str) -> list[Flowable]:
    """The text and the signature block, which never stands on a page without the last lines of the text."""
    end = [page_parts.signature(block), *(paragraphs(blocks.Paragraph(foot, "note")) if foot else ())]
    last = story[-1] if story else None
    if not isinstance(last, Paragraph):
        return [*story, *end]
    _, height = last.wrap(styles.TEXT_WIDTH, 10_000)
    beside = _LINES_WITH_SIGNATURE * last.style.leading
    halves = last.split(styles.TEXT_WIDTH, height - beside) if height > 2 * beside else []
    if len(halves) == 2:
        return [*story[:-1], halves[0], KeepTogether([halves[1], *end])]
    return [*story[:-1], KeepTogether([last, *end])]
