"""Which kinds of a plan play a part that the program itself knows: targets, values typed in by hand, declarations."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec import Struct

from db.connection import Connection
from db.counting.figure_scope import FigureScope
from db.schema import quoted
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.plan_indicators import DEFAULT
from desktop_app.domain.values import Stored


class Target(Struct, frozen=True):
    """The reading and threshold that an office has in force for one indicator; None keeps the plan's."""

    reading: str
    threshold: Decimal | None
    threshold_max: Decimal | None
    basis: str = ""


def judged_by(plan: Plan, indicator: str, reading: str) -> str:
    """`quarter` or `month`: what a reading with the window plan_quarters judges."""
    return str(plan.source["indicators"][indicator]["readings"][reading].get("judged", "quarter"))


def targets(connection: Connection, scope: FigureScope) -> dict[str, Target]:
    """Per indicator the target of the plan year that binds the unit: it binds the office that set it and those below;
    of several the nearest above. Of several records that of the first id.
    """
    found = scope.plan.role("target")
    if found is None:
        return {}
    kind, rule = found
    names = [rule[name] for name in ("indicator", "reading", "threshold", "threshold_max")]
    names += [rule["basis"]] if "basis" in rule else []
    sql = f"SELECT id, {_columns(names)} FROM main.{quoted(kind.name)} WHERE _state = 0 AND {quoted(rule['year'])} = ?"
    rows = connection.execute(sql + " ORDER BY id DESC", (scope.period.year,)).fetchall()
    set_here = {row[0]: _set_above(connection, kind.name, row, names, scope.units, scope.unit) for row in rows}
    return {
        values[0]: Target(values[1] or DEFAULT, _decimal(values[2]), _decimal(values[3]), *map(_text, values[4:]))
        for values in set_here.values()
        if values is not None
    }


def _set_above(
    connection: Connection, kind: str, row: tuple[Any, ...], names: list[str], units: OrgUnits, unit_here: str
) -> list[Any] | None:
    """The values of a target as the nearest of these offices set them; None where none of them did. Who set it stands
    in the log alone; of a record without one it is not known, and what is shown holds.
    """
    above, nearest = units.ancestors(unit_here), dict[str, tuple[int, Any]]()
    known = False
    for name, value, unit in connection.execute(_WRITTEN, {"kind": kind, "id": row[0]}):
        known = True
        unit = unit and units.now(unit)
        distance = above.index(unit) if unit in above else len(above) if unit is None else None
        if distance is not None and (name not in nearest or distance <= nearest[name][0]):
            nearest[name] = distance, value
    if not known:
        return list(row[1:])
    return [nearest.get(name, (0, None))[1] for name in names] if names[0] in nearest else None


_WRITTEN = """
SELECT f.name, c.value, a.unit
FROM temp._plan_kind k
JOIN main.record r ON r.kind = k.no AND r.id = :id
JOIN temp._plan_log c ON c.record = r.no
JOIN temp._plan_field f ON f.no = c.field
JOIN main.act a ON a.no = c.act
WHERE k.name = :kind
ORDER BY c.stamp
"""


def manual_values(connection: Connection, scope: FigureScope) -> dict[str, tuple[Fraction, Fraction | None]]:
    """Per indicator numerator and denominator typed in for exactly this unit and period; never carried elsewhere."""
    return manual_values_of(connection, scope.plan, scope.unit, scope.period) if scope.has_code else {}


def manual_values_of(
    connection: Connection, plan: Plan, unit: str, period: Period
) -> dict[str, tuple[Fraction, Fraction | None]]:
    """The same for a period of any year that the plan's own scheme has."""
    found = plan.role("manual_value")
    if found is None:
        return {}
    kind, rule = found
    names = [rule[name] for name in ("indicator", "numerator", "denominator")]
    rows = of_period(connection, period, kind, names, [unit])
    values = {str(row[0]): (_fraction(row[1]), _fraction(row[2])) for row in rows}
    return {code: (above, below) for code, (above, below) in values.items() if above is not None}


def of_period(
    connection: Connection, period: Period, kind: RecordKind, names: list[str], units: list[str]
) -> list[tuple[Stored, ...]]:
    """Fields of the counting records of a kind kept by period, for exactly this period; the first id comes last."""
    marks = ", ".join("?" * len(units))
    sql = (
        f"SELECT {_columns(names)} FROM main.{quoted(kind.name)} WHERE _state = 0 AND year = ? AND period_code = ?"
        f" AND {quoted(kind.unit_field)} IN ({marks}) ORDER BY id DESC"
    )
    rows: list[tuple[Stored, ...]] = connection.execute(sql, (period.year, period.code, *units)).fetchall()
    return rows


def _columns(names: list[str]) -> str:
    return ", ".join(map(quoted, names))


def _text(stored: Stored) -> str:
    return "" if stored is None else str(stored)


def _decimal(stored: Stored) -> Decimal | None:
    return None if stored is None else Decimal(str(stored))


def _fraction(stored: Stored) -> Fraction | None:
    return None if stored is None else Fraction(str(stored))
