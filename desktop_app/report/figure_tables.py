"""The report's statistics as tables: what was done, in the period, a year before and since the year began."""

from collections.abc import Iterator, Sequence

from desktop_app.domain.count_tables import ALL, Days
from desktop_app.domain.statistic_results import UNSTATED, Amount, Number, StatisticResult, part_name
from desktop_app.report.blocks import Column, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.masking import hidden_parts, is_hidden, printed
from desktop_app.report.wording import words

_NONE = "–"
_INDENT = "\u00a0\u00a0"


def results(data: ReportData, area: str) -> list[StatisticResult]:
    """The statistics of an area that have anything to show this year, or hide that they have nothing."""
    found = (r for some in data.statistics if some.area == area for r in some.results)
    return [result for result in found if result.amount.year_to_date or _hides_nothing(data, result)]


def _hides_nothing(data: ReportData, result: StatisticResult) -> bool:
    year = result.amount.year_to_date
    return is_hidden(data, result.statistic, ALL, data.unit, data.year_days, year)


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
    return found if found and (found.amount.period or _hides_earlier(data, found)) else None


def _hides_earlier(data: ReportData, before: StatisticResult) -> bool:
    days, count = data.earlier_days, before.amount.period
    return days is not None and is_hidden(data, before.statistic, ALL, data.unit, days, count or 0)


def _rows(data: ReportData, result: StatisticResult, earlier: bool, detailed: bool) -> Iterator[tuple[Cell, ...]]:
    before = _earlier(data, result)
    cells = _cells(data, result, ALL, result.amount, before.amount if before else None, earlier)
    yield (result.statistic.label.vi, *cells)
    if detailed:
        known = {part_name(share.label): share.amount for share in before.shares} if before else {}
        zero = Amount(0, 0)
        for part, amount in _parts(data, result).items():
            label = words("report.unstated") if part == UNSTATED else part
            earlier_part = known.get(part, zero) if before else None
            yield (f"{_INDENT}- {label}", *_cells(data, result, part, amount, earlier_part, earlier))


def _parts(data: ReportData, result: StatisticResult) -> dict[str, Amount]:
    """The shares by name, those without anything too where that is hidden."""
    there = {part_name(share.label): share.amount for share in result.shares}
    hidden = {part: Amount(0, 0) for part in hidden_parts(data, result.statistic)}
    return there | {part: amount for part, amount in hidden.items() if part not in there}


def _cells(
    data: ReportData, result: StatisticResult, part: str, amount: Amount, before: Amount | None, earlier: bool
) -> list[Cell]:
    """The cells of one row: this period, the same a year before where asked for, the year to date."""

    def cell(days: Days | None, count: Number | None) -> Cell:
        if count is None or days is None:
            return _NONE if count is None else count
        return printed(data, result.statistic, part, data.unit, days, count)

    now = [] if data.whole_year else [cell(data.days, amount.period)]
    then = [cell(data.earlier_days, before.period if before else None)] if earlier else []
    year = [cell(data.year_days, amount.year_to_date)]
    return [*year, *then] if data.whole_year else [*now, *then, *year]
