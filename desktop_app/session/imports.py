"""Records as programs write and read them: JSON lines in and out, and made-up ones for practice."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from db import acts, queries, store
from db.derive_record import referring
from db.log import find_record
from db.open_file import OpenFile
from desktop_app.domain.changes import DELETED, values_of
from desktop_app.domain.plan_examples import is_example
from desktop_app.domain.record_ids import random_id
from desktop_app.domain.values import Problem, Value, from_json
from desktop_app.errors import AppError

if TYPE_CHECKING:
    from desktop_app.exchange.import_plan import ImportPlan
    from desktop_app.exchange.json_lines import KnownRecord


def import_lines(file: OpenFile, lines: Iterable[str], dry_run: bool = False) -> "ImportPlan":
    """Write JSON lines as one act, or nothing at all: then the plan that comes back holds every problem. A line without
    an id that says what a live record says stands for that one, as a row of a sheet does.
    """
    from desktop_app.exchange.import_plan import plan_import
    from desktop_app.exchange.same_records import SameRecords

    def new_id() -> str:
        return random_id(file.clock.random(16))

    def existing(kind: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
        return ((row.id, row.values) for row in queries.rows(file, file.kind(kind), queries.Filter(), "id"))

    with store.writing(file):
        rules, same = file.entry_rules(), SameRecords(existing)
        wanted = plan_import(rules, lines, lambda r: _known(file, r), lambda r: _referring(file, r), same, new_id)
        if not wanted.problems and not dry_run:
            edits = acts.importing(
                file, (acts.ImportedRecord(e.record, e.kind, e.values, e.deleted) for e in wanted.edits)
            )
            store.apply(file, edits, "import")
    return wanted


def export_lines(file: OpenFile) -> Iterator[dict[str, Any]]:
    """Every live record as `import_lines` reads it, in the plan's order."""
    from desktop_app.exchange.json_lines import export_line

    of_example = {"example": True} if is_example(file.plan.id) else {}
    for kind in file.plan.record_kinds.values():
        for row in queries.rows(file, kind, queries.Filter(), "id"):
            yield export_line(kind, row.id, row.values, lambda record: _known(file, record)) | of_example


def demo_lines(file: OpenFile, records: int, units: int | None, seed: int) -> Iterator[dict[str, Any]]:
    """Made-up import lines over the whole plan, the same for the same seed, for practice and for measuring."""
    from desktop_app.exchange.demo import demo_lines

    kinds = file.plan.record_kinds.values()
    existing = [(kind.name, row.id, row.values) for kind in kinds for row in queries.rows(file, kind, queries.Filter())]
    return demo_lines(file.plan, file.units, records, units, seed, file.today(), existing)


def value_of(file: OpenFile, record: str, field: str, raw: Any) -> Value:
    """A value for a field of a record as programs write it (JSON); AppError says why it is none."""
    row = find_record(file.connection, record)
    if row is None or row.kind not in file.plan.record_kinds:
        raise AppError("core.no_record", record=record)
    if field == DELETED:
        if not isinstance(raw, bool):
            raise AppError("merge.not_deleted", text=raw)
        return raw
    kind = file.plan.record_kinds[row.kind]
    known = kind.fields.get(field)
    if known is None:
        raise AppError("merge.no_field", field=field, kind=kind.label)
    value = from_json(known, raw)
    if isinstance(value, Problem):
        raise AppError("merge.bad_value", message=value.message)
    return value


def _referring(file: OpenFile, record: str) -> list[tuple[str, str]]:
    row = find_record(file.connection, record)
    return [(id_, field) for (_, id_), field in referring(file, row.kind, row.id)] if row else []


def _known(file: OpenFile, record: str) -> "KnownRecord | None":
    from desktop_app.exchange.json_lines import KnownRecord

    row = find_record(file.connection, record)
    if row is None:
        return None
    kind = file.plan.record_kinds.get(row.kind)
    values = values_of(kind, acts.found(file, record)[1]) if kind else {}
    return KnownRecord(row.kind, values, not row.live)
