"""What lies in a figure's scope and is not settled: records that do not count yet, and open conflicts it rests on."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

from db.cache import Cache
from db.connection import Connection
from db.counting.figure_scope import FigureScope
from db.counting.figure_sql import kinds_behind
from db.open_file import OpenFile
from db.schema import path_sql, quoted
from desktop_app.domain.changes import DELETED
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import State

# `<> 0` adds nothing, but lets SQLite use an index of what does not count
STANDS_OUT = f"r._state <> 0 AND r._state IN ({State.UNFINISHED:d}, {State.CONTRADICTORY:d})"


def unfinished(connection: Connection, scope: FigureScope, cache: Cache) -> dict[str, int]:
    """Per indicator how many unfinished or contradictory records of its kinds lie in scope."""
    plan, inside = scope.plan, {None, *scope.below}
    behind = {code: [kind.name for kind in kinds_behind(plan, code)] for code in plan.indicators}
    by_unit = {
        name: cache.get(
            ("unfinished", name),
            partial(_on_the_way, plan, plan.kinds[name]),
            partial(_unfinished, connection, plan, plan.kinds[name]),
        )
        for name in {name for names in behind.values() for name in names}
    }
    counts = {name: sum(map(some.__getitem__, inside & some.keys())) for name, some in by_unit.items()}
    return {code: sum(counts[name] for name in names) for code, names in behind.items()}


def _on_the_way(plan: Plan, kind: RecordKind) -> set[str]:
    """The kinds on the way from a record to its unit."""
    kinds = {kind.name}
    for step in kind.unit_field.split(".")[:-1]:
        kind = plan.kinds[kind.fields[step].target or ""]
        kinds.add(kind.name)
    return kinds


def in_conflict(connection: Connection, scope: FigureScope) -> dict[str, int]:
    """Per indicator how many open conflicts in scope stand in fields that can change it."""
    counts = dict.fromkeys(scope.plan.indicators, 0)
    for kind, _, field in _conflicts(connection, scope):
        for code in _changes(kind, field):
            counts[code] += 1
    return counts


def conflicts_behind(connection: Connection, scope: FigureScope, code: str) -> list[tuple[str, str, str]]:
    """(kind, record, field) of the open conflicts in scope that one indicator rests on."""
    found = _conflicts(connection, scope)
    return sorted((kind.name, record, field) for kind, record, field in found if code in _changes(kind, field))


def unfinished_records(connection: Connection, scope: FigureScope, kind: RecordKind, most: int) -> list[str]:
    """The first of a kind's unfinished or contradictory records in scope."""
    sql = f"SELECT r.id {_not_counting(scope.plan, kind)} ORDER BY r.id LIMIT ?"
    return [row[0] for row in connection.execute(sql, (most,))]


def registered_later(connection: Connection, scope: FigureScope, kind: RecordKind, most: int) -> list[tuple[str, str]]:
    """(record, day) of a kind's first records in scope, since the year began, that name one which its register holds
    only from a day after the period: they are in none of its figures. (CROSS JOIN: the few of the register first.)
    """
    found: list[tuple[str, str]] = []
    ends = {"first": str(scope.year.first_day), "last": str(scope.period.last_day), "most": most}
    for field in kind.fields.values():
        target = scope.plan.kinds.get(field.target or "")
        if target is None or not target.since or not kind.date_field or kind.by_period:
            continue
        since, day = f"t.{quoted(target.since)}", path_sql(scope.plan.kinds, kind, kind.date_field, "r")
        sql = (
            f"SELECT r.id, {since} FROM main.{quoted(target.name)} t CROSS JOIN main.{quoted(kind.name)} r"
            f" ON r.{quoted(field.name)} = t.id{_where(scope.plan, kind)} r._state = {State.COUNTS:d}"
            f" AND {since} > :last AND {day} BETWEEN :first AND :last ORDER BY r.id LIMIT :most"
        )
        found += connection.execute(sql, ends).fetchall()
    return found


def not_counting(file: OpenFile) -> list[tuple[str, str, State]]:
    """(kind, record, state) of every unfinished or contradictory record of the file."""
    found = []
    for kind in file.plan.record_kinds:
        sql = f"SELECT r.id, r._state FROM main.{quoted(kind)} r WHERE {STANDS_OUT} ORDER BY r.id"
        found += [(kind, record, State(state)) for record, state in file.connection.execute(sql)]
    return found


def _conflicts(connection: Connection, scope: FigureScope) -> Iterator[tuple[RecordKind, str, str]]:
    sql = (
        "SELECT k.name, r.id, c.field FROM main._conflict c JOIN main.record r ON r.no = c.record"
        " JOIN temp._plan_kind k ON k.no = r.kind"
    )
    by_kind: dict[str, dict[str, list[str]]] = {}
    for name, record, field in connection.execute(sql):
        by_kind.setdefault(name, {}).setdefault(record, []).append(field)
    for name in by_kind.keys() & scope.plan.record_kinds.keys():
        kind = scope.plan.record_kinds[name]
        for record in _in_scope(connection, scope, kind, list(by_kind[name])):
            for field in by_kind[name][record]:
                yield kind, record, field


def _changes(kind: RecordKind, field: str) -> set[str]:
    """The indicators that a field can change; being deleted or not changes all that its kind stands behind, a field
    that only another edition knows nothing.
    """
    fields = kind.fields.values() if field == DELETED else [f for f in kind.fields.values() if f.name == field]
    return {code for f in fields for code in f.counts_in}


def _in_scope(connection: Connection, scope: FigureScope, kind: RecordKind, records: list[str]) -> list[str]:
    unit = path_sql(scope.plan.kinds, kind, kind.unit_field, "r") if kind.unit_field else "NULL"
    sql = f"SELECT r.id, {unit} FROM main.{quoted(kind.name)} r WHERE r.id IN (SELECT value FROM json_each(?))"
    inside = set(scope.below)
    found = connection.execute(sql, (json.dumps(records),))
    return [record for record, code in found if not kind.unit_field or code in inside]


def _unfinished(connection: Connection, plan: Plan, kind: RecordKind) -> Mapping[str | None, int]:
    """By unit, the same for every unit that asks; of a kind without a unit they are everybody's and stand under None.
    (With the `||` SQLite takes no index of the unit, by which it would look at every record; a GROUP BY would look up
    each unit twice.)
    """
    if not kind.unit_field:
        return {None: connection.execute(f"SELECT COUNT(*) {_not_counting(plan, kind)}").fetchone()[0]}
    unit = f"{path_sql(plan.kinds, kind, kind.unit_field, 'r')} || ''"
    sql = f"SELECT {unit} FROM main.{quoted(kind.name)} r WHERE {STANDS_OUT}"
    return Counter(code for (code,) in connection.execute(sql) if code is not None)


def _not_counting(plan: Plan, kind: RecordKind) -> str:
    return f"FROM main.{quoted(kind.name)} r{_where(plan, kind)} {STANDS_OUT}"


def _where(plan: Plan, kind: RecordKind) -> str:
    """From the kind's rows to those in scope, ready for one more condition; a kind without a unit is everybody's."""
    if not kind.unit_field:
        return " WHERE"
    return f" WHERE +{path_sql(plan.kinds, kind, kind.unit_field, 'r')} IN (SELECT code FROM temp.scope) AND"
