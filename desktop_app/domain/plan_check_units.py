"""Validator of plans: unit lists, other spellings of their names, and what became of old units."""

from collections.abc import Mapping

from desktop_app.domain.plan_findings import Findings, Raw, add_repeated, check_known


def check_units(found: Findings, plan: Raw) -> None:
    """Every version of the unit list, its aliases and its lineage."""
    head = plan["plan"]
    check_known(found, "plan.unit_version", head["unit_version"], plan["units"])
    for version, rows in plan["units"].items():
        _check_list(found, f"units.{version}", rows, list(head["levels"]))
        roots = [row[0] for row in rows if not row[1]]
        if version == head["unit_version"] and roots != [head["root"]]:
            found.add("plan.root", "wrong_root", root=head["root"], roots=", ".join(roots))
        elif len(roots) != 1:
            found.add(f"units.{version}", "many_roots", roots=", ".join(roots))
    codes = {version: {row[0] for row in rows} for version, rows in plan["units"].items()}
    for version, aliases in plan.get("aliases", {}).items():
        for code in aliases:
            if code not in codes.get(version, ()):
                found.add(f"aliases.{version}.{code}", "unknown_unit", code=code, version=version)
    _check_lineage(found, plan, codes)


def _check_list(found: Findings, key: str, rows: list[list[str]], levels: list[str]) -> None:
    add_repeated(found, key, (row[0] for row in rows))
    level_of = {row[0]: row[2] for row in rows}
    for code, parent, level, _, name in rows:
        place = f"{key}.{code}"
        if not (code.strip() and name.strip()):
            found.add(place, "nameless_unit")
        if not check_known(found, place, level, levels):
            continue
        if parent and parent not in level_of:
            found.add(place, "no_parent_unit", parent=parent)
        elif parent and level_of[parent] in levels and levels.index(level_of[parent]) >= levels.index(level):
            found.add(place, "not_below_parent", parent=parent)


def _check_lineage(found: Findings, plan: Raw, codes: Mapping[str, set[str]]) -> None:
    lineage = plan.get("lineage", [])
    add_repeated(found, "lineage", (" › ".join(pair) for pair in lineage))  # a unit that was split has several heirs
    for pair in lineage:
        for text in pair:
            version, _, code = text.partition(":")
            if code not in codes.get(version, ()):
                found.add(f"lineage.{pair[0]}", "unknown_unit", code=code, version=version)
        if pair[0].partition(":")[0] == pair[1].partition(":")[0]:
            found.add(f"lineage.{pair[0]}", "same_version", pair=" › ".join(pair))
