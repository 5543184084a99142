"""What a new form starts with: the plan's defaults for this office, this day and this parent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.open_file import OpenFile
from db.queries import Filter, row, rows
from desktop_app.domain.expressions import Scope
from desktop_app.domain.field_defaults import CODE_LETTERS, default_value
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import Rules
from desktop_app.domain.values import Value

NUMBER = "{n:03}"


@dataclass(frozen=True, slots=True)
class Office:
    """Whose file this is, as defaults ask for it."""

    unit: str
    author: str
    today: str


def own_agency(file: OpenFile, unit: str, today: str) -> str | None:
    """The agency of the unit's office: the one there whose letterhead came into force last, on `today`."""
    role = file.plan.source.get("roles", {}).get("letterhead")
    if role is None:
        return None
    kind = file.plan.record_kinds[role["kind"]]
    in_force = [r for r in rows(file, kind, Filter(units=[unit])) if str(r.values[role["date"]] or "") <= today]
    latest = max(in_force, key=lambda r: (str(r.values[role["date"]] or ""), r.id), default=None)
    return str(latest.values[role["agency"]]) if latest else None


def defaults(file: OpenFile, office: Office, kind: RecordKind, given: Mapping[str, Value]) -> dict[str, Value]:
    """The values of a new form: `given` (a parent, a copied value) before the plan's defaults."""
    found: dict[str, Value] = dict(given)
    words = _words(file, office, kind, found)
    for field in kind.fields.values():
        if field.name in found:
            continue
        value = default_value(field, _scope(file, office, kind, {**words, **found}))
        if value is not None:
            found[field.name] = value
    return found


def _words(file: OpenFile, office: Office, kind: RecordKind, given: Mapping[str, Value]) -> dict[str, Any]:
    """The words that only defaults know, the fields of the parent among them."""
    words: dict[str, Any] = {
        "own_unit": office.unit,
        "own_agency": own_agency(file, office.unit, office.today),
        "author": office.author or None,
        "plan_year": file.plan.year,
    }
    parent = given.get(kind.parent_field or "")
    if kind.parent and parent is not None:
        above = row(file, file.plan.record_kinds[kind.parent], str(parent))
        for name, value in (above.values if above else {}).items():
            words[f"{kind.parent}.{name}"] = value
    return words


def _scope(file: OpenFile, office: Office, kind: RecordKind, values: Mapping[str, Any]) -> Scope:
    rules = Rules(file.plan, file.units, office.today)
    return Scope(
        values, office.today, file.units.level, rules.proposed_due,
        lambda pattern: next_code(file, office, kind, pattern, values), random_code,
    )  # fmt: skip


def random_code(length: int) -> str:
    """Capital letters and digits that mean nothing."""
    import secrets

    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def next_code(file: OpenFile, office: Office, kind: RecordKind, pattern: str, values: Mapping[str, Any]) -> str:
    """The pattern with the number after the largest one that this file already uses for the same unit and year."""
    known = {
        "unit": values.get(kind.unit_field) or office.unit,
        "year": str(values.get(kind.date_field) or office.today)[:4],
    }
    before, _, after = pattern.partition(NUMBER)
    before, after = before.format(**known), after.format(**known)
    field = next(f.name for f in kind.fields.values() if f.default and pattern in f.default)
    shape = re.compile(re.escape(before) + r"(\d+)" + re.escape(after))
    used = [shape.fullmatch(str(r.values[field] or "")) for r in rows(file, kind, Filter())]
    largest = max((int(match[1]) for match in used if match), default=0)
    return f"{before}{largest + 1:03}{after}"
