"""A list of records as a workbook or a text with columns, to be corrected there and brought back."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct

from desktop_app.domain.sheet_names import sheet_name
from desktop_app.sheets.grid import ORIGINS, Book, Cell, CellKind
from desktop_app.sheets.value_writing import Written, as_text, harmless

FONT = "Times New Roman"
TEXT, DAY, WHOLE, PLAIN, PARTS = "@", "dd/mm/yyyy", "#,##0", "0", "#,##0.######"
GENERAL = ""
PIXELS_A_LETTER, LEAST, MOST = 7, 10, 60
TITLE_HIGH = 22
_EXACT = 10**15  # whole numbers beyond this are rounded by every spreadsheet


class ListColumn(Struct, frozen=True):
    """What stands above a column, how its cells are shown, and how wide it is in a window."""

    heading: str
    format: str = TEXT
    pixels: int = 0


class FormattedNumber(Struct, frozen=True):
    """A number as it was shown where it comes from, such as `00000`."""

    value: int | float
    format: str


class WrittenList(Struct, frozen=True):
    """What one sheet says: its title, what stands below that, and its rows; `indented`: what stands below the title
    begins in the second column, so that it stays where the first one is deleted.
    """

    title: str
    above: Sequence[str]
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[Written | FormattedNumber]]
    mark: str = ""  # words at the head of each printed page
    indented: bool = False


def as_xlsx(*lists: WrittenList) -> bytes:
    """A workbook with a sheet for each list."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for what in lists:
        _write_sheet(book, what)
    book.close()
    return target.getvalue()


def _write_sheet(book: Any, what: WrittenList) -> None:
    sheet = book.add_worksheet(sheet_name(what.title, [one.name for one in book.worksheets()]))

    def look(number: str, **more: Any) -> Any:
        return book.add_format({"font_name": FONT, "font_size": 11, "num_format": number, "valign": "top", **more})

    sheet.set_row(0, TITLE_HIGH)  # by itself it is too low for the dot below a letter
    sheet.write_string(0, 0, what.title, look(TEXT, bold=True, font_size=13))
    for number, text in enumerate(what.above, start=1):
        sheet.write_string(number, int(what.indented), text, look(TEXT, italic=True))
    head = row = len(what.above) + 2
    heading = look(TEXT, bold=True, text_wrap=True, border=1, bg_color="#E8EEF4", valign="vcenter")

    @cache
    def ruled(number: str) -> Any:
        return look(number, border=1, text_wrap=number == TEXT)

    for number, column in enumerate(what.columns):
        sheet.write_string(head, number, column.heading, heading)
        wide = max(LEAST, min(MOST, max(column.pixels // PIXELS_A_LETTER, len(column.heading) // 2 + 2)))
        sheet.set_column(number, number, wide, look(column.format))
    for row, cells in enumerate(what.rows, start=head + 1):
        for number, cell in enumerate(cells):
            if isinstance(cell, FormattedNumber):
                sheet.write_number(row, number, cell.value, ruled(cell.format))
            else:
                _write(sheet, row, number, cell, ruled(what.columns[number].format))
    sheet.freeze_panes(head + 1, 1)
    sheet.autofilter(head, 0, row, len(what.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    if what.mark:
        sheet.set_header(f'&C&"{FONT},Bold"&14{what.mark}')


def _write(sheet: Any, row: int, column: int, cell: Written, look: Any) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, look)
    elif isinstance(cell, int | Decimal) and abs(float(cell)) < _EXACT:
        sheet.write_number(row, column, cell, look)
    else:
        sheet.write_string(row, column, str(cell), look)


def written_again(book: Book, cell: Cell | None) -> Written | FormattedNumber:
    """What stands in a cell that was read; what old fonts show is written in letters of today."""
    if cell is None or (cell.formula and not cell.computed):
        return None
    if cell.kind in (CellKind.NUMBER, CellKind.DAY) and isinstance(cell.value, int | float):
        return FormattedNumber(cell.value + _shift(book) if cell.kind is CellKind.DAY else cell.value, cell.format)
    return str(cell.value)


def _shift(book: Book) -> int:
    """The days between the calendar of a workbook and the one that is written."""
    return (ORIGINS[book.dates] - ORIGINS["1900"]).days


def as_csv(what: WrittenList) -> bytes:
    """UTF-8 with its mark and semicolons, as Excel opens it here; days as year, month, day, which read in one way."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    apart = [""] * what.indented
    writer.writerows([[what.title], *([*apart, text] for text in what.above), [one.heading for one in what.columns]])
    writer.writerows([harmless(_text(cell)) for cell in cells] for cells in what.rows)
    return target.getvalue().encode("utf-8-sig")


def _text(cell: Written | FormattedNumber) -> str:
    return str(cell.value) if isinstance(cell, FormattedNumber) else as_text(cell)
