"""Who has reported what: per unit and area a number, a zero, nothing happened, or not reported yet."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

from db.cache import Cache
from db.connection import Connection
from db.counting.figure_scope import FigureScope, fill, snapshot
from db.counting.figure_sql import kinds_along, path
from db.counting.plan_roles import of_period
from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.domain.completeness import Completeness, state_of, timeliness_of
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.windows import due_day, holidays, leaves_no_day

T = TypeVar("T")
Declared = dict[tuple[str, str], tuple[str | None, str | None]]  # by unit and area: who, when


def completeness(file: OpenFile, period: Period, unit: str, today: date) -> list[Completeness]:
    """A row per unit in scope and area of the plan, units in the tree's order; of one that is retired only where it has
    reported.
    """
    plan, connection, cache = file.plan, file.connection, file.cache
    scope = FigureScope(plan, file.units, unit, period)
    with snapshot(connection):
        with cache.ignoring_writes():
            fill(connection, scope)
        codes = [area.code for area in plan.tab_areas]
        counts = {area: _cached(cache, scope, area, partial(_counts, connection, scope, area)) for area in codes}
        declared = _declared(connection, scope, cache)
        submitted = _submitted(connection, scope)
    due = due_day(period.last_day, int(plan.settings.get("due_working_days", 0)), holidays(plan.source))
    summed = {one.area for one in plan.statistics}  # of the others only indicators speak
    rows = []
    for code in scope.below:
        timeliness = timeliness_of(submitted.get(code), due, today)
        for area, found in counts.items():
            records, shown = found.get(code, (0, 0))
            by, day = declared.get((code, area), (None, None))
            said = (code, area) in declared
            if scope.units.is_retired(code) and not (records or said):
                continue
            state = state_of(records, shown if area in summed else records, said)
            rows.append(
                Completeness(
                    code, area, state, records, said and records > 0, timeliness, submitted.get(code), due, by, day
                )
            )
    return rows


class ReportedRecord(NamedTuple):
    """One of the records by which a unit reported an area; `counts`: not one that is unfinished or contradictory."""

    area: str
    kind: str
    record: str
    counts: bool


def records_behind(file: OpenFile, period: Period, unit: str) -> list[ReportedRecord]:
    """The records of a unit in a period, by area and kind as the plan orders them, by day, with those not counting."""
    connection, scope = file.connection, FigureScope(file.plan, file.units, unit, period)
    found: list[ReportedRecord] = []
    with snapshot(connection):
        with file.cache.ignoring_writes():
            fill(connection, scope)
        for area in file.plan.tab_areas:
            for one in _reporting_kinds(file.plan, area.code):
                sql = f"SELECT r.id, r._state = 0 FROM {one.source} WHERE {one.unit} = :U AND {one.inside}"
                rows = connection.execute(f"{sql} ORDER BY {one.day}, r.id", scope.parameters())
                found += [ReportedRecord(area.code, one.kind.name, record, bool(counts)) for record, counts in rows]
    return found


class AreaReports(NamedTuple):
    """What the units in scope said of one area: who nothing, and whether all declared that nothing happened."""

    silent: list[str]
    nothing: bool


def area_reports(
    connection: Connection, scope: FigureScope, cache: Cache, filled: FigureScope | None = None
) -> dict[str, AreaReports]:
    """Per area who has neither a record nor a declaration; the given tables must be filled, for this unit or for one
    that lies above it (`filled`), which speaks for more units.
    """
    declared, asked = _declared(connection, scope, cache), filled or scope
    codes = [area.code for area in scope.plan.tab_areas]
    found = {code: _cached(cache, asked, code, partial(_with_records, connection, asked, code)) for code in codes}
    return {
        area: AreaReports(
            [code for code in scope.below if code not in there and (code, area) not in declared],
            all(code not in there and (code, area) in declared for code in scope.below),
        )
        for area, there in found.items()
    }


def _cached(cache: Cache, scope: FigureScope, area: str, read: "partial[T]") -> T:
    """What is read of an area's records, in the cache until one of them is written."""
    key = (read.func, scope.unit, scope.period, area)
    return cache.get(key, lambda: _kinds_read(scope.plan, area), read)


def _kinds_read(plan: Plan, area: str) -> set[str]:
    kinds = plan.top_kinds(area)
    ways = [(kind, way) for kind in kinds for way in (kind.unit_field, "" if kind.by_period else kind.date_field)]
    return {kind.name for kind in kinds}.union(*(kinds_along(plan, kind, way) for kind, way in ways))


class _ReportingKind(NamedTuple):
    """A top-level kind of an area as SQL: where its records `r` stand with what their unit and day lie behind."""

    kind: RecordKind
    source: str
    unit: str
    day: str
    inside: str


def _reporting_kinds(plan: Plan, area: str) -> Iterable[_ReportingKind]:
    """The top-level kinds of an area that say whose their records are and when; both may lie behind references."""
    for kind in plan.top_kinds(area):
        if not (kind.unit_field and kind.date_field):
            continue
        joins, unit = path(plan, kind, kind.unit_field)
        if kind.by_period:
            yield _ReportingKind(
                kind, _source(kind) + joins, unit, 'r."period_code"', "d.first_day >= :S AND d.last_day <= :E"
            )
        else:
            more, day = path(plan, kind, kind.date_field, "d")
            yield _ReportingKind(kind, _source(kind) + joins + more, unit, day, f"{day} BETWEEN :S AND :E")


def _source(kind: RecordKind) -> str:
    days = " JOIN temp.period_day d ON d.year = r.year AND d.code = r.period_code" if kind.by_period else ""
    return f"main.{quoted(kind.name)} r{days}"


def _with_records(connection: Connection, scope: FigureScope, area: str) -> set[str]:
    """The units with a record of any of an area's kinds; where one is found, the kinds after it are not asked."""
    found = [
        f"EXISTS (SELECT 1 FROM {one.source} WHERE {one.unit} = u.code AND r._state = 0 AND {one.inside})"
        for one in _reporting_kinds(scope.plan, area)
    ]
    sql = f"SELECT u.code FROM temp.scope u WHERE {' OR '.join(found) or 'FALSE'}"
    return {row[0] for row in connection.execute(sql, scope.parameters())}


def _counts(connection: Connection, scope: FigureScope, area: str) -> dict[str, tuple[int, int]]:
    """Per unit the number of records and what they show: a dated record shows itself, a total by period its numbers."""
    counts: dict[str, tuple[int, int]] = {}
    for one in _reporting_kinds(scope.plan, area):
        shown = _shown(one.kind) if one.kind.by_period else "COUNT(*)"
        sql = (
            f"SELECT {one.unit}, COUNT(*), {shown} FROM {one.source} WHERE r._state = 0 AND {one.inside}"
            f" AND {one.unit} IN (SELECT code FROM temp.scope) GROUP BY {one.unit}"
        )
        for code, records, value in connection.execute(sql, scope.parameters()):
            before = counts.get(code, (0, 0))
            counts[code] = before[0] + records, before[1] + (1 if value else 0)
    return counts


def _shown(kind: RecordKind) -> str:
    fields = [f for f in kind.fields.values() if f.type.numeric and f.name not in ("year", *kind.natural_key)]
    return "SUM(" + " + ".join(["0", *(f"(COALESCE(r.{quoted(f.name)}, 0) <> 0)" for f in fields)]) + ")"


def _declared(connection: Connection, scope: FigureScope, cache: Cache) -> Declared:
    """Per unit and area who declared when that nothing happened, where the declarations together cover every day; of
    several the last one. In the cache until a declaration is written.
    """
    role = scope.plan.role("declaration")
    if role is None:
        return {}
    key = (_read_declared, scope.period)  # the same for every unit
    return cache.get(key, lambda: {role[0].name}, partial(_read_declared, connection, scope, *role))


def _read_declared(connection: Connection, scope: FigureScope, kind: RecordKind, rule: Mapping[str, str]) -> Declared:
    said = ", ".join(f"r.{quoted(rule[part])}" if part in rule else "NULL" for part in ("by", "date"))
    sql = (
        f"SELECT r.{quoted(kind.unit_field)}, r.{quoted(rule['area'])}, d.first_day, d.last_day, {said}"
        f" FROM {_source(kind)} WHERE r._state = 0 AND d.first_day <= :E AND d.last_day >= :S ORDER BY d.last_day, r.id"
    )
    spans: dict[tuple[str, str], list[tuple[str, str]]] = {}
    last: Declared = {}
    for unit, area, first_day, last_day, by, day in connection.execute(sql, scope.parameters()):
        place = (unit, area)
        spans.setdefault(place, []).append((first_day, last_day))
        last[place] = (by, day)
    whole = lru_cache(None)(partial(_leave_no_day, scope.period))  # hundreds of places have said few different things
    return {place: last[place] for place, days in spans.items() if whole(tuple(days))}


def _leave_no_day(period: Period, spans: tuple[tuple[str, str], ...]) -> bool:
    return leaves_no_day(period, [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans])


def _submitted(connection: Connection, scope: FigureScope) -> dict[str, date]:
    """Per unit the day on which it submitted exactly this period; of several the earliest."""
    found = scope.plan.role("submission")
    if found is None or not scope.has_code:
        return {}
    kind, rule = found
    rows = of_period(connection, scope.period, kind, [kind.unit_field, rule["date"]], scope.below)
    days: dict[str, date] = {}
    for unit, day in rows:
        submitted = date.fromisoformat(str(day))
        days[str(unit)] = min(submitted, days.get(str(unit), submitted))
    return days
