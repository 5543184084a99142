"""What a constant of an expression may be that a field is compared with."""

from desktop_app.domain.field_type import FieldType
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.typed_value import Unreadable


def field_along(plan: Raw, kind: str, path: tuple[str, ...]) -> Raw | None:
    """The field that a path leads to, over references."""
    found: Raw | None = None
    for step in path:
        found = plan["kinds"].get(kind, {}).get("fields", {}).get(step)
        _, _, kind = str((found or {}).get("type", "")).partition(":")
    return found


def can_hold(field: Raw | None, constant: object) -> bool:
    """Whether a field that holds hours can hold a text: hours are compared letter by letter, so `6:00` is no hour."""
    known = _type(field)
    if known is None or not isinstance(constant, str) or not (known.ordered and known.json_text) or known.holds_day:
        return True
    return not isinstance(known.from_json(constant), Unreadable)


def holds_several(field: Raw | None) -> bool:
    """Whether one value of the field holds several choices."""
    known = _type(field)
    return known is not None and known.many


def _type(field: Raw | None) -> FieldType | None:
    return FIELD_TYPES.get(str((field or {}).get("type", "")).partition(":")[0])
