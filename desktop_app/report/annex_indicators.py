"""The annex of the indicators: every figure against its target, the readings in force, and the units below."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from desktop_app.domain.disclosure import is_small
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.report.annex_trends import trend_blocks
from desktop_app.report.assessment import data_basis
from desktop_app.report.blocks import Block, Column, Paragraph, Table
from desktop_app.report.cells import Cell, Gauge, shown
from desktop_app.report.data import ReportData
from desktop_app.report.figure_parts import printed_parts
from desktop_app.report.indicators_by_unit import figures_by_unit
from desktop_app.report.sentences import achieved, concerns, has_figure, hides_number, side_cells, target, verdict
from desktop_app.report.signs import meanings
from desktop_app.report.wording import lower_first, vietnamese, words

_SHARED = 3  # a note of this many indicators is printed once for all of them
_READINGS = ("default", "strict", "loose")


def indicator_blocks(data: ReportData) -> Iterator[Block]:
    """The table, what governs it, the same figures of the units below, and the periods of the year."""
    if not data.progress:
        return
    table = _table(data)
    yield table
    yield from _notes_below(data, meanings([table]))
    yield from figures_by_unit(data)
    yield from trend_blocks(data)


def _table(data: ReportData) -> Table:
    """One row per indicator under the heading of its area, named parts below it."""
    columns = (
        Column(words("report.code"), 11, "centre"), Column(words("report.indicator"), 83),
        Column(words("report.target"), 23, "centre"), Column(words("report.numerator"), 17, "right"),
        Column(words("report.denominator"), 17, "right"), Column(words("report.achieved"), 18, "right"),
        Column(words("report.gauge"), 24), Column(words("report.short_by"), 15, "right"),
        Column(words("report.reading"), 20, "centre"), Column(words("report.verdict"), 29, "centre"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for area in data.plan.areas.values():
        own = [progress for progress in data.progress if progress.area == area.code]
        if own:
            rows.append((f"{area.code}. {area.label.vi}",))
        rows += [row for progress in own for row in _rows(data, progress)]
    return Table(columns, tuple(rows))


def _rows(data: ReportData, progress: IndicatorResult) -> Iterator[tuple[Cell, ...]]:
    indicator = data.plan.indicators[progress.code]
    hidden = hides_number(data, progress)
    above, below = side_cells(data, progress)
    exact = None if hidden else progress.exact
    gauge: Cell = "" if exact is None or not progress.threshold else Gauge(max(Fraction(0), exact / progress.threshold))
    short: Cell = "" if hidden or not concerns(progress) else progress.short_by or ""
    reading = words(f"report.reading_{progress.reading}") if progress.reading in _READINGS else progress.reading
    yield (
        progress.code, indicator.title.vi, target(indicator, progress), above, below, achieved(data, progress), gauge,
        short, reading if concerns(progress) else "", verdict(progress),
    )  # fmt: skip
    for part in printed_parts(data, progress):
        yield ("", part.label, "", part.above, part.below, part.value, "", "", "", "")


# --- below the table ---------------------------------------------------------------------------------------------


def _notes_below(data: ReportData, signs: str) -> Iterator[Paragraph]:
    """The day of the data, the signs, the reading in force of each indicator, notes and what is missing."""
    said = (f"{words('report.note')}: {data_basis(data)}", signs, words("report.note_readings"))
    yield Paragraph(" ".join(filter(None, said)), "note")
    if any(figure.manual for figure in (*data.progress, *(f for trend in data.trends for f in trend.figures))):
        yield Paragraph(words("report.note_by_hand"), "note")
    shared = _shared_notes(data)
    for note, codes in shared.items():
        yield _indicator_note(codes, lower_first(note))
    for progress in data.progress:
        if concerns(progress):
            yield _indicator_note([progress.code], _note(data, progress, shared))
    other: dict[str, list[str]] = {}
    for progress in data.progress:
        if not concerns(progress):
            other.setdefault(vietnamese(progress.text) or verdict(progress), []).append(progress.code)
    for text, codes in other.items():
        yield _indicator_note(codes, lower_first(text))


def _indicator_note(codes: Sequence[str], text: str) -> Paragraph:
    said = f"{text.rstrip(' .;')}.".replace("….", "…")
    return Paragraph(f"- {words('report.indicators', codes=', '.join(codes))}: {said}", "note")


def _notes(data: ReportData, progress: IndicatorResult) -> list[str]:
    """An indicator's notes; those with numbers are left out where its numbers are masked."""
    hide = hides_number(data, progress)
    notes = map(vietnamese, progress.notes)
    return [note for note in notes if not (hide and any(c.isdecimal() for c in note))]


def _shared_notes(data: ReportData) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for progress in filter(concerns, data.progress):
        for note in _notes(data, progress):
            codes.setdefault(note, []).append(progress.code)
    return {note: found for note, found in codes.items() if len(found) >= _SHARED}


def _note(data: ReportData, progress: IndicatorResult, shared_notes: dict[str, list[str]]) -> str:
    reading = data.plan.indicators[progress.code].readings.get(progress.reading)
    said = [] if has_figure(progress) else [vietnamese(progress.text)]
    said.append(vietnamese(reading.wording if reading else progress.wording))
    said += [note for note in _notes(data, progress) if note not in shared_notes]
    if missing := "" if hides_number(data, progress) else _missing(data, progress):
        said.append(words("report.missing", things=missing))
    return ". ".join(text.rstrip(" .;") for text in said if text.strip())


def _missing(data: ReportData, progress: IndicatorResult) -> str:
    """Reasons and how often each is met; those that a note counts already are left out."""
    texts = data.plan.indicators[progress.code].texts
    reasons = {m.code: vietnamese(texts.get(f"missing.{m.code}", m.text)) for m in progress.missing}
    places = dict.fromkeys((m.code, m.record or (m.unit, m.detail)) for m in progress.missing)
    counts = Counter(code for code, _ in places if f"note.{code}" not in texts)
    bare = {code: " ".join(reasons[code].replace("{detail}", "").split()).rstrip(" .:") for code in counts}
    hide = data.plan.indicators[progress.code].people and data.unit != data.plan.root
    said = {code: words("report.few") if hide and is_small(n) else shown(n) for code, n in counts.items()}
    return "; ".join(words("report.cases", n=n, what=lower_first(bare[code])) for code, n in said.items())
