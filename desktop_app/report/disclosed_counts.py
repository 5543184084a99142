"""What a report says of counts of people, count by count, so that later reports can be held against it."""

from collections.abc import Iterator

from desktop_app.domain.correction import Correction
from desktop_app.domain.count_cells import ALL, BY_PART, BY_YEAR_BEFORE, CountCell, Days, own
from desktop_app.domain.count_system import LEFT_OUT
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.locking import Disclosed
from desktop_app.domain.statistic_results import Amount, StatisticResult, part_name
from desktop_app.report.cells import Cell, shown
from desktop_app.report.data import ReportData
from desktop_app.report.extras import TO_DATE
from desktop_app.report.figure_tables import earlier_result, results
from desktop_app.report.masking import (
    ABOVE,
    BELOW,
    counted,
    is_left_out,
    mark_of,
    part_table,
    printed,
    sides,
    statistic_key,
)


def disclosed_counts(data: ReportData) -> list[Disclosed]:
    """Every count of people that the report prints and that is not 0, hides or leaves out; of a year before zeros too:
    there no number means that nothing is said.
    """
    of_people = [result for area in data.statistics for result in area.results if result.statistic.people]
    found = [one for result in of_people for one in _of_statistic(data, result)]
    for unit, figures in ({data.unit: data.progress} | dict(data.below)).items():
        found += [one for figure in figures for one in _of_indicator(data, unit, figure)]
    every = dict.fromkeys([*found, *_left_out(data)])
    return [one for one in every if one[2] != "0" or one[1].days == data.earlier_days]


def disclosed_by_correction(data: ReportData, correction: Correction) -> list[Disclosed]:
    """Those of the figures that a correction sheet names."""
    changed = {(amount.one.area, amount.one.label) for amount in correction.amounts}
    tables = {statistic_key(data.plan, s) for s in data.plan.statistics if (s.area, s.label.vi) in changed}
    codes = {figure.new.code for figure in correction.figures}
    return [one for one in disclosed_counts(data) if one[0] in tables or one[0].partition("/")[0] in codes]


def _left_out(data: ReportData) -> Iterator[Disclosed]:
    """What a paper that leaves a breakdown out does not say, zeros too."""
    for table, marks in data.marks.tables.items() if data.marks else ():
        yield from ((table, count_cell, "") for count_cell, mark in marks.items() if mark == LEFT_OUT)


def _of_statistic(data: ReportData, result: StatisticResult) -> Iterator[Disclosed]:
    yield from _windows(data, result, ALL, data.unit, result.amount)
    parts = {part_name(share.label): share.amount for share in result.shares}
    for part in parts:
        yield from _windows(data, result, part, data.unit, parts.get(part, Amount(0, 0)))
    places = {own(place.unit) if place.unit == data.unit else place.unit: place.amount for place in result.places}
    children = data.units.children(data.unit)
    for place in (*children, own(data.unit)) if children and result.statistic.per_unit != "none" else ():
        of_place = list(_windows(data, result, ALL, place, places.get(place, Amount(0, 0))))
        yield from of_place if TO_DATE in data.extras or data.whole_year else of_place[:1]
    yield from _a_year_before(data, result)


def _a_year_before(data: ReportData, result: StatisticResult) -> Iterator[Disclosed]:
    """The column of the same period a year before, where the table has one: nothing in it is 0."""
    if data.earlier_days is None or not any(earlier_result(data, one) for one in _of_same_table(data, result)):
        return
    if is_left_out(data, result.statistic, BY_YEAR_BEFORE):
        return
    before, zero = earlier_result(data, result), Amount(0, 0)
    yield _one(data, result, ALL, data.unit, data.earlier_days, before.amount if before else zero)
    known = {part_name(share.label): share.amount for share in before.shares} if before else {}
    for part in (part_name(share.label) for share in result.shares):
        if not is_left_out(data, result.statistic, BY_PART):
            yield _one(data, result, part, data.unit, data.earlier_days, known.get(part, zero))


def _of_same_table(data: ReportData, result: StatisticResult) -> list[StatisticResult]:
    """The statistics that stand in one table with this one; none where it stands in no table."""
    found = [
        one for area in data.plan.tab_areas if data.lowest or area.code == result.statistic.area
        for one in results(data, area.code) if data.lowest or one.statistic.annex == result.statistic.annex
    ]  # fmt: skip
    return found if result in found else []


def _windows(data: ReportData, result: StatisticResult, part: str, place: str, amount: Amount) -> Iterator[Disclosed]:
    yield _one(data, result, part, place, data.days, amount)
    yield _one(data, result, part, place, data.year_days, Amount(amount.year_to_date, 0))


def _one(data: ReportData, result: StatisticResult, part: str, place: str, days: Days, amount: Amount) -> Disclosed:
    cell = printed(data, result.statistic, part, place, days, amount.period or 0)
    return statistic_key(data.plan, result.statistic), CountCell(part, place, days), _text(cell)


def _of_indicator(data: ReportData, unit: str, figure: IndicatorResult) -> Iterator[Disclosed]:
    indicator = data.plan.indicators[figure.code]
    count_cell = CountCell(ALL, unit, data.days)
    numbers = ((ABOVE, figure.numerator), (BELOW, figure.denominator)) if indicator.people else ()
    for (side, number), mark in zip(numbers, sides(data, unit, figure), strict=False):
        table = part_table(figure.code, side)
        if number is not None and figure.exact is not None and mark_of(data, table, count_cell, number) != LEFT_OUT:
            yield table, count_cell, _text(counted(int(number), mark))
    for part in figure.parts.values() if unit == data.unit and not indicator.people else ():
        if part.name in indicator.people_parts and part.numerator is not None:
            table = part_table(figure.code, part.name)
            mark = mark_of(data, table, count_cell, part.numerator)
            yield table, count_cell, _text(counted(int(part.numerator), mark))


def _text(cell: Cell) -> str:
    """A count as a lock holds it: without the points of thousands."""
    return shown(cell).replace(".", "")
