"""The annex of the indicators: every figure against its target, the readings in force, and the units below."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from desktop_app.domain.indicators import Gap, IndicatorResult, attained, show_gap
from desktop_app.domain.measures import as_decimal
from desktop_app.domain.plan_indicators import DEFAULT, NAMED_READINGS
from desktop_app.report.assessment import data_basis, not_reported
from desktop_app.report.blocks import Block, Column, Paragraph, Table, room_for, with_room
from desktop_app.report.cells import NONE, Cell, Gauge, shown
from desktop_app.report.data import ReportData
from desktop_app.report.extras import CHARTS, READINGS
from desktop_app.report.figure_parts import printed_parts
from desktop_app.report.sentences import (
    achieved,
    concerns,
    has_figure,
    side_cell,
    target,
    verdict,
    year_before,
)
from desktop_app.report.signs import meanings
from desktop_app.report.wording import in_print, lower_first, official, words

_SHARED = 3  # a note of this many indicators is printed once for all of them
_EXPLAINING = ("always.", "note.short")  # texts of the plan that say nothing of this figure alone
_SAID_ELSEWHERE = {
    f"figure.note_{name}"
    for name in ("manual", "reference", "exceeds", "excess", "short", "unfinished", "conflicts", "not_reported")
}


def indicator_blocks(data: ReportData) -> Iterator[Block]:
    """The table, and below it what governs it."""
    if not data.progress:
        return
    table = indicators_table(data, list(filter(concerns, data.progress)))
    if table.rows:
        yield table
    yield from _notes_below(data, meanings([table]))


def _columns(data: ReportData) -> dict[str, Column]:
    """What is told of each indicator; a unit without any below it judges nothing."""
    targets = [target(data.plan.indicators[progress.code], progress) for progress in data.progress]
    found = {
        "code": Column(words("report.code"), room_for((p.code for p in data.progress), 10), "centre"),
        "title": Column(words("report.indicator"), 53),
        "target": Column(words("report.target"), room_for(targets, 20), "centre"),
        "above": Column(words("report.numerator"), 15, "right"),
        "below": Column(words("report.denominator"), 15, "right"),
        "value": Column(words("report.achieved"), 17, "right"),
        "earlier": Column(words("report.year_earlier"), 17, "right"), "gauge": Column(words("report.gauge"), 24),
        "short": Column(words("report.short_by"), 12, "right"),
        "reading": Column(words("report.reading"), 20, "centre"),
        "verdict": Column(words("report.verdict"), 18, "centre"),
    }  # fmt: skip
    left_out = {"gauge": CHARTS not in data.extras, "reading": READINGS not in data.extras}
    left_out["earlier"] = not any(year_before(data, progress) for progress in data.progress)
    left_out |= dict.fromkeys(("gauge", "short", "verdict"), True) if data.lowest else {}
    return {name: column for name, column in found.items() if not left_out.get(name)}


def indicators_table(data: ReportData, figures: Sequence[IndicatorResult]) -> Table:
    """One row per indicator under the heading of its area, named parts below it. In a report those that do not concern
    the unit are named below the table.
    """
    columns = _columns(data)
    rows: list[tuple[Cell, ...]] = []
    for area in data.plan.areas.values():
        own = [progress for progress in figures if progress.area == area.code]
        if own:
            rows.append((f"{area.code}. {in_print(area.label)}",))
        rows += [tuple(row.get(name, "") for name in columns) for p in own for row in _rows(data, p)]
    return Table(with_room(tuple(columns.values()), rows), tuple(rows))


def _rows(data: ReportData, progress: IndicatorResult) -> Iterator[dict[str, Cell]]:
    indicator = data.plan.indicators[progress.code]
    exact = progress.exact
    gauge: Cell = (
        ""
        if exact is None or not progress.judged
        else Gauge(attained(progress.op, exact, progress.threshold, progress.threshold_max))
    )
    known = indicator.readings.get(progress.reading)
    reading = words(f"report.reading_{progress.reading}") if progress.reading in NAMED_READINGS else progress.reading
    reading = in_print(known.label) if known and known.label.vi else reading
    yield {
        "code": progress.code, "title": in_print(indicator.title), "target": target(indicator, progress),
        "above": side_cell(progress.numerator), "below": side_cell(progress.denominator),
        "value": _result(data, progress), "earlier": year_before(data, progress) or NONE, "gauge": gauge,
        "short": _short(progress.short_by or 0), "reading": reading, "verdict": verdict(progress),
    }  # fmt: skip
    for part in printed_parts(progress):
        yield {"title": part.label, "above": part.above, "below": part.below, "value": part.value}


def _result(data: ReportData, progress: IndicatorResult) -> Cell:
    """The value; why there is none where no column of verdicts says it."""
    return verdict(progress) if data.lowest and not has_figure(progress) else achieved(progress)


def _short(number: Gap) -> Cell:
    """What is lacking as a number, what is too much in words: it stands below “lacking”."""
    if number < 0:
        return words("report.too_many", n=show_gap(number))
    return as_decimal(Fraction(number)) if number else ""


# --- below the table ---------------------------------------------------------------------------------------------


def _notes_below(data: ReportData, signs: str) -> Iterator[Paragraph]:
    """The day of the data, the signs, and what is noted of each indicator; each in a paragraph of its own where the
    readings are explained too.
    """
    said = [f"{words('report.note')}: {data_basis(data)}.", not_reported(data), signs]
    trends, below = (f for trend in data.trends for f in trend.figures), chain.from_iterable(data.below.values())
    if any(figure.manual for figure in (*data.progress, *trends, *below)):
        said.append(words("report.note_by_hand"))
    notes = [f"{words('report.indicators', codes=', '.join(codes))}: {text}" for codes, text in _noted(data)]
    if READINGS in data.extras:
        yield Paragraph(" ".join(filter(None, said)), "note")
        yield from (Paragraph(f"- {note}", "note") for note in notes)
    else:
        yield Paragraph(" ".join(filter(None, [*said, *notes])), "note")


def _noted(data: ReportData) -> Iterator[tuple[Sequence[str], str]]:
    """(codes, what is noted of them): what several share, each indicator's own, those that do not concern the unit."""
    shared = _shared_notes(data)
    for note, codes in shared.items():
        yield codes, _ended(lower_first(note))
    for progress in data.progress:
        if concerns(progress) and (note := _note(data, progress, shared)):
            yield [progress.code], _ended(lower_first(note))
    other: dict[str, list[str]] = {}
    for progress in data.progress:
        if not concerns(progress):
            other.setdefault(in_print(progress.text) or verdict(progress), []).append(progress.code)
    for text, codes in other.items():
        yield codes, _ended(lower_first(text))


def _ended(text: str) -> str:
    return f"{text.rstrip(' .;')}.".replace("….", "…")


def _notes(data: ReportData, progress: IndicatorResult) -> list[str]:
    """An indicator's notes; what explains or stands in the table anyway only where the office wants it."""
    texts = data.plan.indicators[progress.code].texts
    known = {label for key, label in texts.items() if key.startswith(_EXPLAINING)} | _SAID_ELSEWHERE
    wanted = (n for n in progress.notes if READINGS in data.extras or getattr(n, "pattern", n) not in known)
    return list(map(in_print, wanted))


def _shared_notes(data: ReportData) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for progress in filter(concerns, data.progress):
        for note in _notes(data, progress):
            codes.setdefault(note, []).append(progress.code)
    return {note: found for note, found in codes.items() if len(found) >= _SHARED}


def _note(data: ReportData, progress: IndicatorResult, shared_notes: dict[str, list[str]]) -> str:
    """The reading unless it is the plan's own, the notes, and what is missing."""
    reading = data.plan.indicators[progress.code].readings.get(progress.reading)
    explained = READINGS in data.extras
    said = [] if has_figure(progress) else [official(in_print(progress.text))]
    if explained or progress.reading != DEFAULT:
        said.append(in_print(reading.wording if reading else progress.wording))
    notes = [note for note in _notes(data, progress) if note not in shared_notes]
    reason = lower_first(said[0]).rstrip(" .;") if said and data.lowest else ""
    said += [note for note in notes if not reason or reason not in lower_first(note)]  # of one unit it is said already
    if explained and (missing := _missing(data, progress)):
        said.append(words("report.missing", things=missing))
    return ". ".join(text.rstrip(" .;") for text in said if text.strip())


def _missing(data: ReportData, progress: IndicatorResult) -> str:
    """Reasons and how often each is met; those that a note counts already are left out."""
    texts = data.plan.indicators[progress.code].texts
    reasons = {m.code: in_print(texts.get(f"missing.{m.code}", m.text)) for m in progress.missing}
    places = dict.fromkeys((m.code, m.record or (m.unit, m.detail)) for m in progress.missing)
    counts = Counter(code for code, _ in places if f"note.{code}" not in texts)
    bare = {code: " ".join(reasons[code].replace("{detail}", "").split()).rstrip(" .:") for code in counts}
    return "; ".join(words("report.cases", n=shown(n), what=lower_first(bare[code])) for code, n in counts.items())
