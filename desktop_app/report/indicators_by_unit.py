"""The indicators of the units directly below, where the office wants it in the order of how many each unit meets."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import ceil

from desktop_app.domain.indicators import NO_DATA, NOT_MET, IndicatorResult
from desktop_app.domain.measures import MEASURES
from desktop_app.report.blocks import Block, Column, Paragraph, Table, with_room
from desktop_app.report.cells import NONE, Cell, Figure
from desktop_app.report.data import ReportData
from desktop_app.report.extras import RANKING
from desktop_app.report.ranking import RankedUnit, places
from desktop_app.report.reported import not_public
from desktop_app.report.sentences import concerns
from desktop_app.report.signs import meanings
from desktop_app.report.table_widths import least_width
from desktop_app.report.wording import in_print, words

_MOST_BESIDE = 14  # columns of figures that a landscape page has room for
_BESIDE, _RANKED_BESIDE = 222, 195  # millimetres of such a page beside numbers and names, and beside two more columns


def figures_by_unit(data: ReportData) -> Iterator[Block]:
    """A row per unit directly below with its own values, where they are ranked the one that meets most first;
    indicators that no such unit is judged by are left out.
    """
    judged_by = {p.code for row in data.below.values() for p in row if concerns(p)}
    codes = [p.code for p in data.progress if p.code in judged_by]
    if not codes:
        return
    ranked = places(data) if RANKING in data.extras else []
    others = data.below.keys() - {place.unit for place in ranked}
    order = [*ranked, *(RankedUnit(unit, 0, 0, 0) for unit in data.below if unit in others)]
    tables = list(_tables(data, order, codes, bool(ranked)))
    yield from tables
    said = [words("report.note_by_unit"), words("report.note_ranking") if ranked else ""]
    said += [*_not_public(data, codes), _own_part(data, codes)]
    yield Paragraph(" ".join(filter(None, [*said, meanings(tables, of_figures=True)])), "note")


def _tables(data: ReportData, order: Sequence[RankedUnit], codes: Sequence[str], ranked: bool) -> Iterator[Table]:
    """As few tables of like width as pages need; the last one says how many of its indicators a unit meets."""
    caption = words("report.indicators_by_unit_ranked" if ranked else "report.indicators_by_unit")
    own_figures = {progress.code: progress for progress in data.progress}
    whole = words("report.all_units", unit=_kind(data))
    for part in _parts(data, codes, _RANKED_BESIDE if ranked else _BESIDE):
        counted = ranked and part[-1] == codes[-1]
        rows = [_unit_row(data, number, place, part, ranked, counted) for number, place in enumerate(order, start=1)]
        values = (_value(data, data.unit, own_figures[code]) for code in part)
        rows.append(("", whole, *values, *(("", "") if counted else ())))
        heading = caption if part[0] == codes[0] else words("report.continued", heading=caption)
        yield Table(with_room(_unit_columns(part, ranked, counted), rows), tuple(rows), heading, together=True)


def _parts(data: ReportData, codes: Sequence[str], room: float) -> Iterator[Sequence[str]]:
    """The codes in as few parts as pages need, whose figures take about as much room in each."""
    rows = [(data.unit, data.progress), *data.below.items()]
    cells: dict[str, list[Cell]] = {code: [] for code in codes}
    for unit, row in rows:
        for progress in row:
            if progress.code in cells:
                cells[progress.code].append(_value(data, unit, progress))
    widths = [least_width(code, cells[code]) for code in codes]
    count = max(ceil(len(codes) / _MOST_BESIDE), ceil(sum(widths) / room))
    middles = (end - width / 2 for end, width in zip(accumulate(widths), widths, strict=True))
    numbers = [int(middle / sum(widths) * count) for middle in middles]
    parts = ([code for code, own in zip(codes, numbers, strict=True) if own == number] for number in range(count))
    return filter(None, parts)


def _not_public(data: ReportData, codes: Sequence[str]) -> Iterator[str]:
    """Why the cases of the units do not make those of the whole, where their growth stands in a column."""
    indicators = (data.plan.indicators[code] for code in codes)
    areas = dict.fromkeys(one.area for one in indicators if MEASURES[one.measure].from_baseline)
    return (not_public(data, data.plan.areas[area]) for area in areas)


def _own_part(data: ReportData, codes: Sequence[str]) -> str:
    """Which counts of the whole are more than those of its units, as it did something itself; of people in tens nobody
    can say so.
    """
    more = []
    for whole in data.progress:
        in_tens = data.is_public and data.plan.indicators[whole.code].people
        if whole.code not in codes or MEASURES[whole.measure].has_denominator or in_tens:
            continue
        below = [one for row in data.below.values() for one in row if one.code == whole.code]
        more += [whole.code] if sum(one.exact or 0 for one in below) < (whole.exact or 0) else []
    return words("report.note_own_part", codes=", ".join(more)) if more else ""


def _unit_columns(codes: Sequence[str], ranked: bool, counted: bool) -> tuple[Column, ...]:
    first = Column(words("report.place"), 12.5, "centre") if ranked else Column(words("report.row"), 9, "centre")
    last = (Column(words("report.met_of"), 11, "centre"), Column(words("report.judged"), 13, "centre"))
    figures = (Column(code, 15.5, "right") for code in codes)
    return (first, Column(words("report.unit"), 36), *figures, *(last if counted else ()))


def _kind(data: ReportData) -> str:
    """What the unit is, as its list calls it, else what its level is."""
    own = data.units.find(data.unit)
    named = own.type if own else in_print(data.plan.levels[data.units.level(data.unit) or ""])
    return named.lower()


def _unit_row(
    data: ReportData, number: int, place: RankedUnit, codes: Sequence[str], ranked: bool, counted: bool
) -> tuple[Cell, ...]:
    found = {progress.code: progress for progress in data.below[place.unit]}
    values = [_value(data, place.unit, found[code]) for code in codes]
    if not ranked:
        return (number, data.units.name(place.unit), *values)
    last = (place.met, place.judged) if place.number or place.judged else (NONE, NONE)
    return (place.number or NONE, data.units.name(place.unit), *values, *(last if counted else ()))


def _value(data: ReportData, unit: str, progress: IndicatorResult) -> Cell:
    """The value, strong where it is below its target; else in a letter or two why there is none."""
    exact = progress.exact
    if exact is not None:
        return Figure(exact, progress.measure, "*" if progress.manual else "", progress.status == NOT_MET)
    if data.is_public:
        return NONE
    if progress.status == NO_DATA:
        return words("report.short_no_data")
    if not concerns(progress):
        return NONE
    return words("report.short_nothing" if data.declared_nothing(unit, progress.area) else "report.short_nobody")
