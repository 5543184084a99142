"""What a form needs to know before a value is saved: which offices enter it, what is proposed, what is half typed."""

from collections.abc import Collection, Mapping, Sequence

from db import defaults as plan_defaults
from db import drafts, queries
from db.log import RecordRow, find_record
from db.open_file import OpenFile
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.record_ids import natural_id
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.messages import Message, joined
from desktop_app.session import editing


def offers(file: OpenFile, kind: RecordKind) -> bool:
    """Whether this office is offered new records of a kind; it may correct those that are there all the same."""
    return not kind.retired and (not kind.entered_at or file.units.level(file.unit) in kind.entered_at)


def refusal(file: OpenFile, kind: RecordKind) -> AppError:
    """Who makes the records of a kind of which this office is offered none: other offices, or nobody any more."""
    if kind.retired:
        return AppError("core.retired_kind", kind=kind.list_label)
    levels = joined(Message("core.level", name=file.plan.levels[level]) for level in kind.entered_at)
    return AppError("list.made_elsewhere", levels=levels)


def defaults(
    file: OpenFile, kind_name: str, given: Mapping[str, Value] | None = None, settled: Collection[str] = (),
    beside: Sequence[Mapping[str, Value]] = (),
) -> dict[str, Value]:  # fmt: skip
    """What a new form starts with: `given` (its parent at least) and the plan's defaults, none for what is `settled`
    already; nothing is written. `beside`: records that are made along with it, whose numbers are taken.
    """
    return plan_defaults.defaults(file, file.kind(kind_name), given or {}, settled, beside)


def carried_over(file: OpenFile, kind_name: str, given: Mapping[str, Value]) -> dict[str, Value]:
    """What the plan lets a new record take over from the one this office made last, where it can still stand."""
    kind = file.kind(kind_name)
    parent = given.get(kind.parent_field or "")
    last = queries.latest(file, kind, str(parent), made_here=True) if parent else None
    last = last or queries.latest(file, kind, made_here=True)
    before = {f.name: last.values[f.name] for f in kind.fields.values() if f.keep} if last else {}
    values = {**before, **given}
    refused = {p.field for p in editing.judge(file, kind, values, before)[0]}
    stands = {n for n, v in before.items() if n not in given and v is not None and n not in refused}
    proposed = {n: v for n, v in values.items() if n in stands | set(given)}
    if live_by_key(file, kind, defaults(file, kind_name, proposed)):
        stands -= set(kind.natural_key)
    return {n: v for n, v in before.items() if n in stands}


def of_period(file: OpenFile, kind_name: str, given: Mapping[str, Value], code: str | None) -> dict[str, Value]:
    """The period in sight for a new record of a kind that has one record a period; nothing where the plan proposes one
    itself, or where the record of that period is there already.
    """
    kind = file.kind(kind_name)
    field = kind.fields["period_code"] if kind.by_period else None
    if field is None or field.default or code not in file.plan.choices.get(field.choices or "", {}):
        return {}
    proposed: dict[str, Value] = {"period_code": code}
    return {} if live_by_key(file, kind, defaults(file, kind_name, {**given, **proposed})) else proposed


def live_by_key(file: OpenFile, kind: RecordKind, values: Mapping[str, Value]) -> RecordRow | None:
    """The live record with the natural key that these values make; None where there is none."""
    record = natural_id(kind, values, file.names)
    row = find_record(file.connection, record) if record else None
    return row if row and row.live else None


def drafts_of(file: OpenFile, record: str) -> dict[str, str]:
    """By field the text of a record that can't be saved yet."""
    return drafts.drafts(file.connection, record)
