"""What speaks against an office's word that nothing happened: its period is not over, or records lie beside it."""

from collections.abc import Mapping
from datetime import date

from db.counting.beside_declaration import records_beside
from db.open_file import OpenFile
from desktop_app.domain.period import show_day
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import WARNING, Problem, Value, show_number
from desktop_app.messages import Message


def doubts(file: OpenFile, kind: RecordKind, values: Mapping[str, Value]) -> list[Problem]:
    """The warnings of a declaration; none of any other record, nor while its unit, area or period is not known."""
    found = file.plan.role("declaration")
    if found is None or found[0].name != kind.name:
        return []
    rule = found[1]
    unit, area, code = (values.get(name) for name in (kind.unit_field, rule["area"], "period_code"))
    scheme = file.plan.scheme
    year = values.get("year")
    period = scheme.period(code, year) if isinstance(code, str) and isinstance(year, int) else None
    if period is None or not isinstance(unit, str) or not isinstance(area, str):
        return []
    said = values.get(rule["date"]) if "date" in rule else None
    day = date.fromisoformat(said) if isinstance(said, str) else file.today()
    problems = []
    if day <= period.last_day:
        message = Message("core.declared_early", day=show_day(period.last_day))
        problems.append(Problem("period_code", message, WARNING))
    counting, unfinished = records_beside(file, area, unit, period, scheme)
    if counting:
        message = Message("core.declared_beside_records", n=show_number(counting))
        problems.append(Problem(rule["area"], message, WARNING))
    if unfinished:
        message = Message("core.declared_beside_unfinished", n=show_number(unfinished))
        problems.append(Problem(rule["area"], message, WARNING))
    return problems
