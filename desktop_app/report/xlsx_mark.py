"""Words on a workbook that is not signed, or made up: beside what each sheet says, and on each printed page."""

from xlsxwriter import Workbook

from desktop_app.report.wording import words
from desktop_app.report.xlsx_sheet import FONT

_GREY = "#BFBFBF"
_BOX = {
    "width": 120, "height": 34, "x_offset": 2, "y_offset": 2, "object_position": 3, "align": {"vertical": "middle"},
    "font": {"name": FONT, "size": 16, "bold": True, "color": _GREY}, "fill": {"none": True}, "line": {"none": True},
}  # fmt: skip
_WIDE = 300


def mark_sheets(book: Workbook, mark: str) -> None:
    """Mark every sheet as a draft, or with other words; they cover no cell, and no cell holds them, so that nothing in
    the tables moves.
    """
    word = mark or words("report.draft")
    for sheet in book.worksheets():
        last = sheet.dim_colmax or 0
        sheet.print_area(0, 0, sheet.dim_rowmax or 0, last)
        sheet.insert_textbox(0, last + 1, word, _BOX | ({"width": _WIDE} if mark else {}))
        sheet.set_footer(f'&C&"{FONT},Bold"&20{word}')
