"""The annexes: the indicators, the figures of each area with the units below, and who has not reported."""

from collections.abc import Iterator, Mapping
from itertools import count, groupby

from msgspec import Struct, field
from msgspec.structs import replace

from desktop_app.domain.completeness import silent_areas
from desktop_app.domain.plan import PlanArea
from desktop_app.report.annex_indicators import indicator_blocks
from desktop_app.report.annex_trends import trend_blocks
from desktop_app.report.assessment import FEW, data_basis
from desktop_app.report.blocks import Annex, Block, Column, Heading, Paragraph, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.extras import CHARTS, SILENT_NAMES, TASKS
from desktop_app.report.figure_tables import figures_table, results
from desktop_app.report.indicators_by_unit import figures_by_unit
from desktop_app.report.indicators_by_year import figures_by_year
from desktop_app.report.office import annex_heading, annex_reference
from desktop_app.report.reported import declared, not_public
from desktop_app.report.signs import meanings, with_signs
from desktop_app.report.task_table import task_table
from desktop_app.report.unit_tables import UPRIGHT, unit_tables
from desktop_app.report.wording import in_print, listed, short_date, words

# annexes that every plan has where needed
INDICATORS, DETAILS, SILENT_UNITS, BY_TASK = "indicators", "details", "silent", "tasks"

_MANY = 3  # annexes: too many to be named one by one


class _AnnexPart(Struct):
    """An annex before it has a number; `wide` is what follows on landscape pages."""

    key: str
    title: str
    blocks: list[Block]
    wide: list[Block] = field(default_factory=list)


class Annexes(Struct, frozen=True):
    """The annexes in order, and what each of them is called, by the plan's code or by what it holds."""

    made: tuple[Annex, ...]
    headings: Mapping[str, str]

    def of_areas(self, data: ReportData, *areas: str) -> str:
        """The names of the annexes with the figures of some areas, many of them together; empty without any."""
        keys = {key for area in areas for key in _keys(data, area)}
        found = [heading for key, heading in self.headings.items() if key in keys]
        return listed(found) if len(found) < _MANY else words("report.all_annexes")


def _keys(data: ReportData, area: str) -> set[str]:
    """Where the figures of an area stand."""
    return {DETAILS if data.lowest else result.statistic.annex or DETAILS for result in results(data, area)}


def build_annexes(data: ReportData) -> Annexes:
    """Those that this report needs, numbered in order; a single one has no number."""
    parts = [part for part in _parts(data) if part.blocks]
    headings = {part.key: annex_heading(number, len(parts)) for number, part in enumerate(parts)}
    reference = annex_reference(data)
    made = (
        Annex(headings[p.key], p.title, reference, tuple(p.blocks), any(map(_is_wide, p.blocks)), tuple(p.wide))
        for p in parts
    )
    return Annexes(tuple(made), headings)


def _parts(data: ReportData) -> Iterator[_AnnexPart]:
    if data.lowest:
        if not data.nothing_happened:
            yield _of_one_unit(data)
        return
    plan_annexes = data.plan.annexes.values()
    if not any(annex.indicators for annex in plan_annexes):
        yield _of_indicators(data, words("report.indicator_table"))
    for annex in plan_annexes:
        title = in_print(annex.title)
        part = _of_indicators(data, title) if annex.indicators else _AnnexPart(annex.code, title, [])
        _add_statistics(data, part, annex.code)
        yield part
    part = _AnnexPart(DETAILS, words("report.annex_details"), [])
    _add_statistics(data, part, None)
    yield part
    if SILENT_NAMES in data.extras:
        yield _AnnexPart(SILENT_UNITS, words("report.annex_silent"), list(_silent(data)))
    if TASKS in data.extras and (table := task_table(data)):
        yield _AnnexPart(BY_TASK, words("report.annex_tasks"), [table])


def _of_indicators(data: ReportData, title: str) -> _AnnexPart:
    """The indicators, those of the units below and the periods of the year; on wide pages what needs them."""
    part = _AnnexPart(INDICATORS, title, list(indicator_blocks(data)))
    further = [*figures_by_year(data), *figures_by_unit(data), *(trend_blocks(data) if CHARTS in data.extras else ())]
    wide = any(map(_is_wide, further)) and not any(map(_is_wide, part.blocks))
    (part.wide if wide else part.blocks).extend(further)
    return part


def _of_one_unit(data: ReportData) -> _AnnexPart:
    """All figures of a unit without any below it: the indicators and one table of what was done."""
    blocks = list(indicator_blocks(data))
    found = [(area, own) for area in data.plan.tab_areas if (own := results(data, area.code))]
    if found:
        table = figures_table(data, found)
        said = [not_public(data, area) for area, _ in found]
        said = [text for text in (*said, meanings([table])) if text]
        blocks += [replace(table, caption=words("report.annex_done"))]
        blocks += [Paragraph(f"{words('report.note')}: {' '.join(said)}", "note")] if said else []
    by_task = task_table(data) if TASKS in data.extras else None
    blocks += [by_task] if by_task else []
    part = _AnnexPart(DETAILS, words("report.annex_figures"), blocks)
    part.wide += figures_by_year(data)
    part.wide += trend_blocks(data) if CHARTS in data.extras else ()
    return part


def _is_wide(block: Block) -> bool:
    """Whether a table needs more room than an upright page has."""
    return isinstance(block, Table) and round(sum(column.share for column in block.columns), 3) > UPRIGHT


def _add_statistics(data: ReportData, part: _AnnexPart, annex: str | None) -> None:
    """The statistics of one annex, area by area: totals with their parts and the days; then the units below."""
    by_area = ((a, [r for r in results(data, a.code) if r.statistic.annex == annex]) for a in data.plan.tab_areas)
    found = [(area, own) for area, own in by_area if own]
    for number, (area, own) in enumerate(found, start=1):
        table = figures_table(data, [(area, own)])
        part.blocks += [Heading(2, str(number), in_print(area.label))] if len(found) > 1 else []
        part.blocks += [table, Paragraph(_note(data, area, table), "note")]
        by_unit = list(unit_tables(data, area, own))
        part.blocks += with_signs([table for table in by_unit if not _is_wide(table)])
        part.wide += with_signs([table for table in by_unit if _is_wide(table)])


def _note(data: ReportData, area: PlanArea, table: Table) -> str:
    """The days of the data, and who is missing."""
    said = [f"{words('report.note')}: {data_basis(data)}."]
    units = {row.unit for row in data.completeness}
    missing = [unit for unit, areas in silent_areas(data.completeness).items() if area.code in areas]
    if len(units) > 1 and not data.is_public:
        key = "report.note_silent" if missing else "report.note_all"
        named = SILENT_NAMES in data.extras and len(missing) <= FEW
        names = words("report.named", names=listed(map(data.in_sentence, missing))) if named else ""
        date = short_date(data.data_date)
        said.append(words(key, n=len(missing), units=len(units), date=date, names=names))
    return " ".join(filter(None, [*said, declared(data, area.code), not_public(data, area), meanings([table])]))


def _silent(data: ReportData) -> Iterator[Block]:
    silent = silent_areas(data.completeness)
    if len(silent) <= FEW:
        return
    areas = data.plan.tab_areas
    columns = (
        Column(words("report.row"), 9, "centre"), Column(words("report.unit"), 51),
        *(Column(in_print(area.short), 20, "centre") for area in areas),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    numbers = count(1)
    for group, codes in groupby(silent, key=lambda code: _group(data, code)):
        rows.append((data.units.name(group),))
        for code in codes:
            marks = ("x" if area.code in silent[code] else "" for area in areas)
            rows.append((next(numbers), data.units.name(code), *marks))
    yield Table(columns, tuple(rows))
    yield Paragraph(words("report.annex_note", date=short_date(data.data_date)), "note")


def _group(data: ReportData, code: str) -> str:
    """The unit under whose name a unit is listed: itself with those below it, else the one above."""
    unit = data.units.find(code)
    return code if data.units.children(code) or not unit or not unit.parent else unit.parent
