"""A private ledger of changes that were read from elsewhere, from which what is shown of them is derived."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from db import store
from db.data_file import build
from db.merging.staging import Staging
from db.open_file import OpenFile
from db.private_folder import private_folder
from db.schema import path_sql, quoted
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored


class NumberedLog(Struct, frozen=True):
    """A log by the numbers that it has where it was read."""

    kinds: Mapping[int, str]
    fields: Mapping[int, tuple[int, str]]
    records: Mapping[int, tuple[str, int]]
    acts: Mapping[int, tuple[Any, ...]]
    changes: Iterable[tuple[Any, ...]]


@contextmanager
def union_ledger(file: OpenFile, source: Mapping[str, Any], log: NumberedLog) -> Iterator[OpenFile]:
    """A ledger under the plan `source` with nothing but this log, encrypted as `file` is, gone afterwards."""
    with private_folder() as folder:
        path, beside = folder / "union.db", folder / "log.db"
        with closing(build(path, source, file.logged_unit, "", file.clock, (), file.raw_key)) as ledger:
            ledger.connection.execute("PRAGMA synchronous = OFF")
            _take_in(ledger, beside, log)
            yield ledger


def _take_in(ledger: OpenFile, beside: Path, log: NumberedLog) -> None:
    staging = Staging(ledger.connection, beside)
    with staging.opened():
        staging.fill(log.kinds, log.fields, log.records, log.acts, log.changes)
    with store.attached(ledger, beside), store.writing(ledger, index=False):
        store.take_in(ledger)


def derived_rows(ledger: OpenFile, kind: RecordKind) -> Iterator[tuple[str, int, Sequence[Stored], Stored, Stored]]:
    """Of each live record of a kind: its id, its state, its fields in the plan's order, its unit, and its day."""
    kinds = ledger.plan.record_kinds
    fields = "".join(f", t.{quoted(name)}" for name in kind.fields)
    unit = path_sql(kinds, kind, kind.unit_field, "t") if kind.unit_field else "NULL"
    day = path_sql(kinds, kind, kind.date_field, "t") if _is_day(kinds, kind) else "NULL"
    query = f"SELECT t.id, t._state, {unit}, {day}{fields} FROM main.{quoted(kind.name)} t ORDER BY t.id"
    for record, state, in_unit, on_day, *values in ledger.connection.execute(query):
        yield record, state, values, in_unit, on_day


def _is_day(kinds: Mapping[str, RecordKind], kind: RecordKind) -> bool:
    """Whether the records of a kind have a day; some have a year alone."""
    *steps, last = kind.date_field.split(".")
    for step in steps:
        kind = kinds[kind.fields[step].target or ""]
    return last in kind.fields and kind.fields[last].type.holds_day


def derived_conflicts(ledger: OpenFile) -> Iterator[tuple[str, str, str]]:
    """Kind, record and field of every open conflict."""
    yield from ledger.connection.execute(
        "SELECT k.name, r.id, c.field FROM _conflict c JOIN record r ON r.no = c.record JOIN kind k ON k.no = r.kind"
    )
