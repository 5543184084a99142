"""A form with several sheets: the rows of the inner ones belong to rows outside by their numbers, and go with them."""

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.messages import Message
from desktop_app.sheets.column_contexts import Ledger
from desktop_app.sheets.grid import Book, Cell, CellKind, ReportCount, Worksheet
from desktop_app.sheets.headings import heading_key, is_one_of
from desktop_app.sheets.list_mark import form_mark, form_sheet
from desktop_app.sheets.questions import TAKE
from desktop_app.sheets.row_judging import RowJudge
from desktop_app.sheets.sheet_reading import Wishes, read_sheet
from desktop_app.sheets.sheet_rows import CellDoubt, SheetReading, reference_to_row

NUMBER = "STT"


def number_outside(outside: RecordKind) -> str:
    """What stands above the numbers of the rows outside."""
    return f"{NUMBER} ({outside.list_label.vi})"


def read_form(book: Book, kind: RecordKind, ledger: Ledger, wishes: Wishes, report: ReportCount) -> SheetReading:
    """Understand a workbook as records of a kind, and those inside them where it is a form that has sheets for them."""
    reading = read_sheet(book, kind, ledger, wishes, report)
    sheet = next((one for one in book.sheets if one.name == reading.sheet), None)
    if sheet is not None and reading.header_rows and form_mark(sheet) is not None:
        _read_inside(book, kind, sheet, ledger, reading, report)
        _hold_outside(reading)
        _hold_inside(reading)
    return reading


def _read_inside(
    book: Book, kind: RecordKind, sheet: Worksheet, ledger: Ledger, reading: SheetReading, report: ReportCount
) -> None:
    plan: Plan = ledger.rules.plan
    numbered = _rows_by_number(sheet, reading)
    for child in plan.children[kind.name]:
        inner = form_sheet(book, child.name, child.logged_as)
        if inner is None:
            continue
        made = _read_alone(book, child, inner, ledger, report)
        reading.inside.append(made)
        if made.header_rows:
            _lead_outside(made, inner, number_outside(kind), numbered)
            _judge_inside(child, ledger, made, reading, report)
            _read_inside(book, child, inner, ledger, made, report)


def _read_alone(book: Book, kind: RecordKind, sheet: Worksheet, ledger: Ledger, report: ReportCount) -> SheetReading:
    """Its rows without what they lie in. What would be asked about the whole sheet is asked row by row."""
    fields = {name: of for name, of in kind.fields.items() if name != kind.parent_field}
    bare = replace(kind, fields=fields, natural_key=())
    alone = replace(ledger, existing=lambda _: ())
    made = read_sheet(book, bare, alone, Wishes(sheet=sheet.name, answers={"repeated": TAKE}), report)
    made.questions, made.is_inside = [], True
    return made


def _lead_outside(made: SheetReading, sheet: Worksheet, heading: str, numbered: Mapping[int, Sequence[int]]) -> None:
    """Find the row outside for each row; those that name none, or one of several, are asked about."""
    column = _column_of(made, heading)
    for number in (*(one.row for one in made.rows), *(one.row for one in made.asked)):
        outside = numbered.get(_number(sheet.rows[number].get(column)) or 0, ())
        if len(outside) == 1:
            made.outside[number] = outside[0]
    for row in [one for one in made.rows if one.row not in made.outside]:
        cell = sheet.rows[row.row].get(column)
        value = str(cell.value) if cell is not None else ""
        made.hold(row.row, CellDoubt(Message("sheet.why_no_row_outside", column=heading, text=value or "–")))


def _judge_inside(
    kind: RecordKind, ledger: Ledger, made: SheetReading, outside: SheetReading, report: ReportCount
) -> None:
    """Judge the rows as records of those outside: by their keys, and by what the ledger holds."""
    known = {row.row: row.record for row in outside.skipped if row.record is not None}
    assert kind.parent_field
    for row in made.rows:
        lies_in = made.outside[row.row]
        row.kind = kind.name
        row.values = {kind.parent_field: known.get(lies_in, reference_to_row(lies_in)), **row.values}
    names: dict[str, str | None] = dict.fromkeys(kind.fields) | {
        one.field: one.name for one in made.columns if one.field is not None
    }
    RowJudge(kind, ledger, made, {}, names).judge(report)
    made.questions = []


def _hold_outside(reading: SheetReading) -> None:
    """A row inside of which something is asked waits too: its record goes in whole, or not at all."""
    for inner in reading.inside:
        _hold_outside(inner)
        for asked in inner.asked:
            if asked.row in inner.outside:
                why = Message("sheet.why_inside_asked", sheet=inner.sheet, row=asked.row)
                reading.hold(inner.outside[asked.row], CellDoubt(why))


def _hold_inside(reading: SheetReading) -> None:
    """What lies inside a row that is asked about waits with it; what lies in no record is asked about."""
    asked = {row.row for row in reading.asked}
    for inner in reading.inside:
        for row in [one.row for one in inner.rows if inner.outside[one.row] in asked]:
            why = Message("sheet.why_outside_asked", sheet=reading.sheet, row=inner.outside[row])
            inner.hold(row, CellDoubt(why))
        _hold_inside(inner)


def _rows_by_number(sheet: Worksheet, reading: SheetReading) -> dict[int, list[int]]:
    """The rows that are records, or are asked about, by the numbers that they bear."""
    column = _column_of(reading, NUMBER)
    records = {one.row for one in reading.rows} | {one.row for one in reading.asked}
    records |= {one.row for one in reading.skipped if one.record is not None}
    found: dict[int, list[int]] = {}
    for row in sorted(records):
        number = _number(sheet.rows[row].get(column))
        if number is not None:
            found.setdefault(number, []).append(row)
    return found


def _column_of(reading: SheetReading, heading: str) -> int:
    """The column of numbers with this heading; 0 where there is none."""
    wanted = heading_key(heading)
    numbering = (one for one in reading.columns if is_one_of(one.heading, "numbering"))
    return next((one.column for one in numbering if heading_key(one.heading) == wanted), 0)


def _number(cell: Cell | None) -> int | None:
    if cell is None or cell.kind not in (CellKind.NUMBER, CellKind.TEXT):
        return None
    text = str(cell.value).strip(" .").removesuffix(".0")
    return int(text) if re.fullmatch(r"\d{1,18}", text) else None
