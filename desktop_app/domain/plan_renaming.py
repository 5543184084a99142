"""What a new edition of a plan calls otherwise: the old one in the new names, and renamings that lose values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.former_names import first_name, former_names
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_parsing import label_of
from desktop_app.domain.unit_heirs import heirs_by_unit
from desktop_app.messages import Label, Message, Text

SPOKEN = ("label", "list", "purpose", "help", "vi", "en", "wording", "title", "short", "texts")
ASKING = ("sets", "indicators", "statistics", "tasks", "roles", "seeds", "views", "due_rules", "dhis2")


def in_new_names(old: Raw, new: Raw) -> dict[str, Any]:
    """The old plan with kinds, fields and choices under the names that the new one has for them, so that what is only
    called otherwise does not look as if it had gone and something else had come.
    """
    kinds, lists = _carried(old["kinds"], new["kinds"]), _lists(old, new)
    codes = {name: _carried(old["choices"][name], new["choices"].get(now, {})) for name, now in lists.items()}
    words = kinds | lists | {code: now for renamed in codes.values() for code, now in renamed.items()}
    found, every = {}, dict(words)
    for name, raw in old["kinds"].items():
        fields = raw.get("fields", {})
        renamed = _carried(fields, new["kinds"].get(kinds.get(name, name), {}).get("fields", {}))
        every |= renamed
        own = _renamed_in(raw, words | renamed)
        found[kinds.get(name, name)] = own | {"fields": _keyed(own.get("fields", {}), renamed)} if fields else own
    choices = {lists[name]: _keyed(values, codes[name]) for name, values in old["choices"].items()}
    asking = {part: _renamed_in(old[part], every, keys=part == "dhis2") for part in ASKING if part in old}
    return {**old, **asking, "kinds": found, "choices": choices}


def with_former_words(plan: Plan, others: Sequence[Raw]) -> Plan:
    """A plan with what its fields and choices are called in other editions of it."""
    if not others:
        return plan
    earlier = [in_new_names(other, plan.source) for other in others]

    def words(raws: Iterable[Raw], name: str, now: Label) -> tuple[Label, ...]:
        found = [label_of(raw[name]["label"]) for raw in raws if name in raw]
        return tuple(dict.fromkeys(label for label in found if label != now))

    def of_kind(kind: RecordKind) -> RecordKind:
        there = [one["kinds"].get(kind.name, {}).get("fields", {}) for one in earlier]
        of = {name: replace(one, formerly=words(there, name, one.label)) for name, one in kind.fields.items()}
        return replace(kind, fields=of)

    lists = {}
    for name, choices in plan.choices.items():
        there = [one["choices"].get(name, {}) for one in earlier]
        lists[name] = {code: replace(one, formerly=words(there, code, one.label)) for code, one in choices.items()}
    return replace(plan, kinds={name: of_kind(kind) for name, kind in plan.kinds.items()}, choices=lists)


def lost_values(old: Raw, new: Raw) -> Iterator[Text]:
    """Why values that stand in a ledger under the old edition would not be found any more, although the new one means
    to go on with what holds them.
    """
    yield from _lost(old["kinds"], new["kinds"])
    for before, now in _pairs(old, new):
        yield from _lost(before.get("fields", {}), now.get("fields", {}))
        yield from _other_types(before.get("fields", {}), now.get("fields", {}))
    for name, other in _lists(old, new).items():
        yield from _lost(old["choices"][name], new["choices"].get(other, {}), every=True)
    yield from lost_units(old, new)


def lost_units(old: Raw, new: Raw) -> Iterator[Text]:
    """Units of the list in force that the new list no longer knows by what the log calls them, or takes for others."""
    before, now = (plan["plan"]["unit_version"] for plan in (old, new))
    there, here = unit_list(old, before), unit_list(new, now)
    heirs = heirs_by_unit(new, before, now) if before != now else {}
    for unit in there:
        name, found = f"{unit.name} ({unit.code})", {here.now(code) for code in unit.was or (unit.code,)}
        if not all(code in here for code in found):
            yield Message("edition.trial_lost_unit", unit=name, code=first_name(unit.code, {"was": unit.was}))
        elif unit.code in heirs and not found <= set(heirs[unit.code]):
            yield Message("edition.trial_other_unit", unit=name, other=here.name(min(found)))
    codes = there.every_code(unit.code for unit in there)
    for unit in here:
        if unit.was and unit.was[0] not in codes and not codes.isdisjoint(unit.was):
            logged = next(code for code in unit.was if code in codes)
            yield Message("edition.trial_lost", label=unit.name, name=unit.code, logged=logged)


def _pairs(old: Raw, new: Raw) -> Iterator[tuple[Raw, Raw]]:
    """Each kind of the old edition that goes on, beside what it is in the new one."""
    names = _carried(old["kinds"], new["kinds"])
    for name, raw in old["kinds"].items():
        other = new["kinds"].get(names.get(name, name))
        if other is not None:
            yield raw, other


def _lists(old: Raw, new: Raw) -> dict[str, str]:
    """What the lists of the old edition are called: a list is the one from which the same field takes its values."""
    found = {name: name for name in old["choices"]}
    for before, now in _pairs(old, new):
        fields = _carried(before.get("fields", {}), now.get("fields", {}))
        for name, raw in before.get("fields", {}).items():
            list_, other = raw.get("choices"), now.get("fields", {}).get(fields.get(name, name), {}).get("choices")
            if list_ and other and list_ not in new["choices"] and other not in old["choices"]:
                found[list_] = other
    return found


def _carried(old: Raw, new: Raw) -> dict[str, str]:
    """The names of the old things that go on under another one."""
    now = {former: name for name, raw in new.items() for former in former_names(raw)}
    now |= {first_name(name, raw): name for name, raw in new.items()}
    found = {name: now.get(first_name(name, raw), now.get(name, name)) for name, raw in old.items()}
    return {name: other for name, other in found.items() if other != name}


def _keyed(things: Raw, renamed: Mapping[str, str]) -> dict[str, Any]:
    return {renamed.get(name, name): raw for name, raw in things.items()}


def _renamed_in(part: Any, names: Mapping[str, str], *, keys: bool = False) -> Any:
    """A part of a plan with names in its expressions replaced, and as its `keys`; what people read stays."""
    if isinstance(part, Mapping):
        return {
            _renamed_in(key, names) if keys else key: of if key in SPOKEN else _renamed_in(of, names, keys=keys)
            for key, of in part.items()
        }
    if isinstance(part, list):
        return [_renamed_in(item, names) for item in part]
    return re.sub(r"\w+", lambda word: names.get(word[0], word[0]), part) if isinstance(part, str) else part


def _lost(old: Raw, new: Raw, *, every: bool = False) -> Iterator[Text]:
    """Of the old things those that the new edition goes on with, but not by their name in the log; `every`: all of the
    names that a thing had are read there.
    """
    read = {first_name(thing, raw) for thing, raw in new.items()}
    read |= {name for raw in new.values() for name in former_names(raw)} if every else set()
    for name, raw in old.items():
        logged = first_name(name, raw)
        if logged in read:
            continue
        for other, now in new.items():
            if other == name or name in former_names(now):
                yield Message("edition.trial_lost", label=label_of(raw["label"]), name=other, logged=logged)
    known = {name for thing, raw in old.items() for name in (first_name(thing, raw), *former_names(raw))}
    for other, now in new.items() if every else ():
        former = former_names(now)
        if former and former[0] not in known and not known.isdisjoint(former):
            logged = next(name for name in former if name in known)
            yield Message("edition.trial_lost", label=label_of(now["label"]), name=other, logged=logged)


def _other_types(old: Raw, new: Raw) -> Iterator[Text]:
    """Renamed fields that hold something else, so that what is stored can't be read."""
    for name, other in _carried(old, new).items():
        before, after = (FIELD_TYPES[raw["type"].partition(":")[0]] for raw in (old[name], new[other]))
        words, whole = before.free_text and after.free_text, before.whole and after.whole
        if before is not after and not words and not whole:
            yield Message("edition.trial_other_type", label=label_of(old[name]["label"]), name=other)
