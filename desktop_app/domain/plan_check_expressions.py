"""Validator of plans: expressions must parse, and name only what the plan has."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from desktop_app.domain.expressions import DEFAULTS_ONLY, ExpressionError, parse
from desktop_app.domain.plan_findings import Findings

DEFAULT_WORDS = frozenset({"own_unit", "own_agency", "author", "plan_year"})
AUTO_WORDS = ["unit", "year"]
AUTO_NUMBER = "n:03"


def check_expression(
    found: Findings, key: str, text: str, plan: Mapping[str, Any], kind: Mapping[str, Any], *, default: bool = False
) -> None:
    """Names, functions and constants of an expression over the fields of `kind`; defaults know a few words more."""
    try:
        expression = parse(text)
    except ExpressionError as error:
        found.add(key, "bad_expression", text=error)
        return
    known = {*kind.get("fields", ()), "today"}
    if default:
        above = kind.get("parent")
        known |= DEFAULT_WORDS | {f"{above}.{name}" for name in plan["kinds"].get(above, {}).get("fields", {})}
    for name in sorted(expression.names - known):
        found.add(key, "unknown_name", name=name, text=text)
    for name in sorted(expression.functions & DEFAULTS_ONLY if not default else ()):
        found.add(key, "only_in_defaults", name=name, text=text)
    for name, constant in _compared(text):
        if not _is_offered(plan, kind, name, constant):
            found.add(key, "unknown_constant", name=name, value=constant, text=text)
    for pattern in _auto_patterns(text):
        words = re.findall(r"\{([^{}]*)\}", pattern)
        if words.count(AUTO_NUMBER) != 1 or not {*words} <= {*AUTO_WORDS, AUTO_NUMBER}:
            found.add(key, "bad_pattern", text=pattern)


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


def _subject(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    is_level = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "level"
    return ["level()"] if is_level else []


def _constants(node: ast.expr) -> list[object]:
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return [part.value for part in parts if isinstance(part, ast.Constant)]


def _is_offered(plan: Mapping[str, Any], kind: Mapping[str, Any], name: str, constant: object) -> bool:
    """Whether a field can hold the constant at all: a choice of its list, a level of the plan."""
    if name == "level()":
        return constant in plan["plan"]["levels"]
    choices = kind.get("fields", {}).get(name, {}).get("choices")
    return choices is None or constant in plan["choices"].get(choices, {})
