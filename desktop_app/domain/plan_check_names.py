"""Validator of plans: names that parts had before (`was`), and parts that nothing is entered into any more."""

import re
from collections.abc import Iterator

from desktop_app.domain.former_names import former_names
from desktop_app.domain.org_unit import RENAMED, RETIRED
from desktop_app.domain.plan_check_reserved import OWN_COLUMNS, OWN_TABLES
from desktop_app.domain.plan_findings import Findings, Raw, add_repeated, check_known
from desktop_app.domain.plan_shape import WORD


def check_names(found: Findings, plan: Raw) -> None:
    """What is renamed or retired, of kinds, fields, choices and units."""
    kinds, lists = plan["kinds"], plan["choices"]
    _check_former(found, "kinds", kinds, OWN_TABLES, WORD)
    for name, kind in kinds.items():
        _check_former(found, f"kinds.{name}.fields", kind.get("fields", {}), OWN_COLUMNS, WORD)
        _check_retired(found, f"kinds.{name}", kind)
    for name, choices in lists.items():
        _check_former(found, f"choices.{name}", choices, (), ".+")
        if choices and all(choice.get("retired") for choice in choices.values()):
            found.add(f"choices.{name}", "all_retired")
    for key in _choices_in_keys(plan):
        found.add(key, "was_in_key")
    _check_units(found, plan)


def _check_units(found: Findings, plan: Raw) -> None:
    """Units that are named are in the list; the plan's own unit and the last one of a list are not retired."""
    for part in (RENAMED, RETIRED):
        for version, codes in plan.get(part, {}).items():
            if check_known(found, f"{part}.{version}", version, plan["units"]):
                known = {row[0] for row in plan["units"][version]}
                for code in (one for one in codes if one not in known):
                    found.add(f"{part}.{version}.{code}", "unknown_unit", code=code, version=version)
    for version, renamed in plan.get(RENAMED, {}).items():
        units: dict[str, Raw] = {row[0]: {} for row in plan["units"].get(version, ())}
        named = {code: {"was": was} for code, was in renamed.items() if code in units}
        _check_former(found, f"{RENAMED}.{version}", units | named, (), r"\S+", joins=True)
    for version, codes in plan.get(RETIRED, {}).items():
        add_repeated(found, f"{RETIRED}.{version}", codes)
        if version == plan["plan"]["unit_version"] and plan["plan"]["root"] in codes:
            found.add(f"{RETIRED}.{version}", "retired_root")


def _check_former(
    found: Findings, key: str, things: Raw, reserved: tuple[str, ...], form: str, *, joins: bool = False
) -> None:
    """Each former name is one of a single thing, and of none that there is: so no circle is possible either. `joins`: a
    thing may go on under a name that it had, as a unit that others joined.
    """
    owners: dict[str, str] = {}
    for name, raw in things.items():
        place, former = f"{key}.{name}{'' if joins else '.was'}", former_names(raw)
        if "was" in raw and not former:
            found.add(place, "empty_list")
        add_repeated(found, place, former)
        for old in former:
            if not re.fullmatch(form, old):
                found.add(place, "bad_name")
            elif old in reserved:
                found.add(place, "reserved")
            elif old in things and not (joins and old == name and len(former) > 1):
                found.add(place, "was_is_there", name=old)
            elif owners.setdefault(old, name) != name:
                found.add(place, "was_of_other", name=old, other=owners[old])


def _check_retired(found: Findings, key: str, kind: Raw) -> None:
    """A retired field can be asked of nobody, and nothing that places a record may rest on it."""
    needed = {*kind.get("natural_key", ()), kind.get("parent_field"), kind.get("unit_field"), kind.get("date_field")}
    for name, field in kind.get("fields", {}).items():
        if field.get("retired"):
            for asked in sorted(field.keys() & {"required", "default", "keep"}):
                found.add(f"{key}.fields.{name}.{asked}", "retired_asked")
            if name in needed:
                found.add(f"{key}.fields.{name}.retired", "retired_needed")


def _choices_in_keys(plan: Raw) -> Iterator[str]:
    """The lists with renamed choices from which a natural key takes a value: the ids of its records follow from it."""
    for name, kind in plan["kinds"].items():
        for part in kind.get("natural_key", ()):
            choices = kind.get("fields", {}).get(part, {}).get("choices")
            if any("was" in choice for choice in plan["choices"].get(choices, {}).values()):
                yield f"kinds.{name}.natural_key"
