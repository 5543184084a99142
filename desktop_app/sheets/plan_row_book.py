"""The rows of a plan that is being written as a book of cells: what reads plan workbooks reads them too."""

from collections.abc import Iterable, Mapping, Sequence

from desktop_app.sheets.grid import Book, Cell, CellKind, Worksheet, column_number
from desktop_app.sheets.plan_book_reading import PlanReading, read_plan_book
from desktop_app.sheets.plan_book_shape import MORE, NAMES, OTHERS, SETTINGS, SHEETS

HeldRow = Mapping[str, str | int | float]  # by the names of columns; a day as people write it
HEADING = 1  # the row of the sheet that names its columns; the first one of the plan stands below
COLUMNS: Mapping[str, tuple[str, ...]] = {
    SETTINGS: ("key", "value", "value::en"),
    **{
        one.name: (
            *(column.name for column in (*one.keys, *one.columns)), *((MORE,) if one.owner and not one.listed else ()),
        )
        for one in SHEETS
    },
    OTHERS: ("key", "value"),
}  # fmt: skip


def read_rows(rows: Mapping[str, Sequence[HeldRow]]) -> PlanReading:
    """The plan that the rows say, where each part of it stands, and what can't be read."""
    return read_plan_book(Book([_sheet(name, rows.get(name, ())) for name in NAMES]))


def row_and_column(sheet: str, cell: str) -> tuple[int, str]:
    """The number of a row, from 0, and the column of a cell such as E12."""
    letters = cell.rstrip("0123456789")
    names, number = COLUMNS[sheet], column_number(letters)
    column = names[number - 1] if 0 < number <= len(names) else names[0]
    return int(cell[len(letters) :]) - HEADING - 1, column


def _sheet(name: str, rows: Iterable[HeldRow]) -> Worksheet:
    sheet = Worksheet(name)
    for number, column in enumerate(COLUMNS[name], start=1):
        sheet.put(HEADING, number, Cell(CellKind.TEXT, column))
        for place, row in enumerate(rows, start=HEADING + 1):
            value = row.get(column, "")
            if value != "":
                kind = CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER
                sheet.put(place, number, Cell(kind, value))
    return sheet
