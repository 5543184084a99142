"""Validator of plans: which kinds play a part that the program itself knows, and whether their fields can."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from desktop_app.domain.field_type import FieldType, Lookup
from desktop_app.domain.head_parts import PARTS
from desktop_app.domain.plan import BY_PERIOD
from desktop_app.domain.plan_check_kinds import check_record_kind, known_type
from desktop_app.domain.plan_findings import Findings, Raw, check_known
from desktop_app.messages import Message

Fits = tuple[str, Callable[[FieldType], bool]]  # the message that says which fields are right, and whether one is

ANY: Fits = ("role_any", lambda _: True)
CODE: Fits = ("role_code", lambda known: known.stored_as is str and not known.many)
DAY: Fits = ("role_day", lambda known: known.holds_day)
FLAG: Fits = ("role_flag", lambda known: known.flag)
MANY: Fits = ("role_many", lambda known: known.many)
NUMBER: Fits = ("role_number", lambda known: known.numeric)
ONE_CHOICE: Fits = ("role_one_choice", lambda known: known.one_choice)
RECORD: Fits = ("role_record", lambda known: known.lookup is Lookup.RECORDS)
TEXT: Fits = ("role_text", lambda known: known.free_text)
YEAR: Fits = ("role_year", lambda known: known.holds_year)


class Role(Struct, frozen=True):
    """Which fields a kind must and may name for its part; `by_period`: its records are kept by period."""

    must: Mapping[str, Fits]
    may: Mapping[str, Fits] = {}
    by_period: bool = False


def _any_of(names: tuple[str, ...]) -> dict[str, Fits]:
    return dict.fromkeys(names, ANY)


ROLES: Mapping[str, Role] = {
    "target": Role(
        {"year": YEAR, "indicator": CODE, "reading": CODE, "threshold": NUMBER, "threshold_max": NUMBER}, {"basis": ANY}
    ),
    "manual_value": Role({"indicator": CODE, "numerator": NUMBER, "denominator": NUMBER}, by_period=True),
    "declaration": Role({"area": CODE}, {"date": DAY, "by": ANY}, by_period=True),
    "submission": Role({"date": DAY}, by_period=True),
    "letterhead": Role({"agency": RECORD, "date": DAY}, {"extras": MANY, **_any_of(PARTS["letterhead"])}),
    "report_header": Role({"agency": RECORD}, _any_of(PARTS["report_header"]), by_period=True),
    "narrative": Role({"section": ONE_CHOICE, "body": TEXT}, by_period=True),
    "publication": Role({"published": FLAG}),
}
ROLE_PARTS = tuple(dict.fromkeys(part for role in ROLES.values() for part in (*role.must, *role.may)))


def check_roles(found: Findings, plan: Raw) -> None:
    """Every role names a kind, and fields of it of the right type."""
    for name, role in plan.get("roles", {}).items():
        key = f"roles.{name}"
        if check_known(found, key, name, ROLES):
            _check_role(found, key, ROLES[name], role, plan)


def _check_role(found: Findings, key: str, known: Role, role: Any, plan: Raw) -> None:
    if not _has_keys(found, key, role, ("kind", *known.must)):
        return
    parts = {**known.must, **known.may}
    for part in [part for part in role if part not in ("kind", *parts)]:
        found.add_unknown(f"{key}.{part}", "unknown_key", part, ("kind", *parts))
    if not check_record_kind(found, f"{key}.kind", role["kind"], plan):
        return
    kind = plan["kinds"][role["kind"]]
    if known.by_period and kind.get("date_field") != BY_PERIOD:
        found.add(f"{key}.kind", "role_by_period", kind=role["kind"])
    for part, (wanted, fits) in parts.items():
        if part in role:
            _check_field(found, f"{key}.{part}", role[part], kind, wanted, fits)


def _check_field(
    found: Findings, key: str, name: object, kind: Raw, wanted: str, fits: Callable[[FieldType], bool]
) -> None:
    fields = kind.get("fields", {})
    if not isinstance(name, str) or name not in fields:
        found.add_unknown(key, "unknown_field", name, fields)
    elif (known := known_type(fields[name])) and not fits(known):
        found.add(key, "role_field", name=name, wanted=Message(f"plan.{wanted}"))


def _has_keys(found: Findings, key: str, role: Any, wanted: tuple[str, ...]) -> bool:
    missing = [part for part in wanted if not (isinstance(role, Mapping) and part in role)]
    for part in missing:
        found.add(key, "missing_key", missing=part)
    return not missing
