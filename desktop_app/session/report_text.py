"""The text of reports section by section: the office's own, else a draft. `unit` None is the office's own."""

from collections.abc import Mapping
from typing import NamedTuple

from db import queries
from db.log import logged_record
from db.open_file import OpenFile
from desktop_app.domain.narrative import Section
from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.stale_words import BASIS, Basis, basis_of, stale_words
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.report.section_text import Narrative
from desktop_app.session.editing import SaveResult, delete, new_record, note_internal, set_value
from desktop_app.session.entry import live_by_key
from desktop_app.session.report_data import basis_of_record, collect
from desktop_app.session.report_head import head_records, records_of_report

__all__ = ["head_records"]


def narrative(file: OpenFile, period: Period, unit: str | None = None) -> Narrative:
    """The text of a report section by section: the office's own, else a draft; its figures that have changed."""
    return Narrative(collect(file, period, unit or file.unit, with_units_below=False))


def narrative_field(file: OpenFile) -> tuple[str, str] | None:
    """The record kind that holds the text of reports, and its field of the text; None where the plan has none."""
    found = file.plan.role("narrative")
    return (found[0].name, found[1]["body"]) if found else None


class DraftSeen(NamedTuple):
    """What the writer of a section had before them: its draft, and the figures of the report by name."""

    draft: str
    figures: Mapping[str, str]


def set_narrative(
    file: OpenFile, period: Period, section: str, text: str, unit: str | None = None, seen: DraftSeen | None = None
) -> SaveResult | None:
    """The office's own text of a section of a report, in markup; an empty one goes back to the draft.

    What the draft says is kept with it, as the writer has `seen` it, so that words are noticed that no longer hold.
    """
    kind, key, body = _narrative_key(file, period, section, unit or file.unit)
    there, own = live_by_key(file, kind, key), text.strip()
    if not own:
        if there:
            delete(file, there.id)
        return None
    if there and logged_record(file.connection, there.id).state.shown.get(body) == own:
        return set_value(file, there.id, body, own)
    draft, now = seen or _draft_now(file, period, section, unit)
    basis: Basis | None = basis_of(own, draft, now)
    if there:
        before = basis_of_record(file, there.id, body)
        if stale_words(own, before, draft, now):
            basis = before  # what was wrong in it before still is
        return set_value(file, there.id, body, own, internal=_internal(basis))
    return new_record(file, kind.name, {**key, body: own}, _internal(basis))


def confirm_narrative(
    file: OpenFile, period: Period, section: str, unit: str | None = None, seen: DraftSeen | None = None
) -> bytes | None:
    """A person says that the office's own text of a section holds, whatever the draft says now."""
    kind, key, body = _narrative_key(file, period, section, unit or file.unit)
    there = live_by_key(file, kind, key)
    if there is None:
        return None
    text = logged_record(file.connection, there.id).state.shown.get(body)
    basis = basis_of(str(text or ""), *(seen or _draft_now(file, period, section, unit)))
    return note_internal(file, there.id, _internal(basis))


def stale_sections(file: OpenFile, period: Period, unit: str | None) -> list[Section]:
    """The sections whose own text says what no longer holds."""
    return [section for section in narrative(file, period, unit).sections.values() if section.stale]


def _draft_now(file: OpenFile, period: Period, section: str, unit: str | None) -> DraftSeen:
    if (unit or file.unit) not in file.units:
        return DraftSeen("", {})  # nothing will be written
    found = narrative(file, period, unit)
    return DraftSeen(found.sections[section].draft if section in found.sections else "", found.figures)


def _internal(basis: Basis | None) -> dict[str, str]:
    return {BASIS: basis.to_text()} if basis else {}


def narrative_conflicts(file: OpenFile, period: Period, unit: str | None) -> dict[str, str]:
    """The sections of a report whose text offices left different, each with the record that is to be settled."""
    found = file.plan.role("narrative")
    waiting = {record for record, _ in queries.conflicts(file.connection)} if found else set()
    if found is None or not waiting:
        return {}
    texts = records_of_report(file, period, unit or file.unit, "narrative")
    return {str(text.values[found[1]["section"]]): text.id for text in texts if text.id in waiting}


def _narrative_key(file: OpenFile, period: Period, section: str, unit: str) -> tuple[RecordKind, dict[str, Value], str]:
    """The kind that holds the text of reports, the key of one section, and the field of its text."""
    found = file.plan.role("narrative")
    if found is None or period.code is None:
        raise AppError("report.no_text_kept")
    kind, names = found
    known = file.plan.choices[kind.fields[names["section"]].choices or ""]
    if section not in known:
        raise AppError("report.no_section", section=section, known=", ".join(known))
    key: dict[str, Value] = {kind.unit_field: unit, "year": period.year, "period_code": period.code}
    return kind, {**key, names["section"]: section}, names["body"]
