"""What a progress report says: the usual sections, in the office's own words or in sentences by fixed rules."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from desktop_app.report import assessment
from desktop_app.report.annexes import SILENT_UNITS, Annexes, build_annexes
from desktop_app.report.blocks import Block, Heading, Paragraph, ProgressReport
from desktop_app.report.data import ReportData
from desktop_app.report.office import addressees, letterhead, plan_in_words, signature, subject
from desktop_app.report.reported import states_table
from desktop_app.report.section_text import Narrative
from desktop_app.report.table_widths import fitted_report
from desktop_app.report.wording import ROMAN, in_words_of, period_name, words


class _SectionPart(Struct, frozen=True):
    """A section or subsection before it is numbered; one without blocks and parts is left out."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["_SectionPart", ...] = ()


def build(data: ReportData) -> ProgressReport:
    """The whole report; pure: equal data give an equal report."""
    with in_words_of(data.plan):
        return fitted_report(_build(data))


def _build(data: ReportData) -> ProgressReport:
    annexes = build_annexes(data)
    opening = words("report.opening", plan=plan_in_words(data), office=data.office_name,
                    period=period_name(data.period), data=assessment.data_basis(data))  # fmt: skip
    body = [Paragraph(opening), *_numbered(_sections(data, Narrative(data, annexes), annexes))]
    return ProgressReport(
        name=f"{words('report.kind').capitalize()} {_subject_inside(data)}",
        issuer_name=data.office_name,
        letterhead=letterhead(data),
        kind=words("report.kind"),
        subject=subject(data),
        addressees=addressees(data),
        blocks=tuple(_ended([*body, *_closing(data)])),
        signature=signature(data),
        annexes=annexes.made,
        draft=data.draft,
        states=tuple(states_table(data)),
        foot=words("report.foot_public" if data.is_public else "report.foot_superior"),
    )


def _sections(data: ReportData, narrative: Narrative, annexes: Annexes) -> Iterator[_SectionPart]:
    """The usual order; a section of which neither the office nor the figures say anything is left out."""

    def part(code: str, *below: Block) -> _SectionPart:
        return _SectionPart(narrative.sections[code].name, (*narrative.paragraphs(code), *below))

    yield part("I")
    yield part("II")
    yield _results(data, narrative, annexes)
    reported = () if data.lowest else assessment.reporting(data, annexes.headings.get(SILENT_UNITS, ""))
    yield _SectionPart(words("report.section_IV"), (), (part("IV.1", *reported), part("IV.2"), part("IV.3")))
    yield part("V")
    yield part("VI")


def _results(data: ReportData, narrative: Narrative, annexes: Annexes) -> _SectionPart:
    """The areas one by one; all in one sentence where nothing happened in any, unless the office has its own text."""
    title, areas = words("report.section_III"), [area.code for area in data.plan.tab_areas]
    codes = [f"III.{area}" for area in areas]
    about = list(assessment.reporting(data, "")) if data.lowest else []
    if data.nothing_happened and not any(narrative.sections[code].own for code in codes):
        return _SectionPart(title, (*narrative.nothing, *about))
    parts = (_SectionPart(narrative.sections[code].name, tuple(narrative.paragraphs(code))) for code in codes)
    named = annexes.of_areas(data, *areas)
    where = [Paragraph(words("report.details_in", annex=named))] if named else []
    return _SectionPart(title, (*where, *about), tuple(parts))


def _numbered(sections: Iterable[_SectionPart]) -> Iterator[Block]:
    """Headings I, II … and 1, 2 … for what there is; a single subsection needs no heading of its own."""
    said = [section for section in sections if section.blocks or any(part.blocks for part in section.parts)]
    for number, section in zip(ROMAN, said, strict=False):
        yield Heading(1, number, section.title)
        yield from section.blocks
        parts = [part for part in section.parts if part.blocks]
        for count, part in enumerate(parts, start=1):
            if len(parts) > 1:
                yield Heading(2, str(count), part.title)
            yield from part.blocks


def _closing(data: ReportData) -> Iterator[Paragraph]:
    """The customary last sentence, unless the office has written its own."""
    last = next((text for key in ("VI", "V") if (text := data.narratives.get(key, "").strip())), "")
    if not last or not last.splitlines()[-1].startswith(words("report.closing_begins")):
        yield Paragraph(words("report.closing", work=_subject_inside(data), office=data.office_name))


def _subject_inside(data: ReportData) -> str:
    """What the report is about, inside a sentence."""
    return subject(data)[:1].lower() + subject(data)[1:]


def _ended(blocks: list[Block]) -> list[Block]:
    """The blocks with ./. after the last word."""
    last = blocks[-1]
    assert isinstance(last, Paragraph), "the tasks and the closing are never empty"
    runs = (*last.runs[:-1], replace(last.runs[-1], text=_with_end(last.runs[-1].text))) if last.runs else ()
    return [*blocks[:-1], Paragraph(_with_end(last.text), last.role, runs)]


def _with_end(text: str) -> str:
    return text.rstrip(" ./;,") + words("report.end")
