"""The limits that a plan's checks set to one number or date, read from their expressions."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop_app.domain.plan import Check, Field

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Eq: ast.Eq,
}  # fmt: skip
_SIGNS: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=="}


@dataclass(frozen=True, slots=True)
class Limit:
    """`field sign other`, where other is the name of a field, `today`, or a number."""

    sign: str
    other: str | int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The smallest and largest value that the limits of a field allow in one record, None where they say nothing."""

    lowest: Any = None
    highest: Any = None


@cache
def limits_of(field: Field) -> tuple[Limit, ...]:
    """The limits among the checks of a field; checks of another form are left to trial."""
    return tuple(limit for check in field.checks for limit in _limits(check, field.name))


def _limits(check: Check, name: str) -> list[Limit]:
    tree = ast.parse(check.expr.strip(), mode="eval").body
    is_and = isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And)
    parts = tree.values if isinstance(tree, ast.BoolOp) and is_and else [tree]
    return [limit for part in parts if (limit := _limit(part, name))]


def _limit(part: ast.expr, name: str) -> Limit | None:
    if not isinstance(part, ast.Compare) or len(part.ops) != 1:
        return None
    sign, left, right = type(part.ops[0]), part.left, part.comparators[0]
    if isinstance(right, ast.Name) and right.id == name:
        left, right, sign = right, left, _TURNED.get(sign, sign)
    if not (isinstance(left, ast.Name) and left.id == name and sign in _SIGNS):
        return None
    if isinstance(right, ast.Name):
        return Limit(_SIGNS[sign], right.id)
    if isinstance(right, ast.Constant) and isinstance(right.value, int):
        return Limit(_SIGNS[sign], right.value)
    return None


def bounds_of(field: Field, values: Mapping[str, Any], step: Callable[[Any, int], Any]) -> Bounds:
    """The bounds in a record as far as it is known; `step(value, n)` is the value n further on."""
    lowest = highest = None
    for limit in limits_of(field):
        other = values.get(limit.other) if isinstance(limit.other, str) else limit.other
        if other is None:
            continue
        if limit.sign in (">", ">=", "=="):
            edge = step(other, 1) if limit.sign == ">" else other
            lowest = edge if lowest is None else max(lowest, edge)
        if limit.sign in ("<", "<=", "=="):
            edge = step(other, -1) if limit.sign == "<" else other
            highest = edge if highest is None else min(highest, edge)
    return Bounds(lowest, highest)
