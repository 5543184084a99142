"""Validator of plans: what the rules of a kind compare, and what they give, is of the right type."""

import ast
from collections.abc import Mapping, Sequence
from typing import Final

from desktop_app.domain.plan_findings import Findings, Raw
from desktop_app.domain.plan_language.expression_tree import Reader
from desktop_app.domain.plan_language.fields import NamedRow, type_of
from desktop_app.domain.plan_language.mistakes import LanguagePlace
from desktop_app.domain.plan_language.tree import (
    ANY,
    CHOICES,
    CONDITION,
    DAY,
    LEVEL,
    NOTHING,
    NUMBER,
    TEXT,
    UNIT,
    Tree,
    Type,
)
from desktop_app.domain.plan_language.vocabulary import Function

# what the functions of rules and defaults take and give
RULE_FUNCTIONS: Final[Mapping[str, Function]] = {
    "present": Function((ANY,), CONDITION),
    "has": Function((Type(CHOICES), TEXT), CONDITION),
    "level": Function((UNIT,), LEVEL),
    "year": Function((DAY,), NUMBER),
    "length": Function((TEXT,), NUMBER),
    "matches": Function((TEXT, TEXT), CONDITION),
    "proposed_due": Function((TEXT, DAY, DAY), DAY),
    "auto": Function((TEXT,), TEXT),
    "random_code": Function((NUMBER,), TEXT),
}
RULE_WORDS: Final[Mapping[str, Type]] = {"today": DAY}
DEFAULT_WORDS: Final[Mapping[str, Type]] = {
    "own_unit": UNIT, "own_agency": ANY, "author": TEXT, "plan_year": NUMBER,
}  # fmt: skip


def check_types(found: Findings, key: str, text: str, plan: Raw, kind: Raw, default_of: Raw | None) -> None:
    """A rule gives yes or no, a default a value of its field; the names in it are known already."""
    named = {**RULE_WORDS, **(DEFAULT_WORDS if default_of else {}), **_types(kind)}
    above = kind.get("parent", "")
    if default_of:
        named |= {f"{above}.{name}": type_ for name, type_ in _types(plan["kinds"].get(above, {})).items()}
    place = LanguagePlace(found, key)
    reader = Reader(plan, NamedRow("", named), place, _no_sets, RULE_FUNCTIONS, {})
    reader.read(text, type_of(default_of) if default_of else CONDITION)


def _types(kind: Raw) -> dict[str, Type]:
    return {name: type_of(field) for name, field in kind.get("fields", {}).items()}


def _no_sets(_how: str, _args: Sequence[ast.expr]) -> Tree:
    return NOTHING
