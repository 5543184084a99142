"""The report's statistics for each unit directly below: one table of totals, and the parts of those that ask for it."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from db.statistic_groups import Number
from db.statistics import Amount, StatisticResult
from desktop_app.domain.completeness import NOTHING, NUMBER, ZERO
from desktop_app.domain.plan import PlanArea
from desktop_app.report.blocks import Column, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.masking import is_masked, masked, masked_parts
from desktop_app.report.wording import lower_first, words

_ROOM = 257 - 51  # millimetres of a landscape page beside the units' names
_NARROW, _WIDE = 16, 25
_WIDE_FROM = 10**7  # numbers from here on need a wide column

Counts = Callable[[Amount], Number | None]


def unit_tables(data: ReportData, area: PlanArea, shown: Sequence[StatisticResult]) -> Iterator[Table]:
    """Tables of the figures of the units below, those of the period before those of the year."""
    if not data.units.children(data.unit):
        return
    about = lower_first(area.label.vi)
    totals = [result for result in shown if result.statistic.per_unit != "none" and result.places]
    for of, when in _whens(data):
        columns = [_Figures.of_total(data, result, of) for result in totals]
        yield from _tables(data, area, columns, words("report.by_unit", area=about, when=when))
    for result in totals:
        if result.statistic.per_unit == "by":
            for of, when in _whens(data)[-1:]:
                columns = [_Figures.of_share(data, result, n, of) for n in range(len(result.shares))]
                label = words("report.by_unit_of", label=result.statistic.label.vi, when=when)
                yield from _tables(data, area, columns, label)


def _whens(data: ReportData) -> list[tuple[Counts, str]]:
    """The numbers that are asked for, and when they arose, in words."""
    year: tuple[Counts, str] = (lambda amount: amount.year_to_date, words("report.when_year"))
    if data.whole_year:
        return [(year[0], words("report.when_whole_year", year=data.period.year))]
    return [(lambda amount: amount.period, words("report.when_period")), year]


class _Figures:
    """One column: a number for each place that has any, the total, and whether small ones are hidden."""

    def __init__(self, title: str, numbers: dict[str, Number | None], total: Number | None, people: bool) -> None:
        self.title, self.numbers, self.total, self.people = title, numbers, total, people

    @classmethod
    def of_total(cls, data: ReportData, result: StatisticResult, of: Counts) -> "_Figures":
        numbers = {place.unit: of(place.amount) for place in result.places}
        return cls(result.statistic.short.vi, numbers, of(result.amount), result.statistic.people)

    @classmethod
    def of_share(cls, data: ReportData, result: StatisticResult, number: int, of: Counts) -> "_Figures":
        share = result.shares[number]
        numbers = {place.unit: of(place.shares[number]) for place in result.places}
        return cls(share.label.vi if share.label else words("report.unstated"), numbers, of(share.amount), False)

    @property
    def width(self) -> float:
        return _WIDE if (self.total or 0) >= _WIDE_FROM else _NARROW

    def cells(self, units: Sequence[str]) -> list[Cell]:
        """A cell per unit; of counts of people no small one can be worked out, not even from the total."""
        counts = [self.numbers.get(unit) or 0 for unit in units]
        return masked_parts(counts) if self.people else list(counts)

    def last(self, data: ReportData) -> Cell:
        return masked(self.total or 0) if is_masked(data, self.people) else self.total or 0


def _tables(data: ReportData, area: PlanArea, columns: Sequence[_Figures], caption: str) -> Iterator[Table]:
    """The columns with any number as one table, or as several where one page can't hold them."""
    some = [column for column in columns if column.total]
    parts = ceil(sum(column.width for column in some) / _ROOM)
    for part in range(parts):
        first, last = (len(some) * (part + n) // parts for n in (0, 1))
        yield _table(data, area, some[first:last], caption)


def _table(data: ReportData, area: PlanArea, columns: Sequence[_Figures], caption: str) -> Table:
    units = data.units.children(data.unit)
    if any(column.numbers.get(data.unit) for column in columns):
        units = [*units, data.unit]
    names = [data.units.name(unit) for unit in units[: len(data.units.children(data.unit))]]
    names += [_own_level(data)] * (len(units) - len(names))
    cells = [column.cells(units) for column in columns]
    rows: list[tuple[Cell, ...]] = []
    for number, (unit, name) in enumerate(zip(units, names, strict=True)):
        row = [column[number] for column in cells]
        rows.append((number + 1, name, *([_empty(data, area, unit)] * len(row) if not any(row) else row)))
    rows.append(("", words("report.total"), *(column.last(data) for column in columns)))
    head = (Column(words("report.row"), 9, "centre"), Column(words("report.unit"), 42))
    return Table(
        (*head, *(Column(c.title, c.width, "right") for c in columns)), tuple(rows), caption, total=True, together=True
    )


def _own_level(data: ReportData) -> str:
    return data.plan.levels[data.units.level(data.unit) or ""].vi


def _empty(data: ReportData, area: PlanArea, unit: str) -> Cell:
    """What stands in the row of a unit without any number: 0, nothing happened, or not reported yet."""
    scope = {unit} if unit == data.unit else set(data.units.descendants(unit))
    states = {row.state for row in data.completeness if row.area == area.code and row.unit in scope}
    if not states or states & {NUMBER, ZERO}:
        return 0
    return words("report.short_nothing" if states == {NOTHING} else "report.short_not_reported")
