"""The report's statistics as tables: what was done, in the period, a year before and since the year began."""

from collections.abc import Iterable, Iterator, Sequence

from db.statistic_groups import Number
from db.statistics import Amount, StatisticResult
from desktop_app.report.blocks import Column, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.masking import is_masked, masked_parts
from desktop_app.report.wording import words

_NONE = "–"
_INDENT = "\u00a0\u00a0"


def results(data: ReportData, area: str) -> list[StatisticResult]:
    """The statistics of an area that have anything to show this year."""
    found = (r for some in data.statistics if some.area == area for r in some.results)
    return [result for result in found if result.amount.year_to_date]


def figures_table(data: ReportData, shown: Sequence[StatisticResult], caption: str, *, detailed: bool) -> Table | None:
    """Period and year to date side by side, one column where both are the same; None when there is nothing to show."""
    if not shown:
        return None
    earlier = any(_earlier(data, result) is not None for result in shown)
    keys = ["report.result"] if data.whole_year else ["report.in_period"]
    keys += ["report.year_earlier"] if earlier else []
    keys += [] if data.whole_year else ["report.year_to_date"]
    columns = [Column(words("report.content"), 156 - 30 * len(keys)), *(Column(words(k), 30, "right") for k in keys)]
    rows = [row for result in shown for row in _rows(data, result, earlier, detailed)]
    return Table(tuple(columns), tuple(rows), caption)


def earlier_amount(data: ReportData, result: StatisticResult) -> Number | None:
    """The same statistic in the same period a year before; None where the file knows nothing of it."""
    found = _earlier(data, result)
    return None if found is None else found.amount.period


def _earlier(data: ReportData, result: StatisticResult) -> StatisticResult | None:
    same = (r for some in data.earlier for r in some.results if r.statistic == result.statistic)
    found = next(same, None)
    return found if found and found.amount.period else None


def _rows(data: ReportData, result: StatisticResult, earlier: bool, detailed: bool) -> Iterator[tuple[Cell, ...]]:
    hide = is_masked(data, result.statistic.people)
    before = _earlier(data, result)
    amounts = [before.amount if before else None] if earlier else []
    yield (result.statistic.label.vi, *_cells(data, [result.amount], [amounts], hide)[0])
    if detailed:
        labels = [share.label.vi if share.label else words("report.unstated") for share in result.shares]
        known = {share.label: share.amount for share in before.shares} if before else {}
        zero = Amount(0, 0) if before else None
        others = [[known.get(share.label, zero)] if earlier else [] for share in result.shares]
        cells = _cells(data, [share.amount for share in result.shares], others, hide)
        yield from ((f"{_INDENT}- {label}", *texts) for label, texts in zip(labels, cells, strict=True))


def _cells(
    data: ReportData, amounts: Sequence[Amount], earlier: Sequence[Sequence[Amount | None]], hide: bool
) -> list[tuple[Cell, ...]]:
    """Per amount the cells of its row: this period, the same a year before where asked for, the year to date."""
    in_period = _column([amount.period for amount in amounts], hide)
    in_year = _column([amount.year_to_date for amount in amounts], hide)
    before = [_column([one.period if one else None for one in column], hide) for column in zip(*earlier, strict=True)]
    columns = [in_year, *before] if data.whole_year else [in_period, *before, in_year]
    return list(zip(*columns, strict=True))


def _column(counts: Iterable[Number | None], hide: bool) -> list[Cell]:
    """Numbers that add up to a printed one; all of a column are known or none."""
    known = list(counts)
    if any(count is None for count in known):
        return [_NONE] * len(known)
    numbers = [count for count in known if count is not None]
    return masked_parts(numbers) if hide else list(numbers)
