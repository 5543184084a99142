"""A data set written into a file act by act, so that its tables follow from its log."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import field, structs

from db import acts, store
from db.connection import Connection
from db.kind_rows import KindRows, rows_of
from db.log import Numbers
from db.schema import quoted
from desktop_app.domain.changes import Edit, deletion
from desktop_app.domain.plan import Plan
from desktop_app.domain.validation import State
from desktop_app.domain.values import Stored
from tests.figure_fates import Operation
from tests.figure_file import Record, memory_file

WRITTEN = ("change_log", "act", "_conflict", "record", "_search_text")


class GivenRows(KindRows, frozen=True):
    """Rows whose state the data set says: its records hold only what figures read, so that none would be finished."""

    states: Mapping[str, State] = field(default_factory=dict)

    def row(self, record: str, shown: Mapping[str, Stored]) -> tuple[list[Stored], str]:
        columns, text = super().row(record, shown)
        return [*columns[:-1], int(self.states[record])], text


class Writer:
    """Writes one data set after the other into a file in memory."""

    def __init__(self, connection: Connection, plan: Plan) -> None:
        self.file = memory_file(plan, connection)

    def write(
        self, records: Sequence[Record], operations: Iterable[Operation], conflicts: Iterable[tuple[str, str]]
    ) -> None:
        """Replace everything in the file; `conflicts`: (record, field), as merges of other files leave them."""
        run, file = self.file.connection.execute, self.file
        run("BEGIN")
        for table in (*file.plan.record_kinds, *WRITTEN):
            run(f"DELETE FROM main.{quoted(table)}")
        file.numbers = Numbers(file.connection)
        states = {record["id"]: _state(record) for record in records}
        plain = {name: rows_of(kind, file.rules) for name, kind in file.plan.record_kinds.items()}
        file._kind_rows = {name: GivenRows(**structs.asdict(rows), states=states) for name, rows in plain.items()}
        store.apply(file, (edit for record in records for edit in _creating(record)), "edit", author="Lan")
        for operation in operations:
            store.apply(file, list(self._edits(operation)), "edit", author="Lan")
        numbers = dict(run("SELECT id, no FROM record"))
        rows = {(numbers[record], name) for record, name in conflicts}
        file.connection.executemany("INSERT INTO main._conflict VALUES (?, ?)", sorted(rows))
        run("COMMIT")

    def _edits(self, operation: Operation) -> Iterable[Edit]:
        file = self.file
        if operation.what == "delete":
            return acts.deleting(file, operation.record)
        if operation.what == "restore":
            return acts.restoring(file, operation.record)
        if operation.what == "join":
            return acts.joining(file, operation.record, operation.other)
        row, now = acts.found(file, operation.record)
        blind = deletion(operation.record, row.kind, now)
        seen = sorted(blind.covers)[1:] if operation.what == "unseen" else blind.covers
        return [Edit(blind.record, blind.kind, blind.field, blind.value, blind.replaces, frozenset(seen))]


def _state(record: Record) -> State:
    if record.get("counts", True):
        return State.COUNTS
    return State.CONTRADICTORY if record.get("contradictory") else State.UNFINISHED


def _creating(record: Record) -> Iterable[Edit]:
    fields = {name: value for name, value in record["fields"].items() if value is not None}
    return [Edit(record["id"], record["kind"], name, _stored(value)) for name, value in fields.items()]


def _stored(value: Any) -> Stored:
    if isinstance(value, list):
        return json.dumps(value)
    return int(value) if isinstance(value, bool) else value
