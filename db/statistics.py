"""The figures of the report beside the indicators: records counted or one field summed, as the plan lists them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from db.connection import Connection
from db.schema import quoted
from desktop_app.domain.expressions import Scope, parse
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import CODES, FIRST_YEAR, LAST_YEAR, YEAR, Period, parse_schemes
from desktop_app.domain.plan import Choice, Field, Plan, RecordKind, Statistic
from desktop_app.domain.values import from_stored
from desktop_app.domain.windows import tiles
from desktop_app.texts import Label

Number = int | Decimal

_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the period and since the plan year's first day; `period` is None for records without a date."""

    period: Number | None
    year_to_date: Number


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a statistic that has one value of its `by` field; `label` is None where none was filled in."""

    label: Label | None
    amount: Amount


@dataclass(frozen=True, slots=True)
class StatisticResult:
    """One statistic of the plan with its amount and, where it has a `by` field, the shares that occur."""

    statistic: Statistic
    amount: Amount
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaStatistics:
    """The statistics of one area, in the plan's order."""

    area: str
    results: tuple[StatisticResult, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    """What is looked at: the units in scope, and the days of the year and of the period within it."""

    plan: Plan
    units: OrgUnits
    codes: str
    year_start: date
    period: Period


@dataclass(frozen=True, slots=True)
class _Group:
    """Counting records that are alike in all that matters here, and what they add to the two amounts."""

    values: Mapping[str, Any]
    in_period: Number
    in_year: Number


def statistics(connection: Connection, plan: Plan, units: OrgUnits, period: Period, unit: str) -> list[AreaStatistics]:
    """The plan's statistics over the counting records of `unit` and all units below it."""
    year = parse_schemes(plan.source)[period.scheme].period(YEAR, period.year)
    start = year.first_day if year else period.first_day
    window = _Window(plan, units, json.dumps(units.descendants(unit)), start, period)
    found = [_evaluate(connection, window, statistic) for statistic in plan.statistics]
    areas = dict.fromkeys(result.statistic.area for result in found)
    return [AreaStatistics(a, tuple(r for r in found if r.statistic.area == a)) for a in areas]


def _evaluate(connection: Connection, window: _Window, statistic: Statistic) -> StatisticResult:
    kind = window.plan.kinds[statistic.kind]
    condition = parse(statistic.where) if statistic.where else None
    wanted = {*(condition.names if condition else ()), *filter(None, (statistic.sum, statistic.by))} - {"today"}
    read = _kept_groups if kind.by_period else _dated_groups
    groups = [
        group
        for group in read(connection, window, kind, sorted(wanted), statistic.sum)
        if condition is None or condition.evaluate(Scope(group.values, level=window.units.level)) is True
    ]
    dated = _is_dated(window.plan, kind)
    shares = _shares(groups, window, kind, statistic.by, dated) if statistic.by else ()
    return StatisticResult(statistic, _amount(groups, dated), shares)


def _amount(groups: Sequence[_Group], dated: bool) -> Amount:
    return Amount(sum(g.in_period for g in groups) if dated else None, sum(g.in_year for g in groups))


def _shares(groups: Sequence[_Group], window: _Window, kind: RecordKind, by: str, dated: bool) -> tuple[Share, ...]:
    """The values of `by` in the order of their list, unknown ones after them, and last those without a value."""
    per_value: dict[str | None, list[_Group]] = {}
    for group in groups:
        value = group.values[by]
        for one in value if isinstance(value, tuple) else (value,):
            per_value.setdefault(None if one is None else str(one), []).append(group)
    field = _end_of(window.plan, kind, by)
    listed = window.plan.choices.get(field.choices or "", {})
    others = sorted(value for value in per_value if value is not None and value not in listed)
    order: list[str | None] = [*(v for v in listed if v in per_value), *others]
    order += [None] if None in per_value else []
    return tuple(Share(_label(v, listed, window.units), _amount(per_value[v], dated)) for v in order)


def _label(value: str | None, listed: Mapping[str, Choice], units: OrgUnits) -> Label | None:
    if value is None:
        return None
    return listed[value].label if value in listed else Label(units.name(value))


# --- records with a date, or with none ---------------------------------------------------------------------------


def _dated_groups(
    connection: Connection, window: _Window, kind: RecordKind, names: Sequence[str], summed: str | None
) -> Iterator[_Group]:
    day = _path_sql(window.plan, kind, kind.date_field) if _is_dated(window.plan, kind) else "NULL"
    columns = ", ".join([f"{day} >= :first AS inside", *_columns(window.plan, kind, names)])
    in_year = f"AND {day} BETWEEN :start AND :end" if day != "NULL" else ""
    order = ", ".join(str(n + 1) for n in range(len(names) + 1))
    sql = f"SELECT {columns}, COUNT(*) {_from(window.plan, kind)} {in_year} GROUP BY {order}"
    days = {"start": window.year_start, "first": window.period.first_day, "end": window.period.last_day}
    cursor = connection.execute(sql, {"units": window.codes} | {name: d.isoformat() for name, d in days.items()})
    for inside, *stored, count in cursor:
        values = _typed(window.plan, kind, names, stored)
        number = count * (values[summed] or 0) if summed else count
        yield _Group(values, number if inside else 0, number)


def _is_dated(plan: Plan, kind: RecordKind) -> bool:
    return kind.by_period or (bool(kind.date_field) and _end_of(plan, kind, kind.date_field).type == "date")


# --- sums kept by period -----------------------------------------------------------------------------------------


def _kept_groups(
    connection: Connection, window: _Window, kind: RecordKind, names: Sequence[str], summed: str | None
) -> Iterator[_Group]:
    """Of the records of one key that know the number those that tile the window, longest first, without overlap."""
    scheme = parse_schemes(window.plan.source)[window.plan.period_scheme]
    key = [name for name in kind.natural_key if name not in ("year", "period_code")]
    columns = ", ".join(_columns(window.plan, kind, ["year", "period_code", *key, *names]))
    per_key: dict[tuple[Any, ...], dict[Period, dict[str, Any]]] = {}
    sql = f"SELECT {columns} {_from(window.plan, kind)}"
    for year, code, *stored in connection.execute(sql, {"units": window.codes}):
        period = scheme.period(code, year) if code in CODES and year in _YEARS else None
        values = _typed(window.plan, kind, names, stored[len(key) :])
        if period and (summed is None or values[summed] is not None):
            per_key.setdefault(tuple(stored[: len(key)]), {})[period] = values
    for kept in per_key.values():
        in_year = tiles(kept, window.year_start, window.period.last_day)
        in_period = tiles(kept, window.period.first_day, window.period.last_day)
        for period, values in kept.items():
            number = values[summed] if summed else 1
            yield _Group(values, number * (period in in_period), number * (period in in_year))


# --- from names of the plan to SQL -------------------------------------------------------------------------------


def _from(plan: Plan, kind: RecordKind) -> str:
    scope = ""
    if kind.unit_field:
        scope = f"AND {_path_sql(plan, kind, kind.unit_field)} IN (SELECT value FROM json_each(:units))"
    return f"FROM main.{quoted(kind.name)} k WHERE k._state = 0 {scope}"


def _columns(plan: Plan, kind: RecordKind, names: Iterable[str]) -> Iterator[str]:
    return (_path_sql(plan, kind, name) for name in names)


def _path_sql(plan: Plan, kind: RecordKind, path: str, alias: str = "k") -> str:
    """A field of the row `alias`, maybe over references to records that count (`visit.establishment.unit`)."""
    first, _, rest = path.partition(".")
    column = f"{alias}.{quoted(first)}"
    if not rest:
        return column
    target, inner = plan.kinds[kind.fields[first].target or ""], f"{alias}x"
    below = _path_sql(plan, target, rest, inner)
    return (
        f"(SELECT {below} FROM main.{quoted(target.name)} {inner} WHERE {inner}.id = {column} AND {inner}._state = 0)"
    )


def _end_of(plan: Plan, kind: RecordKind, path: str) -> Field:
    """The field that a path ends at."""
    first, _, rest = path.partition(".")
    return _end_of(plan, plan.kinds[kind.fields[first].target or ""], rest) if rest else kind.fields[first]


def _typed(plan: Plan, kind: RecordKind, names: Sequence[str], stored: Sequence[Any]) -> dict[str, Any]:
    return {n: from_stored(_end_of(plan, kind, n), value) for n, value in zip(names, stored, strict=True)}
