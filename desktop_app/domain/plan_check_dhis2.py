"""Validator of plans: what figures are called in DHIS2."""

import re
from collections.abc import Iterator

from desktop_app.domain.dhis2_mapping import ID_SCHEMES, UID
from desktop_app.domain.plan_findings import Findings, Raw, add_repeated, check_known

LONGEST_CODE = 50
_UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")
_PATTERNS = {"org_unit": ("version", "code"), "category_option_combo": ("list", "value")}


def check_dhis2(found: Findings, plan: Raw) -> None:
    """Everything that is named there is in the plan, each data element once, and each id can be one."""
    raw = plan.get("dhis2")
    if raw is None:
        return
    check_known(found, "dhis2.id_scheme", raw["id_scheme"], ID_SCHEMES)
    check_known(found, "dhis2.period_scheme", raw["period_scheme"], plan["period_schemes"])
    for code in raw.get("indicators", {}):
        check_known(found, f"dhis2.indicators.{code}", code, plan["indicators"])
    statistics = _statistics(plan)
    for name, of in raw.get("statistics", {}).items():
        check_known(found, f"dhis2.statistics.{name}", name, statistics)
        if "parts" in of and name in statistics:
            _check_parts(found, f"dhis2.statistics.{name}.parts", statistics[name], raw, plan)
    _check_places(found, raw, plan)
    for key, given in _ids(raw):
        if not _can_be_id(raw, given):
            found.add(f"dhis2.{key}", "dhis2_bad_id", id=given)
    for key, ids in _made(raw, plan):
        add_repeated(found, f"dhis2.{key}", ids)
        if wrong := next((one for one in ids if not _can_be_id(raw, one)), None):
            found.add(f"dhis2.{key}", "dhis2_bad_id", id=wrong)
    add_repeated(found, "dhis2", (given for key, given in _ids(raw) if key.startswith(("indicators", "statistics"))))


def _can_be_id(raw: Raw, given: str) -> bool:
    return len(given) <= LONGEST_CODE and (raw["id_scheme"] != UID or _UID.fullmatch(given) is not None)


def _made(raw: Raw, plan: Raw) -> Iterator[tuple[str, list[str]]]:
    """The ids of all units, and of the parts of each statistic that sends them, as they are named or a pattern makes
    them.
    """
    version, named, pattern = plan["plan"]["unit_version"], raw.get("org_units", {}), raw.get("org_unit", "")
    codes = [row[0] for row in plan["units"].get(version, ())]
    ids = [named.get(code) or pattern.replace("{version}", version).replace("{code}", code) for code in codes]
    yield "org_unit", list(filter(None, ids))
    pattern = raw.get("category_option_combo", "")
    for name in sorted(_lists_of_parts(raw, plan)):
        named, of_list = raw.get("category_option_combos", {}).get(name, {}), pattern.replace("{list}", name)
        ids = [named.get(value) or of_list.replace("{value}", value) for value in plan["choices"].get(name, ())]
        yield f"category_option_combos.{name}", list(filter(None, ids))


def _lists_of_parts(raw: Raw, plan: Raw) -> set[str]:
    named, found = _statistics(plan), set[str]()
    for statistic in (named[name] for name, of in raw.get("statistics", {}).items() if "parts" in of and name in named):
        field = plan["kinds"].get(statistic["kind"], {}).get("fields", {}).get(statistic.get("by"), {})
        found |= {field["choices"]} if "choices" in field else set()
    return found


def _check_parts(found: Findings, key: str, statistic: Raw, raw: Raw, plan: Raw) -> None:
    """Its parts are choices, and each has a category option combo."""
    fields = plan["kinds"].get(statistic["kind"], {}).get("fields", {})
    field = fields.get(statistic.get("by"), {})
    if not field and "by" in statistic:  # which is reported where the statistic stands
        return
    if "choices" not in field:
        found.add(key, "dhis2_no_parts")
    elif not raw.get("category_option_combo"):
        named = raw.get("category_option_combos", {}).get(field["choices"], {})
        for value in plan["choices"].get(field["choices"], {}):
            check_known(found, key, value, named)


def _check_places(found: Findings, raw: Raw, plan: Raw) -> None:
    """The patterns name what they may, and units and choices are those of the plan."""
    for key, names in _PATTERNS.items():
        if set("{}") & set(re.sub(rf"\{{({'|'.join(names)})\}}", "", raw.get(key, ""))):
            found.add(f"dhis2.{key}", "dhis2_bad_pattern", known=", ".join(f"{{{name}}}" for name in names))
        elif key in raw and f"{{{names[-1]}}}" not in raw[key]:  # or all of them would have one code
            found.add(f"dhis2.{key}", "dhis2_same_code", name=f"{{{names[-1]}}}")
    units = {row[0] for row in plan["units"].get(plan["plan"]["unit_version"], ())}
    for code in raw.get("org_units", {}):
        check_known(found, f"dhis2.org_units.{code}", code, units)
    for name, values in raw.get("category_option_combos", {}).items():
        check_known(found, f"dhis2.category_option_combos.{name}", name, plan["choices"])
        for value in values:
            check_known(found, f"dhis2.category_option_combos.{name}.{value}", value, plan["choices"].get(name, {}))


def _statistics(plan: Raw) -> dict[str, Raw]:
    """By what their figures go by."""
    times: dict[str, int] = {}
    named = {}
    for one in plan.get("statistics", ()):
        name = f"{one['kind']}.{one['sum']}" if "sum" in one else one["kind"]
        times[name] = number = times.get(name, 0) + 1
        named[name if number == 1 else f"{name}#{number}"] = one
    return named


def _ids(raw: Raw) -> Iterator[tuple[str, str]]:
    for part in ("indicators", "statistics"):
        for name, of in raw.get(part, {}).items():
            yield from ((f"{part}.{name}.{key}", given) for key, given in of.items())
    yield from ((f"org_units.{code}", given) for code, given in raw.get("org_units", {}).items())
    for name, values in raw.get("category_option_combos", {}).items():
        yield from ((f"category_option_combos.{name}.{value}", given) for value, given in values.items())
    if "data_set" in raw:
        yield "data_set", raw["data_set"]
