"""One area of the plan in section III: the office's text or sentences by rule, and the area's figures as a table."""

from collections import Counter
from collections.abc import Iterator, Sequence

from db.statistic_groups import Number
from db.statistics import Amount, StatisticResult
from desktop_app.domain.completeness import NOTHING, NUMBER, ZERO
from desktop_app.domain.plan import PlanArea
from desktop_app.report.blocks import Block, Column, Paragraph, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.masking import is_masked, masked, masked_shares
from desktop_app.report.sentences import concerns, sentence
from desktop_app.report.wording import lower_first, period_name, words

_NONE = "–"
_INDENT = "\u00a0\u00a0"
_MOST_ROWS = 16  # of an area's table in the text; beyond that the shares go to an annex, for all areas alike


def results(data: ReportData, area: str) -> list[StatisticResult]:
    """The statistics of an area that have anything to show this year."""
    found = (r for some in data.statistics if some.area == area for r in some.results)
    return [result for result in found if result.amount.year_to_date]


def has_details(data: ReportData) -> bool:
    """Whether the shares of the statistics stand in an annex."""
    sizes = [sum(1 + len(r.shares) for r in results(data, a.code)) for a in data.plan.areas.values() if a.tab]
    return max(sizes, default=0) > _MOST_ROWS


def area_blocks(data: ReportData, area: PlanArea, own_text: Sequence[Block]) -> Iterator[Block]:
    """What is printed below the area's heading; the office's own text takes the place of the sentences."""
    table = area_table(data, area, detailed=not has_details(data))
    yield from own_text or [_state(data, area, table is not None)]
    if table:
        yield table
    if not own_text:
        own = (p for p in data.progress if p.area == area.code and concerns(p))
        yield from (Paragraph("- " + sentence(data, p), "item") for p in own)


def _state(data: ReportData, area: PlanArea, figures: bool) -> Paragraph:
    """A number, nothing happened or not reported yet: said apart, for the unit and all below."""
    states = Counter(row.state for row in data.completeness if row.area == area.code)
    units, nothing = states.total(), states[NOTHING]
    if not units or states[NUMBER] or states[ZERO]:
        key = ("year_figures" if data.whole_year else "figures") if figures else "zero"
    elif nothing == units:
        key = "nothing"
    elif nothing:
        key = "some_nothing"
    else:
        key = "own_not_reported" if units == 1 else "not_reported"
    values = {"period": period_name(data.period), "area": lower_first(area.label.vi), "n": nothing, "units": units}
    said = words(f"report.area_{key}", **values)
    follows = figures and not key.endswith("figures")
    return Paragraph(f"{said} {words('report.area_this_year')}" if follows else said)


def area_table(data: ReportData, area: PlanArea, detailed: bool) -> Table | None:
    """Period and year to date side by side, one column where both are the same; None when there is nothing to show."""
    shown = results(data, area.code)
    if not shown:
        return None
    numbers = ["report.result"] if data.whole_year else ["report.in_period", "report.year_to_date"]
    columns = [Column(words("report.content"), 96), *(Column(words(key), 30, "right") for key in numbers)]
    rows = [row for result in shown for row in _rows(data, result, data.whole_year, detailed)]
    return Table(tuple(columns), tuple(rows), words("report.area_table", area=lower_first(area.label.vi)))


def _rows(data: ReportData, result: StatisticResult, whole: bool, detailed: bool) -> Iterator[tuple[Cell, ...]]:
    hide = is_masked(data, result.statistic.people)
    yield (result.statistic.label.vi, *_cells([result.amount], whole, hide)[0])
    if detailed:
        labels = [share.label.vi if share.label else words("report.unstated") for share in result.shares]
        cells = _cells([share.amount for share in result.shares], whole, hide)
        yield from ((f"{_INDENT}- {label}", *texts) for label, texts in zip(labels, cells, strict=True))


def _cells(amounts: Sequence[Amount], whole: bool, hide: bool) -> list[tuple[Cell, ...]]:
    in_year = _shown([amount.year_to_date for amount in amounts], hide)
    if whole:
        return [(year,) for year in in_year]
    dated = [amount.period for amount in amounts if amount.period is not None]
    in_period: Sequence[Cell] = _shown(dated, hide) if len(dated) == len(amounts) else [_NONE] * len(amounts)
    return list(zip(in_period, in_year, strict=True))


def _shown(counts: Sequence[Number], hide: bool) -> Sequence[Cell]:
    if not hide:
        return counts
    return masked_shares(counts) if len(counts) > 1 else [masked(count) for count in counts]
