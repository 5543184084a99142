"""Spreadsheets as records of a kind: read against the open file, shown with all that is asked, written as one act."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from db import acts, queries, store
from db.editions import in_former_words
from db.ledger_state import LedgerState, state_now, values_then
from db.log import find_record
from db.open_file import OpenFile
from desktop_app.catalogue import LANGUAGES, in_language
from desktop_app.domain.collation import fold
from desktop_app.domain.field_defaults import is_numbered
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.plan_examples import is_example
from desktop_app.domain.record_ids import natural_id, random_id
from desktop_app.domain.values import Value, show_itself
from desktop_app.errors import AppError
from desktop_app.messages import Joined, Message, Text, joined, quoted
from desktop_app.paths import name_of
from desktop_app.session import records
from desktop_app.sheets.book_reading import read_book
from desktop_app.sheets.clipboard_reading import read_clipboard
from desktop_app.sheets.column_contexts import Ledger
from desktop_app.sheets.form_reading import read_form
from desktop_app.sheets.grid import Book
from desktop_app.sheets.list_mark import ListMark, find_mark, form_mark, head_texts
from desktop_app.sheets.questions import EMPTY, LEAVE
from desktop_app.sheets.sheet_reading import Wishes
from desktop_app.sheets.sheet_rows import ReadRow, SheetReading, reference_to_row
from desktop_app.sheets.unknown_words import UnknownWord, find_words
from desktop_app.sheets.value_writing import as_text

__all__ = [
    "EMPTY", "LEAVE", "Book", "LedgerState", "SheetReading", "UnknownWord", "Wishes", "find_words", "read_clipboard",
    "state_now",
]  # fmt: skip


def open_book(source: Path, wishes: Wishes, report_progress: ProgressCallback = ignore_progress) -> Book:
    """The workbook in a file; `report_progress` may raise, to stop."""

    def report(row: int) -> None:
        if row % 500 == 0:
            report_progress(row, 0, Message("sheet.reading"))

    return read_book(source, wishes.answers.get("encoding"), report)


def marked_kind(book: Book, source: Path) -> str:
    """The kind of a list that was taken out of a ledger, or of a form; AppError where the workbook is neither."""
    marks = [find_mark(text for sheet in book.sheets for text in head_texts(sheet)), *map(form_mark, book.sheets)]
    kinds = [mark.kind for mark in marks if mark is not None]
    if not kinds:
        raise AppError("cli.import_ending", file=name_of(source))
    return kinds[0]


def read(
    file: OpenFile, book: Book, kind: str, wishes: Wishes, report_progress: ProgressCallback = ignore_progress
) -> SheetReading:
    """What a workbook would become as records of a kind; nothing is written."""

    def report(done: int, total: int) -> None:
        report_progress(done, total, Message("sheet.judging"))

    _refuse_example(file, book)
    ledger = ledger_of(file)
    return read_form(book, ledger.rules.plan.kinds[file.kind(kind).name], ledger, _renamed(file, kind, wishes), report)


def _renamed(file: OpenFile, kind: str, wishes: Wishes) -> Wishes:
    """What a person said of columns before an edition called fields otherwise."""
    name = file.kind(kind).name
    columns = {column: field and file.names.plan_field(name, field) for column, field in wishes.columns.items()}
    values = {file.names.plan_field(name, field): text for field, text in wishes.values.items()}
    return replace(wishes, columns=columns, values=values)


def _refuse_example(file: OpenFile, book: Book) -> None:
    """AppError: the list came out of the ledger of an example, and this is none."""
    marks = [in_language(Message("report.example"), language) for language in LANGUAGES]
    texts = (text for sheet in book.sheets for text in head_texts(sheet))
    if not is_example(file.plan.id) and any(mark in text for text in texts for mark in marks):
        raise AppError("sheet.of_example")


def words_of(file: OpenFile, reading: SheetReading) -> list[str]:
    """What each row that is a record says, as people read it; of a correction, what it changes."""
    kind, writer = file.kind(reading.kind), ledger_of(file).writer

    def said(name: str, value: Value) -> str:
        of = kind.fields[name]
        shown = show_itself(of, value) if of.type.lookup is None else as_text(writer.cell(of, value))
        return in_language(shown, file.language) or "–"

    def change(row: ReadRow, name: str) -> Text:
        if row.before is not None:
            return Joined((said(name, row.before.get(name)), said(name, row.values[name])), " → ")
        stood = next((one["from"] for one in row.read if one["field"] == name), None)
        now = said(name, row.values[name])
        return now if stood is None else Message("sheet.read_from", value=now, cell=quoted(stood))

    def words(row: ReadRow) -> str:
        names = (name for name in row.values if name != kind.parent_field or row.row not in reading.outside)
        parts = (Joined((kind.fields[name].label, change(row, name)), ": ") for name in names)
        return in_language(joined(parts, "; "), file.language)

    return [words(row) for row in reading.rows]


def write(
    file: OpenFile, reading: SheetReading, report_progress: ProgressCallback = ignore_progress,
    seen: LedgerState | None = None,
) -> list[str]:  # fmt: skip
    """Write the rows that were read, and those inside them, as one act; the ids of their records, in order.

    `seen`: the state of the ledger that they were read against; AppError where it has moved on.
    """
    wanted = list(_records(file, reading, {}))
    report_progress(0, 0, Message("sheet.writing"))
    with store.writing(file):
        if seen is not None and state_now(file) != seen:
            raise AppError("sheet.ledger_moved")
        store.apply(file, acts.importing(file, wanted), "import")
    return [one.record for one in wanted]


def _records(file: OpenFile, reading: SheetReading, outside: Mapping[str, str]) -> Iterator[acts.ImportedRecord]:
    """The records of a sheet and of those inside it. `outside`: the ids of those outside, by what stands for them."""
    kind, ids = file.kind(reading.kind), dict[str, str]()
    for row in reading.rows:
        values = row.values
        lies_in = outside.get(str(values.get(kind.parent_field or "")))
        if kind.parent_field and lies_in is not None:
            values = {**values, kind.parent_field: lies_in}
        id_ = row.record or natural_id(kind, values, file.names) or random_id(file.clock.random(16))
        ids[reference_to_row(row.row)] = id_
        yield acts.ImportedRecord(id_, row.kind, values)
    for one in reading.inside:
        yield from _records(file, one, ids)


def ledger_of(file: OpenFile) -> Ledger:
    def existing(name: str) -> list[tuple[str, Mapping[str, Value]]]:
        return [(row.id, row.values) for row in queries.rows(file, file.kind(name), queries.Filter(), "id")]

    def deleted(record: str) -> bool:
        row = find_record(file.connection, record)
        return row is not None and not row.live

    known: dict[str, Mapping[str, Sequence[str]]] = {}

    def references(name: str) -> Mapping[str, Sequence[str]]:
        if name not in known:
            known[name] = _written_for(file, file.kind(name))
        return known[name]

    def then(record: str, mark: ListMark) -> Mapping[str, Value] | None:
        return values_then(file, record, LedgerState(mark.act, mark.stamp))

    def names(name: str, record: str) -> Sequence[str]:
        if name not in named:
            named[name] = _names(file, file.kind(name))
        return named[name].get(record, ())

    named: dict[str, Mapping[str, Sequence[str]]] = {}
    rules = replace(file.entry_rules(), plan=in_former_words(file))
    return Ledger(rules, file.unit, references, existing, deleted, then, names)


def _names(file: OpenFile, kind: RecordKind) -> Mapping[str, Sequence[str]]:
    """What the records of a kind are called: by their titles; where those are shared, with their units and codes."""
    rows = queries.rows(file, kind, queries.Filter(), "id")
    titles = records.titles_by_id(file, {kind.name: [row.id for row in rows]})
    codes = [name for name, of in kind.fields.items() if of.type.one_line and _is_code(of)]
    found = {}
    for row in rows:
        title, unit = titles.get(row.id, ""), row.values.get(kind.unit_field or "")
        more = [file.units.name(str(unit))] if unit else []
        code = [str(row.values[name]) for name in codes if row.values.get(name)]
        found[row.id] = [", ".join([title, *extra]) for extra in ((), more, code, (*more, *code))] if title else []
    return found


def _is_code(of: Field) -> bool:
    return is_numbered(of) or of.label.vi.startswith("Mã ")


def _written_for(file: OpenFile, kind: RecordKind) -> Mapping[str, Sequence[str]]:
    """The records of a kind by what may be written for them, folded: what they are called, names in it, codes, id."""
    found: dict[str, dict[str, None]] = {}
    named = [
        name for name, of in kind.fields.items() if of.type.one_line and (f"{{{name}}}" in kind.title or _is_code(of))
    ]
    names = _names(file, kind)
    for row in queries.rows(file, kind, queries.Filter(), "id"):
        for text in (row.id, *names[row.id], *(str(row.values.get(name) or "") for name in named)):
            if text:
                found.setdefault(fold(text), {})[row.id] = None
    return {key: list(ids) for key, ids in found.items()}
