"""Cross-tables worked out: the groups of counting records that statistics are made of, sorted by one or two axes."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, partial

from msgspec import Struct
from msgspec.structs import replace

from db.counting.crosstab_order import categories_of, period_of, periods_of, places_of
from db.counting.crosstab_standing import in_conflict, unfinished
from db.counting.figure_scope import snapshot
from db.counting.statistic_groups import RECORD, Group, Window, column_of, end_of, groups
from db.open_file import OpenFile
from desktop_app.domain.crosstab import STEPS, Axis, CrossAxis, CrossQuery, CrossTable, axis_label
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.period import Period, require_plan_year
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.statistic_results import Number, added

Values = tuple[str | None, ...]
Sorter = Callable[[Group], Values]


class CrosstabScope(Struct, frozen=True):
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


def crosstab(file: OpenFile, query: CrossQuery, period: Period, unit: str, *, public: bool = False) -> CrossTable:
    """The table over the counting records of `unit` and all units below it, with a day in the period; `public`: without
    those that are not.
    """
    scope = _scope_of(file, query, period, unit)
    scope = replace(scope, window=replace(scope.window, public=public))
    with snapshot(file.connection):
        cells: dict[tuple[Values, ...], Number] = {}
        sorters, unknown = scope.sorters(), 0
        for group in scope.groups():
            unknown += group.unknown
            at = tuple(sorter(group) for sorter in sorters)
            cells[at] = cells.get(at, 0) + group.in_year
        seen = [{value for at in cells for value in at[n]} for n in range(len(sorters))]
        axes = [_axis(scope, axis, values) for axis, values in zip(query.axes, seen, strict=True)]
        return CrossTable(
            query, period, unit, axes[0], axes[1] if len(axes) > 1 else None, _numbers(cells, axes),
            unfinished(file, query, scope.window), in_conflict(file, query, scope.window), unknown,
        )  # fmt: skip


def records_behind(file: OpenFile, table: CrossTable, row: int, column: int) -> list[str]:
    """The ids of the records that a cell counts or adds up; the last row and the last column are all."""
    scope = _scope_of(file, table.query, table.period, table.unit)
    axes = [axis for axis in (table.rows, table.columns) if axis is not None]
    wanted = [
        (sorter, axis, axis.categories[place].value)
        for sorter, axis, place in zip(scope.sorters(), axes, (row, column), strict=False)
        if place < len(axis.categories)
    ]
    narrowed = replace(scope, window=replace(scope.window, only=_narrowing(scope, [one[1:] for one in wanted])))
    with snapshot(file.connection):
        found = narrowed.groups(RECORD)
        return [str(group.values[RECORD]) for group in found if all(value in of(group) for of, _, value in wanted)]


def _narrowing(
    scope: CrosstabScope, wanted: Iterable[tuple[CrossAxis, str | None]]
) -> tuple[str, dict[str, str | None]]:
    """A condition that leaves out most of what lies in other categories, so that few groups need looking at."""
    condition, values = "", dict[str, str | None]()
    for number, (axis, value) in enumerate(wanted):
        path, name = axis.axis.path, f"wanted{number}"
        field, column = end_of(scope.file.plan, scope.kind, path), column_of(scope.file.plan, scope.kind, path)
        if path == scope.kind.unit_field:
            condition += f" AND {column} IN (SELECT value FROM json_each(:{name}))"
            values[name] = json.dumps([code for code, place in scope.window.places.items() if place == value])
        elif field.type.many and value is not None:
            condition += f" AND EXISTS (SELECT 1 FROM json_each({column}) WHERE value = :{name})"
            values[name] = value
        elif field.type.one_choice or field.type.refers:
            condition += f" AND {column} IS :{name}"
            values[name] = value
    return condition, values


def _scope_of(file: OpenFile, query: CrossQuery, period: Period, unit: str) -> CrosstabScope:
    require_plan_year(period, file.plan.years)
    kind = file.kind(query.kind)
    by_unit = next((axis for axis in query.axes if axis.path == kind.unit_field), None)
    places = places_of(file.units, unit, by_unit.step) if by_unit else dict.fromkeys(file.units.descendants(unit), unit)
    steps = {axis.path: periods_of(file, axis, period) for axis in query.axes if axis.step in STEPS}
    window = Window(file.plan, file.units, places, period.first_day, period, steps, by_unit is not None)
    return CrosstabScope(file, query, kind, unit, window)


def _sorter(scope: CrosstabScope, axis: Axis) -> Sorter:
    """Which categories of an axis a group belongs to."""
    path, field = axis.path, end_of(scope.file.plan, scope.kind, axis.path)
    if path == scope.kind.unit_field:
        return lambda group: (group.place,)
    if field.type.holds_day:
        scheme = scope.file.plan.schemes[scope.window.period.scheme]
        holding = cache(partial(period_of, scheme, axis.step))
        return lambda group: (holding(group.values[path]),)
    if field.type.lookup is Lookup.UNITS:
        places = places_of(scope.file.units, scope.unit, axis.step)
        return lambda group: (places.get(group.values[path], group.values[path]),)
    if field.type.many:
        return lambda group: group.values[path] or (None,)
    if field.type.flag:
        return lambda group: (None if group.values[path] is None else str(int(group.values[path])),)
    return lambda group: (group.values[path],)


def _axis(scope: CrosstabScope, axis: Axis, seen: Collection[str | None]) -> CrossAxis:
    field = end_of(scope.file.plan, scope.kind, axis.path)
    own = axis.path == scope.kind.unit_field
    places = scope.window.places if own else {}
    found = categories_of(scope.file, axis, field, scope.window.period, places, seen)
    return CrossAxis(axis, axis_label(scope.file.plan, scope.kind, axis), found, field.type.many)


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
    return tuple(tuple(added((number,)) for number in row) for row in numbers)
