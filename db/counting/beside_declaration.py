"""What lies in the ledger beside an office's word that nothing happened in an area."""

from collections import Counter
from datetime import date

from db.counting.unsettled import STANDS_OUT
from db.open_file import OpenFile
from db.schema import path_sql, quoted
from desktop_app.domain.period import Period, Scheme
from desktop_app.domain.plan import Plan, RecordKind


def records_beside(file: OpenFile, area: str, unit: str, period: Period, scheme: Scheme) -> tuple[int, int]:
    """How many records of a unit in an area and period count, and how many are unfinished; a day that is not known yet
    may lie in it.
    """
    found: Counter[bool] = Counter()
    for kind in file.plan.record_kinds.values():
        if kind.area == area and kind.unit_field and kind.date_field:
            rows = _rows(file, kind, unit)
            found.update(counts for counts, *when in rows if _may_lie_in(kind, when, period, scheme))
    return found[True], found[False]


def _rows(file: OpenFile, kind: RecordKind, unit: str) -> list[tuple[bool, str | int | None, str | None]]:
    """Of a unit's records of a kind, whether each counts, and its day, or its year and code."""
    plan: Plan = file.plan
    where = path_sql(plan.kinds, kind, kind.unit_field, "r")
    when = "r.year, r.period_code" if kind.by_period else f"{path_sql(plan.kinds, kind, kind.date_field, 'r')}, NULL"
    sql = f"SELECT r._state = 0, {when} FROM main.{quoted(kind.name)} r WHERE {where} = ?"
    sql += f" AND (r._state = 0 OR ({STANDS_OUT}))"
    return [(bool(counts), first, code) for counts, first, code in file.connection.execute(sql, (unit,))]


def _may_lie_in(kind: RecordKind, when: list[str | int | None], period: Period, scheme: Scheme) -> bool:
    first, code = when
    if first is None:
        return True
    if not kind.by_period:
        return period.first_day <= date.fromisoformat(str(first)) <= period.last_day
    own = scheme.period(str(code), int(first)) if code else None
    return own is None or (period.first_day <= own.first_day and own.last_day <= period.last_day)
