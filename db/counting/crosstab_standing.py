"""What is said beside a cross-table: records that do not count yet, and open conflicts of those that do."""

import json
from collections.abc import Iterator

from db.counting.statistic_groups import Window, column_of, rows_in_scope
from db.open_file import OpenFile
from db.schema import path_sql, quoted
from desktop_app.domain.changes import DELETED
from desktop_app.domain.crosstab import CrossQuery, has_days
from desktop_app.domain.plan import RecordKind

_CONFLICTS = (
    "SELECT r.id FROM main._conflict c JOIN main.record r ON r.no = c.record JOIN temp._plan_kind n ON n.no = r.kind"
    " WHERE n.name = :{kind} AND c.field IN (SELECT value FROM json_each(:{fields}))"
)


def unfinished(file: OpenFile, query: CrossQuery, window: Window) -> int:
    """The records of the units that do not count: of the period, or without a day."""
    plan, kind = file.plan, file.kind(query.kind)
    where = "k._state <> 0"
    if kind.unit_field:
        unit = path_sql(plan.kinds, kind, kind.unit_field, "k")
        where += f" AND {unit} IN (SELECT value FROM json_each(:units))"
    if has_days(plan, kind):
        day = path_sql(plan.kinds, kind, kind.date_field, "k")
        where += f" AND ({day} IS NULL OR {day} BETWEEN :first AND :last)"
    return _count(file, window, f"FROM main.{quoted(kind.name)} k WHERE {where}")


def in_conflict(file: OpenFile, query: CrossQuery, window: Window) -> int:
    """The counting records that an open conflict could put elsewhere: of their own fields, or of those they name."""
    if not file.connection.execute("SELECT 1 FROM main._conflict LIMIT 1").fetchone():
        return 0  # as mostly, and then no row need be looked at
    kind = file.kind(query.kind)
    paths = [DELETED, kind.unit_field, query.sum or "", *(axis.path for axis in query.axes)]
    paths += [kind.date_field] if has_days(file.plan, kind) else []
    asked: dict[tuple[str, str], set[str]] = {}
    for path in filter(None, paths):
        for record, name, field in _way(file, kind, path):
            asked.setdefault((record, name), set()).add(field)
    conditions, values = [], dict[str, str]()
    for number, ((record, name), fields) in enumerate(asked.items()):
        conditions.append(f"{record} IN ({_CONFLICTS.format(kind=f'kind{number}', fields=f'fields{number}')})")
        values |= {f"kind{number}": name, f"fields{number}": json.dumps(sorted(fields))}
    return _count(file, window, f"{_counting(file, kind)} AND ({' OR '.join(conditions)})", **values)


def _way(file: OpenFile, kind: RecordKind, path: str) -> Iterator[tuple[str, str, str]]:
    """The records on the way to a field: where the id of each stands, its kind, and its field that leads on."""
    here, so_far = kind, ""
    for step in path.split("."):
        yield column_of(file.plan, kind, so_far) if so_far else "k.id", here.name, step
        so_far = f"{so_far}.{step}" if so_far else step
        here = file.plan.kinds.get((here.fields[step].target if step in here.fields else None) or "", here)


def _counting(file: OpenFile, kind: RecordKind) -> str:
    days = ""
    if has_days(file.plan, kind):
        days = f" AND {column_of(file.plan, kind, kind.date_field)} BETWEEN :first AND :last"
    return rows_in_scope(file.plan, kind) + days


def _count(file: OpenFile, window: Window, rows: str, **more: str) -> int:
    days = {"first": str(window.period.first_day), "last": str(window.period.last_day)}
    found: int = file.connection.execute(f"SELECT COUNT(*) {rows}", {"units": window.codes, **days, **more}).fetchone()[
        0
    ]
    return found
