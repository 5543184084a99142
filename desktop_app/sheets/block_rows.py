"""Which rows of a pasted block are records: its totals, groups, notes and signatures are none."""

from collections.abc import Container, Mapping, Sequence
from decimal import Decimal

from desktop_app.sheets.cell_reading import read_cell
from desktop_app.sheets.cell_values import CellValue, ColumnContext
from desktop_app.sheets.grid import Cell, Worksheet
from desktop_app.sheets.headings import heading_key, is_one_of
from desktop_app.sheets.people import is_name
from desktop_app.sheets.row_sorting import (
    holds_day,
    is_column_numbers,
    is_group,
    is_note,
    is_signature,
    is_spread,
    is_total,
    names_measures,
    repeats_heading,
    texts_of,
)
from desktop_app.sheets.table_finding import SheetTable

FEWEST = 3  # columns of which some hold no numbers


def records_of(table: SheetTable) -> tuple[list[int], int]:
    """The rows that are no totals, groups, headings once more, numbers of columns, notes, signatures, and how many are;
    one that holds a day is none of these.
    """
    rows = table.sheet.rows
    filled = [n for n in table.rows if not all(cell.merged for cell in rows[n].values())]
    headings = table.headings.items()
    numbering = {n for n, heading in headings if is_one_of(heading.text, "numbering")}
    heads = {n: "\n".join(map(heading_key, (heading.text, *heading.parts))) for n, heading in headings}
    numbers: list[int] = []
    signed = noted = False
    for number in filled:
        row = rows[number]
        if holds_day(row):
            numbers.append(number)
            continue
        words = texts_of(row)
        noted = len(words) == 1 and (is_note(row) or (noted and len(row) == 1))
        signed = signed or is_signature(row)
        by_name = signed and words and all(map(is_name, words))
        measures = not numbers and names_measures(row)
        if not (noted or by_name or measures or is_signature(row) or _is_other(row, numbering, heads)):
            numbers.append(number)
    return numbers, len(filled) - len(numbers)


def numbers_alone(
    sheet: Worksheet, rows: Sequence[int], columns: Mapping[int, ColumnContext]
) -> tuple[list[int], list[int]]:
    """The rows that hold numbers alone where columns are for other things too: those that are the sums of what stands
    above them, and those that may be totals of something else.
    """
    numeric = {number for number, context in columns.items() if context.field.type.numeric}
    if len(columns) < FEWEST or len(numeric) == len(columns):
        return [], []
    sums, lone = [], []
    above: list[int] = []
    for number in rows:
        filled = {n for n, cell in sheet.rows[number].items() if n in columns and not cell.merged}
        if not filled or not filled <= numeric:
            above.append(number)
        elif len(above) > 1 and all(_is_sum(sheet, above, number, n, columns[n]) for n in filled):
            sums.append(number)
        else:
            lone.append(number)
    return sums, lone


def _is_sum(sheet: Worksheet, above: Sequence[int], row: int, column: int, context: ColumnContext) -> bool:
    read = [read_cell(sheet.rows[number].get(column), context) for number in (*above, row)]
    values = [one.value for one in read if isinstance(one, CellValue) and isinstance(one.value, int | Decimal)]
    return isinstance(read[-1], CellValue) and sum(values[:-1]) == values[-1]


def _is_other(row: Mapping[int, Cell], numbering: Container[int], heads: Mapping[int, str]) -> bool:
    """Whether a row is a total, a group, the heading once more, or numbers of columns."""
    if is_total(row) or is_column_numbers(row) or repeats_heading(row, heads) or is_spread(row, numbering):
        return True
    return is_group(row) and min(row) in numbering
