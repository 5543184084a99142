"""What a progress report says: the usual sections, in the office's own words or in sentences by fixed rules."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop_app.report import assessment
from desktop_app.report.annexes import INDICATORS, SILENT_UNITS, Annexes, build_annexes
from desktop_app.report.area import area_blocks
from desktop_app.report.blocks import Block, Heading, Paragraph, ProgressReport
from desktop_app.report.data import ReportData
from desktop_app.report.office import addressees, letterhead, plan_in_words, signature, subject
from desktop_app.report.wording import ROMAN, lower_first, period_name, words

_END = "./."


@dataclass(frozen=True, slots=True)
class _Part:
    """A section or subsection before it is numbered; one without blocks and parts is left out."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["_Part", ...] = ()


def build(data: ReportData) -> ProgressReport:
    """The whole report; pure: equal data give an equal report."""
    annexes = build_annexes(data)
    body = [Paragraph(words("report.opening", plan=plan_in_words(data), office=data.office_name,
                            period=period_name(data.period))), *_numbered(_sections(data, annexes))]  # fmt: skip
    title = f"{words('report.kind').capitalize()} {subject(data)[:1].lower()}{subject(data)[1:]}"
    return ProgressReport(
        name=title,
        issuer_name=data.office_name,
        letterhead=letterhead(data),
        kind=words("report.kind"),
        subject=subject(data),
        addressees=addressees(data),
        blocks=tuple(_ended([*body, *_closing(data)])),
        signature=signature(data),
        annexes=annexes.made,
        draft=data.draft,
    )


# --- sections ----------------------------------------------------------------------------------------------------


def _sections(data: ReportData, annexes: Annexes) -> Iterator[_Part]:
    """The usual order; a section of which neither the office nor the figures say anything is left out."""
    yield _section(data, "I", _general(data))
    yield _section(data, "II", ())
    areas = [a for a in data.plan.areas.values() if a.tab]
    results = tuple(
        _Part(
            _title(data, f"III.{a.code}", a.label.vi),
            tuple(area_blocks(data, a, _own(data, f"III.{a.code}"), annexes)),
        )
        for a in areas
    )
    yield _Part(_title(data, "III"), (), results)
    yield _Part(_title(data, "IV"), (), tuple(_assessment(data, annexes)))
    yield _section(data, "V", assessment.tasks(data))
    yield _section(data, "VI", ())


def _assessment(data: ReportData, annexes: Annexes) -> Iterator[_Part]:
    if data.progress:
        blocks: list[Block] = _own(data, "IV.1") or list(assessment.results(data, annexes.headings[INDICATORS]))
        blocks += assessment.reporting(data, annexes.headings.get(SILENT_UNITS, ""))
        yield _Part(_title(data, "IV.1"), tuple(blocks))
    yield _section(data, "IV.2", assessment.shortcomings(data))
    yield _section(data, "IV.3", ())


def _general(data: ReportData) -> Iterator[Paragraph]:
    yield Paragraph(f"{words('report.summed_up')} {lower_first(assessment.data_basis(data))}")


def _section(data: ReportData, key: str, by_rule: Iterable[Block]) -> _Part:
    return _Part(_title(data, key), tuple(_own(data, key) or by_rule))


def _title(data: ReportData, key: str, otherwise: str = "") -> str:
    """A section's title without its number: numbers are given anew, since empty sections are left out."""
    bare = re.sub(r"^[IVX]+(\.\w+)?\.\s*", "", data.section_titles.get(key, ""))
    return bare or otherwise or words(f"report.section_{key}")


def _own(data: ReportData, key: str) -> list[Block]:
    """The office's own text of a section, a paragraph a line; a line behind a dash is an item."""
    lines = (line.strip() for line in data.narratives.get(key, "").splitlines())
    return [Paragraph(line, "item" if line[0] in "-+•" else "body") for line in lines if line]


def _numbered(sections: Iterable[_Part]) -> Iterator[Block]:
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


# --- the end -----------------------------------------------------------------------------------------------------


def _closing(data: ReportData) -> Iterator[Paragraph]:
    """The customary last sentence, unless the office has written its own."""
    last = next((text for key in ("VI", "V") if (text := data.narratives.get(key, "").strip())), "")
    if not last.splitlines()[-1:] or not last.splitlines()[-1].startswith(words("report.closing_begins")):
        yield Paragraph(
            words("report.closing", work=subject(data)[:1].lower() + subject(data)[1:], office=data.office_name)
        )


def _ended(blocks: list[Block]) -> list[Block]:
    """The blocks with ./. after the last word."""
    last = blocks[-1]
    assert isinstance(last, Paragraph), "the tasks and the closing are never empty"
    return [*blocks[:-1], Paragraph(last.text.rstrip(" ./;,") + _END, last.role)]
