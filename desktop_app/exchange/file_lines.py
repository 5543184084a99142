"""JSON lines in and out of an open data file."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from db import acts, queries
from db.derive import Book
from db.log import find_record
from db.references import referrers
from desktop_app.domain.changes import Edit, deletion, random_id
from desktop_app.domain.clock import Random
from desktop_app.domain.validation import Rules
from desktop_app.exchange.import_plan import ImportPlan, RecordEdit, plan_import
from desktop_app.exchange.json_lines import Known, export_line


def find_known(book: Book, record: str) -> Known | None:
    """A record of the file, also a deleted one; a duplicate that was joined counts as deleted."""
    row = find_record(book.connection, record)
    kind = book.plan.record_kinds.get(row.kind) if row else None
    if row is None or kind is None:
        return None
    live = queries.row(book, kind, record)
    if live:
        return Known(kind.name, live.values)
    _, now = acts.found(book, record)
    return Known(kind.name, acts.values_of(kind, now), deleted=True)


def plan_lines(book: Book, rules: Rules, lines: Iterable[str], random: Random) -> ImportPlan:
    """What importing these lines into the file would do; nothing is written."""
    return plan_import(
        rules,
        lines,
        lambda record: find_known(book, record),
        lambda record: referrers(book, record),
        lambda: random_id(random(16)),
    )


def edits_of(book: Book, planned: ImportPlan) -> Iterator[Edit]:
    """The edits of one act that carry an import out."""
    for edit in planned.edits:
        yield from _edits_of_record(book, edit)


def _edits_of_record(book: Book, edit: RecordEdit) -> list[Edit]:
    kind = book.plan.record_kinds[edit.kind]
    if edit.is_new:
        return acts.setting(edit.record, edit.kind, None, edit.values)
    _, now = acts.found(book, edit.record)
    if edit.deleted:
        return [deletion(edit.record, edit.kind, now)]
    return acts.creating(book, edit.record, kind, edit.values)


def export_lines(book: Book) -> Iterator[dict[str, Any]]:
    """Every live record in the order of the plan's kinds, then of ids; references and units resolved."""

    @lru_cache(maxsize=10_000)
    def find(record: str) -> Known | None:
        return find_known(book, record)

    for kind in book.plan.record_kinds.values():
        for row in sorted(queries.rows(book, kind, queries.Filter()), key=lambda row: row.id):
            yield export_line(book.plan, kind, row.id, row.values, find)
