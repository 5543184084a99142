"""Validator of plans: record kinds and their fields."""

import re
from collections.abc import Callable

from desktop_app.domain.field_type import FieldType, Lookup
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import BY_PERIOD, RECORD
from desktop_app.domain.plan_check_carried import check_carried
from desktop_app.domain.plan_check_expressions import check_expression
from desktop_app.domain.plan_findings import Findings, Raw, add_repeated, check_known
from desktop_app.domain.typed_value import Unreadable

STORAGES = (RECORD, "resource", "internal")
SEVERITIES = ("error", "warning")
JUDGED = ("always", "entry")


def check_kinds(found: Findings, plan: Raw) -> None:
    """Every kind of the plan, and every field of each."""
    parents = {kind.get("parent") for kind in plan["kinds"].values()}
    for name, kind in plan["kinds"].items():
        key = f"kinds.{name}"
        full = {"fields": {}, **kind}
        _check_kind(found, key, full, plan)
        _check_parent(found, key, full, plan)
        _check_natural_key(found, key, full, is_parent=name in parents)
        _check_paths(found, key, name, full, plan)
        check_carried(found, key, full, plan)
        for field_name, field in full["fields"].items():
            field_key = f"{key}.fields.{field_name}"
            _check_field(found, field_key, field, plan)
            _check_default(found, field_key, field, full, plan)
            _check_rules(found, field_key, field, full, plan)


def check_record_kind(found: Findings, key: str, name: object, plan: Raw) -> bool:
    """Whether `name` is a kind whose records are kept in the change log; if not, that is a mistake."""
    kinds = [known for known, kind in plan["kinds"].items() if kind.get("storage", RECORD) == RECORD]
    if name not in kinds:
        found.add_unknown(key, "unknown_kind", name, kinds)
    return name in kinds


def field_at(plan: Raw, kind: str, path: str) -> Raw | None:
    """The field that a path leads to, over references (`visit.establishment.unit`)."""
    *steps, last = path.split(".")
    for step in steps:
        _, _, kind = type_of(plan, kind, step).partition(":")
    field: Raw | None = plan["kinds"].get(kind, {}).get("fields", {}).get(last)
    return field


def known_type(field: Raw | None) -> FieldType | None:
    """The type of a field, None where there is no such field or type."""
    return FIELD_TYPES.get(str((field or {}).get("type", "")).partition(":")[0])


def has_known_type(field: Raw | None) -> bool:
    """Whether there is anything to judge: what is wrong with the type of a field is reported where that stands."""
    return field is None or known_type(field) is not None


def type_of(plan: Raw, kind: str, field: str) -> str:
    return str(plan["kinds"].get(kind, {}).get("fields", {}).get(field, {}).get("type", ""))


def _check_kind(found: Findings, key: str, kind: Raw, plan: Raw) -> None:
    storage = kind.get("storage", RECORD)
    check_known(found, f"{key}.storage", storage, STORAGES)
    check_known(found, f"{key}.area", kind["area"], plan["areas"])
    if "activity_area" in kind:
        check_known(found, f"{key}.activity_area", kind["activity_area"], plan["areas"])
    for level in kind.get("entered_at", ()):
        check_known(found, f"{key}.entered_at", level, plan["plan"]["levels"])
    add_repeated(found, f"{key}.entered_at", kind.get("entered_at", ()))
    if storage == RECORD:
        for needed in ("fields", "title", "columns"):
            if not kind.get(needed):
                found.add(key, "missing_key", missing=needed)
    _check_columns(found, key, kind)


def _check_columns(found: Findings, key: str, kind: Raw) -> None:
    add_repeated(found, f"{key}.columns", kind.get("columns", ()))
    title = kind.get("title", "")
    if set("{}") & set(re.sub(r"\{\w+\}", "", title)):
        found.add(f"{key}.title", "bad_title", text=title)
    for part, names in (("columns", kind.get("columns", ())), ("title", re.findall(r"\{(\w+)\}", title))):
        for name in names:
            if name not in kind["fields"]:
                found.add_unknown(f"{key}.{part}", "unknown_field", name, kind["fields"])


def _check_parent(found: Findings, key: str, kind: Raw, plan: Raw) -> None:
    if ("parent" in kind) != ("parent_field" in kind):
        found.add(key, "parent_half")
    elif "parent" in kind:
        check_record_kind(found, f"{key}.parent", kind["parent"], plan)
        if kind["fields"].get(kind["parent_field"], {}).get("type") != f"ref:{kind['parent']}":
            found.add(f"{key}.parent_field", "not_to_parent", name=kind["parent_field"], parent=kind["parent"])
        _check_chain(found, key, kind, plan)


def _check_chain(found: Findings, key: str, kind: Raw, plan: Raw) -> None:
    """A kind must not stand above itself, at whatever distance."""
    seen = [kind["parent"]]
    while above := plan["kinds"].get(seen[-1], {}).get("parent"):
        if above in seen:
            found.add(f"{key}.parent", "circle", chain=" › ".join([*seen, above]))
            return
        seen.append(above)


def _check_natural_key(found: Findings, key: str, kind: Raw, *, is_parent: bool) -> None:
    names = kind.get("natural_key", ())
    add_repeated(found, f"{key}.natural_key", names)
    if names and is_parent:
        found.add(f"{key}.natural_key", "key_of_parent")
    for name in names:
        field = kind["fields"].get(name)
        if field is None:
            found.add_unknown(f"{key}.natural_key", "unknown_field", name, kind["fields"])
        elif ((known := known_type(field)) and known.free_text) or field.get("required") != "always":
            found.add(f"{key}.natural_key", "bad_key_field", name=name)


def _check_paths(found: Findings, key: str, name: str, kind: Raw, plan: Raw) -> None:
    day, unit = kind.get("date_field"), kind.get("unit_field")
    if day == BY_PERIOD:
        year, code = (known_type(field_at(plan, name, part)) for part in day.split("+"))
        if not (year and year.holds_year and code and code.one_choice):
            found.add(f"{key}.date_field", "no_period_fields")
    elif day and "+" in day:
        found.add(f"{key}.date_field", "no_period_fields")
    else:
        _check_path(found, f"{key}.date_field", plan, name, day, lambda known: known.holds_day or known.holds_year)
    _check_path(found, f"{key}.unit_field", plan, name, unit, lambda known: known.lookup is Lookup.UNITS)


def _check_path(
    found: Findings, key: str, plan: Raw, name: str, path: str | None, fits: Callable[[FieldType], bool]
) -> None:
    """A path leads to a field of the right type."""
    field = field_at(plan, name, path) if path else None
    known = known_type(field)
    if path and has_known_type(field) and not (known and fits(known)):
        found.add(key, "no_such_path", path=path)


def _check_field(found: Findings, key: str, field: Raw, plan: Raw) -> None:
    _, colon, target = field["type"].partition(":")
    known = known_type(field)
    if known is None or bool(colon) != known.refers:
        found.add_unknown(f"{key}.type", "unknown_value", field["type"], FIELD_TYPES)
    elif known.refers:
        check_record_kind(found, f"{key}.type", target, plan)
    if (known is not None and known.lookup is Lookup.CHOICES) != ("choices" in field):
        found.add(key, "list_where_none" if "choices" in field else "no_list")
    elif "choices" in field:
        check_known(found, f"{key}.choices", field["choices"], plan["choices"])
    if field.get("plain") and not (known and known.holds_year):
        found.add(f"{key}.plain", "only_for_whole_numbers")
    if "plausible" in field and not (known and known.numeric):
        found.add(f"{key}.plausible", "only_for_numbers")
    add_repeated(found, f"{key}.counts_in", field.get("counts_in", ()))
    for code in field.get("counts_in", ()):
        check_known(found, f"{key}.counts_in", code, plan["indicators"])


def _check_default(found: Findings, key: str, field: Raw, kind: Raw, plan: Raw) -> None:
    default = field.get("default")
    if default is None:
        return
    if default.startswith("="):
        check_expression(found, f"{key}.default", default[1:], plan, kind, default_of=field)
    elif not _fits(field, default, plan):
        found.add(f"{key}.default", "default_does_not_fit", value=default, type=field["type"])


def _fits(field: Raw, text: str, plan: Raw) -> bool:
    """Whether a default that is written out is a value of its field."""
    known = known_type(field)
    if known is None or known.literal is None or isinstance(known.literal(text), Unreadable):
        return False
    return known.lookup is not Lookup.CHOICES or text in plan["choices"].get(field.get("choices"), {})


def _check_rules(found: Findings, key: str, field: Raw, kind: Raw, plan: Raw) -> None:
    required = field.get("required", "always")
    if required.startswith("when "):
        check_expression(found, f"{key}.required", required.removeprefix("when "), plan, kind)
    elif required != "always":
        found.add(f"{key}.required", "bad_required", value=required)
    add_repeated(found, f"{key}.checks", (rule["expr"] for rule in field.get("checks", ())))
    for number, rule in enumerate(field.get("checks", ()), start=1):
        place = f"{key}.checks[{number}]"
        check_known(found, f"{place}.severity", rule.get("severity", "error"), SEVERITIES)
        judged = rule.get("judged", "always")
        check_known(found, f"{place}.judged", judged, JUDGED)
        check_expression(found, f"{place}.expr", rule["expr"], plan, kind)
        if (judged == "entry") != (re.search(r"\b(today|proposed_due)\b", rule["expr"]) is not None):
            found.add(f"{place}.judged", "judged_wrongly")
