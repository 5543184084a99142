"""What a form shows, read on the worker thread in one go: values as people read them, problems, inner records."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State, check, is_required, missing_fields, worst_of
from desktop_app.domain.values import WARNING, Problem, Value
from desktop_app.session import OpenFile, entry, open_record, records
from desktop_app.session.open_record import OpenRecord, Proposal
from desktop_app.session.record_copying import registered_later
from desktop_app.texts import say

CHILD_COLUMNS = 3


class ListRow(Struct, frozen=True):
    """One record in a list: its cells in the order of the columns."""

    id: str
    cells: Sequence[str]
    state: State


class FormContent(Struct, frozen=True):
    """A record, or one about to be made (`record` None); `shown` holds the words for each value.

    `waiting`: something was typed, but the record can't be made before its key is known.
    """

    record: str | None
    kind: str
    values: Mapping[str, Value]
    shown: Mapping[str, str]
    state: State | None
    problems: Sequence[Problem]
    missing: Sequence[str]
    required: frozenset[str]
    drafts: Mapping[str, str]
    children: Mapping[str, Sequence[ListRow]]
    title: str
    today: str
    waiting: bool
    outside: str  # of the list in sight: `period` or `filter`
    changed_by: str
    changed_at: str
    offered: frozenset[str]  # kinds inside it of which this office is offered new records
    proposed: Mapping[str, Proposal]  # fields whose value is another record's, and nobody has confirmed


def read_form(file: OpenFile, opened: OpenRecord, listed: Mapping[str, str] | None = None) -> FormContent:
    """The content of the form of an open record; `listed`: which records the list beside it shows."""
    kind = file.kind(opened.kind)
    view = records.find(file, opened.record) if opened.record else None
    values = dict(view.values) if view else dict(opened.given)
    opened.seen = dict(values)
    scope = file.rules.scope(values, kind)
    missing = [f.name for f in missing_fields(values, kind, scope)]
    return FormContent(
        record=view.id if view else None,
        kind=kind.name,
        values=values,
        shown={
            n: records.show_value(file, kind.name, n, v)
            for n, v in values.items()
            if v is not None and n in kind.fields
        },
        state=worst_of(view.state, values, kind, file.rules) if view and view.state is not None else None,
        problems=_broken(view.problems if view else _too_early(opened, kind, file), missing)
        + registered_later(file, kind, values),
        missing=missing,
        required=frozenset(n for n, f in kind.fields.items() if is_required(f, scope)),
        drafts=open_record.half_typed(file, opened),
        children=_children(file, kind, view.id) if view else {},
        title=records.title_of(file, view.id) if view else "",
        today=file.today().isoformat(),
        waiting=view is None and opened.touched,
        outside=_outside(file, opened, listed or {}) if view else "",
        changed_by=view.changed_by if view else "",
        changed_at=view.changed_at if view else "",
        proposed=_from_others(opened, values) if opened.proposed else {},
        offered=frozenset(child.name for child in file.plan.children.get(kind.name, ()) if entry.offers(file, child)),
    )


def _too_early(opened: OpenRecord, kind: RecordKind, file: OpenFile) -> list[Problem]:
    """Of a record that waits for its key: what is wrong with what was typed, and which fields it waits for."""
    if not opened.touched:
        return []
    broken = [p for p in check(opened.given, kind, file.rules) if p.field in opened.own and not p.missing]
    waits = [n for n in kind.natural_key if opened.given.get(n) is None]
    return broken + [Problem(name, say("form.key_needed"), WARNING) for name in waits]


def _from_others(opened: OpenRecord, values: Mapping[str, Value]) -> dict[str, Proposal]:
    """Where values come from other records and nobody has confirmed them yet."""
    others = {n: why for n, why in opened.proposed.items() if why is not Proposal.DEFAULT}
    return {n: why for n, why in others.items() if values.get(n) is not None}


def _outside(file: OpenFile, opened: OpenRecord, listed: Mapping[str, str]) -> str:
    """Why the list in sight leaves the record out, "" when it does not."""
    if not listed or records.count(file, opened.kind, id=opened.record, **listed):
        return ""
    days = {name: day for name, day in listed.items() if name in ("first_day", "last_day")}
    return "filter" if records.count(file, opened.kind, id=opened.record, **days) else "period"


def _broken(problems: Sequence[Problem], missing: Sequence[str]) -> list[Problem]:
    """The problems without those that only say that a value is missing: the form marks these itself."""
    return [p for p in problems if p.severity == WARNING or p.field not in missing]


def _children(file: OpenFile, kind: RecordKind, record: str) -> dict[str, list[ListRow]]:
    return {
        child.name: [list_row(file, row, child_columns(child)) for row in records.rows(file, child.name, parent=record)]
        for child in file.plan.children.get(kind.name, ())
    }


def list_row(file: OpenFile, row: records.Row, columns: Sequence[str]) -> ListRow:
    cells = [records.show_value(file, row.kind, name, row.values.get(name)) for name in columns]
    return ListRow(row.id, cells, worst_of(row.state, row.values, file.kind(row.kind), file.rules))


def child_columns(kind: RecordKind) -> list[str]:
    """The few columns that fit inside the parent's form."""
    named = [n for n in (kind.columns or tuple(kind.fields)) if n in kind.fields and n != kind.parent_field]
    return named[:CHILD_COLUMNS]
