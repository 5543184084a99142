"""A plan's record kinds as JSON: enough to write a record by program."""

from typing import Any

from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.messages import Label


def kind_json(plan: Plan, kind: RecordKind) -> dict[str, Any]:
    """One kind with its fields, their choices and checks."""
    return {
        "kind": kind.name, "area": kind.area, "label": _label_json(kind.label), "list": _label_json(kind.list_label),
        "purpose": _label_json(kind.purpose), "title": kind.title, "parent": kind.parent,
        "parent_field": kind.parent_field, "natural_key": list(kind.natural_key), "date_field": kind.date_field,
        "unit_field": kind.unit_field, "entered_at": list(kind.entered_at), "was": list(kind.was),
        "retired": kind.retired,
        "fields": [_field_json(plan, field) for field in kind.fields.values()],
    }  # fmt: skip


def _field_json(plan: Plan, field: Field) -> dict[str, Any]:
    choices = plan.choices.get(field.choices or "", {}).values()
    return {
        "field": field.name, "type": field.type.name, "target": field.target, "label": _label_json(field.label),
        "help": _label_json(field.help), "required": field.required, "default": field.default,
        "privacy": field.privacy, "choice_list": field.choices, "was": list(field.was), "retired": field.retired,
        "choices": [{"value": c.value, "label": _label_json(c.label), "valid_from": c.valid_from,
                     "valid_to": c.valid_to, "was": list(c.was), "retired": c.retired}
                    for c in choices] if field.choices else None,
        "checks": [{"expr": c.expr, "severity": c.severity, "judged": c.judged, "message": _label_json(c.message)}
                   for c in field.checks],
    }  # fmt: skip


def _label_json(label: Label) -> dict[str, str]:
    return {"vi": label.vi, "en": label.en}
