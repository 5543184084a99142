"""Which rows of a pasted block are records: its totals, groups, notes and signatures are none."""

from collections.abc import Container, Mapping, Sequence

from desktop_app.domain.values import Value
from desktop_app.sheets.cell_reading import read_cell
from desktop_app.sheets.cell_values import CellValue, ColumnContext
from desktop_app.sheets.grid import Cell, Worksheet
from desktop_app.sheets.lone_numbers import beside_its_unit, holds_numbers_alone, sums_up
from desktop_app.sheets.people import is_name
from desktop_app.sheets.row_sorting import (
    holds_day,
    is_column_numbers,
    is_group,
    is_note,
    is_plain_total,
    is_signature,
    is_spread,
    is_total,
    names_measures,
    repeats_heading,
    texts_of,
)
from desktop_app.sheets.table_finding import ColumnHeading, SheetTable


def records_of(table: SheetTable) -> tuple[list[int], int]:
    """The rows that are no totals, groups, headings once more, numbers of columns, notes, signatures, and how many are;
    one that holds a day is none of these, unless it says plainly that it is a total.
    """
    rows = table.sheet.rows
    filled = [n for n in table.rows if not all(cell.merged for cell in rows[n].values())]
    numbering = table.columns_of("numbering")
    numbers: list[int] = []
    signed = noted = False
    for number in filled:
        row = rows[number]
        if is_plain_total(row):
            continue
        if holds_day(row):
            numbers.append(number)
            continue
        words = texts_of(row)
        noted = len(words) == 1 and (is_note(row) or (noted and len(row) == 1))
        signed = signed or is_signature(row)
        by_name = signed and words and all(map(is_name, words))
        measures = not numbers and names_measures(row)
        if not (noted or by_name or measures or is_signature(row) or _is_other(row, numbering, table.headings)):
            numbers.append(number)
    return numbers, len(filled) - len(numbers)


def numbers_alone(
    sheet: Worksheet, rows: Sequence[int], columns: Mapping[int, ColumnContext]
) -> tuple[list[int], list[int]]:
    """The rows that hold numbers alone: those that are the sums of what stands above them, and those that may be totals
    of something else.
    """
    fields = [context.field for context in columns.values()]
    sums, lone = [], []
    above: list[int] = []
    for number in rows:
        cells = {n: cell for n, cell in sheet.rows[number].items() if n in columns and not cell.merged}
        filled = set(beside_its_unit([columns[n].field.name for n in cells], fields))
        if not holds_numbers_alone(filled, fields):
            above.append(number)
            continue
        values = _values(cells, columns)
        if values.keys() == filled and sums_up(values, (_values(sheet.rows[n], columns) for n in above)):
            sums.append(number)
        else:
            lone.append(number)
    return sums, lone


def _values(row: Mapping[int, Cell], columns: Mapping[int, ColumnContext]) -> dict[str, Value]:
    """The numbers of a row, by field."""
    read = {columns[n].field.name: read_cell(cell, columns[n]) for n, cell in row.items() if _is_numeric(n, columns)}
    return {name: found.value for name, found in read.items() if isinstance(found, CellValue)}


def _is_numeric(number: int, columns: Mapping[int, ColumnContext]) -> bool:
    return number in columns and columns[number].field.type.numeric


def _is_other(row: Mapping[int, Cell], numbering: Container[int], headings: Mapping[int, ColumnHeading]) -> bool:
    """Whether a row is a total, a group, the heading once more, or numbers of columns."""
    if is_total(row) or is_column_numbers(row) or repeats_heading(row, headings) or is_spread(row, numbering):
        return True
    return is_group(row) and min(row) in numbering
