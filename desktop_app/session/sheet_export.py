"""Lists of records as spreadsheets, to be looked at, corrected and brought back."""

from collections.abc import Iterator, Sequence
from typing import Any

from db import queries
from db.ledger_state import state_now
from db.open_file import OpenFile
from desktop_app.catalogue import in_language
from desktop_app.domain.column_filter import ColumnFilter, read_filter
from desktop_app.domain.list_order import default_order
from desktop_app.domain.period import days_of_year
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import Problem
from desktop_app.errors import AppError
from desktop_app.messages import Message, joined
from desktop_app.session import records
from desktop_app.session.sheet_import import ledger_of
from desktop_app.sheets.grid import Book
from desktop_app.sheets.list_mark import ListMark
from desktop_app.sheets.list_writing import (
    DAY,
    GENERAL,
    PARTS,
    PLAIN,
    TEXT,
    WHOLE,
    FormattedNumber,
    ListColumn,
    WrittenList,
    as_csv,
    as_xlsx,
    written_again,
)
from desktop_app.sheets.sheet_rows import AskedRow, SheetReading
from desktop_app.sheets.value_writing import LANGUAGE, ValueWriter, Written

RECORD_PIXELS = 190
FORMS = {".xlsx": as_xlsx, ".csv": as_csv}


def list_as(
    file: OpenFile, kind_name: str, form: str, *, shown: Sequence[str] = (), order: str | None = None,
    descending: bool = False, **wanted: Any,
) -> bytes:  # fmt: skip
    """A list as the bytes of a file; `form` is its ending. `shown`: the fields in its columns, none for all of the
    kind; filters as for `records.rows`.
    """
    kind = file.kind(kind_name)
    if order is None:
        order, descending = default_order(kind)
    names = [name for name in shown if name in kind.fields] or list(kind.fields)
    state, ledger = state_now(file), ledger_of(file)
    mark = ListMark(kind.name, state.act, state.stamp)
    rows = records.rows(file, kind_name, order=order, descending=descending, **wanted)
    heading = in_language(Message("sheet.record_heading"), LANGUAGE)
    columns = [ListColumn(heading, TEXT, RECORD_PIXELS), *(_column(kind.fields[name]) for name in names)]
    origin = in_language(Message("sheet.list_origin", mark=str(mark)), LANGUAGE)
    what = WrittenList(kind.list_label.vi, [origin], columns, _cells(kind, names, rows, ledger.writer))
    return FORMS[form](what)


def read_filters(file: OpenFile, kind_name: str, texts: Sequence[str]) -> list[ColumnFilter]:
    """Filters as they are typed above columns: FIELD=TEXT; AppError says what can't be read."""
    kind, found = file.kind(kind_name), []
    days = days_of_year(file.plan.source, file.plan.period_scheme, file.plan.year)
    for text in texts:
        name, equals, asked = text.partition("=")
        of = kind.fields.get(name.strip())
        if not equals or of is None:
            raise AppError("sheet.no_field" if equals else "sheet.bad_set", field=name, kind=kind.label, text=text)
        read = read_filter(of, asked, days)
        if isinstance(read, Problem):
            raise AppError("sheet.bad_value", why=read.message)
        found += [read] if read is not None else []
    return found


def _cells(
    kind: RecordKind, names: Sequence[str], rows: Sequence[queries.Row], writer: ValueWriter
) -> Iterator[list[Written]]:
    for row in rows:
        yield [row.id, *(writer.cell(kind.fields[name], row.values.get(name)) for name in names)]


def _column(of: Field) -> ListColumn:
    if of.type.holds_day:
        shown = DAY
    elif of.type.whole:
        shown = PLAIN if of.plain else WHOLE
    else:
        shown = PARTS if of.type.numeric else TEXT
    return ListColumn(of.label.vi, shown, of.type.width)


def asked_as_xlsx(book: Book, reading: SheetReading) -> bytes:
    """The rows that are asked about, as they stand in the sheet, each with the reason; columns of people stay away."""
    sheet = next(one for one in book.sheets if one.name == reading.sheet)
    columns = [column for column in reading.columns if not column.people]
    reason = ListColumn(in_language(Message("sheet.reason_heading"), LANGUAGE), TEXT, 400)
    shown = [*(ListColumn(column.heading, GENERAL) for column in columns), reason]

    def cells(asked: AskedRow) -> list[Written | FormattedNumber]:
        row = sheet.rows.get(asked.row, {})
        why = joined((doubt.why for doubt in asked.doubts), " ")
        return [*(written_again(book, row.get(column.column)) for column in columns), in_language(why, LANGUAGE)]

    title, *above = [*reading.above, reading.sheet][:1] + list(reading.above[1:])
    return as_xlsx(WrittenList(title, above, shown, map(cells, reading.asked)))
