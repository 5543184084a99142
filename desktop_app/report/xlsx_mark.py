"""The word on a workbook that is not signed: in the corner of each sheet, and at the foot of each printed page."""

from xlsxwriter import Workbook

from desktop_app.report.wording import words
from desktop_app.report.xlsx_sheet import FONT

_GREY = "#BFBFBF"
_BOX = {
    "width": 120, "height": 34, "x_offset": 2, "y_offset": 2, "object_position": 3, "align": {"vertical": "middle"},
    "font": {"name": FONT, "size": 16, "bold": True, "color": _GREY}, "fill": {"none": True}, "line": {"none": True},
}  # fmt: skip


def mark_as_draft(book: Workbook) -> None:
    """Mark every sheet; no cell holds the word, so that nothing in the tables moves."""
    word = words("report.draft")
    for sheet in book.worksheets():
        sheet.insert_textbox(0, 0, word, _BOX)
        sheet.set_footer(f'&C&"{FONT},Bold"&20{word}')
