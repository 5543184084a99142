"""The queries of a plan's readings, and the views that these stand on, as the compiler writes them."""

from functools import lru_cache
from typing import TYPE_CHECKING

from desktop_app.domain.plan import Plan

if TYPE_CHECKING:
    from db.counting.compiler.dialect import Dialect
    from db.counting.compiler.query_writing import PlanQueries


@lru_cache(16)
def queries_of(plan: Plan, dialect: "Dialect | None" = None) -> "PlanQueries":
    """Return the queries of a plan; without `dialect` in SQLite's. The compiler is imported with the first figure."""
    from db.counting.compiler.dialect import SQLITE
    from db.counting.compiler.query_writing import write_queries

    return write_queries(plan, dialect or SQLITE)
