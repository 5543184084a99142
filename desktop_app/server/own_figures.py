"""What the role of a unit may read: figures of the whole ledger as they were published, never of what it may see."""

from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.period import YEAR, Period
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.errors import AppError
from desktop_app.server.figure_rows import ServerFigure, read
from desktop_app.server.published_schema import read_plan
from desktop_app.server.server_session import Server
from desktop_app.server.unit_roles import own, own_schema


def periods_of(plan: Plan) -> list[Period]:
    """Those of which figures are published: each year of the plan, and all of them."""
    scheme, years = plan.scheme, plan.years
    whole = scheme.period(f"{len(years)}Y", years[-1]) if len(years) > 1 else None
    return [one for one in (*(scheme.period(YEAR, year) for year in years), whole) if one]


def is_unit_role(server: Server) -> bool:
    """Whether the one who asks reads what belongs to a unit, and nothing else."""
    may = "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = %s"
    return bool(server.one(may, (own_schema(server),))) and bool(_own_units(server))


def own_figures(server: Server, period: str, unit: str | None, reading: str | None) -> list[ServerFigure]:
    """Every indicator's figure as it was published, `unit` None: the role's own one. AppError: there is none for it."""
    units, plan = _own_units(server), read_plan(own(server, "SELECT plan FROM {own}._plan()").fetchall()[0][0])
    asked = parse_period(period, plan.schemes, plan.period_scheme)
    wanted = plan.units.now(unit) if unit else units[0]
    if wanted not in units:
        raise AppError("server.other_unit", unit=wanted, own=units[0])
    for indicator in plan.indicators.values():
        if reading not in (None, *indicator.readings):
            raise AppError("figure.no_reading", reading=reading, known=", ".join(indicator.readings))
    values = {"unit": wanted, "scheme": asked.scheme, "period": asked.text, "reading": reading}
    found = {code: read(content) for code, content in own(server, _CONTENTS, values)}
    if found.keys() != plan.indicators.keys():
        known = ", ".join(one.text for one in periods_of(plan))
        raise AppError("server.no_figures_of", unit=wanted, period=asked.label, known=known)
    return [
        ServerFigure(one, content, "") if isinstance(content, IndicatorResult) else ServerFigure(one, None, content)
        for one, content in ((plan.indicators[code], found[code]) for code in plan.indicators)
    ]


def _own_units(server: Server) -> list[str]:
    return [unit for _, unit, *_ in own(server, "SELECT * FROM {own}._units() ORDER BY depth, unit")]


_CONTENTS = """
SELECT indicator, content FROM {own}._figure()
WHERE unit = %(unit)s AND scheme = %(scheme)s AND period = %(period)s
  AND CASE WHEN %(reading)s::text IS NULL THEN in_force ELSE reading = %(reading)s END
"""
