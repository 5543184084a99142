"""Places in a plan as tuples of names and numbers: looked up, put in, and named as the validator of plans does."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from desktop_app.sheets.plan_book_shape import ITEM, NAME, Path


def filled(pattern: tuple[str, ...], keys: list[str], plan: Mapping[str, Any]) -> Path:
    """The path with the names of a row; an item of a list is the next one."""
    names, path = iter(keys), list[str | int]()
    for step in pattern:
        if step == ITEM:
            path.append(len(find(plan, tuple(path)) or ()))
        else:
            path.append(next(names) if step == NAME else step)
    return tuple(path)


def find(plan: Any, path: Path) -> Any:
    """What lies at a place; None where nothing does."""
    for step in path:
        if isinstance(step, int):
            plan = plan[step] if isinstance(plan, list) and step < len(plan) else None
        else:
            plan = plan.get(step) if isinstance(plan, Mapping) else None
    return plan


def put(plan: dict[str, Any], path: Path, value: Any = None) -> None:
    """Put a value at a place, with the tables and lists above it; without a value an empty table, if none is there.

    Where a text or a number stands in the way, it stays.
    """
    holder: Any = plan
    for step, below in pairwise(path):
        holder = _step_into(holder, step, [] if isinstance(below, int) else {})
    last: Any = path[-1]
    found = _step_into(holder, last, {} if value is None else value)
    if value is not None and found is not value and isinstance(holder, dict | list):
        holder[last] = value


def _step_into(holder: Any, step: Any, fresh: Any) -> Any:
    """What lies at a step, made where nothing does."""
    if isinstance(holder, dict):
        return holder.setdefault(step, fresh)
    if isinstance(holder, list):
        if step == len(holder):
            holder.append(fresh)
        return holder[step]
    return holder


def dotted(path: Path) -> str:
    """A place as the validator of plans names it: `kinds.tip.fields.day.checks[1].expr`."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if text else ''}{step}"
    return text
