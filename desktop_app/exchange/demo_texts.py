"""Invented texts: patterns filled with words, numbers and what the record already says."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import show
from desktop_app.exchange.demo_hints import Hints
from desktop_app.exchange.demo_world import World

_SLOT = re.compile(r"\{(\w+(?:\.\w+)?)(?::(\d+))?\}")


def shown(field: Field, value: Any, world: World) -> str:
    """A value as a pattern names it: choices by their short label, units by name."""
    if field.type == "unit":
        return world.units.name(str(value))
    short = world.hints.labels.get(field.choices or "", {})
    if isinstance(value, str) and value in short:
        return short[value]
    return show(field, value, world.plan)


def slots_of(pattern: str) -> list[str]:
    """The names of a pattern's slots, `reference` for `reference.field`."""
    return [match[1].partition(".")[0] for match in _SLOT.finditer(pattern)]


def fill_pattern(pattern: str, hints: Hints, random: Random, number: int, known: Callable[[str], str | None]) -> str:
    """`{n}` is a running number, `{n:3}` three digits of it, `{word}` one of a list, `{field}` what `known` says."""
    used: set[str] = set()

    def slot(match: re.Match[str]) -> str:
        name, width = match[1], int(match[2] or 0)
        if name == "n":
            return f"{number:0{width}d}"
        words = [word for word in hints.words.get(name, ()) if word not in used]
        if words:
            used.add(word := random.choice(words))
            return word
        return known(name) or ""

    return re.sub(r"\s+", " ", _SLOT.sub(slot, pattern)).strip()


def plain_text(field: Field, kind: RecordKind, number: int) -> str:
    """A text for a field of which no hint says anything."""
    if field.privacy == "P2":
        return "Cán bộ phụ trách"
    if field.name.endswith("_no"):
        return f"{number}/BC"
    return (
        f"{field.label.vi} {number}" if kind.title.find("{" + field.name + "}") >= 0 else f"{field.label.vi} minh họa"
    )


def values_by_slot(
    kind: RecordKind, values: Mapping[str, Any], world: World, unit: str | None
) -> Callable[[str], str | None]:
    """What a pattern may ask of a record so far: a field; `reference.field`, in capitals `reference.FIELD`; `year` of
    the plan; `unit_name`, `unit_inside` a sentence, and, without the word for its type, `unit_place`; `unit_code`.
    """

    def known(name: str) -> str | None:
        first, _, rest = name.partition(".")
        field, value = kind.fields.get(first), values.get(first)
        if field and value is not None and rest:
            made = world.pools[field.target or ""].by_id.get(str(value))
            text = str(made.values.get(rest.lower()) or "") if made else ""
            return text.upper() if rest.isupper() else text
        if field and value is not None:
            return shown(field, value, world)
        if name == "year":
            return str(world.plan.year)
        found = world.units.find(unit or "")
        if found is None or not name.startswith("unit_"):
            return None
        bare = found.name.removeprefix(f"{found.type} ")
        inside = found.name if bare == found.name else f"{found.type.lower()} {bare}"
        return {"unit_name": found.name, "unit_place": bare, "unit_inside": inside, "unit_code": found.code}.get(name)

    return known
