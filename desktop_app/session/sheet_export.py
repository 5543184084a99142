"""Lists of records as spreadsheets, to be looked at, corrected and read back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from db import queries
from db.ledger_state import state_now
from db.open_file import OpenFile
from desktop_app.catalogue import in_language
from desktop_app.domain.collation import sort_key
from desktop_app.domain.column_filter import ColumnFilter, read_filter
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.list_order import default_order
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import Problem
from desktop_app.errors import AppError
from desktop_app.messages import Message, joined
from desktop_app.session import records
from desktop_app.session.examples import example_mark
from desktop_app.session.sheet_import import ledger_of
from desktop_app.sheets.column_contexts import Ledger, context_of
from desktop_app.sheets.form_reading import NUMBER, number_outside
from desktop_app.sheets.form_writing import FilledSheet, FormBook, FormColumn, form_as_xlsx
from desktop_app.sheets.grid import Book
from desktop_app.sheets.list_mark import FormMark, ListMark
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
FORMS: Mapping[str, Callable[[WrittenList], bytes]] = {".xlsx": as_xlsx, ".csv": as_csv}


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
    mark = ListMark(kind.logged_as, state.act, state.stamp)  # which an office with another edition knows too
    rows = records.rows(file, kind_name, order=order, descending=descending, **wanted)
    heading = in_language(Message("sheet.record_heading"), LANGUAGE)
    columns = [ListColumn(heading, TEXT, RECORD_PIXELS), *(_column(kind.fields[name]) for name in names)]
    origin = in_language(Message("sheet.list_origin", mark=str(mark)), LANGUAGE)
    example = example_mark(file)
    above = [example, origin] if example else [origin]
    what = WrittenList(kind.list_label.vi, above, columns, _cells(kind, names, rows, ledger.writer), example, True)
    return FORMS[form](what)


def read_filters(file: OpenFile, kind_name: str, texts: Sequence[str]) -> list[ColumnFilter]:
    """Filters as they are typed above columns: FIELD=TEXT; AppError says what can't be read."""
    kind, found = file.kind(kind_name), []
    days = file.plan.days
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
    """The rows that are asked about, as they stand in the sheets, each with the reason; columns of people stay away."""
    return as_xlsx(*(_asked_list(book, one) for one in reading.whole if one.asked))


def _asked_list(book: Book, reading: SheetReading) -> WrittenList:
    sheet = next(one for one in book.sheets if one.name == reading.sheet)
    columns = [column for column in reading.columns if not column.people]
    reason = ListColumn(in_language(Message("sheet.reason_heading"), LANGUAGE), TEXT, 400)
    groups = [ListColumn(in_language(reading.of_group, LANGUAGE), TEXT)] if reading.of_group else []
    shown = [*groups, *(ListColumn(column.heading, GENERAL) for column in columns), reason]

    def cells(asked: AskedRow) -> list[Written | FormattedNumber]:
        row = sheet.rows.get(asked.row, {})
        why = joined((doubt.why for doubt in asked.doubts), " ")
        stands = [written_again(book, row.get(column.column)) for column in columns]
        return [*([reading.groups.get(asked.row, "")] if groups else []), *stands, in_language(why, LANGUAGE)]

    title, *above = [*reading.above, reading.sheet][:1] + list(reading.above[1:])
    return WrittenList(title, above, shown, map(cells, reading.asked))


def form_of(file: OpenFile, kind_name: str) -> bytes:
    """A form of a kind as a workbook, for an office without the program; a sheet for each kind inside it."""
    sheet = _form_sheet(file, file.kind(kind_name), None, ledger_of(file))
    return form_as_xlsx(FormBook(sheet, in_language(Message("sheet.form_wrong"), LANGUAGE), example_mark(file)))


def _form_sheet(file: OpenFile, kind: RecordKind, outside: RecordKind | None, ledger: Ledger) -> FilledSheet:
    unit, plan = file.units.name(file.unit), file.plan
    mark = FormMark(kind.logged_as, plan.edition, file.unit)
    how = Message("sheet.form_how") if outside is None else Message("sheet.form_inside", outside=outside.list_label)
    above = [
        in_language(how, LANGUAGE),
        in_language(
            Message("sheet.form_for", unit=unit, plan=plan.label, edition=plan.edition, mark=str(mark)), LANGUAGE
        ),
    ]
    inside = [one for one in plan.children[kind.name] if not one.retired]
    columns = []
    if outside is not None:
        note = in_language(Message("sheet.form_number_outside", outside=outside.list_label), LANGUAGE)
        columns.append(FormColumn(number_outside(outside), note=note, required=True, check="row_outside"))
    if outside is None or inside:
        columns.append(FormColumn(NUMBER, check="number_of_row" if inside else "whole"))
    left_out = kind.parent_field if outside is not None else None
    for of in (one for name, one in kind.fields.items() if not one.retired and name != left_out):
        columns += _form_columns(file, kind, of, ledger)
    title = in_language(kind.list_label, LANGUAGE)  # by which the sheets inside speak of it
    return FilledSheet(title, above, columns, [_form_sheet(file, one, kind, ledger) for one in inside])


def _form_columns(file: OpenFile, kind: RecordKind, of: Field, ledger: Ledger) -> list[FormColumn]:
    """The columns of a field: one, or one for each choice where it holds several. A form offers what is taken."""
    heading, note, required = of.label.vi, of.help.vi, of.required == "always"
    read = context_of(of, kind, Book([]), ledger)
    offered = (one for one in file.plan.choices.get(of.choices or "", {}).values() if not one.retired)
    choices = [choice.label.vi for choice in offered]
    if of.type.many:
        return [FormColumn(heading, choice, note, required, "tick") for choice in choices]
    if of.type.lookup is Lookup.UNITS:
        living = (code for code in file.units.descendants(file.unit) if not file.units.is_retired(code))
        codes = [code for code in living if read.fits(code)]
        choices = [str(ledger.writer.cell(of, code)) for code in codes]
    elif of.type.refers and of.target:
        rows = records.rows(file, of.target)
        choices = sorted({str(ledger.writer.cell(of, row.id)) for row in rows}, key=sort_key)
    elif of.type.flag:
        choices = [in_language(of.type.show(value), LANGUAGE) for value in (True, False)]
    day = "day" if read.latest == read.today else "day_to_come"
    check = day if of.type.holds_day else "whole" if of.type.whole else "number" if of.type.numeric else ""
    return [FormColumn(heading, "", note, required, "" if choices else check, choices)]
