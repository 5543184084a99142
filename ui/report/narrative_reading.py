"""The text of one report as the window shows it, read and written on the worker thread."""

from collections.abc import Mapping

from msgspec import Struct

from desktop_app.domain.audiences import AUDIENCES
from desktop_app.domain.markup import parse
from desktop_app.domain.markup_writing import write
from desktop_app.domain.narrative import Section
from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, editing, entry, report_text, reports
from desktop_app.session.editing import SaveResult
from desktop_app.session.report_text import DraftSeen


class ReportKey(Struct, frozen=True):
    """Whose text, of which period."""

    period: Period
    unit: str

    @property
    def place(self) -> str:
        """Where half-typed text of its sections is stored."""
        return f"narrative:{self.unit}:{self.period.text}"


class ShownNarrative(Struct, frozen=True):
    """The sections of a report, the current figures by name, whether the report is locked, by section the record
    of a text that offices left different, and what was half-typed when the program ended.
    """

    report: ReportKey
    sections: Mapping[str, Section]
    figures: Mapping[str, str]
    locked: bool
    conflicts: Mapping[str, str]
    half_typed: Mapping[str, str]


def read_narrative(file: OpenFile, report: ReportKey) -> ShownNarrative:
    found = report_text.narrative(file, report.period, report.unit)
    locked = any(reports.lock_of(file, report.period, report.unit, audience) for audience in AUDIENCES)
    conflicts = report_text.narrative_conflicts(file, report.period, report.unit)
    return ShownNarrative(report, found.sections, found.figures, locked, conflicts, entry.drafts_of(file, report.place))


def keep_text(file: OpenFile, narrative: ShownNarrative, section: Section, text: str) -> SaveResult | None:
    """Keep the office's own text of a section; one like the draft, or none at all, goes back to the draft."""
    report, seen = narrative.report, DraftSeen(section.draft, narrative.figures)
    own = "" if text == write(parse(section.draft)) else text
    result = report_text.set_narrative(file, report.period, section.code, own, report.unit, seen)
    if section.code in entry.drafts_of(file, report.place):
        editing.save_draft(file, report.place, section.code, None)
    return result
