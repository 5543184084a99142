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
        if len(given) > LONGEST_CODE or (raw["id_scheme"] == UID and not _UID.fullmatch(given)):
            found.add(f"dhis2.{key}", "dhis2_bad_id", id=given)
    add_repeated(found, "dhis2", (given for key, given in _ids(raw) if key.startswith(("indicators", "statistics"))))


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
