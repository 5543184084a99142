"""Counting records in groups of the same place and values, as the report's figures need them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct

from db.connection import Connection
from db.schema import path_sql, quoted
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.joined_units import origin_of
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import FIRST_YEAR, LAST_YEAR, Period
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.statistic_results import Number
from desktop_app.domain.values import from_stored
from desktop_app.domain.windows import tiles
from desktop_app.messages import NO_LABEL

_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
_HALF = 32  # bits
RECORD = "id"  # among names: every record is a group of its own
_ID = Field(RECORD, FIELD_TYPES["text"], NO_LABEL, NO_LABEL, "")


class Window(Struct, frozen=True, dict=True):
    """What is looked at: the units in scope with the places they belong to, and the days of year and period.

    `steps`: days of a field that count as the first one of their period. `places_apart` is false where nobody
    asks for the place. `only`: what else holds of the rows `k`, with the values that it names. `public`: without
    records that are not.
    """

    plan: Plan
    units: OrgUnits
    places: Mapping[str, str]
    year_start: date
    period: Period
    steps: Mapping[str, Sequence[Period]] = {}
    places_apart: bool = True
    only: tuple[str, Mapping[str, Any]] = ("", {})
    public: bool = False

    @cached_property
    def codes(self) -> str:
        return json.dumps(list(self.places))

    def place(self, unit: str | None) -> str | None:
        return None if unit is None else self.places.get(unit)


class Group(Struct, frozen=True):
    """Counting records that are alike in all that matters here, and what they add to the two amounts; `tiles` is false
    of one kept by period that is no part of the year's sum, `unknown` says how many lack the number that is added up.
    """

    values: Mapping[str, Any]
    place: str | None
    in_period: Number
    in_year: Number
    tiles: bool = True
    unknown: int = 0


def groups(
    connection: Connection, window: Window, kind: RecordKind, names: Sequence[str], sums: Sequence[str | None]
) -> dict[str | None, list[Group]]:
    """Per field to sum (None: records are counted) the groups of a kind's counting records in scope since the plan
    year's first day, told apart by `names`.
    """
    if kind.by_period:
        return {summed: list(_period_groups(connection, window, kind, names, summed)) for summed in sums}
    parts = [s for s in sums if s is not None and end_of(window.plan, kind, s).type.stored_as is not int]
    found = {summed: list(_exact_groups(connection, window, kind, names, summed)) for summed in parts}
    return found | _dated_groups(connection, window, kind, names, [s for s in sums if s not in parts])


# --- records with a date, or with none ---------------------------------------------------------------------------


def _dated_groups(
    connection: Connection, window: Window, kind: RecordKind, names: Sequence[str], sums: Sequence[str | None]
) -> dict[str | None, list[Group]]:
    """Counts and sums of whole numbers, all in one walk over the records."""
    found: dict[str | None, list[Group]] = {summed: [] for summed in sums}
    columns = [_whole_sum(column_of(window.plan, kind, s)) if s else "COUNT(*), 0, 0" for s in sums]
    for inside, place, values, numbers in _rows(connection, window, kind, names, columns):
        for number, summed in enumerate(sums):
            low, high, unknown = numbers[3 * number : 3 * number + 3]
            amount = (high << _HALF) + low
            found[summed].append(Group(values, place, amount if inside else 0, amount, unknown=unknown))
    return found


def _exact_groups(
    connection: Connection, window: Window, kind: RecordKind, names: Sequence[str], summed: str
) -> Iterator[Group]:
    """The sum of a field with decimals, which SQLite would round: equal values together."""
    all_names = [*names, *([summed] if summed not in names else [])]
    for inside, place, values, (count,) in _rows(connection, window, kind, all_names, ["COUNT(*)"]):
        amount, unknown = count * (values[summed] or 0), count if values[summed] is None else 0
        yield Group(values, place, amount if inside else 0, amount, unknown=unknown)


def _rows(
    connection: Connection, window: Window, kind: RecordKind, names: Sequence[str], added: Sequence[str]
) -> Iterator[tuple[bool, str | None, dict[str, Any], Sequence[Any]]]:
    """Whether inside the period, place, values, and what the columns `added` come to, per group."""
    day = column_of(window.plan, kind, kind.date_field) if is_dated(window.plan, kind) else "NULL"
    columns = (_grouped_by(window, kind, name) for name in names)
    place = _place_sql(window.plan, kind) if window.places_apart else "NULL"
    whole = window.year_start == window.period.first_day
    distinguishing = ["1" if whole and day != "NULL" else f"{day} >= :first AS inside", place, *columns]
    in_year = f"AND {day} BETWEEN :start AND :end" if day != "NULL" else ""
    narrowed, given = window.only
    order = ", ".join(str(n + 1) for n in range(len(distinguishing)))
    rows = f"{rows_in_scope(window.plan, kind, public=window.public)} {in_year} {narrowed}"
    sql = f"SELECT {', '.join([*distinguishing, *added])} {rows} GROUP BY {order}"
    days = {"start": window.year_start, "first": window.period.first_day, "end": window.period.last_day}
    values = {"units": window.codes, **{name: d.isoformat() for name, d in days.items()}, **given}
    cursor = connection.execute(sql, values)
    for inside, unit, *stored in cursor:
        read = _typed(window.plan, kind, names, stored[: len(names)])
        yield bool(inside), window.place(unit), read, stored[len(names) :]


def _whole_sum(column: str) -> str:
    """A sum of whole numbers in two halves, since SQLite's own would overflow, and how many are not known."""
    return f"IFNULL(SUM({column} & {2**_HALF - 1}), 0), IFNULL(SUM({column} >> {_HALF}), 0), COUNT(*) - COUNT({column})"


def is_dated(plan: Plan, kind: RecordKind) -> bool:
    """Whether its records belong to days or periods, so that some lie in a period and some do not."""
    return kind.by_period or (bool(kind.date_field) and end_of(plan, kind, kind.date_field).type.holds_day)


# --- sums kept by period -----------------------------------------------------------------------------------------


def _period_groups(
    connection: Connection, window: Window, kind: RecordKind, names: Sequence[str], summed: str | None
) -> Iterator[Group]:
    """Of the records of one key that know the number those that tile the window, longest first, without overlap."""
    scheme, origin = window.plan.scheme, origin_of(window.plan, kind)
    key = [name for name in kind.natural_key if name not in ("year", "period_code")]
    read = [*names, *([summed] if summed and summed not in names else [])]
    columns = ", ".join(column_of(window.plan, kind, name) for name in (RECORD, "year", "period_code", *key, *read))
    per_key: dict[tuple[Any, ...], dict[Period, tuple[str, dict[str, Any]]]] = {}
    sql = f"SELECT {_place_sql(window.plan, kind)}, {columns} {rows_in_scope(window.plan, kind, public=window.public)}"
    for unit, record, year, code, *stored in connection.execute(sql, {"units": window.codes}):
        period = scheme.period(code, year) if code and year in _YEARS else None
        values = _typed(window.plan, kind, read, stored[len(key) :])
        if period and (summed is None or values[summed] is not None):
            of_key = dict(zip(key, stored, strict=False)) | {"year": year, "period_code": code}
            per_key.setdefault((*stored[: len(key)], origin(record, of_key)), {})[period] = (unit, values)
    for periods in per_key.values():
        in_year = tiles(periods, window.year_start, window.period.last_day)
        in_period = tiles(periods, window.period.first_day, window.period.last_day)
        for period, (unit, values) in periods.items():
            number = values[summed] if summed else 1
            place = window.place(unit)
            yield Group(values, place, number * (period in in_period), number * (period in in_year), period in in_year)


# --- from names of the plan to SQL -------------------------------------------------------------------------------


def rows_in_scope(plan: Plan, kind: RecordKind, *, public: bool = False) -> str:
    """From the rows `k` of a kind to those that count, in the units `:units`; `public`: without those that are not."""
    scope, rule = "", plan.source.get("roles", {}).get("publication")
    if kind.unit_field:
        scope = f"AND {column_of(plan, kind, kind.unit_field)} IN (SELECT value FROM json_each(:units))"
    if public and rule and rule["kind"] == kind.name:
        scope += f" AND k.{quoted(rule['published'])}"
    return f"FROM main.{quoted(kind.name)} k WHERE k._state = 0 {scope}"


def _place_sql(plan: Plan, kind: RecordKind) -> str:
    return column_of(plan, kind, kind.unit_field) if kind.unit_field else "NULL"


def _grouped_by(window: Window, kind: RecordKind, name: str) -> str:
    """A field as groups are told apart by it; one behind a reference would be looked up for each period."""
    column, periods = column_of(window.plan, kind, name), window.steps.get(name, ())
    if not periods or "." in name:
        return column
    cases = (f"WHEN {column} BETWEEN '{one.first_day}' AND '{one.last_day}' THEN '{one.first_day}'" for one in periods)
    return f"CASE {' '.join(cases)} ELSE {column} END"


def column_of(plan: Plan, kind: RecordKind, path: str) -> str:
    """A field of the row `k`, maybe over references to records that count."""
    return path_sql(plan.kinds, kind, path, "k", counting=True)


def end_of(plan: Plan, kind: RecordKind, path: str) -> Field:
    """The field that a path ends at; RECORD is the id of the record itself."""
    first, _, rest = path.partition(".")
    if rest:
        return end_of(plan, plan.kinds[kind.fields[first].target or ""], rest)
    return _ID if first == RECORD else kind.fields[first]


def _typed(plan: Plan, kind: RecordKind, names: Sequence[str], stored: Sequence[Any]) -> dict[str, Any]:
    return {n: from_stored(end_of(plan, kind, n), value) for n, value in zip(names, stored, strict=True)}
