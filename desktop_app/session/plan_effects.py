"""What a new edition does to the records of a ledger: how many hold what it takes away, or lack what it asks for."""

from collections.abc import Iterator, Mapping

from desktop_app.domain.column_filter import ColumnFilter
from desktop_app.domain.former_names import former_names
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.values import show_number
from desktop_app.messages import Message, Text
from desktop_app.session import OpenFile, records

ALWAYS = "always"


def effects(file: OpenFile, body: Raw) -> list[Text]:
    """A sentence for each kind and field whose records the plan concerns; nothing is changed."""
    now = _by_former_names(body["kinds"])
    found: list[Text] = []
    for kind in file.plan.record_kinds.values():
        count = records.count(file, kind.name)
        raw = now.get(kind.name)
        if not count:
            continue
        if raw is None or (raw.get("retired") and not kind.retired):
            key = "gone" if raw is None else "retired"
            found.append(Message(f"planeffect.kind_{key}", kind=kind.label, n=show_number(count)))
        if raw is not None:
            found += _of_fields(file, kind, _by_former_names(raw.get("fields", {})))
    return found


def _by_former_names(things: Raw) -> dict[str, Raw]:
    """Kinds or fields by every name that they have or had."""
    return {name: raw for now, raw in things.items() for name in (now, *former_names(raw))}


def _of_fields(file: OpenFile, kind: RecordKind, now: Mapping[str, Raw]) -> Iterator[Text]:
    for name, field in kind.fields.items():
        raw = now.get(name)
        if raw is None:
            yield from _said(file, kind, field, "gone", empty=False)
            continue
        if raw.get("retired") and not field.retired:
            yield from _said(file, kind, field, "retired", empty=False)
        if str(raw["type"]).partition(":")[0] != field.type.name:
            yield from _said(file, kind, field, "other_type", empty=False)
        if raw.get("required") == ALWAYS and field.required != ALWAYS:
            yield from _said(file, kind, field, "required", empty=True)


def _said(file: OpenFile, kind: RecordKind, field: Field, what: str, *, empty: bool) -> Iterator[Text]:
    """A sentence where any record holds (or lacks) the field."""
    count = records.count(file, kind.name, columns=[ColumnFilter(field.name, empty=empty)])
    if count:
        yield Message(f"planeffect.field_{what}", kind=kind.label, field=field.label, n=show_number(count))
