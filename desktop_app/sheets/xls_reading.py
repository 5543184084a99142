"""Workbooks of Excel 97 to 2003, read by xlrd with their formats."""

import os
import struct
from pathlib import Path
from typing import Any

from desktop_app.errors import AppError
from desktop_app.sheets.grid import RAISED, STRUCK, Area, Book, Cell, CellKind, ReportRows, Worksheet, mark_of
from desktop_app.sheets.number_formats import is_day
from desktop_app.sheets.xlsx_reading import text_cell

LARGEST = 100 << 20
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_EMPTY, _TEXT, _NUMBER, _DAY, _TRUTH, _ERROR, _BLANK = range(7)


def read_xls(path: Path, report_rows: ReportRows) -> Book:
    import xlrd

    if path.stat().st_size > LARGEST:
        raise AppError("sheet.too_large", file=path.name)
    broken = (
        xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, LookupError, ValueError, AssertionError, TypeError,
        AttributeError, OverflowError, NotImplementedError,
    )  # fmt: skip
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as silence:
            book = xlrd.open_workbook(str(path), formatting_info=True, logfile=silence)
            sheets = [_sheet(book, sheet, report_rows) for sheet in book.sheets()]
    except broken as error:
        key = "sheet.has_password" if "encrypted" in str(error) else "sheet.broken"
        raise AppError(key, file=path.name) from error
    return Book(sheets, "1904" if book.datemode else "1900")


def _sheet(book: Any, source: Any, report_rows: ReportRows) -> Worksheet:
    sheet = Worksheet(source.name, source.visibility != 0)
    sheet.hidden_rows = {row + 1 for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column + 1 for column, info in source.colinfo_map.items() if info.hidden}
    sheet.comments = {(row + 1, column + 1) for row, column in source.cell_note_map}
    sheet.merges = [Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in source.merged_cells]
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            cell = _cell(book, source, row, column)
            if cell is not None:
                sheet.put(row + 1, column + 1, cell)
        report_rows(row + 1)
    return sheet


def _cell(book: Any, source: Any, row: int, column: int) -> Cell | None:
    found = source.cell(row, column)
    if found.ctype in (_EMPTY, _BLANK):
        return None
    style = book.xf_list[found.xf_index]
    format_ = book.format_map[style.format_key].format_str if style.format_key in book.format_map else ""
    if found.ctype == _TEXT:
        if not found.value.strip():
            return None
        return _text(book, source, row, column, found.value, style.font_index, format_)
    if found.ctype == _TRUTH:
        return Cell(CellKind.TRUTH, bool(found.value))
    if found.ctype == _ERROR:
        return Cell(CellKind.ERROR, ERRORS.get(found.value, "#"))
    number = int(found.value) if float(found.value).is_integer() else float(found.value)
    mark = mark_of([("0", "", _mark(book.font_list[style.font_index]))])
    return Cell(CellKind.DAY if is_day(format_) else CellKind.NUMBER, number, format_, mark=mark)


def _text(book: Any, source: Any, row: int, column: int, text: str, font: int, format_: str) -> Cell:
    """A text with the fonts of its parts."""
    changes = [(0, font), *source.rich_text_runlist_map.get((row, column), ())]
    ends = [start for start, _ in changes[1:]] + [len(text)]
    runs = [
        (text[start:end], book.font_list[number].name, _mark(book.font_list[number]))
        for (start, number), end in zip(changes, ends, strict=True)
    ]  # fmt: skip
    return text_cell(runs, format_)


def _mark(font: Any) -> str:
    """What a font does to its letters, beside their shape."""
    if font.struck_out:
        return STRUCK
    return RAISED if font.escapement == 1 else ""
