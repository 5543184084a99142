"""Plans that are examples: known by their id, which no other plan has, and by the codes of their invented units."""

from collections.abc import Mapping
from typing import Any

PREFIX = "vi-du-"  # of the id; ledgers keep the id of their plan for good, so no edition takes the mark away
UNITS = "VD"  # what the code of every unit begins with, and of no unit elsewhere


def is_example(plan_id: object) -> bool:
    """Whether the plan of this id is an example: its ledgers hold invented figures, and what leaves them says so."""
    return isinstance(plan_id, str) and plan_id.startswith(PREFIX)


def half_an_example(plan: Mapping[str, Any]) -> bool:
    """Whether a plan has some of what makes an example and lacks the rest: somebody changed one into a real plan."""
    head = plan["plan"]
    codes = [row[0].startswith(UNITS) for rows in plan["units"].values() for row in rows]
    marks = {is_example(head["id"]), head.get("example") is True, all(codes)}
    return len(marks) > 1 or (any(codes) and not all(codes))


def keep_apart(one: object, other: object) -> bool:
    """Whether what two ledgers hold must not mix: they have different plans, and one of these is an example."""
    return one != other and (is_example(one) or is_example(other))
