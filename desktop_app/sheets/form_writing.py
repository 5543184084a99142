"""A form as a workbook, for offices without the program: what its own checks let through is imported unasked."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from desktop_app.sheets.grid import column_name
from desktop_app.sheets.list_writing import DAY, FONT, TEXT, WHOLE

ROWS = 500
HEAD, LISTS = 3, "Danh sách"  # the row of the heading, from 0; the sheet of what may be chosen
SHOWN = {"day": DAY, "whole": WHOLE, "number": "General"}  # by the check of a column
NUMBERS = {"whole": "integer", "number": "decimal"}  # as Excel names them
FIRST_DAY = "DATE(2015,1,1)"
NOTE_WIDTH, HIGH, LOW = 320, 150, 30
BLUE, YELLOW = "#E8EEF4", "#FBE9C6"


class FormColumn(Struct, frozen=True):
    """One column: what stands above it, in one row or two, and what may stand in it. `choices`: from a list; `check`:
    `day`, `whole`, `number` or `tick`, "" for words. `note`: the help of the field.
    """

    heading: str
    below: str = ""
    note: str = ""
    required: bool = False
    check: str = ""
    choices: Sequence[str] = ()


class FormBook(Struct, frozen=True):
    """A form: its title, what stands below that (how it is filled in, for which unit), its columns."""

    title: str
    above: Sequence[str]
    columns: Sequence[FormColumn]
    wrong: str  # what is said of a cell that the form does not take
    mark: str = ""  # words behind its title, and at the head of each printed page


def form_as_xlsx(form: FormBook) -> bytes:
    from xlsxwriter import Workbook

    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False})

    def look(**more: Any) -> Any:
        return book.add_format({"font_name": FONT, "font_size": 11, "valign": "vcenter", "text_wrap": True, **more})

    sheet, lists = book.add_worksheet(form.title[:31]), book.add_worksheet(LISTS)
    sheet.write_string(0, 0, f"{form.title}   {form.mark}".strip(), look(bold=True, font_size=14, text_wrap=False))
    for number, text in enumerate(form.above, start=1):
        sheet.write_string(number, 0, text, look(italic=True, text_wrap=False))
    _write_headings(sheet, form.columns, look)
    for number, column in enumerate(form.columns):
        shown = SHOWN.get(column.check, TEXT)
        sheet.set_column(number, number, 6 if column.check == "tick" or not number else 18)
        open_cell = look(locked=False, border=1, num_format=shown)
        for row in range(HEAD + 2, HEAD + 2 + ROWS):
            sheet.write_blank(row, number, None, open_cell)
        allowed = _validation(lists, number, column, form.wrong)
        if allowed:
            sheet.data_validation(HEAD + 2, number, HEAD + 1 + ROWS, number, allowed)
    lists.hide()
    sheet.freeze_panes(HEAD + 2, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    if form.mark:
        sheet.set_header(f'&C&"{FONT},Bold"&14{form.mark}')
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True})
    book.close()
    return target.getvalue()


def _write_headings(sheet: Any, columns: Sequence[FormColumn], look_of: Callable[..., Any]) -> None:
    usual, required = (look_of(bold=True, border=1, bg_color=ground, align="center") for ground in (BLUE, YELLOW))
    below, required_below = (look_of(border=1, bg_color=ground, rotation=90) for ground in (BLUE, YELLOW))
    sheet.set_row(HEAD + 1, HIGH if any(column.below for column in columns) else LOW)
    first = 0
    for number, column in enumerate(columns):
        look = required if column.required else usual
        if not column.below:
            sheet.merge_range(HEAD, number, HEAD + 1, number, column.heading, look)
            first = number + 1
        else:
            sheet.write_string(HEAD + 1, number, column.below, required_below if column.required else below)
            if number + 1 == len(columns) or columns[number + 1].heading != column.heading:
                _write_across(sheet, first, number, column.heading, look)
                first = number + 1
        if column.note and (number == 0 or columns[number - 1].heading != column.heading):
            sheet.write_comment(HEAD, number, column.note, {"x_scale": NOTE_WIDTH / 128})


def _write_across(sheet: Any, first: int, last: int, text: str, look: Any) -> None:
    if first == last:
        sheet.write_string(HEAD, first, text, look)
    else:
        sheet.merge_range(HEAD, first, HEAD, last, text, look)


def _validation(lists: Any, number: int, column: FormColumn, wrong: str) -> dict[str, Any] | None:
    """What Excel lets a person type in a column."""
    said = {"error_message": wrong[:255], "ignore_blank": True}
    if column.check == "tick":
        return {"validate": "list", "source": ["x"], **said}
    if column.choices:
        for row, choice in enumerate(column.choices):
            lists.write_string(row, number, choice)
        letters = column_name(number + 1)
        return {"validate": "list", "source": f"='{LISTS}'!${letters}$1:${letters}${len(column.choices)}", **said}
    if column.check == "day":
        return {"validate": "date", "criteria": "between", "minimum": f"={FIRST_DAY}", "maximum": "=TODAY()", **said}
    if column.check in NUMBERS:
        return {"validate": NUMBERS[column.check], "criteria": "between", "minimum": 0, "maximum": 10**12, **said}
    return None
