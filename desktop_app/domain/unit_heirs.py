"""What became of the units of an earlier list: by what a plan says of it alone, never by a code or a name.

A unit that was split has several heirs: which of them a record goes to no plan can say.
"""

from collections.abc import Mapping
from typing import Any

from desktop_app.domain.org_unit import OrgUnits, unit_list


def unit_heirs(source: Mapping[str, Any], old: str, new: str) -> dict[str, str]:
    """Code of the old list to the code of the unit that it became; one of which the plan does not say so is missing."""
    lists = source["units"]
    if old not in lists or new not in lists:
        return {}
    if old == new:
        return {unit.code: unit.code for unit in unit_list(source, new)}
    several = heirs_by_unit(source, old, new)
    found = {unit: heirs[0] for unit, heirs in several.items() if len(heirs) == 1}
    return found | _same_areas(unit_list(source, old), unit_list(source, new), several)


def heirs_by_unit(source: Mapping[str, Any], old: str, new: str) -> dict[str, list[str]]:
    """Code of the old list to the codes of all units that it became, in the plan's order."""
    steps: dict[str, list[str]] = {}
    for before, after in source.get("lineage", ()):
        steps.setdefault(before, []).append(after)
    ends = {row[0]: _ends(steps, f"{old}:{row[0]}", f"{new}:") for row in source["units"].get(old, ())}
    return {code: [end.partition(":")[2] for end in found] for code, found in ends.items() if found}


def _ends(steps: Mapping[str, list[str]], unit: str, version: str) -> list[str]:
    """Where the lineage leads to, over as many lists as lie between."""
    passed, waiting, found = {unit}, [unit], list[str]()
    while waiting:
        one = waiting.pop(0)
        if one.startswith(version):
            found.append(one)
            continue
        after = [other for other in steps.get(one, ()) if other not in passed]
        passed.update(after)
        waiting += after
    return found


def _same_areas(old: OrgUnits, new: OrgUnits, heirs: Mapping[str, list[str]]) -> dict[str, str]:
    """Units above, such as the province, of which the lineage need not speak: those below one became just those below
    the other.
    """
    above = {frozenset(_leaves(new, unit.code)): unit.code for unit in new if new.children(unit.code)}
    found = {}
    for unit in old:
        leaves = _leaves(old, unit.code)
        into = frozenset(heir for leaf in leaves for heir in heirs.get(leaf, [""]))
        of_others = any(not into.isdisjoint(some) for leaf, some in heirs.items() if leaf not in leaves)
        if old.children(unit.code) and into in above and not of_others:
            found[unit.code] = above[into]
    return found


def _leaves(units: OrgUnits, code: str) -> set[str]:
    return {one for one in units.descendants(code) if not units.children(one)}
