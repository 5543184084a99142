"""A plan that rests on another: what the other says, asked of other levels and in other words, and then its own."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

NAMED_IN = {"indicators": "counts_in", "kinds": "kinds"}  # the lists that name what a part of the plan has
LABELS = ("vi", "en")
SPOKEN = (
    "kinds",
    "sets",
    "indicators",
    "statistics",
    "annexes",
)  # whose words are replaced; lists of choices stay as they are
_ABOUT_LEVELS = ("accountable_level", "min_level", "breakdown_level", "for_each", "entered_at")
_LEVEL_TEST = re.compile(r"(level\(\w+\)\s*(?:==|!=|in|not in)\s*)('\w+'|\([^()]*\))")


def rest_on(
    base: Mapping[str, Any], own: Mapping[str, Any], levels: Mapping[str, str], words: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """The base's mapping with levels and words replaced, and with everything that `own` says laid over it.

    `levels`: what is asked of one level is asked of another. `words`: pairs, in order, for what people read. Tables
    are laid over each other key by key; lists and single values of `own` take the place of the base's.
    """
    found = {name: _asked(part, levels) for name, part in base.items()}
    found |= {name: _said(found[name], words) for name in SPOKEN if name in found}
    return laid_over(found, own)


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two mappings as one; where both say something that is no table, the upper one holds."""
    found = dict(below)
    for name, value in above.items():
        under = found.get(name)
        if isinstance(under, Mapping) and isinstance(value, Mapping):
            value = laid_over(under, value)
        found[name] = value
    return found


def without(plan: Mapping[str, Any], path: Mapping[str, Any]) -> dict[str, Any] | None:
    """The plan without the part at the end of a path (`{"indicators": {"A.1": 0}}`), and without the lists' naming it:
    which indicators a field counts in, which kinds belong to a task. None where there is no such part.
    """
    ((section, rest),) = path.items()
    left = _left(plan, path)
    if left is None or section not in NAMED_IN or not isinstance(rest, Mapping):
        return left
    gone = [name for name, inner in rest.items() if not isinstance(inner, Mapping)]
    return {name: _unnamed(part, NAMED_IN[section], gone) for name, part in left.items()}


def _unnamed(part: Any, key: str, gone: Sequence[str]) -> Any:
    if not isinstance(part, Mapping):
        return part
    return {
        name: [one for one in value if one not in gone]
        if name == key and isinstance(value, list)
        else _unnamed(value, key, gone)
        for name, value in part.items()
    }


def _left(plan: Mapping[str, Any], path: Mapping[str, Any]) -> dict[str, Any] | None:
    ((name, rest),) = path.items()
    if name not in plan:
        return None
    if not isinstance(rest, Mapping):
        return {key: part for key, part in plan.items() if key != name}
    inner = _left(plan[name], rest) if isinstance(plan[name], Mapping) else None
    return None if inner is None else {**plan, name: inner}


def _asked(part: Any, levels: Mapping[str, str], key: str = "") -> Any:
    """The part with levels replaced where it says of whom something is asked."""
    if isinstance(part, Mapping):
        return {name: _asked(value, levels, name) for name, value in part.items()}
    if isinstance(part, list):
        items = [_asked(item, levels, key) for item in part]
        return list(dict.fromkeys(items)) if key in _ABOUT_LEVELS else items
    if not isinstance(part, str):
        return part
    if key in _ABOUT_LEVELS:
        return levels.get(part, part)
    return _LEVEL_TEST.sub(lambda test: test[1] + _levels_in(test[2], levels), part) if "level(" in part else part


def _levels_in(constants: str, levels: Mapping[str, str]) -> str:
    return re.sub(r"'(\w+)'", lambda name: f"'{levels.get(name[1], name[1])}'", constants)


def _said(part: Any, words: Sequence[Sequence[str]], key: str = "") -> Any:
    if isinstance(part, Mapping):
        return {name: _said(value, words, name) for name, value in part.items()}
    if isinstance(part, list):
        return [_said(item, words, key) for item in part]
    if key in LABELS and isinstance(part, str):
        for old, new in words:
            part = part.replace(old, new)
    return part
