"""The head of a file that is not what was marked: what is known of it all the same, and by which plan it is read."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from db.head_mark import (
    HEAD_KEYS,
    MARK,
    META_FAULT,
    PLAN_FAULT,
    FindPlan,
    Head,
    HeadMark,
    mark_of,
    read_mark,
    was_in_force,
)
from db.plan_rows import PlanRow, can_be_read, is_sound, source_of
from desktop_app.domain.org_unit import unit_list
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.errors import AppError


def read_damaged_head(meta: Mapping[str, Any], rows: list[PlanRow], path: Path, find_plan: FindPlan) -> Head:
    """The head of a file that has no mark, or where something is not as it was."""
    sound = {row.no: row for row in rows if is_sound(row)}
    own = [row for row in sound.values() if row.id == meta.get("plan")]
    named = max(own, key=lambda row: (row.edition == meta.get("edition"), int(row.edition)), default=None)
    mark = read_mark(meta.get(MARK)) or (_unmarked(meta, named) if len(sound) == len(rows) else None)
    there = mark and any((row.id, row.edition, row.digest) == mark[2:5] for row in sound.values())
    faults = [PLAN_FAULT] if len(sound) < len(rows) or not there else []
    other = named and mark and named.edition != mark.edition
    if mark and (other or any(meta.get(name) != getattr(mark, name) for name in HEAD_KEYS)):
        faults.append(META_FAULT)
    exact = _exact(mark, rows, sound, find_plan) if mark else None
    exact = exact if exact and can_be_read(exact) else None
    known = mark._asdict() if mark else meta
    source = exact or _readable(known.get("plan"), known.get("edition"), rows, sound.values(), find_plan)
    if source is None:
        raise AppError("plan.lost", file=path.name)
    plan = parse_plan(source)
    units = unit_list(plan.source, plan.unit_version)
    unit = mark.unit if mark else meta.get("unit")
    if not isinstance(unit, str) or unit not in units:
        unit, exact = plan.root, None
        faults += [META_FAULT] if META_FAULT not in faults else []
    if exact is None and not faults:
        faults.append(PLAN_FAULT)
    return Head(meta, plan, unit, mark, tuple(faults), certain=exact is not None)


def _moved(mark: HeadMark, row: PlanRow) -> HeadMark:
    source = source_of(row)
    version = source["plan"]["unit_version"] if source else mark.unit_version
    body = sha256(row.body).hexdigest()
    return mark._replace(edition=row.edition, digest=row.digest, body=body, unit_version=version)


def _unmarked(meta: Mapping[str, Any], named: PlanRow | None) -> HeadMark | None:
    """What a head without a mark says with the edition that it names, where nothing speaks against it."""
    if named is None or not all(isinstance(meta.get(name), str) for name in HEAD_KEYS):
        return None
    return _moved(mark_of(meta, named), named)


def _exact(
    mark: HeadMark, rows: list[PlanRow], sound: Mapping[int, PlanRow], find_plan: FindPlan
) -> Mapping[str, Any] | None:
    """The very plan that was in force: by its text, from a row that was misnamed, or from the program."""
    for row in rows:
        if sha256(row.body).hexdigest() == mark.body:
            return source_of(row)
    for row in sound.values():
        if (row.id, row.edition, row.digest) == (mark.plan, mark.edition, mark.digest):
            return source_of(row)
    shipped = find_plan(mark.plan, mark.edition)
    return shipped if shipped and was_in_force(shipped, mark) else None


def _readable(
    wanted: object, edition: object, rows: list[PlanRow], sound: Iterable[PlanRow], find_plan: FindPlan
) -> Mapping[str, Any] | None:
    """A plan by which records can still be read: the damaged one where it holds together, else one near to it."""
    there = [source for row in rows if (source := source_of(row))]
    whole = [source for source in there if can_be_read(source) and not check_plan(source)]
    own = [source for source in whole if source["plan"]["id"] == wanted]
    ids = [wanted, *(row.id for row in rows), *(source["plan"].get("id") for source in there)]
    shipped = [plan for name in ids if isinstance(name, str) and (plan := find_plan(name, None))]
    rest = [*whole, *filter(can_be_read, filter(None, map(source_of, sound))), *filter(can_be_read, there)]
    own.sort(key=lambda source: (_edition(source) == edition, _edition(source)), reverse=True)
    return next(iter([*own, *shipped, *rest]), None)


def _edition(source: Mapping[str, Any]) -> int:
    return int(source["plan"]["edition"])
