"""What the cells of some rows show, read on the worker thread in one go: words, text not saved yet, problems."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State, check, worst_of
from desktop_app.domain.values import ERROR, WARNING, Problem, Value
from desktop_app.messages import Message
from desktop_app.session import OpenFile, cell_writing, declarations, entry, open_record, record_making, records
from desktop_app.session.open_record import OpenRecord
from desktop_app.session.record_copying import registered_later


class CellRow(Struct, frozen=True):
    """One record as a row of cells, or (`id` "") the one that is not made yet; `drafts` and `problems` are by field."""

    id: str
    title: str
    values: Mapping[str, Value]
    shown: Mapping[str, str]
    drafts: Mapping[str, str]
    problems: Mapping[str, Problem]
    state: State | None


def read_cells(
    file: OpenFile, kind: RecordKind, columns: Sequence[str], ids: Sequence[str],
    opened: Mapping[str, OpenRecord],
) -> list[CellRow]:  # fmt: skip
    """These records in this order, each with its own row; those that are open know what is seen of them."""
    titles = records.titles_by_id(file, {kind.name: ids})
    there = {row.id: row for row in records.rows_by_id(file, kind.name, ids)}
    found = []
    for record in ids:
        row = there.get(record)
        if row is None:  # another window deleted it just now; the next reading lists it no more
            found.append(CellRow(record, "", {}, {}, {}, {}, None))
            continue
        if row.id in opened:
            opened[row.id].seen = dict(row.values)
        problems = check(row.values, kind, file.entry_rules())
        problems += declarations.doubts(file, kind, row.values)
        problems += registered_later(file, kind, row.values)
        state = worst_of(row.state, row.values, kind, file.rules)
        found.append(_row(file, kind, columns, row.id, titles[row.id], row.values, problems, state))
    return found


def begin_next(file: OpenFile, kind: RecordKind, columns: Sequence[str], opened: OpenRecord) -> CellRow:
    """Begin a record that is not made yet, as its form would: with what is proposed for it and what waits."""
    record_making.start(file, opened)
    return read_next(file, kind, columns, opened)


def read_next(file: OpenFile, kind: RecordKind, columns: Sequence[str], opened: OpenRecord) -> CellRow:
    """The row of a record that was begun and is not made yet."""
    drafts, given = open_record.half_typed(file, opened), dict(opened.given)
    shown, problems = _words(file, kind, columns, given), _of_drafts(file, kind, given, drafts)
    if opened.touched:
        needed = [name for name in kind.natural_key if given.get(name) is None and name not in problems]
        problems |= {name: Problem(name, Message("form.key_needed"), WARNING) for name in needed}
    return CellRow("", "", given, shown, drafts, problems, None)


def _row(
    file: OpenFile, kind: RecordKind, columns: Sequence[str], record: str, title: str, values: Mapping[str, Value],
    problems: Sequence[Problem], state: State,
) -> CellRow:  # fmt: skip
    drafts = entry.drafts_of(file, record)
    worst: dict[str, Problem] = {}
    for problem in sorted(problems, key=lambda one: (one.missing, one.severity != ERROR), reverse=True):
        worst[problem.field or next(iter(kind.fields))] = problem
    worst |= _of_drafts(file, kind, values, drafts)
    return CellRow(record, title, values, _words(file, kind, columns, values), drafts, worst, state)


def _of_drafts(
    file: OpenFile, kind: RecordKind, values: Mapping[str, Value], drafts: Mapping[str, str]
) -> dict[str, Problem]:
    """Why what lies among the drafts is not saved."""
    known = {name: raw for name, raw in drafts.items() if name in kind.fields}
    return {
        name: Problem(name, cell_writing.why_draft(file, kind, values, name, raw), WARNING)
        for name, raw in known.items()
    }


def _words(file: OpenFile, kind: RecordKind, columns: Sequence[str], values: Mapping[str, Value]) -> dict[str, str]:
    given = {name: values.get(name) for name in columns}
    return {n: records.show_value(file, kind.name, n, v) for n, v in given.items() if v is not None}
