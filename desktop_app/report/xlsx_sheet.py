"""One table on one sheet: title above, notes below, the head frozen and repeated, ready to be printed on A4."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from desktop_app.domain.measures import MEASURES, as_decimal
from desktop_app.domain.sheet_names import sheet_name
from desktop_app.messages import write_number
from desktop_app.report import blocks
from desktop_app.report.cells import Cell, Figure, Gauge, shown
from desktop_app.report.characters import plain
from desktop_app.report.tables import is_part
from desktop_app.report.xlsx_heights import LINE, RowOnPaper, height_of, height_of_row, page_breaks

FONT = "Times New Roman"
_A4, _INCH = 9, 25.4
UPRIGHT, _WIDE = 82, 132  # characters of the standard font that fit beside each other within the margins
_PLAIN = 8.43  # of a column that nobody has set
_REFERENCE = 2  # which line of the heading names the report that an annex goes with
_WITH_NOTE = 3  # rows that stand on one page with the note below them
_MOST_CHARACTERS = 32_767  # in one cell, says the format
_EXACT = 15  # digits: numbers of more are rounded by every spreadsheet
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@")
FormatMaker = Callable[..., Format]


class SheetPage(Struct, frozen=True):
    """What one sheet says; without a table only its heading. The first columns, `names`, stay in sight;
    without `widths` the columns are as wide as their shares of the page.
    """

    heading: tuple[str, ...]
    title: str
    table: blocks.Table | None
    notes: tuple[str, ...]
    landscape: bool
    names: int = 0
    widths: Sequence[float] = ()


def book_options() -> dict[str, Any]:
    """How a workbook is made; anew for each, as the library writes into them.

    Columns are as wide as so many digits of the font of plain cells: with this one every program lays them out alike.
    """
    return {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": 11},
    }  # fmt: skip


def format_maker(book: Workbook) -> FormatMaker:
    """What gives the formats of a workbook, each made once."""

    @cache
    def make(number: str = "@", align: str = "left", bold: bool = False, ruled: bool = True, **more: Any) -> Format:
        given = {"font_name": FONT, "font_size": 11, "num_format": number, "align": align, "valign": "vcenter"}
        return book.add_format({**given, "text_wrap": True, "bold": bold, "border": int(ruled), **more})

    return make


def add_sheet(book: Workbook, title: str) -> Worksheet:
    """A new sheet behind the others."""
    return book.add_worksheet(sheet_name(title, [one.name for one in book.worksheets()]))


def write_sheet(sheet: Worksheet, page: SheetPage, make: FormatMaker) -> None:
    """Fill a new sheet."""
    table = page.table
    widths = page.widths or (_widths(table, page.landscape) if table else [_PLAIN] * 6)
    above: list[float] = []
    for number, text in enumerate((*page.heading, page.title)):
        if text:
            reference = number == _REFERENCE
            look = make(align="center", bold=not reference, italic=reference, ruled=False)
            above.append(_across(sheet, len(above), widths, text, look, bold=not reference))
    set_up_page(sheet, landscape=page.landscape)
    if table is None:
        return
    row = len(above) + 1
    rows = _write_table(sheet, row, table, widths, make)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    sheet.freeze_panes(row + 1, page.names)
    head = height_of_row([column.title for column in table.columns], widths, bold=True)
    below = row + 1 + len(rows)
    notes = [
        RowOnPaper(_across(sheet, below + number, widths, note, make(italic=True, ruled=False)), False)
        for number, note in enumerate(page.notes)
    ]
    top = RowOnPaper(sum(above) + LINE + head, True)
    breaks = [row + number for number in page_breaks([top, *rows, *notes], landscape=page.landscape, again=head)]
    sheet.set_h_pagebreaks(breaks)
    if breaks and breaks[0] < below:
        sheet.repeat_rows(row)  # only where rows go over: above notes alone the head would say nothing


def _across(
    sheet: Worksheet, row: int, widths: Sequence[float], text: str, look: Format, *, bold: bool = False
) -> float:
    """A text over the whole width of the table, as high as its lines; says how high that is."""
    height = height_of(text, sum(widths), bold=bold)
    sheet.set_row(row, height)
    merge_text(sheet, row, 0, len(widths) - 1, text, look)
    return height


def merge_text(sheet: Worksheet, row: int, first: int, last: int, text: str, look: Format) -> None:
    """A text in one cell over several columns."""
    if last > first:
        sheet.merge_range(row, first, row, last, "", look)
    _write_text(sheet, row, first, text, look)


def set_up_page(sheet: Worksheet, *, landscape: bool) -> None:
    """A4 with the margins of the decree."""
    left, top, bottom = (20, 30, 15) if landscape else (30, 20, 20)
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left / _INCH, 20 / _INCH, top / _INCH, bottom / _INCH)
    sheet.set_header(f'&C&"{FONT},Regular"&13&P', {"margin": top / 2 / _INCH})
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)


def _widths(table: blocks.Table, landscape: bool) -> list[float]:
    room = (_WIDE if landscape else UPRIGHT) / sum(column.share for column in table.columns)
    return [max(5, round(column.share * room, 1)) for column in table.columns]


def _write_table(
    sheet: Worksheet, top: int, table: blocks.Table, widths: Sequence[float], make: FormatMaker
) -> list[RowOnPaper]:
    """The head and the rows; says how high the rows are."""
    for number, column in enumerate(table.columns):
        _write_text(sheet, top, number, column.title, make(align="center", bold=True))
    heights, gauges = list[float](), set[int]()
    for below, row in enumerate(table.rows, start=top + 1):
        if table.is_heading(row):
            heights.append(_across(sheet, below, widths, shown(row[0]), make(bold=True), bold=True))
            continue
        bold = table.total and below == top + len(table.rows)
        heights.append(height_of_row(row, widths, bold=bold))
        for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            align = "center" if column.align == "centre" else column.align
            write_cell(sheet, below, number, cell, align, make, bold)
            if isinstance(cell, Gauge):
                gauges.add(number)
    for number in gauges:
        _draw_bars(sheet, top + 1, number, top + len(table.rows))
    return [RowOnPaper(height, _leads_on(table, number)) for number, height in enumerate(heights)]


def _leads_on(table: blocks.Table, number: int) -> bool:
    """Whether a row must not stand last on a page: a heading, what has parts below, the last ones before a note."""
    row, below = table.rows[number], table.rows[number + 1 : number + 2]
    has_parts = not is_part(row) and any(is_part(one) for one in below)
    return table.is_heading(row) or has_parts or number >= len(table.rows) - _WITH_NOTE


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, align: str, make: FormatMaker, bold: bool) -> None:
    """A number as a number with its format; what a spreadsheet would round, and all else, as the text of the page."""
    if isinstance(cell, Gauge):
        sheet.write_number(row, column, float(cell.share), make("0%", align, bold))
    elif not isinstance(cell, str) and (number := number_format(cell)):
        value = cell.value if isinstance(cell, Figure) else Fraction(cell)
        value = value / 100 if "%" in number else value  # a spreadsheet multiplies what it shows with %
        strong = bold or (isinstance(cell, Figure) and cell.strong)
        sheet.write_number(row, column, float(value), make(number, align, strong))
    else:
        said = plain(shown(cell))
        quoted = said.startswith(_LOOKS_LIKE_A_FORMULA)
        # quoted, it stays a text also when somebody edits the cell
        look = make(align=align, quote_prefix=True) if quoted else make(align=align, bold=bold)
        _write_text(sheet, row, column, said, look)


def number_format(cell: int | Decimal | Figure) -> str:
    """What shows all decimals that the other forms print; empty where a spreadsheet would round the number."""
    if isinstance(cell, Figure):
        given = MEASURES[cell.measure].number_format or _format_of(as_decimal(cell.value))
        mark = f'"{cell.mark}"' if cell.mark else ""
        return given and ";".join(part + mark for part in given.split(";"))
    return _format_of(cell)


def _format_of(number: int | Decimal) -> str:
    whole, _, decimals = write_number(number).partition(",")
    exact = len(whole.replace(".", "").lstrip("-") + decimals) <= _EXACT
    return ("#,##0." + "0" * len(decimals)).rstrip(".") if exact else ""


def _write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    said = plain(text)
    if len(said) > _MOST_CHARACTERS:
        said = said[: _MOST_CHARACTERS - 1] + "…"
    if said:
        sheet.write_string(row, column, said, look)
    else:
        sheet.write_blank(row, column, None, look)


def _draw_bars(sheet: Worksheet, first: int, column: int, last: int) -> None:
    look = {"type": "data_bar", "bar_color": "#A6A6A6", "bar_solid": True, "bar_only": True}
    ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    sheet.conditional_format(first, column, last, column, look | ends)
