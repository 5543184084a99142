"""Validator of plans: expressions must parse, name only what the plan has, and be of the right type."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from desktop_app.domain.constants_compared import can_hold, holds_several
from desktop_app.domain.expressions import DEFAULTS_ONLY, ExpressionError, parse
from desktop_app.domain.patterns import refused_pattern
from desktop_app.domain.plan_check_types import DEFAULT_WORDS, check_types
from desktop_app.domain.plan_findings import Findings

AUTO_WORDS = ["unit", "year"]
AUTO_NUMBER = "n:03"


def check_expression(
    found: Findings, key: str, text: str, plan: Mapping[str, Any], kind: Mapping[str, Any], *,
    default_of: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """An expression over the fields of `kind`: its names, functions, constants and patterns, and then its types.

    `default_of`: the field whose default it is; such a one knows a few words more.
    """
    try:
        expression = parse(text)
    except ExpressionError as error:
        found.add(key, "bad_expression", text=error)
        return
    known = {*kind.get("fields", ()), "today"}
    if default_of:
        above = kind.get("parent")
        known |= {*DEFAULT_WORDS} | {f"{above}.{name}" for name in plan["kinds"].get(above, {}).get("fields", {})}
    unknown = sorted(expression.names - known)
    for name in unknown:
        found.add_unknown(key, "unknown_name", name, known, text=text)
    not_here = sorted(expression.functions & DEFAULTS_ONLY if not default_of else ())
    for name in not_here:
        found.add(key, "only_in_defaults", name=name, text=text)
    constants = [one for one in _compared(text) if not _is_offered(plan, kind, *one)]
    for name, constant in constants:
        found.add_unknown(
            key, "unknown_constant", constant, _offered(plan, kind, name) or (), field=name, text=text
        )  # fmt: skip
    fields: Mapping[str, Any] = kind.get("fields", {})
    hours = [one for name, one in _compared(text) if not can_hold(fields.get(name), one)]
    for constant in hours:
        found.add(key, "no_hour", text=constant)
    several = sorted({name for name in _compared_whole(text) if holds_several(fields.get(name))})
    for name in several:
        found.add(key, "several_compared", name=name)
    if not _has_bad_pattern(found, key, text) and not (unknown or not_here or constants or hours or several):
        check_types(found, key, text, plan, kind, default_of)


def _has_bad_pattern(found: Findings, key: str, text: str) -> bool:
    """Whether a number pattern or a pattern of `matches` in the expression is none."""
    before = len(found.mistakes)
    for pattern in _auto_patterns(text):
        words = re.findall(r"\{([^{}]*)\}", pattern)
        if words.count(AUTO_NUMBER) != 1 or not {*words} <= {*AUTO_WORDS, AUTO_NUMBER}:
            found.add(key, "bad_pattern", text=pattern)
    refused = refused_pattern(text)
    if refused is not None:
        found.add(key, "refused_pattern", text=refused)
    return len(found.mistakes) > before


def _calls(text: str, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(text.strip(), mode="eval")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _auto_patterns(text: str) -> list[str]:
    return [str(call.args[0].value) for call in _calls(text, "auto") if isinstance(call.args[0], ast.Constant)]


def _compared(text: str) -> Iterator[tuple[str, object]]:
    """(field name or `level()`, constant) wherever an expression compares a field or a level with constants."""
    for call in _calls(text, "has"):
        yield from ((name, constant) for name in _subject(call.args[0]) for constant in _constants(call.args[1]))
    for node in ast.walk(ast.parse(text.strip(), mode="eval")):
        if isinstance(node, ast.Compare):
            names, constants = _subject(node.left), _constants(node.comparators[0])
            yield from ((name, constant) for name in names for constant in constants)


def _compared_whole(text: str) -> Iterator[str]:
    """The fields that an expression compares, whatever with."""
    for node in ast.walk(ast.parse(text.strip(), mode="eval")):
        if isinstance(node, ast.Compare):
            yield from _subject(node.left)


def _subject(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    is_level = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "level"
    return ["level()"] if is_level else []


def _constants(node: ast.expr) -> list[object]:
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return [part.value for part in parts if isinstance(part, ast.Constant)]


def _offered(plan: Mapping[str, Any], kind: Mapping[str, Any], name: str) -> list[str] | None:
    """What a field or `level()` can hold: the choices of its list, the levels of the plan; None where that is open."""
    if name == "level()":
        return list(plan["plan"]["levels"])
    choices = kind.get("fields", {}).get(name, {}).get("choices")
    return None if choices is None else list(plan["choices"].get(choices, ()))


def _is_offered(plan: Mapping[str, Any], kind: Mapping[str, Any], name: str, constant: object) -> bool:
    offered = _offered(plan, kind, name)
    return offered is None or constant in offered
