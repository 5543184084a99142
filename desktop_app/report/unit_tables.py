"""The report's statistics for each unit directly below: one table of totals, and the parts of those that ask for it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import ceil

from msgspec import Struct

from desktop_app.domain.completeness import NOTHING, NUMBER, ZERO
from desktop_app.domain.plan import PlanArea
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.domain.statistic_results import Amount, Number, StatisticResult
from desktop_app.report import styles
from desktop_app.report.blocks import Column, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.extras import SILENT_NAMES, TO_DATE, ZEROS
from desktop_app.report.table_widths import least_width
from desktop_app.report.wording import in_print, lower_first, period_name, words

UPRIGHT, _ACROSS = 160, 257  # millimetres of a page
_ROW, _UNIT = 9, 40
_ROOM = _ACROSS - _ROW - _UNIT  # beside the units' names
_NARROW, _WIDE, _WIDEST = 16, 25, 40
_WIDE_FROM = 10**7  # numbers from here on need a wide column


class When(Struct, frozen=True):
    """The numbers that are asked for: when they arose, in words; `now`: in the period of the report."""

    words: str
    now: bool
    count: Callable[[Amount], Number]


def unit_tables(data: ReportData, area: PlanArea, shown: Sequence[StatisticResult]) -> Iterator[Table]:
    """Tables of the figures of the units below, those of the period before those of the year."""
    if not data.units.children(data.unit):
        return
    about = lower_first(in_print(area.label))
    totals = [result for result in shown if result.statistic.per_unit != "none" and result.places]
    whens = _whens(data)
    for when in whens if TO_DATE in data.extras else whens[:1]:
        columns = [_of_total(result, when) for result in totals]
        yield from _tables(data, area, columns, words("report.by_unit", area=about, when=when.words))
    for result in totals:
        if result.statistic.per_unit == "by":
            when = whens[-1]
            label = words("report.by_unit_of", label=in_print(result.statistic.label), when=when.words)
            yield from _tables(data, area, list(_of_shares(result, when)), label)


def _whens(data: ReportData) -> list[When]:
    """The numbers that are asked for, and when they arose, in words."""
    if data.whole_year:
        return [When(period_name(data.period), True, lambda amount: amount.year_to_date)]
    return [
        When(words("report.when_period"), True, lambda amount: amount.period or 0),
        When(words("report.when_year"), False, lambda amount: amount.year_to_date),
    ]


class _Figures(Struct, frozen=True):
    """One column: the number of each place that has any, and the total."""

    statistic: Statistic
    title: str
    now: bool
    numbers: Mapping[str, Number]
    total: Number

    @property
    def width(self) -> float:
        least = _WIDE if self.total >= _WIDE_FROM else _NARROW
        numbers = least_width("", [self.total, *self.numbers.values()])
        return max(least, min(_in_two_lines(self.title), _WIDEST), numbers)


def _of_total(result: StatisticResult, when: When) -> _Figures:
    numbers = {place.unit: when.count(place.amount) for place in result.places}
    title, total = in_print(result.statistic.short), when.count(result.amount)
    return _Figures(result.statistic, title, when.now, numbers, total)


def _of_shares(result: StatisticResult, when: When) -> Iterator[_Figures]:
    for number, share in enumerate(result.shares):
        numbers = {place.unit: when.count(place.shares[number]) for place in result.places}
        title, total = in_print(share.label) if share.label else words("report.unstated"), when.count(share.amount)
        yield _Figures(result.statistic, title, when.now, numbers, total)


def _tables(data: ReportData, area: PlanArea, columns: Sequence[_Figures], caption: str) -> Iterator[Table]:
    """The columns with any number as one table, or as several where one page can't hold them."""
    parts = _by_width([column for column in columns if column.total])
    for number, part in enumerate(parts):
        heading = words("report.continued", heading=caption) if number else caption
        yield _table(data, area, part, heading, across=len(parts) > 1)


def _by_width(columns: Sequence[_Figures]) -> list[list[_Figures]]:
    """The columns in as few parts of like width as pages need."""
    whole = sum(column.width for column in columns)
    parts: list[list[_Figures]] = [[] for _ in range(1 if whole <= _ROOM else ceil(whole / (_ROOM - _WIDEST)))]
    taken = 0.0
    for column in columns:
        parts[int((taken + column.width / 2) / whole * len(parts))].append(column)
        taken += column.width
    return [part for part in parts if part]


def _in_two_lines(title: str) -> float:
    """The millimetres that a column needs for its title to take two lines."""
    said = title.split()
    splits = ((" ".join(said[:n]), " ".join(said[n:])) for n in range(1, len(said) + 1))
    narrowest = min((styles.widest(lines, styles.BOLD, styles.TABLE_SIZE) for lines in splits), default=0.0)
    return (narrowest + 2 * styles.CELL_PADDING) / styles.MM


def _table(data: ReportData, area: PlanArea, columns: Sequence[_Figures], caption: str, *, across: bool) -> Table:
    """The figures of each unit; `across`: on a landscape page even where narrow, as that which it goes on from."""
    names = {unit: data.units.name(unit) for unit in data.units.children(data.unit)}
    if any(column.numbers.get(data.unit) for column in columns):
        names[data.unit] = in_print(data.plan.levels[data.units.level(data.unit) or ""])
    cells = {unit: [column.numbers.get(unit, 0) for column in columns] for unit in names}
    signs = _signs(data, area, names)
    empty = {unit: signs[unit] for unit, row in cells.items() if not any(row)}
    folded = _folded(data, {unit: sign for unit, sign in empty.items() if unit != data.unit})
    rows: list[tuple[Cell, ...]] = []
    for unit, name in names.items():
        if unit not in folded:
            row = [signs[unit]] * len(columns) if unit in empty else _with_sign(columns, cells[unit], signs[unit])
            rows.append((len(rows) + 1, name, *row))
    for sign, n in Counter(folded.values()).items():
        rows.append(("", words("report.other_units", n=n), *[sign] * len(columns)))
    rows.append(("", words("report.total"), *(column.total for column in columns)))
    return Table(_heads(columns, across=across), tuple(rows), caption, total=True, together=True)


def _with_sign(columns: Sequence[_Figures], cells: Sequence[Cell], sign: Cell) -> list[Cell]:
    """The cells of a unit to which records of other offices give some numbers; of the rest it has not reported.

    A zero beside a number of the same kind is said by those records, one since the year began by earlier reports.
    """
    if sign != words("report.short_not_reported") or not columns[0].now:
        return list(cells)
    kinds = {column.statistic.kind for column, cell in zip(columns, cells, strict=True) if cell}
    has_records = (cell != 0 or column.statistic.kind in kinds for column, cell in zip(columns, cells, strict=True))
    return [cell if known else sign for cell, known in zip(cells, has_records, strict=True)]


def _folded(data: ReportData, empty: Mapping[str, Cell]) -> dict[str, Cell]:
    """The units without any number that stand in one row with others like them."""
    alike = Counter(empty.values())
    named = {words("report.short_not_reported")} if SILENT_NAMES in data.extras else set()
    alone = {sign for sign, n in alike.items() if n == 1} | named
    return {} if ZEROS in data.extras else {unit: sign for unit, sign in empty.items() if sign not in alone}


def _heads(columns: Sequence[_Figures], *, across: bool) -> tuple[Column, ...]:
    """The columns of a table; all but the first have an equal part of the room that they leave."""
    whole = _ROW + _UNIT + sum(column.width for column in columns)
    spare = ((_ACROSS if across or whole > UPRIGHT else UPRIGHT) - whole) / (len(columns) + 1)
    figures = (Column(column.title, column.width + spare, "right") for column in columns)
    return (Column(words("report.row"), _ROW, "centre"), Column(words("report.unit"), _UNIT + spare), *figures)


def _signs(data: ReportData, area: PlanArea, units: Iterable[str]) -> dict[str, Cell]:
    """What stands in the row of a unit without any number: 0, nothing happened, or not reported yet."""
    states = defaultdict[str, set[str]](set)
    for row in data.completeness:
        if row.area == area.code:
            states[row.unit].add(row.state)
    scopes = {unit: {unit} if unit == data.unit else data.units.descendants(unit) for unit in units}
    return {unit: _sign(set[str]().union(*(states[one] for one in scope))) for unit, scope in scopes.items()}


def _sign(states: set[str]) -> Cell:
    if not states or states & {NUMBER, ZERO}:
        return 0
    return words("report.short_nothing" if states == {NOTHING} else "report.short_not_reported")
