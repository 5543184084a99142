"""The annex of the indicators: every figure against its target, the readings in force, and the units below."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from desktop_app.domain.count_tables import ALL, Spot
from desktop_app.domain.disclosure import HIDDEN, SHOWN, SMALL, is_small
from desktop_app.domain.indicators import PERCENT, Part, Progress, show_value, value_of
from desktop_app.report.assessment import data_basis
from desktop_app.report.blocks import Block, Column, Paragraph, Table
from desktop_app.report.cells import Cell, Figure, Gauge, shown
from desktop_app.report.data import ReportData
from desktop_app.report.indicators_by_unit import figures_by_unit
from desktop_app.report.masking import counted, mark_of, part_table
from desktop_app.report.sentences import achieved, concerns, has_figure, hides_number, side_cells, target, verdict
from desktop_app.report.signs import meanings
from desktop_app.report.wording import lower_first, words

_SHARED = 3  # a note of this many indicators is printed once for all of them
_READINGS = ("default", "strict", "loose")


def indicator_blocks(data: ReportData) -> Iterator[Block]:
    """The table, what governs it, and the same figures of the units below."""
    if not data.progress:
        return
    table = _table(data)
    yield table
    yield from _notes_below(data, meanings([table]))
    yield from figures_by_unit(data)


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


def _rows(data: ReportData, progress: Progress) -> Iterator[tuple[Cell, ...]]:
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
    yield from _parts(data, progress)


def _parts(data: ReportData, progress: Progress) -> Iterator[tuple[Cell, ...]]:
    parts = list(progress.parts.values())
    indicator = data.plan.indicators[progress.code]
    people = indicator.people and data.unit != data.plan.root
    hide = people and (hides_number(data, progress) or any(is_small(number) for p in parts for number in _numbers(p)))
    for part in parts:
        if part.name in indicator.people_parts:
            table, spot = part_table(progress.code, part.name), Spot(ALL, data.unit, data.days)
            mark = mark_of(data, table, spot, part.numerator)
        else:
            mark = HIDDEN if hide else SHOWN
        above, below = (_number(number, mark) for number in (part.numerator, part.denominator))
        value: Cell = "" if mark != SHOWN else _percent(part)
        yield ("", f"- {part.label}", "", above, below, value, "", "", "", "")


def _numbers(part: Part) -> tuple[Fraction | None, Fraction | None]:
    return part.numerator, part.denominator


def _number(number: Fraction | None, mark: str) -> Cell:
    if number is None:
        return ""
    return Figure(number) if mark == SHOWN else counted(ceil(number), SMALL if is_small(number) else HIDDEN)


def _percent(part: Part) -> Cell:
    """The value of a part that has one of its own; a plain count stands before it already."""
    if part.denominator is None or part.value is None:
        return ""
    exact = value_of(PERCENT, part.numerator, part.denominator)
    return Figure(exact, PERCENT) if exact is not None and show_value(PERCENT, exact) == part.value else part.value


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
    aside: dict[str, list[str]] = {}
    for progress in data.progress:
        if not concerns(progress):
            aside.setdefault(progress.text or verdict(progress), []).append(progress.code)
    for text, codes in aside.items():
        yield _indicator_note(codes, lower_first(text))


def _indicator_note(codes: Sequence[str], text: str) -> Paragraph:
    said = f"{text.rstrip(' .;')}.".replace("….", "…")
    return Paragraph(f"- {words('report.indicators', codes=', '.join(codes))}: {said}", "note")


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


def _note(data: ReportData, progress: Progress, shared_notes: dict[str, list[str]]) -> str:
    reading = data.plan.indicators[progress.code].readings.get(progress.reading)
    said = [] if has_figure(progress) else [progress.text]
    said.append(reading.wording.vi if reading else progress.wording)
    said += [note for note in _notes(data, progress) if note not in shared_notes]
    if missing := "" if hides_number(data, progress) else _missing(data, progress):
        said.append(words("report.missing", things=missing))
    return ". ".join(text.rstrip(" .;") for text in said if text.strip())


def _missing(data: ReportData, progress: Progress) -> str:
    """Reasons and how often each is met; those that a note counts already are left out."""
    texts = data.plan.indicators[progress.code].texts
    reasons = {
        m.code: texts[f"missing.{m.code}"].vi if f"missing.{m.code}" in texts else m.text for m in progress.missing
    }
    places = dict.fromkeys((m.code, m.record or (m.unit, m.detail)) for m in progress.missing)
    counts = Counter(code for code, _ in places if f"note.{code}" not in texts)
    bare = {code: " ".join(reasons[code].replace("{detail}", "").split()).rstrip(" .:") for code in counts}
    hide = data.plan.indicators[progress.code].people and data.unit != data.plan.root
    said = {code: words("report.few") if hide and is_small(n) else shown(n) for code, n in counts.items()}
    return "; ".join(words("report.cases", n=n, what=lower_first(bare[code])) for code, n in said.items())
