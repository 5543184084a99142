"""The text of a report section by section: drafts by rule, the office's own words, figures in them that changed."""

from collections.abc import Iterable

from msgspec.structs import replace

from desktop_app.domain import markup
from desktop_app.domain.narrative import Section
from desktop_app.domain.stale_words import stale_words
from desktop_app.report import assessment
from desktop_app.report.annexes import INDICATORS, Annexes, build_annexes
from desktop_app.report.area import area_draft, nothing_at_all
from desktop_app.report.blocks import Paragraph, Run
from desktop_app.report.cells import NONE
from desktop_app.report.current import current_figures
from desktop_app.report.data import ReportData
from desktop_app.report.draft_text import SentenceData
from desktop_app.report.wording import counting, in_print, in_words_of, words


class Narrative:
    """The sections of one report and the figures that their texts may name."""

    def __init__(self, data: ReportData, annexes: Annexes | None = None) -> None:
        with in_words_of(data.plan):
            self._draft_all(data, annexes)

    def _draft_all(self, data: ReportData, annexes: Annexes | None) -> None:
        context = SentenceData(data, current_figures(data))
        self.figures = context.figures
        self.nothing = [_paragraph(line, ()) for line in markup.parse("\n".join(nothing_at_all(context)))]
        self._draft = data.draft
        self._in_tens = data.is_public
        drafts = _drafts(context, build_annexes(data) if annexes is None else annexes)
        self.sections = {code: self._section(data, code, draft) for code, draft in drafts.items()}

    def _section(self, data: ReportData, code: str, draft: str) -> Section:
        own = data.narratives.get(code, "").strip() or None
        title = in_print(data.section_titles.get(code, "")) or _title(data, code)
        if own is None or data.is_public:  # what is printed there is never older than the paper
            return Section(code, title, draft, own)
        words_now = stale_words(own, data.bases.get(code), draft, self.figures)
        return Section(code, title, draft, own, (*markup.stale(own, self.figures), *words_now))

    def paragraphs(self, code: str) -> list[Paragraph]:
        """A section as it is printed; in a draft of the report, what a stale figure would be now stands behind it."""
        section = self.sections[code]
        marked = section.stale if self._draft else ()
        lines = markup.parse(section.text)
        public = self._in_tens and section.own
        return [_paragraph(self._as_public(line) if public else line, marked) for line in lines]

    def _as_public(self, line: markup.MarkupLine) -> markup.MarkupLine:
        """What the office wrote for its superior, with the numbers that everybody may read."""
        spans = (
            replace(one, text=counting(self.figures[one.figure]) if one.figure in self.figures else NONE)
            if one.figure else one
            for one in line.spans
        )  # fmt: skip
        return replace(line, spans=tuple(spans))


def _paragraph(line: markup.MarkupLine, found: Iterable[markup.Stale]) -> Paragraph:
    stale = {one.figure: one for one in found if one.figure}
    runs = []
    for span in line.spans:
        runs.append(Run(span.text, span.bold, span.italic))
        old = stale.get(span.figure or "")
        if old and old.shown == span.text:
            runs.append(Run(_now(old), bold=True, italic=True))
    nows = dict.fromkeys(_now(one) for one in found if not one.figure and one.shown in line.text)
    runs += [Run(now, bold=True, italic=True) for now in nows]
    plain = not any(run.bold or run.italic for run in runs)
    text = "".join(run.text for run in runs)
    return Paragraph(text, "item" if line.item else "body", () if plain else tuple(runs))


def _now(stale: markup.Stale) -> str:
    if not stale.figure and stale.now is not None:
        return words("report.stale_words", now=stale.now)
    return words("report.stale_gone") if stale.now is None else words("report.stale", now=stale.now)


def _title(data: ReportData, code: str) -> str:
    area = data.plan.areas.get(code.removeprefix("III."))
    return f"{code}. {in_print(area.label) if area else words(f'report.section_{code}')}"


def _drafts(context: SentenceData, annexes: Annexes) -> dict[str, str]:
    """Per section, in the usual order, what the figures say."""
    data = context.data
    lines = {"I": [], "II": [], **{f"III.{a.code}": list(area_draft(context, a, annexes)) for a in data.plan.tab_areas}}
    judged = data.progress and not data.lowest
    lines["IV.1"] = [assessment.results(context, annexes.headings[INDICATORS])] if judged else []
    lines |= {"IV.2": list(assessment.shortcomings(context)), "IV.3": [], "V": list(assessment.tasks(data)), "VI": []}
    return {code: "\n".join(said) for code, said in lines.items()}
