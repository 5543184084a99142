"""The figures of the report beside the indicators: records counted or one field summed, as the plan lists them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from db.connection import Connection
from db.counting.statistic_groups import Group, Window, end_of, groups, is_dated
from db.open_file import OpenFile
from desktop_app.domain.expressions import Scope, parse
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Choice, RecordKind
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.domain.statistic_results import Amount, AreaStatistics, StatisticResult, UnitAmount, ValueShare, added
from desktop_app.messages import Label


def statistics(file: OpenFile, period: Period, unit: str, *, public: bool = False) -> list[AreaStatistics]:
    """The plan's statistics over the counting records of `unit` and all units below it; `public`: without those that
    are not.
    """
    plan, units = file.plan, file.units
    start = plan.schemes[period.scheme].year_start(period)
    places = {unit: unit} | {code: child for child in units.children(unit) for code in units.descendants(child)}
    window = Window(plan, units, places, start, period, public=public)
    of_kind = {
        name: groups_of(file.connection, window, name) for name in dict.fromkeys(s.kind for s in plan.statistics)
    }
    found = [_evaluate(window, statistic, of_kind[statistic.kind]) for statistic in plan.statistics]
    areas = dict.fromkeys(result.statistic.area for result in found)
    return [AreaStatistics(a, tuple(r for r in found if r.statistic.area == a)) for a in areas]


def groups_of(connection: Connection, window: Window, kind: str) -> dict[str | None, list[Group]]:
    """What all statistics of one kind are made from, read at once."""
    own = [statistic for statistic in window.plan.statistics if statistic.kind == kind]
    names = {statistic.by for statistic in own if statistic.by}.union(*map(_names, own))
    sums = dict.fromkeys(statistic.sum for statistic in own)
    return groups(connection, window, window.plan.kinds[kind], sorted(names), list(sums))


def _names(statistic: Statistic) -> set[str]:
    return {*parse(statistic.where).names} - {"today"} if statistic.where else set()


def _evaluate(window: Window, statistic: Statistic, of_kind: Mapping[str | None, Sequence[Group]]) -> StatisticResult:
    kind = window.plan.kinds[statistic.kind]
    found = selected(window, statistic, of_kind[statistic.sum])
    dated = is_dated(window.plan, kind)
    values = values_of(found, window, kind, statistic.by) if statistic.by else []
    by_value = _sorted_out(found, statistic.by or "")
    shares = tuple(ValueShare(label, _amount(by_value[value], dated)) for value, label in values)
    return StatisticResult(statistic, _amount(found, dated), shares, tuple(_places(found, window, statistic, values)))


def selected(window: Window, statistic: Statistic, some: Sequence[Group]) -> list[Group]:
    """The groups that the statistic's condition holds for."""
    if not statistic.where:
        return list(some)
    condition = parse(statistic.where)
    return [g for g in some if condition.evaluate(Scope(g.values, level=window.units.level)) is True]


def _amount(some: Iterable[Group], dated: bool) -> Amount:
    found = list(some)
    return Amount(added(g.in_period for g in found) if dated else None, added(g.in_year for g in found))


def _sorted_out(found: Iterable[Group], by: str) -> dict[str | None, list[Group]]:
    """Groups per value of the field `by`, one with several values under each of them."""
    sorted_out: dict[str | None, list[Group]] = {}
    for group in found:
        value = group.values.get(by)
        for one in value if isinstance(value, tuple) else (value,):
            sorted_out.setdefault(None if one is None else str(one), []).append(group)
    return sorted_out


def values_of(
    found: Sequence[Group], window: Window, kind: RecordKind, by: str
) -> list[tuple[str | None, Label | None]]:
    """The values of `by` in the order of their list, unknown ones after them, and last those without a value."""
    there = _sorted_out(found, by)
    listed = window.plan.choices.get(end_of(window.plan, kind, by).choices or "", {})
    others = sorted(value for value in there if value is not None and value not in listed)
    order: list[str | None] = [*(v for v in listed if v in there), *others]
    order += [None] if None in there else []
    return [(value, _label(value, listed, window.units)) for value in order]


def _label(value: str | None, listed: Mapping[str, Choice], units: OrgUnits) -> Label | None:
    if value is None:
        return None
    return listed[value].label if value in listed else Label(units.name(value))


def _places(
    found: Sequence[Group], window: Window, statistic: Statistic, values: Sequence[tuple[str | None, Label | None]]
) -> Iterator[UnitAmount]:
    """The places with anything, in the tree's order, the unit itself first."""
    dated = is_dated(window.plan, window.plan.kinds[statistic.kind])
    own: dict[str | None, list[Group]] = {}
    for group in found:
        own.setdefault(group.place, []).append(group)
    for place in dict.fromkeys(window.places.values()):
        if place in own:
            parts = _sorted_out(own[place], statistic.by or "")
            shares = tuple(_amount(parts.get(value, ()), dated) for value, _ in values)
            yield UnitAmount(place, _amount(own[place], dated), shares)
