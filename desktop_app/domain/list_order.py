"""In which order a list stands before anybody sorts it: the newest first, registers by their names."""

import re

from desktop_app.domain.plan import RecordKind


def default_order(kind: RecordKind) -> tuple[str, bool]:
    """(field, whether descending): the date or year of a kind, else the name in its title, else what stands there."""
    if kind.date_field in kind.fields:
        return kind.date_field, True
    if kind.by_period and "year" in kind.fields:
        return "year", True
    named = [name for name in re.findall(r"\{(\w+)\}", kind.title) if name in kind.fields]
    names = [name for name in named if name.endswith("name")]
    return (names or named or list(kind.fields))[0], False


def list_columns(kind: RecordKind) -> list[str]:
    """The columns of a kind's own list: those of the plan, else its first required fields."""
    named = [name for name in kind.columns if name in kind.fields]
    plain = [f.name for f in kind.fields.values() if f.required == "always" and not f.type.multiline]
    return named or plain[:4] or list(kind.fields)[:3]
