"""Units that several others became: what is kept once for a unit and period is there once for each of those."""

from collections.abc import Callable, Mapping

from desktop_app.domain.log_names import renamed_units
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.record_ids import record_id_of
from desktop_app.domain.values import Stored

Origin = Callable[[str, Mapping[str, Stored]], str]


def joined_units(plan: Plan) -> dict[str, list[str]]:
    """By the code of a unit those of all that became one in it."""
    found = {code: raw["was"] for code, raw in renamed_units(plan.source).items()}
    return {code: was for code, was in found.items() if isinstance(was, list) and len(was) > 1}


def origin_of(plan: Plan, kind: RecordKind) -> Origin:
    """Asked with the id of a record and the values of its natural key: the code under which the log keeps its unit;
    "" where that is no joined one. Numbers of two that became one are both right, and add up.
    """
    joined, place = joined_units(plan), kind.unit_field

    def origin(record: str, values: Mapping[str, Stored]) -> str:
        for code in joined.get(str(values.get(place)), ()):
            key = [code if name == place else values[name] for name in kind.natural_key]
            if record_id_of([kind.logged_as, *key]) == record:
                return code
        return ""

    return origin if place in kind.natural_key else lambda _record, _values: ""
