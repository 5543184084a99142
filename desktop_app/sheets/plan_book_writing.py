"""A plan as a workbook: sheets with help, headings, drop-downs and rows, and a first one that explains them."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from desktop_app.catalogue import in_language
from desktop_app.domain.sheet_names import sheet_name
from desktop_app.messages import Label, Message
from desktop_app.sheets import plan_book_cells as forms
from desktop_app.sheets.grid import column_name
from desktop_app.sheets.list_writing import DAY, FONT, TEXT
from desktop_app.sheets.plan_book_rows import Row
from desktop_app.sheets.plan_book_shape import GUIDE, HEAD, MORE, NAMES, OTHERS, SETTINGS, SHEETS, BookColumn, BookSheet
from desktop_app.sheets.value_writing import LANGUAGE

HEADING, FIRST = 2, 3  # rows, from 0: the names that are read, and the first of the plan
ROWS = 1000  # below the heading, for which a drop-down is there
BLUE, GREY, YELLOW = "#E8EEF4", "#6B7785", "#FBE9C6"
LISTS = "lists"  # the hidden sheet of what may be chosen
WIDTHS = {"label": 36, "title": 36, "wording": 40, "constraint": 30, "where": 34, "numerator": 34, "denominator": 24,
          "reasons": 40, "why": 40, "exclusions": 40, "value": 60, "help": 70, "names": 30,
          "constraint_message": 36, "hint": 36, "purpose": 36, MORE: 30, "key": 30, "heading": 30}  # fmt: skip
USUAL = 15
Looks = Mapping[str, Any]


def tab(name: str) -> str:
    """What a sheet is called: in Vietnamese, with the name that is read in brackets."""
    return sheet_name(f"{words('sheet', name)} ({name})")


def words(what: str, name: str) -> str:
    """What a sheet or a column is called, or its help; a language stands behind its column: `label::en`."""
    plain, _, english = name.partition("::")
    said = in_language(Message(f"planbook.{what}_{plain}"), LANGUAGE)
    return f"{said} ({in_language(Message('planbook.english'), LANGUAGE)})" if english and what == "column" else said


def book_of_plan(title: Label, rows: Mapping[str, Sequence[Row]], choices: Mapping[str, Sequence[str]]) -> bytes:
    """The finished XLSX; `choices` are the words that may be chosen, by the names that columns give them."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = _looks(book)
        guide = book.add_worksheet(tab(GUIDE))
        sheets = {name: book.add_worksheet(tab(name)) for name in NAMES}
        lists = book.add_worksheet(LISTS)
        ranges = _write_choices(lists, choices)
        _write_guide(guide, title, looks)
        _write_head(sheets[SETTINGS], rows[SETTINGS], looks, ranges)
        for one in SHEETS:
            _write_sheet(sheets[one.name], one, rows[one.name], looks, ranges)
        _write_others(sheets[OTHERS], rows[OTHERS], looks)
        lists.hide()
        guide.activate()
    return target.getvalue()


def _looks(book: Any) -> Looks:
    def look(**more: Any) -> Any:
        return book.add_format({"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True, **more})

    head = {"border": 1, "bg_color": BLUE, "valign": "vcenter"}
    return {
        "title": look(bold=True, font_size=14, text_wrap=False), "help": look(italic=True),
        "heading": look(bold=True, **head), "needed": look(bold=True, **head | {"bg_color": YELLOW}),
        "name": look(font_color=GREY, font_size=9, num_format=TEXT, **head),
        "text": look(border=1, num_format=TEXT), "number": look(border=1, align="right"),
        "day": look(border=1, num_format=DAY, align="left"), "plain": look(),
        "link": look(underline=1, font_color="blue"),
        "column_text": look(num_format=TEXT), "column_day": look(num_format=DAY, align="left"),
        "column_number": look(align="right"),
    }  # fmt: skip


def _write_choices(sheet: Any, choices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The range of each list of words."""
    ranges = {}
    for number, (name, listed) in enumerate(choices.items()):
        sheet.write_string(0, number, name)
        for row, word in enumerate(listed, start=1):
            sheet.write_string(row, number, word)
        letters = column_name(number + 1)
        if listed:
            ranges[name] = f"='{LISTS}'!${letters}$2:${letters}${len(listed) + 1}"
    return ranges


def _write_guide(sheet: Any, title: Label, looks: Looks) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, in_language(Message("planbook.title", plan=title), LANGUAGE), looks["title"])
    row = 2
    for number in range(1, 8):
        sheet.merge_range(row, 0, row, 1, in_language(Message(f"planbook.how_{number}"), LANGUAGE), looks["plain"])
        sheet.set_row(row, 32)
        row += 1
    for name in NAMES:
        row += 1
        sheet.write_url(row, 0, f"internal:'{tab(name)}'!A1", looks["link"], tab(name))
        sheet.write_string(row, 1, words("about", name), looks["plain"])
    _print_wide(sheet)


def _write_heading(sheet: Any, name: str, columns: Sequence[tuple[str, bool]], looks: Looks) -> None:
    """The help of a sheet, and its columns: what people call them, and below the names that are read."""
    last = len(columns) - 1
    if last:
        sheet.merge_range(0, 0, 0, min(last, 7), words("about", name), looks["help"])
    else:
        sheet.write_string(0, 0, words("about", name), looks["help"])
    sheet.set_row(0, 48)
    sheet.set_row(1, 32)
    for number, (column, needed) in enumerate(columns):
        sheet.write_string(1, number, words("column", column), looks["needed" if needed else "heading"])
        sheet.write_string(HEADING, number, column, looks["name"])
        sheet.write_comment(1, number, words("help", column), {"x_scale": 2.4, "y_scale": 1.4})
    _print_wide(sheet)


def _print_wide(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_sheet(sheet: Any, shape: BookSheet, rows: Sequence[Row], looks: Looks, ranges: Mapping[str, str]) -> None:
    more = (BookColumn(MORE, ""),) if shape.owner and not shape.listed else ()
    columns = (*shape.keys, *shape.columns, *more)
    needed = {one.name for one in shape.keys} | set(shape.needed)
    _write_heading(sheet, shape.name, [(one.name, one.name in needed) for one in columns], looks)
    for number, column in enumerate(columns):
        sheet.set_column(
            number, number, WIDTHS.get(column.name.partition("::")[0], USUAL), _look_of(column, looks, "column_")
        )
        if column.choose in ranges:
            allowed = {"validate": "list", "source": ranges[column.choose], "ignore_blank": True,
                       "error_type": "warning", "error_message": words("help", column.name)[:255]}  # fmt: skip
            sheet.data_validation(FIRST, number, FIRST + ROWS, number, allowed)
    for place, row in enumerate(rows, start=FIRST):
        for number, column in enumerate(columns):
            _write_cell(sheet, place, number, row.get(column.name), looks, column)
    sheet.freeze_panes(FIRST, max(1, len(shape.keys)))
    sheet.autofilter(HEADING, 0, max(HEADING, FIRST + len(rows) - 1), len(columns) - 1)
    sheet.repeat_rows(1, HEADING)


def _look_of(column: BookColumn, looks: Looks, before: str = "") -> Any:
    kind = "day" if column.form.day else "number" if column.form is forms.NUMBER else "text"
    return looks[before + kind]


def _write_cell(sheet: Any, row: int, number: int, shown: Any, looks: Looks, column: BookColumn) -> None:
    look = _look_of(column, looks)
    if shown is None:
        sheet.write_blank(row, number, None, look)
    elif isinstance(shown, date):
        sheet.write_datetime(row, number, shown, looks["day"])
    elif isinstance(shown, int | float):
        sheet.write_number(row, number, shown, looks["number"])
    else:
        sheet.write_string(row, number, shown, looks["text"])


def _write_head(sheet: Any, rows: Sequence[Row], looks: Looks, ranges: Mapping[str, str]) -> None:
    names = ("key", "heading", "value", "value::en", "help")
    _write_heading(sheet, SETTINGS, [(name, name in ("key", "value")) for name in names], looks)
    known = {column.name: column for column in HEAD}
    for number, name in enumerate(names):
        sheet.set_column(number, number, WIDTHS.get(name, 40), looks["column_text"])
    for place, row in enumerate(rows, start=FIRST):
        key = str(row["key"])
        column = known.get(key, BookColumn(key, ""))
        shown = key if key in known else key.partition(".")[0]
        sheet.write_string(place, 0, key, looks["name"])
        sheet.write_string(place, 1, words("column", shown), looks["heading"])
        _write_cell(sheet, place, 2, row.get("value"), looks, column)
        _write_cell(sheet, place, 3, row.get("value::en"), looks, BookColumn(key, ""))
        sheet.write_string(place, 4, words("help", shown), looks["help"])
        if column.choose in ranges:
            sheet.data_validation(place, 2, place, 2, {"validate": "list", "source": ranges[column.choose]})
    sheet.freeze_panes(FIRST, 1)


def _write_others(sheet: Any, rows: Sequence[Row], looks: Looks) -> None:
    _write_heading(sheet, OTHERS, [("key", True), ("value", True)], looks)
    sheet.set_column(0, 0, 36, looks["column_text"])
    sheet.set_column(1, 1, 120, looks["column_text"])
    for place, row in enumerate(rows, start=FIRST):
        for number, name in enumerate(("key", "value")):
            sheet.write_string(place, number, str(row[name]), looks["text"])
