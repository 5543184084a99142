"""Section IV: the indicators against their targets, the readings in force, what is missing, who has not reported."""

from collections import Counter
from collections.abc import Iterator, Sequence

from desktop_app.domain.completeness import NOT_REPORTED
from desktop_app.domain.indicators import MET, NO_DATA, NOT_APPLICABLE, NOT_MET, Part, Progress, show_fraction
from desktop_app.report.blocks import Column, Paragraph, Table
from desktop_app.report.cells import Cell, shown
from desktop_app.report.data import ReportData
from desktop_app.report.masking import counts_people, hidden_beside, is_masked, is_small, masked
from desktop_app.report.sentences import (
    achieved,
    concerns,
    has_figure,
    hides_number,
    masked_ratio,
    ratio,
    target,
    value,
    verdict,
)  # fmt: skip
from desktop_app.report.wording import listed, lower_first, short_date, words

FEW = 12  # units that have not reported: named in the text, more in an annex
_SHARED = 3  # a note of this many indicators is printed once for all of them


def summary(data: ReportData) -> str:
    """How many indicators are met, not met, not applicable, without data."""
    found = Counter(progress.status for progress in data.progress)
    keys = {MET: "report.count_met", NOT_MET: "report.count_not_met", NOT_APPLICABLE: "report.count_none",
            NO_DATA: "report.count_no_data"}  # fmt: skip
    said = [words(key, n=found[status]) for status, key in keys.items() if found[status]]
    return words("report.summary", n=len(data.progress), counts=", ".join(said))


def data_basis(data: ReportData) -> str:
    """Which days the figures cover; those to date only where they begin before the period."""
    days = (data.period.first_day, max(data.data_date, data.period.first_day), data.year_start)
    first, last, start = map(short_date, days)
    key = "report.data_of_year" if data.whole_year else "report.data_of_period"
    return words(key, first=first, last=last, start=start)


def indicator_table(data: ReportData) -> Table:
    """One row per indicator under the heading of its area, named parts below it."""
    columns = (
        Column(words("report.code"), 11, "centre"), Column(words("report.indicator"), 59),
        Column(words("report.target"), 22, "centre"), Column(words("report.ratio"), 25, "centre"),
        Column(words("report.achieved"), 19, "centre"), Column(words("report.verdict"), 29, "centre"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for area in data.plan.areas.values():
        own = [progress for progress in data.progress if progress.area == area.code]
        if own:
            rows.append((f"{area.code}. {area.label.vi}",))
        rows += [row for progress in own for row in _rows(data, progress)]
    return Table(columns, tuple(rows), words("report.indicator_table"))


def _rows(data: ReportData, progress: Progress) -> Iterator[tuple[Cell, ...]]:
    indicator = data.plan.indicators[progress.code]
    yield (
        progress.code, indicator.title.vi, target(indicator, progress), ratio(data, progress),
        achieved(data, progress), verdict(progress),
    )  # fmt: skip
    hide = is_masked(data, counts_people(data, progress.code))
    parts = list(progress.parts.values())
    beside = hidden_beside([part.numerator or 0 for part in parts]) if hide else None
    for place, part in enumerate(parts):
        shown = (_part_ratio(part), part.value or "")
        if hide and (place == beside or is_small(part.numerator) or is_small(part.denominator)):
            shown = (masked_ratio(part.numerator, part.denominator), "")
        yield ("", f"- {part.label}", "", *shown, "")


def _part_ratio(part: Part) -> str:
    sides = (part.numerator, part.denominator)
    return "/".join(show_fraction(side) for side in sides if side is not None)


def table_notes(data: ReportData) -> Iterator[Paragraph]:
    """Below the table: the day of the data, the reading in force of each indicator, notes and what is missing."""
    yield Paragraph(f"{words('report.note')}: {data_basis(data)} {words('report.note_readings')}", "note")
    if any(progress.manual for progress in data.progress):
        yield Paragraph(words("report.note_by_hand"), "note")
    shared = _shared_notes(data)
    for note, codes in shared.items():
        yield _indicator_note(codes, lower_first(note))
    for progress in data.progress:
        if concerns(progress):
            yield _indicator_note([progress.code], _note(data, progress, shared))
    aside: dict[str, list[str]] = {}
    for progress in data.progress:
        if not concerns(progress):
            aside.setdefault(progress.text or verdict(progress), []).append(progress.code)
    for text, codes in aside.items():
        yield _indicator_note(codes, lower_first(text))


def _indicator_note(codes: Sequence[str], text: str) -> Paragraph:
    return Paragraph(f"- {words('report.indicators', codes=', '.join(codes))}: {text.rstrip(' .;')}.", "note")


def _notes(data: ReportData, progress: Progress) -> list[str]:
    """An indicator's notes; those with numbers are left out where its numbers are masked."""
    hide = hides_number(data, progress)
    return [note for note in progress.notes if not (hide and any(c.isdecimal() for c in note))]


def _shared_notes(data: ReportData) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for progress in filter(concerns, data.progress):
        for note in _notes(data, progress):
            codes.setdefault(note, []).append(progress.code)
    return {note: found for note, found in codes.items() if len(found) >= _SHARED}


def _note(data: ReportData, progress: Progress, shared: dict[str, list[str]]) -> str:
    reading = data.plan.indicators[progress.code].readings.get(progress.reading)
    said = [] if has_figure(progress) else [progress.text]
    said.append(reading.wording.vi if reading else progress.wording)
    said += [note for note in _notes(data, progress) if note not in shared]
    if missing := "" if hides_number(data, progress) else _missing(data, progress):
        said.append(words("report.missing", things=missing))
    return ". ".join(text.rstrip(" .;") for text in said if text.strip())


def _missing(data: ReportData, progress: Progress) -> str:
    """Reasons and how often each is met; those that a note counts already are left out."""
    texts = data.plan.indicators[progress.code].texts
    reasons = {
        m.code: texts[f"missing.{m.code}"].vi if f"missing.{m.code}" in texts else m.text for m in progress.missing
    }
    counts = Counter(m.code for m in progress.missing if f"note.{m.code}" not in texts)
    bare = {code: " ".join(reasons[code].replace("{detail}", "").split()).rstrip(" .:") for code in counts}
    hide = is_masked(data, counts_people(data, progress.code))
    said = {code: shown(masked(n) if hide else n) for code, n in counts.items()}
    return "; ".join(f"{lower_first(bare[code])} ({n})" for code, n in said.items())


# --- who has not reported ----------------------------------------------------------------------------------------


def silent_units(data: ReportData) -> dict[str, set[str]]:
    """Per unit that has not reported, in the tree's order, the areas concerned."""
    found: dict[str, set[str]] = {}
    for row in data.completeness:
        if row.state == NOT_REPORTED:
            found.setdefault(row.unit, set()).add(row.area)
    return found


def reporting(data: ReportData, annex: str) -> Iterator[Paragraph]:
    """Which units have not reported (many of them: in `annex`), and what lies in the file without counting yet."""
    silent, units = silent_units(data), {row.unit for row in data.completeness}
    day = short_date(data.data_date)
    if not silent and units:
        yield Paragraph(words("report.all_reported", n=len(units), date=day))
    elif silent and len(units) == 1:
        (missing,) = silent.values()
        areas = listed(lower_first(data.plan.areas[code].label.vi) for code in sorted(missing))
        yield Paragraph(words("report.own_not_reported", areas=areas, date=day))
    elif silent:
        names = listed(data.in_sentence(code) for code in silent)
        where = words("report.named", names=names) if len(silent) <= FEW else words("report.see_annex", annex=annex)
        yield Paragraph(words("report.not_reported", n=len(silent), units=len(units), date=day, where=where))
    waiting = [words(key, n=shown(n)) for key, n in _not_counted(data) if n]
    if waiting:
        yield Paragraph(words("report.not_counted", what=listed(waiting)))


def _not_counted(data: ReportData) -> Sequence[tuple[str, int]]:
    return ("report.unfinished", data.unfinished), ("report.conflicts", data.open_conflicts)


# --- what the figures say about weaknesses and tasks -------------------------------------------------------------


def unmet(data: ReportData) -> list[Progress]:
    """The indicators that have a figure below their target."""
    return [progress for progress in data.progress if progress.status == NOT_MET]


def shortcomings(data: ReportData) -> Iterator[Paragraph]:
    """Targets not reached, one line each, and figures not known."""
    below, unknown = unmet(data), [p for p in data.progress if p.status == NO_DATA]
    if below:
        yield Paragraph(words("report.below", n=len(below)))
    for count, progress in enumerate(below, start=1):
        indicator = data.plan.indicators[progress.code]
        reached = value(data, progress) or ratio(data, progress)
        text = words(
            "report.below_item",
            title=lower_first(indicator.title.vi),
            value=reached,
            target=target(indicator, progress),
        )
        yield Paragraph(text + ("." if count == len(below) else ";"), "item")
    if unknown:
        titles = "; ".join(lower_first(data.plan.indicators[p.code].title.vi) for p in unknown)
        yield Paragraph(words("report.unknown", titles=titles))


def tasks(data: ReportData) -> Iterator[Paragraph]:
    """What remains to be done, as the figures say."""
    below = unmet(data)
    codes = listed(progress.code for progress in below)
    yield Paragraph(words("report.task_unmet", codes=codes) if below else words("report.task_keep"))
    if silent_units(data) and len({row.unit for row in data.completeness}) > 1:
        yield Paragraph(words("report.task_remind"))
    if data.unfinished or data.open_conflicts:
        yield Paragraph(words("report.task_complete"))
