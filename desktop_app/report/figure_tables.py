"""The report's statistics as tables: what was done, in the period, a year before and since the year began."""

from collections.abc import Iterator, Sequence

from desktop_app.domain.completeness import NOT_REPORTED
from desktop_app.domain.plan import PlanArea, PlanTask
from desktop_app.domain.statistic_results import Amount, Number, StatisticResult, part_name
from desktop_app.report.blocks import Column, Table
from desktop_app.report.cells import NONE, Cell
from desktop_app.report.data import ReportData
from desktop_app.report.extras import ZEROS
from desktop_app.report.wording import in_print, lower_first, words

_INDENT = "\u00a0\u00a0"


def results(data: ReportData, area: str) -> list[StatisticResult]:
    """The statistics of an area that have anything to show this year; all of them where the office wants zeros too."""
    found = (r for some in data.statistics if some.area == area for r in some.results)
    every = ZEROS in data.extras
    return [r for r in found if every or r.amount.year_to_date]


def figures_table(data: ReportData, of_areas: Sequence[tuple[PlanArea | PlanTask, Sequence[StatisticResult]]]) -> Table:
    """Period and year to date side by side, one column where both are the same; several areas under a heading each."""
    earlier = any(earlier_result(data, result) for _, results in of_areas for result in results)
    keys = ["report.result"] if data.whole_year else ["report.in_period"]
    keys += ["report.year_earlier"] if earlier else []
    keys += [] if data.whole_year else ["report.year_to_date"]
    columns = [Column(words("report.content"), 156 - 30 * len(keys)), *(Column(words(k), 30, "right") for k in keys)]
    rows: list[tuple[Cell, ...]] = []
    for number, (area, results) in enumerate(of_areas, start=1):
        rows += [(f"{number}. {in_print(area.label)}",)] if len(of_areas) > 1 else []
        rows += [row for result in results for row in _rows(data, result, earlier)]
    (first, _), *more = of_areas
    caption = "" if more else words("report.area_table", area=lower_first(in_print(first.label)))
    return Table(tuple(columns), tuple(rows), caption)


def earlier_result(data: ReportData, result: StatisticResult) -> StatisticResult | None:
    """The same statistic in the same period a year before; None where the file knows nothing of it."""
    found = next((r for some in data.earlier for r in some.results if r.statistic == result.statistic), None)
    return found if found is not None and found.amount.period else None


def _rows(data: ReportData, result: StatisticResult, earlier: bool) -> Iterator[tuple[Cell, ...]]:
    before = earlier_result(data, result)
    cells = _cells(data, result, result.amount, before.amount if before else None, earlier)
    yield (in_print(result.statistic.label), *cells)
    known = {part_name(share.label): share.amount for share in before.shares} if before else {}
    zero = Amount(0, 0)
    for share in result.shares:
        part, amount = part_name(share.label), share.amount
        label = in_print(share.label) if share.label else words("report.unstated")
        earlier_part = known.get(part, zero) if before else None
        yield (f"{_INDENT}- {label}", *_cells(data, result, amount, earlier_part, earlier))


def _cells(
    data: ReportData, result: StatisticResult, amount: Amount, before: Amount | None, earlier: bool
) -> list[Cell]:
    """The cells of one row: this period, the same a year before where asked for, the year to date."""
    silent = data.standing(result.statistic.area).state == NOT_REPORTED

    def cell(count: Number | None, *, of_period: bool) -> Cell:
        nobody_said = not count and silent and (of_period or not result.amount.year_to_date)
        return NONE if count is None or nobody_said else count

    now = [] if data.whole_year else [cell(amount.period, of_period=True)]
    year = [cell(amount.year_to_date, of_period=data.whole_year)]
    known = before.period if before else None
    then = [NONE if known is None or (not known and silent and not result.amount.year_to_date) else known]
    then = then if earlier else []
    return [*year, *then] if data.whole_year else [*now, *then, *year]
