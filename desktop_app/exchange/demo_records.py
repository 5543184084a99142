"""Makes the records of one kind, one after the other: whose they are, and whole and valid as the plan asks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import cycle, repeat
from random import Random
from typing import Any

from msgspec.structs import replace

from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.record_ids import natural_id, random_id
from desktop_app.domain.validation import broken_checks, is_required, missing_fields
from desktop_app.exchange.demo_draft import MadeUpRecord
from desktop_app.exchange.demo_hints import KindHint
from desktop_app.exchange.demo_values import MAKERS, fill_in
from desktop_app.exchange.demo_world import World

WITH_DEFAULT, UNFINISHED = 0.9, 0.02
LAZY = 0.7  # how much less often the least busy unit has something than the busiest
MENDINGS, MISSES = 12, 200
Values = dict[str, Any]
Record = tuple[str, str, Values]


def make_records(world: World, kind: RecordKind, hint: KindHint) -> Iterator[Record]:
    """(kind, id, values) without end, or until no new ones come of it; those that are sure come first."""
    blank = MadeUpRecord(world, kind, hint.get("fields", {}), world.chance(kind.name), {})
    for sure in hint.get("sure", []):
        ranked = world.ranks.get(sure["level"], [])
        for unit in ranked[: round(len(ranked) * sure.get("share", 1))]:
            hints = {**blank.hints, **sure.get("fields", {})}
            if record := _finished(replace(blank, hints=hints, values={kind.unit_field: unit})):
                yield record
    misses = 0
    for values in _starts(blank, hint.get("levels", {})):
        record = _finished(replace(blank, values=values), UNFINISHED)
        misses = 0 if record else misses + 1
        if record:
            yield record
        elif misses == MISSES:
            return


def _starts(blank: MadeUpRecord, levels: dict[str, float]) -> Iterator[Values]:
    """What a record begins with: its unit, or the record that leads to it, and a parent that it has not met before."""
    parent = blank.kind.fields.get(blank.kind.parent_field or "")
    met: defaultdict[tuple[Any, ...], set[str]] = defaultdict(set)
    for values in _owners(blank, levels):
        if parent and parent.name not in values:
            before = met[tuple(values.values())]
            if above := replace(blank, values=values).near(parent, before):
                before.add(above.id)
                values[parent.name] = above.id
        yield values


def _owners(blank: MadeUpRecord, levels: dict[str, float]) -> Iterator[Values]:
    """Units or, where the unit is found over a reference, records to refer to, over and over."""
    owner, chance = blank.kind.fields.get(blank.kind.unit_field.partition(".")[0]), blank.chance
    if owner is None:
        yield from ({} for _ in repeat(None))
    elif owner.type.refers:
        made = blank.fitting(owner, blank.world.made[owner.target or ""].values())
        chance.shuffle(made)
        some = made[: max(1, round(len(made) * blank.hint(owner).get("cover", 1)))]
        yield from ({owner.name: one.id} for one in cycle(some))
    elif units := _units(blank, owner, levels):
        turns = {level: _turns(codes, chance) for level, codes in units.items()}
        weights = [levels.get(level, len(codes)) for level, codes in units.items()]
        while True:
            yield {owner.name: next(turns[chance.choices(list(turns), weights)[0]])}


def _units(blank: MadeUpRecord, owner: Field, levels: dict[str, float]) -> dict[str, list[str]]:
    """Per level the units that may have such a record: of the hints' levels, else of the plan's."""
    world, kind = blank.world, blank.kind
    wanted = levels.keys() & world.ranks.keys() or set(kind.entered_at) or world.ranks.keys()
    broken = {
        level: broken_checks(kind, world.rules, world.rules.scope({owner.name: units[0]}, kind))
        for level, units in world.ranks.items()
    }
    allowed = [level for level, checks in broken.items() if not any(check.field == owner.name for check in checks)]
    return {level: world.ranks[level] for level in allowed if level in wanted}


def _turns(codes: Sequence[str], chance: Random) -> Iterator[str]:
    """Each unit once, then over and over again, the busy ones more often."""
    yield from codes
    while True:
        yield from (code for rank, code in enumerate(codes) if chance.random() >= LAZY * rank / len(codes))


def _finished(draft: MadeUpRecord, unfinished: float = 0) -> Record | None:
    """The whole record; None where no valid or no new one came of it. A part of them stays unfinished."""
    world, kind, values = draft.world, draft.kind, draft.values
    if not _complete(draft):
        return None
    is_over = not kind.by_period or (draft.period is not None and draft.period.last_day <= world.today)
    record = natural_id(kind, values, world.rules.names) if kind.natural_key else random_id(draft.chance.randbytes(16))
    if record is None or record in world.taken or not is_over:
        return None
    if kind.name not in world.made and draft.chance.random() < unfinished:
        _forget_one(draft)
    world.add(kind, record, values)
    return kind.name, record, values


def _complete(draft: MadeUpRecord) -> bool:
    """Fill in what is not given, then make anew or leave out what breaks a rule."""
    kind, values, rules, given = draft.kind, draft.values, draft.world.rules, set(draft.values)
    if kind.parent_field and kind.parent_field not in given:
        return False
    for field in kind.fields.values():
        if field.name not in values and _is_wanted(draft, field):
            fill_in(draft, field)
    for _ in range(MENDINGS):
        broken = {check.field for check in broken_checks(kind, rules, rules.scope(values, kind))}
        for name in broken - given:
            values.pop(name, None)
        missing = missing_fields(values, kind, rules.scope(values, kind))
        if broken & given or not (broken or missing):
            return not broken
        for field in missing:
            fill_in(draft, field)
    return False


def _is_wanted(draft: MadeUpRecord, field: Field) -> bool:
    if field.required == "always" or field.type.flag:
        return True
    if field.required and is_required(field, draft.world.rules.scope(draft.values, draft.kind)):
        return True
    wholes = draft.limits(field, "<=") if field.type.numeric else []
    if wholes and not draft.values.keys() & wholes:
        return False
    usual = WITH_DEFAULT if field.default else MAKERS[field.type.name].filled
    is_seldom = field.privacy == "P2" or field.required
    return draft.chance.random() < draft.hint(field).get("fill", 0 if is_seldom else usual)


def _forget_one(draft: MadeUpRecord) -> None:
    """Leave one required field open, as people do."""
    kind, values, rules = draft.kind, draft.values, draft.world.rules
    needed = {*kind.natural_key, kind.parent_field, kind.unit_field.partition(".")[0], kind.date_field}
    names = [f.name for f in kind.fields.values() if f.required == "always" and f.name not in needed]
    if names:
        name = draft.chance.choice(names)
        value = values.pop(name)
        if broken_checks(kind, rules, rules.scope(values, kind)):
            values[name] = value
