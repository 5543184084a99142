"""A form as a workbook, for offices without the program: what its own checks let through is imported unasked."""

import io
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from msgspec import Struct

from desktop_app.domain.sheet_names import sheet_name
from desktop_app.sheets.grid import column_name
from desktop_app.sheets.list_writing import DAY, FONT, TEXT, WHOLE

ROWS = 500
HEAD, LISTS = 3, "Danh sách"  # the row of the heading, from 0; the sheet of what may be chosen
FIRST, LAST = HEAD + 3, HEAD + 2 + ROWS  # the rows that are filled in, as they are shown
DAYS = {"day": "=TODAY()", "day_to_come": "=DATE(2100,1,1)"}  # the last one
SHOWN = dict.fromkeys(DAYS, DAY) | dict.fromkeys(("whole", "number_of_row", "row_outside"), WHOLE)  # by check
SHOWN["number"] = "General"
NUMBERS = {"whole": "integer", "number": "decimal"}  # as Excel names them
FIRST_DAY = "DATE(2015,1,1)"
NOTE_WIDTH, HIGH, LOW = 320, 150, 30
NARROW, NUMBER_WIDE, WIDE = 6, 12, 18
BLUE, YELLOW = "#E8EEF4", "#FBE9C6"
Look = Callable[..., Any]


class FormColumn(Struct, frozen=True):
    """One column: what stands above it, in one row or two, and what may stand in it. `choices`: from a list; `check`:
    `day`, `day_to_come`, `whole`, `number`, `tick`, `number_of_row` (no two rows have the same), `row_outside` (such a
    number of the sheet outside), "" for words. `note`: the help of the field.
    """

    heading: str
    below: str = ""
    note: str = ""
    required: bool = False
    check: str = ""
    choices: Sequence[str] = ()


class FilledSheet(Struct, frozen=True):
    """What one sheet says: its title, what stands below that, its columns, the sheets whose rows lie inside its own."""

    title: str
    above: Sequence[str]
    columns: Sequence[FormColumn]
    inside: "Sequence[FilledSheet]" = ()


class FormBook(Struct, frozen=True):
    """A form: its outermost sheet, and what is said of a cell that it does not take."""

    sheet: FilledSheet
    wrong: str
    mark: str = ""  # words behind its titles, and at the head of each printed page


def form_as_xlsx(form: FormBook) -> bytes:
    from xlsxwriter import Workbook

    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    _FormWriter(book, form).write()
    book.close()
    return target.getvalue()


class _FormWriter:
    def __init__(self, book: Any, form: FormBook) -> None:
        self.book, self.form = book, form
        self.lists: Any = None
        self.list_columns = count()

    def write(self) -> None:
        sheets = list(self._add(self.form.sheet, ""))
        self.lists = self.book.add_worksheet(LISTS)
        self.lists.hide()
        for sheet, what, outside in sheets:
            self._fill(sheet, what, outside)

    def _add(self, what: FilledSheet, outside: str) -> Iterator[tuple[Any, FilledSheet, str]]:
        """The sheets in their order, each with the cells that number the rows of the one outside."""
        name = sheet_name(what.title, [LISTS, *(one.name for one in self.book.worksheets())])
        yield self.book.add_worksheet(name), what, outside
        numbers = [column_name(n) for n, one in enumerate(what.columns, start=1) if one.check == "number_of_row"]
        for one in what.inside:
            yield from self._add(one, f"'{name}'!${numbers[0]}${FIRST}:${numbers[0]}${LAST}")

    def _look(self, **more: Any) -> Any:
        return self.book.add_format(
            {"font_name": FONT, "font_size": 11, "valign": "vcenter", "text_wrap": True, **more}
        )

    def _fill(self, sheet: Any, what: FilledSheet, outside: str) -> None:
        title = f"{what.title}   {self.form.mark}".strip()
        sheet.write_string(0, 0, title, self._look(bold=True, font_size=14, text_wrap=False))
        for number, text in enumerate(what.above, start=1):
            sheet.write_string(number, 0, text, self._look(italic=True, text_wrap=False))
        _write_headings(sheet, what.columns, self._look)
        for number, column in enumerate(what.columns):
            sheet.set_column(number, number, _width(column))
            open_cell = self._look(locked=False, border=1, num_format=SHOWN.get(column.check, TEXT))
            for row in range(FIRST - 1, LAST):
                sheet.write_blank(row, number, None, open_cell)
            allowed = self._validation(number, column, outside)
            if allowed:
                said = {"error_message": self.form.wrong[:255], "ignore_blank": True}
                sheet.data_validation(FIRST - 1, number, LAST - 1, number, allowed | said)
        sheet.freeze_panes(HEAD + 2, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        if self.form.mark:
            sheet.set_header(f'&C&"{FONT},Bold"&14{self.form.mark}')
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True})

    def _validation(self, number: int, column: FormColumn, outside: str) -> dict[str, Any] | None:
        """What Excel lets a person type in a column."""
        if column.check == "tick":
            return {"validate": "list", "source": ["x"]}
        if column.choices:
            return {"validate": "list", "source": self._list(column.choices)}
        if column.check in DAYS:
            return {
                "validate": "date", "criteria": "between", "minimum": f"={FIRST_DAY}", "maximum": DAYS[column.check],
            }  # fmt: skip
        if column.check in NUMBERS:
            return {"validate": NUMBERS[column.check], "criteria": "between", "minimum": 0, "maximum": 10**12}
        first = f"{column_name(number + 1)}{FIRST}"
        if column.check == "number_of_row":
            own = f"{column_name(number + 1)}${FIRST}:{column_name(number + 1)}${LAST}"
            return {"validate": "custom", "value": f"=COUNTIF({own},{first})=1"}
        if column.check == "row_outside":
            return {"validate": "custom", "value": f"=COUNTIF({outside},{first})=1"}
        return None

    def _list(self, choices: Sequence[str]) -> str:
        """Where the choices of a column stand."""
        at = next(self.list_columns)
        for row, choice in enumerate(choices):
            self.lists.write_string(row, at, choice)
        letters = column_name(at + 1)
        return f"='{LISTS}'!${letters}$1:${letters}${len(choices)}"


def _width(column: FormColumn) -> int:
    narrow = {"tick": NARROW, "number_of_row": NARROW, "row_outside": NUMBER_WIDE}
    return narrow.get(column.check, WIDE)


def _write_headings(sheet: Any, columns: Sequence[FormColumn], look_of: Look) -> None:
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
