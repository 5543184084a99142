"""What an open data file can be asked about its records; nothing here writes, but for the index of the search."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from db import acts, drafts, queries, searching, store
from db import history as log_history
from db.counting.unsettled import not_counting
from db.log import RecordRow, find_record
from db.merging.conflicts import open_conflicts
from db.open_file import OpenFile
from db.queries import Row
from db.titles import TitleBook, show_value, title_of
from desktop_app.domain.changes import values_of
from desktop_app.domain.collation import sort_key
from desktop_app.domain.history_item import HistoryItem
from desktop_app.domain.validation import State, check
from desktop_app.domain.values import Problem, Value
from desktop_app.errors import AppError
from desktop_app.session import declarations

__all__ = ["Row", "not_counting", "open_conflicts", "show_value", "title_of"]

index_texts = store.index_texts


class RecordView(Struct, frozen=True):
    """One record as a form shows it; `state` is None for a deleted one."""

    id: str
    kind: str
    values: Mapping[str, Value]
    state: State | None
    problems: list[Problem]
    parent: str | None
    deleted: bool
    changed_by: str
    changed_at: str


def find(file: OpenFile, record: str) -> RecordView | None:
    """One record, also a deleted one; None when this file does not know it."""
    row = find_record(file.connection, record)
    if row is None or row.kind not in file.plan.record_kinds:
        return None
    kind = file.kind(row.kind)
    changed_by, changed_at = log_history.last_change(file, row)
    live = queries.row(file, kind, record)
    values = live.values if live else values_of(kind, acts.found(file, record)[1])
    parent = values.get(kind.parent_field or "")
    return RecordView(
        record, row.kind, values, live.state if live else None,
        [*check(values, kind, file.entry_rules()), *declarations.doubts(file, kind, values)],
        str(parent) if parent is not None else None, not row.live, changed_by, changed_at,
    )  # fmt: skip


def rows(
    file: OpenFile, kind: str, *, order: str | None = None, descending: bool = False, limit: int | None = None,
    offset: int = 0, **wanted: Any,
) -> list[Row]:  # fmt: skip
    """Live records of a kind. Filters: those of `queries.Filter`, and unit (with all below)."""
    return queries.rows(file, file.kind(kind), _filter(file, wanted), order, descending, limit, offset)


def rows_by_id(file: OpenFile, kind: str, ids: Sequence[str]) -> list[Row]:
    """Those of these records of a kind that are live, in this order."""
    found = {row.id: row for row in queries.rows_by_id(file, file.kind(kind), ids)}
    return [found[record] for record in ids if record in found]


def count(file: OpenFile, kind: str, **wanted: Any) -> int:
    """How many records `rows` would give without a limit."""
    return queries.count(file, file.kind(kind), _filter(file, wanted))


def sums(file: OpenFile, kind: str, fields: Sequence[str], **wanted: Any) -> dict[str, Decimal]:
    """The totals of those of these fields that hold amounts, over all records of a list; filters as for `rows`."""
    of_kind = file.kind(kind)
    key = {*of_kind.natural_key, "year"}
    amounts = [name for name in fields if of_kind.fields[name].type.numeric and name not in key]
    return queries.sums(file, of_kind, _filter(file, wanted), amounts) if amounts else {}


def latest(file: OpenFile, kind: str, parent: str | None = None, but: str | None = None) -> Row | None:
    """The live record of a kind that came into this file last: of one parent, if given, and not `but`."""
    return queries.latest(file, file.kind(kind), parent, but)


def list_ids(
    file: OpenFile, kind: str, *, order: str | None = None, descending: bool = False, **wanted: Any
) -> list[str]:
    """The ids of the records of a list, all of them, in its order; filters as for `rows`."""
    return queries.listed(file, file.kind(kind), _filter(file, wanted), order, descending)


def search(file: OpenFile, text: str, limit: int = 50) -> list[RecordRow]:
    """Live records whose text holds all the words, those that hold them with these accents first."""
    store.index_texts(file)
    return searching.search(file, text, limit)


def _filter(file: OpenFile, wanted: dict[str, Any]) -> queries.Filter:
    if wanted.get("text"):
        store.index_texts(file)
    unit = wanted.pop("unit", None)
    return queries.Filter(units=file.units.descendants(unit) if unit else None, **wanted)


def titles_by_id(file: OpenFile, ids: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The titles of records given by kind; one that is not live has none."""
    titles, asked = TitleBook(file), {kind: list(of_kind) for kind, of_kind in ids.items()}
    titles.read(asked)
    return {record: titles.title(kind, record) for kind, of_kind in asked.items() for record in of_kind}


def reference_options(file: OpenFile, kind: str, text: str, limit: int) -> list[tuple[str, str]]:
    """(id, title) of records of a kind that hold `text`, in Vietnamese order, for choosing a reference."""
    found = rows(file, kind, text=text or None, limit=limit)
    titles = titles_by_id(file, {kind: [row.id for row in found]})
    return sorted(titles.items(), key=lambda item: sort_key(item[1]))


def history(file: OpenFile, record: str) -> list[HistoryItem]:
    """Every change of a record, oldest first, with the value it replaced."""
    row = find_record(file.connection, record)
    if row is None:
        raise AppError("core.no_record", record=record)
    return log_history.history(file, row)


def trash(file: OpenFile) -> list[tuple[RecordRow, datetime]]:
    """The deleted records, each with the time when that was done."""
    return log_history.trash(file)


def half_typed(file: OpenFile) -> list[tuple[str, str]]:
    """(kind, id) of the records with text that was typed and never saved, unreadable or cut off, the last first."""
    return drafts.half_typed(file.connection)


def conflicts(file: OpenFile) -> list[tuple[str, str]]:
    """(record, field) of every open conflict."""
    return list(queries.conflicts(file.connection))
