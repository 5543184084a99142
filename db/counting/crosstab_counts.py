"""Cross-tables worked out: the groups of counting records that statistics are made of, sorted by one or two axes."""

from collections.abc import Callable, Collection, Iterator
from functools import cache, partial

from msgspec import Struct

from db.counting.crosstab_order import categories_of, period_of, places_of
from db.counting.crosstab_standing import in_conflict, unfinished, unknown
from db.counting.figure_scope import snapshot
from db.counting.statistic_groups import RECORD, Group, Window, end_of, groups
from db.open_file import OpenFile
from desktop_app.domain.crosstab import Axis, CrossAxis, CrossQuery, CrossTable, axis_label
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.period import Period, parse_schemes, require_plan_year
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.statistic_results import Number

Values = tuple[str | None, ...]
Sorter = Callable[[Group], Values]


class CrossLook(Struct, frozen=True):
    """What one table looks at."""

    file: OpenFile
    query: CrossQuery
    kind: RecordKind
    unit: str
    window: Window

    def groups(self, *more: str) -> Iterator[Group]:
        """The groups that the number of the table is made of."""
        paths = (axis.path for axis in self.query.axes if axis.path != self.kind.unit_field)
        names, summed = list(dict.fromkeys([*paths, *more])), self.query.sum
        found = groups(self.file.connection, self.window, self.kind, names, [summed])[summed]
        return (group for group in found if group.tiles)

    def sorters(self) -> list[Sorter]:
        return [_sorter(self, axis) for axis in self.query.axes]


def crosstab(file: OpenFile, query: CrossQuery, period: Period, unit: str) -> CrossTable:
    """The table over the counting records of `unit` and all units below it, with a day in the period."""
    look = _look(file, query, period, unit)
    with snapshot(file.connection):
        cells: dict[tuple[Values, ...], Number] = {}
        sorters = look.sorters()
        for group in look.groups():
            at = tuple(sorter(group) for sorter in sorters)
            cells[at] = cells.get(at, 0) + group.in_year
        seen = [{value for at in cells for value in at[n]} for n in range(len(sorters))]
        axes = [_axis(look, axis, values) for axis, values in zip(query.axes, seen, strict=True)]
        return CrossTable(
            query, period, unit, axes[0], axes[1] if len(axes) > 1 else None, _numbers(cells, axes),
            unfinished(file, query, look.window), in_conflict(file, query, look.window),
            unknown(file, query, look.window),
        )  # fmt: skip


def records_behind(file: OpenFile, table: CrossTable, row: int, column: int) -> list[str]:
    """The ids of the records that a cell counts or adds up; the last row and the last column are all."""
    look = _look(file, table.query, table.period, table.unit)
    wanted = [
        (sorter, axis.categories[place].value)
        for sorter, axis, place in zip(look.sorters(), (table.rows, table.columns), (row, column), strict=False)
        if axis is not None and place < len(axis.categories)
    ]
    with snapshot(file.connection):
        found = look.groups(RECORD)
        return [str(group.values[RECORD]) for group in found if all(value in of(group) for of, value in wanted)]


def _look(file: OpenFile, query: CrossQuery, period: Period, unit: str) -> CrossLook:
    require_plan_year(period, file.plan.year)
    kind = file.kind(query.kind)
    by_unit = next((axis for axis in query.axes if axis.path == kind.unit_field), None)
    places = places_of(file.units, unit, by_unit.step) if by_unit else dict.fromkeys(file.units.descendants(unit), unit)
    return CrossLook(file, query, kind, unit, Window(file.plan, file.units, places, period.first_day, period))


def _sorter(look: CrossLook, axis: Axis) -> Sorter:
    """Which categories of an axis a group belongs to."""
    path, field = axis.path, end_of(look.file.plan, look.kind, axis.path)
    if path == look.kind.unit_field:
        return lambda group: (group.place,)
    if field.type.holds_day:
        scheme = parse_schemes(look.file.plan.source)[look.window.period.scheme]
        holding = cache(partial(period_of, scheme, axis.step))
        return lambda group: (holding(group.values[path]),)
    if field.type.lookup is Lookup.UNITS:
        places = places_of(look.file.units, look.unit, axis.step)
        return lambda group: (places.get(group.values[path], group.values[path]),)
    if field.type.many:
        return lambda group: group.values[path] or (None,)
    if field.type.flag:
        return lambda group: (None if group.values[path] is None else str(int(group.values[path])),)
    return lambda group: (group.values[path],)


def _axis(look: CrossLook, axis: Axis, seen: Collection[str | None]) -> CrossAxis:
    field = end_of(look.file.plan, look.kind, axis.path)
    own = axis.path == look.kind.unit_field
    places = look.window.places if own else {}
    found = categories_of(look.file, axis, field, look.window.period, places, seen)
    return CrossAxis(axis, axis_label(look.file.plan, look.kind, axis), found, field.type.many)


def _numbers(cells: dict[tuple[Values, ...], Number], axes: list[CrossAxis]) -> tuple[tuple[Number, ...], ...]:
    """The cells with their totals behind them; a record that lies in several categories is once in each total."""
    at = [{one.value: n for n, one in enumerate(axis.categories)} for axis in axes]
    wide = len(at[1]) + 1 if len(at) > 1 else 1
    numbers: list[list[Number]] = [[0] * wide for _ in range(len(at[0]) + 1)]
    for (rows, *columns), number in cells.items():
        across = [at[1][value] for values in columns for value in values]
        for row in (*(at[0][value] for value in rows), -1):
            for column in (*across, -1):
                numbers[row][column] += number
    return tuple(map(tuple, numbers))
