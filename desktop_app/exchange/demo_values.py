"""Fills in one field of a made-up record: as the hints say, else as the plan proposes, else by its type."""

from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any

from msgspec import Struct

from desktop_app.catalogue import in_language
from desktop_app.domain.expressions import Scope
from desktop_app.domain.field_defaults import CODE_LETTERS, default_value
from desktop_app.domain.period import QUARTERS
from desktop_app.domain.plan import Field
from desktop_app.domain.validation import offered_choices
from desktop_app.domain.values import Problem, Value, from_json, show
from desktop_app.exchange.demo_amounts import make_day, make_number, make_time
from desktop_app.exchange.demo_draft import MadeUpRecord

OF_THE_OFFICE = ("=own_unit", "=own_agency", "=author", "=today")
SAYS_WHICH = {"weights", "range", "of", "days", "after"}


def fill_in(draft: MadeUpRecord, field: Field) -> None:
    """Put a value into the draft, where one can be made."""
    hint, value = draft.hint(field), None
    is_said = hint.keys() & (SAYS_WHICH | {"fill"} if field.type.flag else SAYS_WHICH)
    if "value" in hint:
        value = _given(draft, field, hint["value"])
    elif field.default and field.default not in OF_THE_OFFICE and not is_said:
        value = default_value(field, _scope(draft))
    if value is None:
        value = MAKERS[field.type.name].make(draft, field)
    if value is not None and value != ():
        draft.values[field.name] = value


def _given(draft: MadeUpRecord, field: Field, wanted: Any) -> Value:
    """What a hint says, or one of several; ValueError where the plan can't read it."""
    if isinstance(wanted, list):
        wanted = draft.chance.choice(wanted)
    value = from_json(field, _text(draft, field, wanted) if field.type.free_text else wanted)
    if isinstance(value, Problem):
        raise ValueError(value.message)
    return value


def _scope(draft: MadeUpRecord) -> Scope:
    """What the plan's defaults may ask."""
    world, kind, values = draft.world, draft.kind, draft.values
    above = world.referred(kind, kind.parent_field or "", values)
    inside = {f"{kind.parent}.{name}": value for name, value in above.known.items()} if above else {}

    def code(pattern: str) -> str:
        year = str(values.get(kind.date_field) or world.of_year)[:4]
        return pattern.format(unit=draft.unit, year=year, n=world.number(f"{pattern} {draft.unit} {year}"))

    def random_code(length: int) -> str:
        return "".join(draft.chance.choices(CODE_LETTERS, k=length))

    known = {"plan_year": world.of_year, **inside, **values}
    return Scope(known, world.rules.today, world.units.level, world.rules.proposed_due, code, random_code)


def _truth(draft: MadeUpRecord, field: Field) -> bool:
    return draft.chance.random() < draft.hint(field).get("fill", 0.5)


def _unit(draft: MadeUpRecord, _field: Field) -> str:
    return draft.unit or draft.chance.choice(list(draft.world.units)).code


def _reference(draft: MadeUpRecord, field: Field) -> str | None:
    made = draft.near(field)
    return made.id if made else None


def _words(draft: MadeUpRecord, field: Field) -> Value:
    usual = "position" if field.privacy == "P2" else "note" if field.type.multiline else ""
    return _given(draft, field, draft.world.words.get(usual) or f"{field.label.vi} {{n}}")


def _choice(draft: MadeUpRecord, field: Field) -> Any:
    """One of the list; where there may be several, one, two or three."""
    level = draft.world.units.level(draft.unit or "") or ""
    usual = dict.fromkeys(QUARTERS, 1) if draft.kind.by_period and field.name == "period_code" else {}
    offered = offered_choices(field, draft.world.plan, draft.values.get(draft.kind.date_field))
    asked = {value: weight for value, weight in draft.hint(field).get("weights", usual).items() if value in offered}
    weights = asked or dict.fromkeys(offered, 1)
    here = [weight.get(level, 0) if isinstance(weight, Mapping) else weight for weight in weights.values()]
    if not any(here):
        return None
    found = draft.chance.choices(list(weights), here, k=draft.chance.choice((1, 1, 2, 3)))
    return tuple(sorted(set(found))) if field.type.many else found[0]


def _text(draft: MadeUpRecord, field: Field, pattern: str) -> str:
    """A pattern with its {words} filled in; the fields that it names are made first."""
    return pattern.format(**{name: _word(draft, field, name) for _, name, _, _ in Formatter().parse(pattern) if name})


def _word(draft: MadeUpRecord, field: Field, name: str) -> Any:
    world, other = draft.world, draft.kind.fields.get(name)
    if name == "n":
        return world.number(f"{draft.kind.name}.{field.name} {draft.unit}")
    if name in world.words:
        return draft.chance.choice(world.words[name])
    if other:
        if name not in draft.values:
            fill_in(draft, other)
        value = draft.values.get(name)
        short = world.labels.get(other.choices or "", {}).get(str(value))
        return short or in_language(show(other, value, world.plan), "vi")
    unit = world.units.find(draft.unit or "")
    if name == "year" or unit is None:
        return world.of_year
    place = unit.name.removeprefix(f"{unit.type} ")
    inside = unit.name if place == unit.name else f"{unit.type.lower()} {place}"
    known = {"unit_name": unit.name, "unit_place": place, "unit_inside": inside, "unit_code": unit.code}
    return (known | {"unit_capitals": inside.upper()})[name]


class Maker(Struct, frozen=True):
    """What makes up a value of a type, and how often a field is filled in that need not be."""

    make: Callable[[MadeUpRecord, Field], Any]
    filled: float = 0.6


MAKERS = {
    "text": Maker(_words, 0.5), "longtext": Maker(_words, 0.03), "int": Maker(make_number),
    "decimal": Maker(make_number), "money": Maker(make_number), "date": Maker(make_day, 0.3), "time": Maker(make_time),
    "bool": Maker(_truth),
    "choice": Maker(_choice), "multi": Maker(_choice), "ref": Maker(_reference), "unit": Maker(_unit),
}  # fmt: skip
