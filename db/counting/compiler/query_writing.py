"""Writes the readings of a plan as SQL."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from db.counting.compiler.asking_sql import IN_SCOPE
from db.counting.compiler.dialect import SQLITE, Dialect
from db.counting.compiler.expression_sql import DECLARED
from db.counting.compiler.member_sql import has_decimals
from db.counting.compiler.reading_sql import reading_query
from db.counting.compiler.set_sql import SetViews
from db.schema import quoted
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_language.language import language_of
from desktop_app.domain.plan_language.tree import Language


class PlanQueries(Struct, frozen=True):
    """`views` are what the queries may name, `stored` those of them that are materialized before they are asked,
    `shared` those that are kept for other indicators too; `members` by indicator and reading.
    """

    views: Mapping[str, str]
    stored: Collection[str]
    shared: Collection[str]
    members: Mapping[tuple[str, str], str]
    decimals: Collection[tuple[str, str]] = ()  # the readings whose rows are in billionths


def write_queries(plan: Plan, dialect: Dialect = SQLITE) -> PlanQueries:
    """Return the queries of all readings of a plan, and the views of its sets that they name."""
    language = language_of(plan.source)
    views = SetViews(plan, language, dialect)
    members = {
        (code, name): reading_query(
            views, parts, has_denominator=MEASURES[plan.indicators[code].measure].has_denominator,
            capped=plan.indicators[code].readings[name].capped,
        )
        for (code, name), parts in language.readings.items()
    }  # fmt: skip
    decimals = {name for name, parts in language.readings.items() if has_decimals(parts)}
    tables = {**dict(views.written()), **_declared(plan, dialect)}
    heavy = {table for table in tables if views.is_heavy(table)}
    return PlanQueries(tables, heavy, _populations(language), members, decimals)


def _populations(language: Language) -> list[str]:
    """The views of populations that more than one indicator looks at."""
    used: dict[str, set[str]] = {}
    for (code, _), parts in language.readings.items():
        for part in filter(lambda part: not part.of_units, parts):
            used.setdefault(f"set_{part.population}{IN_SCOPE}", set()).add(code)
    return [table for table, codes in used.items() if len(codes) > 1]


def _declared(plan: Plan, dialect: Dialect) -> dict[str, str]:
    """Units and areas whose declarations that nothing happened together cover every day of the period: the first day is
    covered, and so is each day after a declaration that ends before the last one.
    """
    found = plan.role("declaration")
    if found is None:
        return {}
    kind, rule = found
    table, unit, area = quoted(kind.name), quoted(kind.unit_field), quoted(rule["area"])
    next_day = dialect.days_after("g.p_last", "1")
    return {
        DECLARED: f"""
SELECT DISTINCT r.{unit} AS unit, r.{area} AS area FROM {table} r
WHERE r.p_first <= :S AND r.p_last >= :S AND NOT EXISTS (SELECT 1 FROM {table} g
  WHERE g.{unit} = r.{unit} AND g.{area} = r.{area} AND g.p_last >= :S AND g.p_last < :E
    AND NOT EXISTS (SELECT 1 FROM {table} n WHERE n.{unit} = g.{unit} AND n.{area} = g.{area}
      AND n.p_first <= {next_day} AND n.p_last > g.p_last))"""
    }
