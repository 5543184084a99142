"""A plan as far as another year reads the records that were kept under it: kinds, fields, choices and units."""

from typing import Any

from desktop_app.domain.plan_findings import Raw

HEAD = (
    "id", "example", "edition", "language", "year", "last_year", "label", "doc_no", "doc_date", "issuer",
    "period_scheme", "unit_version", "root", "member_level", "levels",
)  # fmt: skip
KIND = ("area", "storage", "label", "was", "retired")
FIELD = ("label", "type", "choices", "was", "retired")
CHOICE = ("label", "was", "retired")
SEED = ("kind", "id", "for_each")
NOTHING = "–"  # where a plan must say something, and nobody reads what


def outline(plan: Raw) -> dict[str, Any] | None:
    """The plan without its figures and without what it asks of those who enter, so that no rule on these that is later
    than the plan can refuse it. None: it is not built as plans are.
    """
    try:
        return _outline(plan)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _outline(plan: Raw) -> dict[str, Any]:
    head = _some(plan["plan"], HEAD)
    return {
        "plan": head,
        "areas": {code: _some(area, ("label",)) for code, area in plan["areas"].items()},
        "kinds": {name: _kind(kind) for name, kind in plan["kinds"].items()},
        "choices": {
            name: {value: _some(choice, CHOICE) for value, choice in values.items()}
            for name, values in plan["choices"].items()
        },
        "indicators": {},
        "period_schemes": {head["period_scheme"]: {"label": {"vi": NOTHING}, "start_day": 1}},
        "seeds": [{**_some(seed, SEED), "fields": {}} for seed in plan.get("seeds", ())],
        **_some(plan, ("units", "renamed_units", "retired_units")),
    }


def _kind(kind: Raw) -> dict[str, Any]:
    fields = {name: {**_some(field, FIELD), "privacy": NOTHING} for name, field in kind.get("fields", {}).items()}
    return {**_some(kind, KIND), "title": NOTHING, "columns": [*fields][:1], "fields": fields}


def _some(part: Raw, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: part[key] for key in keys if key in part}
