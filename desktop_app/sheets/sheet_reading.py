"""From a workbook to records of a kind: the sheet, the heading, the columns, the rows, all with what is asked."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.sheets.cell_comments import name_comments
from desktop_app.sheets.cell_reading import read_cell
from desktop_app.sheets.cell_values import Doubt
from desktop_app.sheets.column_contexts import Ledger, context_of
from desktop_app.sheets.column_matching import ColumnMatcher, SheetColumn, texts_in
from desktop_app.sheets.grid import Book, Cell, CellKind, ReportCount, Worksheet
from desktop_app.sheets.headings import KindHeadings, headings_of
from desktop_app.sheets.list_mark import form_mark, form_sheet
from desktop_app.sheets.people import holds_people
from desktop_app.sheets.questions import SheetQuestion, at_most
from desktop_app.sheets.row_judging import RowJudge
from desktop_app.sheets.row_reading import RowReader
from desktop_app.sheets.sheet_rows import AskedRow, CellDoubt, SheetReading
from desktop_app.sheets.table_columns import TableColumns
from desktop_app.sheets.table_finding import SheetTable, Ticks, find_table, is_transposed
from desktop_app.sheets.tick_columns import tick_finder

FEW, CLEARLY_MORE = 3, 3  # headings that are known


class Wishes(Struct, frozen=True):
    """What a person said beforehand: the sheet, the columns, values for all rows, answers to questions by their ids."""

    sheet: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


def read_sheet(book: Book, kind: RecordKind, ledger: Ledger, wishes: Wishes, report: ReportCount) -> SheetReading:
    """Understand a workbook as records of a kind; nothing is written."""
    result = SheetReading(kind.name, encoding=book.encoding, dates=None if book.bare else book.dates)
    known = headings_of(kind)
    finder = tick_finder(kind, ledger.rules.plan, known)
    form = form_sheet(book, kind.name, kind.logged_as)
    name = form.name if wishes.sheet is None and form is not None else wishes.sheet
    sheet, table = _choose(
        book, known, name, result, lambda parts: tick.field if (tick := finder.find(parts)) else None
    )
    if sheet is None:
        return result
    result.sheet = sheet.name
    if wishes.sheet is None:
        left = (one for one in book.shown if one.rows and one is not sheet)
        result.other_sheets = [one.name for one in left if not _lies_inside(one, kind)]
    if table is None and wishes.columns:
        table = SheetTable(sheet, [], {}, [])  # a person says what each column is
    if table is None:
        _ask_for_heading(book, sheet, known, result)
        return result
    result.header_rows, result.above = table.header_rows, table.above
    others = [(one.name, headings_of(one)) for one in ledger.rules.plan.record_kinds.values()]
    if not wishes.columns and (better := _better_kind(table, known, others)) is not None:
        _ask_for_kind(table, better, result)
        return result
    given = _given(book, kind, ledger, wishes.values)
    matching = ColumnMatcher(table, kind, ledger.rules.plan, wishes.columns, wishes.answers, list(given)).match()
    if book.doubted:
        matching.ask(SheetQuestion("encoding", "encoding", Message("sheet.ask_encoding"), book.doubted))
    all_headings = [headings for _, headings in others]
    columns = TableColumns(book, table, kind, matching, ledger, given, wishes.answers)
    RowReader(columns, ledger, wishes.answers, result, all_headings).read(report)
    result.columns = [
        column
        for _, column in sorted(matching.columns.items())
        if column.heading or column.field or column.column in matching.open
    ]
    result.questions = list(matching.questions)
    names = {name: matching.columns[number].name for name, number in matching.fields.items()}
    is_list = matching.record_column is None and _looks_taken_out(kind, result)
    RowJudge(kind, ledger, result, wishes.answers, names).judge(report, is_list=is_list)
    name_comments(sheet, result)
    result.questions = at_most(result.questions)
    return result


def _choose(
    book: Book, known: KindHeadings, name: str | None, result: SheetReading, ticks: Ticks
) -> tuple[Worksheet | None, SheetTable | None]:
    """The sheet that a person named, or the only one that holds a table of the kind."""
    if name is not None:
        chosen = next((sheet for sheet in book.sheets if sheet.name == name), None)
        if chosen is None:
            raise AppError("sheet.no_sheet", name=name, known=", ".join(sheet.name for sheet in book.sheets))
        return chosen, find_table(chosen, known, ticks)
    filled = [sheet for sheet in book.shown if sheet.rows]
    found = [(sheet, table) for sheet in filled if (table := find_table(sheet, known, ticks)) is not None]
    tables = [pair for pair in found if pair[1].rows] or found
    if len(tables) == 1:
        return tables[0]
    if not tables and len(filled) == 1:
        return filled[0], None
    if not tables and not filled:
        raise AppError("sheet.hidden_only", names=", ".join(sheet.name for sheet in book.sheets))
    names = [sheet.name for sheet, _ in tables] or [sheet.name for sheet in filled]
    result.questions.append(SheetQuestion("sheet", "sheet", Message("sheet.ask_sheet"), names))
    return None, None


def _lies_inside(sheet: Worksheet, kind: RecordKind) -> bool:
    """Whether it is the sheet of a form for what lies inside the records of this kind."""
    mark = form_mark(sheet)
    return mark is not None and mark.kind not in (kind.name, kind.logged_as)


def _ask_for_heading(book: Book, sheet: Worksheet, known: KindHeadings, result: SheetReading) -> None:
    """No heading: the sheet is asked about once, and all that stands in it waits."""
    if book.doubted:
        why = Message("sheet.ask_encoding")
        result.questions.append(SheetQuestion("encoding", "encoding", why, book.doubted))
        result.asked = [AskedRow(row, [CellDoubt(why, question="encoding")]) for row in sorted(sheet.rows)]
        return
    transposed = is_transposed(sheet, known)
    why = Message("sheet.ask_transposed" if transposed else "sheet.ask_heading")
    result.questions.append(SheetQuestion("heading", "transposed" if transposed else "heading", why))
    used = sorted({column for row in sheet.rows.values() for column in row})
    result.columns = [_unread(sheet, sheet.rows, column, "") for column in used]
    result.asked = [AskedRow(row, [CellDoubt(why, question="heading")]) for row in sorted(sheet.rows)]


def _better_kind(table: SheetTable, known: KindHeadings, others: Sequence[tuple[str, KindHeadings]]) -> str | None:
    """The kind whose headings these are, where they are clearly not those of the one that was asked for."""

    def named(headings: KindHeadings) -> int:
        found = [headings.surely(one.parts) for one in table.headings.values() if one.parts]
        return len({matches[0].field for matches in found if matches})

    mine = named(known)
    best, name = max(((named(headings), name) for name, headings in others), default=(0, ""))
    return name if mine <= FEW and best >= mine + CLEARLY_MORE else None


def _looks_taken_out(kind: RecordKind, result: SheetReading) -> bool:
    """Whether all headings are as a list that comes from here has them, letter by letter."""
    labels = {of.label.vi for of in kind.fields.values()}
    return len(result.columns) > FEW and all(one.heading in labels for one in result.columns)


def _ask_for_kind(table: SheetTable, better: str, result: SheetReading) -> None:
    why = Message("sheet.ask_kind", kind=better)
    result.questions.append(SheetQuestion("kind", "kind", why, [better]))
    result.columns = [_unread(table.sheet, table.rows, one.column, one.text) for one in table.headings.values()]
    result.asked = [AskedRow(row, [CellDoubt(why, question="kind")]) for row in table.rows]


def _unread(sheet: Worksheet, rows: Iterable[int], column: int, heading: str) -> SheetColumn:
    """A column of a sheet that is not understood."""
    return SheetColumn(column, heading, people=holds_people(texts_in(sheet, rows, column)))


def _given(book: Book, kind: RecordKind, ledger: Ledger, values: Mapping[str, str]) -> dict[str, Value]:
    """The values that a person gave for all rows; AppError says which can't be read."""
    found: dict[str, Value] = {}
    for name, text in values.items():
        of = kind.fields.get(name)
        if of is None:
            raise AppError("sheet.no_field", field=name, kind=kind.label)
        typed = Book(book.sheets, book.dates)
        read = read_cell(Cell(CellKind.TEXT, text), context_of(of, kind, typed, ledger))
        if isinstance(read, Doubt):
            raise AppError("sheet.bad_value", why=read.why)
        found[name] = read.value
    return found
