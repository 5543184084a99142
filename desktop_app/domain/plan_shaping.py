"""Holds what a plan says against the shape that it must have: every mistake is reported, and what is sound goes on."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from desktop_app.domain.plan_findings import STAND_IN, Findings
from desktop_app.messages import Message

UNSOUND = object()


class Value(Struct, frozen=True):
    """A single value; `word` names the message that says what was expected, `stand_in` is what a missing one counts as
    while the rest is looked at.
    """

    word: str
    fits: Callable[[Any], bool]
    stand_in: Any = UNSOUND


class ListOf(Struct, frozen=True):
    inner: "Shape"


class TableOf(Struct, frozen=True):
    """A table whose keys are free as long as they match `names`."""

    inner: "Shape"
    names: str = r".+"


class KeyedTable(Struct, frozen=True):
    """A table with these keys, of which some must be there."""

    keys: Mapping[str, "Shape"]
    required: tuple[str, ...]
    stand_in: Any = UNSOUND


class TextOr(Struct, frozen=True):
    """A text, or what else may stand in its place."""

    text: Value
    other: "Shape"


Shape = Value | ListOf | TableOf | KeyedTable | TextOr


def table(**keys: Shape) -> KeyedTable:
    """A table with these keys; a name that ends in `_` (which the key does not have) may be left out."""
    known = {name.removesuffix("_"): shape for name, shape in keys.items()}
    return KeyedTable(known, tuple(name for name in keys if not name.endswith("_")))


def sound(found: Findings, key: str, shape: Shape, given: Any) -> Any:
    """What of `given` has the shape, UNSOUND where nothing has; `found` hears of each mistake, and of what was left
    out or replaced.
    """
    match shape:
        case Value():
            return given if shape.fits(given) else _unsound(found, key, shape.word)
        case TextOr():
            return sound(found, key, shape.text if isinstance(given, str) else shape.other, given)
        case ListOf():
            return _sound_list(found, key, shape.inner, given)
    if not isinstance(given, Mapping):
        return _unsound(found, key, "type_table")
    return _sound_table(found, key, shape, given) if isinstance(shape, KeyedTable) else _named(found, key, shape, given)


def _unsound(found: Findings, key: str, expected: str) -> object:
    found.add(key, "wrong_type", expected=Message(f"plan.{expected}"))
    return UNSOUND


def _sound_list(found: Findings, key: str, inner: Shape, given: Any) -> Any:
    """A list without its unsound parts; of single values all are sound or none."""
    if not isinstance(given, list):
        return _unsound(found, key, "type_list")
    items = [sound(found, f"{key}[{number}]", inner, item) for number, item in enumerate(given, start=1)]
    numbers = [number for number, item in enumerate(items, start=1) if item is not UNSOUND]
    if len(numbers) == len(items):
        return items
    found.leave_out(key)
    found.numbers[key] = numbers
    return UNSOUND if isinstance(inner, Value) else [items[number - 1] for number in numbers]


def _named(found: Findings, key: str, shape: TableOf, given: Mapping[str, Any]) -> dict[str, Any]:
    whole = {}
    for name, item in given.items():
        place = f"{key}.{name}"
        good = isinstance(name, str) and re.fullmatch(shape.names, name) is not None  # an outline may have made it
        if not good:
            found.add(place, "bad_name")
        item = sound(found, place, shape.inner, item)
        if good and item is not UNSOUND:
            whole[name] = item
        else:
            found.leave_out(place, name)
    return whole


def _sound_table(found: Findings, key: str, shape: KeyedTable, given: Mapping[str, Any]) -> Any:
    whole = {}
    for name, item in given.items():
        inner = shape.keys.get(name)
        place = f"{key}.{name}" if key else name
        if inner is None:
            found.add_unknown(place, "unknown_key", name, shape.keys)
            continue
        item = sound(found, place, inner, item)
        if item is UNSOUND:
            found.leave_out(place)
        else:
            whole[name] = item
    for name in shape.required:
        if name not in given:
            found.add(key or name, "no_vietnamese" if name == "vi" else "missing_key", missing=name)
        if name not in whole:
            found.leave_out(f"{key}.{name}" if key else name)
            whole[name] = _stand_in(shape.keys[name])
    return UNSOUND if any(part is UNSOUND for part in whole.values()) else whole


def _stand_in(shape: Shape) -> Any:
    """What is looked at in place of what is missing, so that all the rest can be."""
    match shape:
        case Value() | KeyedTable():
            return shape.stand_in
        case TextOr():
            return STAND_IN
        case ListOf():
            return []
    return {}
