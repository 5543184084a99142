"""What the readings of a plan ask: their queries, and the views that these stand on."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from desktop_app.domain.plan import Plan


class PlanQueries(Struct, frozen=True):
    """`views` are what the queries may name, `stored` those of them that are worked out before they are asked,
    `shared` those that are kept for other indicators too.
    """

    views: Mapping[str, str]
    stored: Collection[str]
    shared: Collection[str]
    members: Mapping[tuple[str, str], str]
    decimals: Collection[tuple[str, str]] = ()  # the readings whose rows are in billionths


def named_often(plan: Plan) -> list[str]:
    """The plan's own views that the readings of more than one indicator name."""
    queries = [" ".join(r.members for r in indicator.readings.values()) for indicator in plan.indicators.values()]
    return [name for name in plan.views if sum(name in query for query in queries) > 1]
