"""What a pasted block, a fill or a clearing would put into which cells; nothing is written here."""

from collections.abc import Sequence

from msgspec import Struct, field

from desktop_app.catalogue import in_language
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.series import continued
from desktop_app.domain.values import Value
from desktop_app.messages import Message
from desktop_app.session import OpenFile, entry, records
from desktop_app.session.cell_writing import CellEntry, Row
from desktop_app.session.sheet_import import ledger_of
from desktop_app.sheets.block_rows import numbers_alone, records_of
from desktop_app.sheets.cell_reading import read_cell
from desktop_app.sheets.cell_values import ColumnContext, Doubt, shown
from desktop_app.sheets.clipboard_writing import BlockCell, as_html, as_text
from desktop_app.sheets.column_contexts import Ledger, column_context, context_of
from desktop_app.sheets.column_matching import texts_in
from desktop_app.sheets.grid import STRUCK, Book, Cell, Worksheet, column_name
from desktop_app.sheets.headings import NEAR, headings_of, is_english, is_one_of
from desktop_app.sheets.number_texts import is_other_measure, measure_of
from desktop_app.sheets.people import holds_people
from desktop_app.sheets.questions import LEAVE, TAKE, Answers, SheetQuestion
from desktop_app.sheets.table_finding import SheetTable, find_table

__all__ = ["BlockReading", "CopiedBlock", "Place", "SheetQuestion", "cleared", "copied", "filled", "read_block"]
NO_ANSWERS: Answers = {}
TITLE = 2  # cells of a line above a heading, each merged one counted once


class Place(Struct, frozen=True):
    """Where a block goes: the columns from the current one to the right, the rows in sight from the current one down,
    how many of both are marked, whether new records may be made below; `all_columns` for a block with headings.
    """

    columns: Sequence[str]
    rows: Sequence[str]
    all_columns: Sequence[str]
    wide: int = 1
    high: int = 1
    offered: bool = False


class BlockReading(Struct):
    """What a pasted block would write; `questions`: what it must be asked about first. `unmatched`: headings that mean
    no column; `people`: columns that may name somebody; `no_room`: its rows and columns that find no place;
    `no_records`: its totals, groups and the like, and rows that a person left out; `size`: columns and rows of a block
    without headings.
    """

    entries: list[CellEntry] = field(default_factory=list)
    questions: list[SheetQuestion] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    no_room: int = 0
    no_records: int = 0
    size: tuple[int, int] | None = None


class _Column(Struct, frozen=True):
    """A column of a block, and the field it goes to."""

    number: int
    name: str
    heading: str = ""


def read_block(
    file: OpenFile, kind_name: str, book: Book, place: Place, answers: Answers = NO_ANSWERS
) -> BlockReading:  # fmt: skip
    """Read a block that was copied, for the cells at a place: by its headings where it has some, else as it stands."""
    kind, sheet, found = file.kind(kind_name), book.sheets[0], BlockReading()
    table = _headed(sheet, kind)
    if table is not None:
        numbers, found.no_records = records_of(table)
        numbers = _in_sight(sheet, numbers, answers, found)
        columns = _by_headings(file, kind, table, place, found)
    else:
        numbers = _in_sight(sheet, list(range(1, max(sheet.rows, default=0) + 1)), answers, found)
        columns = _by_place(file, kind, sheet, numbers, place, found)
        numbers = _tiled(numbers, place.high)
        found.size = (len(columns), len(numbers))
    ledger = ledger_of(file)
    above, measures = (table.above, table.columns_of("measure")) if table is not None else ((), frozenset[int]())
    contexts = [_context(kind, book, ledger, one, numbers, above, answers, found) for one in columns]
    if table is not None:
        by_column = {column.number: context for column, context in zip(columns, contexts, strict=True)}
        sums, lone = numbers_alone(sheet, numbers, by_column)
        out = {*sums, *_unless_taken("numbers", lone, answers, found)}
        found.no_records += len(out)
        numbers = [number for number in numbers if number not in out]
    for at, number in enumerate(numbers):
        row: Row = place.rows[at] if at < len(place.rows) else at - len(place.rows)
        if isinstance(row, int) and not place.offered:
            found.no_room += 1
            continue
        cells = sheet.rows.get(number, {})
        measured = any(measure_of(str(cells[n].value)) > 1 for n in measures & cells.keys())
        for column, context in zip(columns, contexts, strict=True):
            found.entries.append(_entry(row, column.name, cells.get(column.number), context, measured=measured))
    return found


def cleared(columns: Sequence[str], rows: Sequence[str]) -> list[CellEntry]:
    """Nothing in any of these cells."""
    return [CellEntry(row, name) for row in rows for name in columns]


def filled(
    file: OpenFile, kind_name: str, columns: Sequence[str], source: Sequence[str], target: Sequence[Row], *,
    series: bool = False,
) -> list[CellEntry]:  # fmt: skip
    """What stands in the cells of some rows, once more in those of others, again and again; `series`: as it goes on."""
    kind = file.kind(kind_name)
    known = {row.id: row.values for row in records.rows_by_id(file, kind_name, source)}
    drafts = {record: entry.drafts_of(file, record) for record in source}
    entries = []
    for name in columns:
        values = [known[record].get(name) for record in source if record in known]
        if series and not any(name in drafts[record] for record in source):
            days = kind.fields[name].type.holds_day
            going_on = continued(values, len(target), days=days) if None not in values else []
        else:
            going_on = []
        for at, row in enumerate(target):
            above = source[at % len(source)]
            value = going_on[at] if going_on else known.get(above, {}).get(name)
            entries.append(_copied(file, kind, row, name, value, drafts[above].get(name)))
    return entries


def _copied(
    file: OpenFile, kind: RecordKind, row: Row, name: str, value: Value, draft: str | None
) -> CellEntry:  # fmt: skip
    if draft is not None:
        return CellEntry(row, name, None, draft, Message("form.half_typed"))
    return CellEntry(row, name, value, records.show_value(file, kind.name, name, value))


def _in_sight(sheet: Worksheet, numbers: list[int], answers: Answers, found: BlockReading) -> list[int]:
    """The rows that are not hidden in the block, or that a person wants all the same."""
    out = _unless_taken("hidden", [number for number in numbers if number in sheet.hidden_rows], answers, found)
    found.no_records += len(out)
    return [number for number in numbers if number not in out]


def _unless_taken(what: str, rows: Sequence[int], answers: Answers, found: BlockReading) -> frozenset[int]:
    """The rows that a person leaves out; asked once for all of them."""
    if rows and what not in answers:
        found.questions.append(SheetQuestion(what, f"{what}_rows", Message(f"sheet.ask_{what}"), [LEAVE, TAKE]))
    return frozenset(rows if answers.get(what) != TAKE else ())


def _headed(sheet: Worksheet, kind: RecordKind) -> SheetTable | None:
    """The table of a block that has headings, with nothing but a title above them, or the same in English."""
    table = find_table(sheet, headings_of(kind))
    if table is None or not table.rows:
        return None
    above = [sheet.rows[number].values() for number in sheet.rows if number < table.header_rows[0]]
    said = (sum(not (cell.merged or is_english(str(cell.value))) for cell in row) for row in above)
    return table if all(count <= TITLE for count in said) else None


def _by_headings(
    file: OpenFile, kind: RecordKind, table: SheetTable, place: Place, found: BlockReading
) -> list[_Column]:
    """The columns whose headings mean a field in sight; others are reported, also those without one or with people."""
    meant = {
        number: heading.matches[0].field
        for number, heading in table.headings.items()
        if len(heading.matches) == 1 and heading.matches[0].how != NEAR
    }
    columns = []
    for number, heading in table.headings.items():
        name = meant.get(number)
        single = name is not None and name in place.all_columns and list(meant.values()).count(name) == 1
        of = kind.fields[name] if name is not None else None
        other = of is not None and of.type.numeric and is_other_measure(heading.text, of.label.vi)
        if name is None or not single or other or number in table.sheet.hidden_columns:
            found.unmatched += [] if is_one_of(heading.text, "numbering") else [heading.text]
        elif _names_people(kind, name, texts_in(table.sheet, table.rows, number)):
            found.people.append(heading.text)
        else:
            columns.append(_Column(number, name, heading.text))
    headless = {number for row in table.rows for number in table.sheet.rows[row]} - table.headings.keys()
    found.unmatched += [_column_called(file, number) for number in sorted(headless)]
    return columns


def _column_called(file: OpenFile, number: int) -> str:
    return in_language(Message("sheet.choice_column", column=column_name(number)), file.language)


def _names_people(kind: RecordKind, name: str, texts: Sequence[str]) -> bool:
    of = kind.fields[name]
    return of.type.free_text and of.privacy != "P2" and holds_people(texts)


def _by_place(
    file: OpenFile, kind: RecordKind, sheet: Worksheet, rows: Sequence[int], place: Place, found: BlockReading
) -> list[_Column]:
    """The columns in sight, each for the field where it comes to lie; those that hold people are reported."""
    wide = max((max(row) for row in sheet.rows.values() if row), default=0)
    numbers = _tiled([n for n in range(1, wide + 1) if n not in sheet.hidden_columns], place.wide)
    found.unmatched += [_column_called(file, number) for number in sorted(sheet.hidden_columns) if number <= wide]
    found.no_room += max(0, len(numbers) - len(place.columns))
    columns = [_Column(number, name) for number, name in zip(numbers, place.columns, strict=False)]
    filled = [number for number in rows if number in sheet.rows]
    people = [one for one in columns if _names_people(kind, one.name, texts_in(sheet, filled, one.number))]
    found.people += dict.fromkeys(_column_called(file, one.number) for one in people)
    return [one for one in columns if one not in people]


def _tiled(numbers: list[int], marked: int) -> list[int]:
    """A block fills what is marked where that is several times as large."""
    times = marked // len(numbers) if numbers and marked % len(numbers) == 0 else 1
    return numbers * max(1, times)


def _context(
    kind: RecordKind, book: Book, ledger: Ledger, column: _Column, numbers: Sequence[int], above: Sequence[str],
    answers: Answers, found: BlockReading,
) -> ColumnContext:  # fmt: skip
    sheet, letters = book.sheets[0], column_name(column.number)
    context = context_of(kind.fields[column.name], kind, book, ledger)
    cells = [sheet.rows[n][column.number] for n in dict.fromkeys(numbers) if column.number in sheet.rows.get(n, {})]
    questions = column_context(context, cells, letters, column.heading, above, answers)
    found.questions += [question for question in questions if question.id not in answers]
    return context


def _entry(row: Row, name: str, cell: Cell | None, context: ColumnContext, *, measured: bool) -> CellEntry:
    """What a cell would write; `measured`: its row has a measure of its own."""
    read = read_cell(cell, context)
    raw = "" if cell is None else cell.undecoded or shown(cell, context.book)
    if measured and cell is not None and context.counts:
        return CellEntry(row, name, None, raw, Message("sheet.why_row_measure"))
    if isinstance(read, Doubt):
        return CellEntry(row, name, None, raw, read.why)
    if cell is not None and cell.mark == STRUCK:
        return CellEntry(row, name, None, raw, Message("sheet.why_struck", field=context.field.label, text=raw))
    return CellEntry(row, name, read.value, raw)


class CopiedBlock(Struct, frozen=True):
    """Cells as spreadsheets take them: as lines with tabs, and as a table that says what numbers and days are; `exact`:
    with the lines of a long text, for cells of ours.
    """

    text: str
    html: str
    exact: str


def copied(
    file: OpenFile, kind_name: str, columns: Sequence[str], ids: Sequence[str], *, headed: bool
) -> CopiedBlock:  # fmt: skip
    """The cells of some records as they are seen, text that is not saved among them; `headed`: below their headings."""
    kind = file.kind(kind_name)
    lines: list[list[BlockCell]] = []
    if headed:
        lines.append([BlockCell(in_language(kind.fields[name].label, file.language)) for name in columns])
    for row in records.rows_by_id(file, kind_name, ids):
        drafts = entry.drafts_of(file, row.id)
        lines.append([_cell(file, kind, name, row.values.get(name), drafts.get(name)) for name in columns])
    return CopiedBlock(as_text(lines), as_html(lines), as_html(lines, "<br>"))


def _cell(file: OpenFile, kind: RecordKind, name: str, value: Value, draft: str | None) -> BlockCell:
    shown_text = records.show_value(file, kind.name, name, value) if draft is None else draft
    return BlockCell(shown_text, value if draft is None else None, day=kind.fields[name].type.holds_day)
