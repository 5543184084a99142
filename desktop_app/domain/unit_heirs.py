"""What became of the units of an earlier list: by what a plan says of it alone, never by a code or a name."""

from collections.abc import Mapping
from typing import Any

from desktop_app.domain.org_unit import OrgUnits, unit_list


def unit_heirs(source: Mapping[str, Any], old: str, new: str) -> dict[str, str]:
    """Code of the old list to the code of the unit that it became; one of which the plan does not say so is missing."""
    lists = source["units"]
    if old not in lists or new not in lists:
        return {}
    if old == new:
        return {row[0]: row[0] for row in lists[new]}
    steps = dict(source.get("lineage", ()))
    ends = {row[0]: _end(steps, f"{old}:{row[0]}", f"{new}:") for row in lists[old]}
    found = {code: end.partition(":")[2] for code, end in ends.items() if end.startswith(f"{new}:")}
    return found | _same_areas(unit_list(source, old), unit_list(source, new), found)


def _end(steps: Mapping[str, str], unit: str, version: str) -> str:
    """Where the lineage leads to, over as many lists as lie between."""
    for _ in steps:
        if unit.startswith(version) or unit not in steps:
            break
        unit = steps[unit]
    return unit


def _same_areas(old: OrgUnits, new: OrgUnits, heirs: Mapping[str, str]) -> dict[str, str]:
    """Units above, such as the province, of which the lineage need not speak: those below one became just those below
    the other.
    """
    above = {frozenset(_leaves(new, unit.code)): unit.code for unit in new if new.children(unit.code)}
    found = {}
    for unit in old:
        leaves = _leaves(old, unit.code)
        into = frozenset(heirs.get(leaf, "") for leaf in leaves)
        of_others = any(heir in into for leaf, heir in heirs.items() if leaf not in leaves)
        if old.children(unit.code) and into in above and not of_others:
            found[unit.code] = above[into]
    return found


def _leaves(units: OrgUnits, code: str) -> set[str]:
    return {one for one in units.descendants(code) if not units.children(one)}
