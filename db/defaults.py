"""What a new form starts with: the plan's defaults for this office, this day and this parent."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from db.open_file import OpenFile
from db.queries import Filter, row, rows
from desktop_app.domain.expressions import Scope
from desktop_app.domain.field_defaults import CODE_LETTERS, default_value
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Value

NUMBER = "{n:03}"


def own_agency(file: OpenFile) -> str | None:
    """The agency of the office: the one there whose letterhead came into force last; None where the plan knows none."""
    role = file.plan.source.get("roles", {}).get("letterhead")
    if role is None:
        return None
    kind, today = file.plan.record_kinds[role["kind"]], file.today().isoformat()
    in_force = [r for r in rows(file, kind, Filter(units=[file.unit])) if str(r.values[role["date"]] or "") <= today]
    latest = max(in_force, key=lambda r: (str(r.values[role["date"]] or ""), r.id), default=None)
    return str(latest.values[role["agency"]]) if latest else None


def defaults(
    file: OpenFile, kind: RecordKind, given: Mapping[str, Value], settled: Collection[str] = (),
    beside: Sequence[Mapping[str, Value]] = (),
) -> dict[str, Value]:  # fmt: skip
    """The values of a new form: `given` (a parent, a copied value) before the plan's defaults; what is `settled`
    gets none, though nothing is given. `beside`: records that are about to be made too.
    """
    found: dict[str, Value] = dict(given)
    words, today = _words(file, kind, found), _today(file, kind)
    for field in kind.fields.values():
        if field.name in found or field.name in settled:
            continue
        value = default_value(field, _scope(file, kind, {**words, **found}, today, beside))
        if value is not None:
            found[field.name] = value
    return found


def _words(file: OpenFile, kind: RecordKind, given: Mapping[str, Value]) -> dict[str, Any]:
    """The words that only defaults know, the fields of the parent among them."""
    words: dict[str, Any] = {
        "own_unit": file.unit,
        "own_agency": own_agency(file),
        "author": file.author or None,
        "plan_year": file.plan.year_of(file.today()),
    }
    parent = given.get(kind.parent_field or "")
    if kind.parent and parent is not None:
        above = row(file, file.plan.record_kinds[kind.parent], str(parent))
        words |= {f"{kind.parent}.{name}": value for name, value in above.values.items()} if above else {}
    return words


def _today(file: OpenFile, kind: RecordKind) -> str | None:
    """The day to propose: none for work of years that do not hold it, since it was done on another one."""
    days, today = file.plan.days, file.today().isoformat()
    return today if kind.around_report or days is None or days[0] <= today <= days[1] else None


def _scope(
    file: OpenFile,
    kind: RecordKind,
    values: Mapping[str, Any],
    today: str | None,
    beside: Sequence[Mapping[str, Value]],
) -> Scope:
    rules = file.entry_rules()
    return Scope(
        values, today, file.units.level, rules.proposed_due,
        lambda pattern: next_code(file, kind, pattern, values, beside), random_code,
    )  # fmt: skip


def random_code(length: int) -> str:
    """Capital letters and digits that mean nothing."""
    import secrets

    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def next_code(
    file: OpenFile, kind: RecordKind, pattern: str, values: Mapping[str, Any], beside: Sequence[Mapping[str, Value]]
) -> str:
    """The pattern with the number after the largest one that this file already uses for the same unit and year."""
    known = {
        "unit": values.get(kind.unit_field) or file.unit,
        "year": str(values.get(kind.date_field) or file.today())[:4],
    }
    before, _, after = pattern.partition(NUMBER)
    before, after = before.format(**known), after.format(**known)
    field = next(f.name for f in kind.fields.values() if f.default and pattern in f.default)
    shape = re.compile(re.escape(before) + r"([0-9]{1,18})" + re.escape(after))
    known_values = [*(r.values for r in rows(file, kind, Filter())), *beside]
    used = [shape.fullmatch(str(one.get(field) or "")) for one in known_values]
    largest = max((int(match[1]) for match in used if match), default=0)
    return f"{before}{largest + 1:03}{after}"
