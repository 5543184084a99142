"""What a cell says for a field: a value, or why it must be asked about; each type of field reads in its own way."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.number_values import LARGEST_INT
from desktop_app.domain.values import Problem, from_json, parse
from desktop_app.messages import show_number
from desktop_app.sheets.cell_values import (
    CellValue,
    ColumnContext,
    Doubt,
    Reading,
    cleaned,
    doubt,
    unknown_words,
    word_of,
)
from desktop_app.sheets.day_texts import DAY_FIRST, read_day_text
from desktop_app.sheets.grid import LOOSE_QUOTES, PARTLY_STRUCK, RAISED, Cell, CellKind
from desktop_app.sheets.legacy_fonts import looks_undecoded
from desktop_app.sheets.number_formats import hides_day, least_digits, shows_other_words
from desktop_app.sheets.number_texts import is_shown_as_it_is, read_number_text
from desktop_app.sheets.questions import EACH, EMPTY, word_key

COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")
FIRST_SERIAL, FIRST_SERIAL_YEAR = 61, 2015  # before March 1900 spreadsheet programs are a day apart
UNLIKELY = 10**11  # in đồng: then the heading's thousands or millions may be no more than a habit
DITTO = frozenset({"nt", "nhu tren", "như trên", '"', "''", "“", "”", "〃", "//", "-nt-", "- nt -", '-"-'})
WHY_MARKED = {
    PARTLY_STRUCK: "sheet.why_partly_struck", RAISED: "sheet.why_raised", LOOSE_QUOTES: "sheet.why_loose_quotes",
}  # fmt: skip
_YES = frozenset({"x", "v", "✓", "✔", "☑", "có", "co", "1", "true", "đúng", "dung", "yes"})
_NO = frozenset({"không", "khong", "0", "false", "sai", "no"})


def read_cell(cell: Cell | None, column: ColumnContext) -> Reading:
    """What a cell is for the field of its column; a blank one is no value."""
    if cell is None:
        return CellValue(None)
    if cell.below and column.counts and column.merged != EACH:
        left = column.merged == EMPTY
        return CellValue(None, True) if left else doubt(cell, column, "sheet.why_merged", column.ask_merged or None)
    plain = cell.kind is CellKind.TEXT and not (cell.merged or cell.formula or cell.mark or cell.undecoded is not None)
    if not plain or shows_other_words(cell.format):
        return _read(cell, column)
    text = str(cell.value)
    if text not in column.known:
        column.known[text] = _read(cell, column)
    return column.known[text]


def _read(cell: Cell, column: ColumnContext) -> Reading:
    if cell.kind is CellKind.ERROR:
        return doubt(cell, column, "sheet.why_error")
    if not cell.computed:
        return doubt(cell, column, "sheet.why_not_computed")
    if cell.mark in WHY_MARKED and not (cell.mark == RAISED and column.field.type.free_text):
        return doubt(cell, column, WHY_MARKED[cell.mark])
    if cell.kind is CellKind.TEXT and (seen := _seen_as_text(cell, column)) is not None:
        return seen
    found = _as_answered(cell, column) or CELL_READERS[column.field.type.name](cell, column)
    if column.field.type.holds_day and isinstance(found, CellValue) and str(found.value or "") > column.latest:
        return doubt(cell, column, "sheet.why_to_come")
    if isinstance(found, CellValue) and (cell.merged or cell.undecoded is not None) and found.value is not None:
        return CellValue(found.value, True)
    return found


def _seen_as_text(cell: Cell, column: ColumnContext) -> Reading | None:
    """What a text is whatever its field: nothing, or what must be asked about."""
    text = cleaned(str(cell.value))
    if not text:
        return CellValue(None)
    if text.lower() in DITTO:
        return doubt(cell, column, "sheet.why_ditto")
    if shows_other_words(cell.format):
        return doubt(cell, column, "sheet.why_text_format", format=cell.format)
    if cell.undecoded is None and looks_undecoded(text):
        return doubt(cell, column, "sheet.why_undecoded")
    return None


def _as_answered(cell: Cell, column: ColumnContext) -> CellValue | None:
    """What a person said that the words of a cell mean."""
    word = word_of(cell) if column.answered else None
    said = column.answered.get(word_key(word)) if word is not None else None
    if said is None or said == EMPTY:
        return CellValue(None, True) if said == EMPTY else None
    found = CELL_READERS[column.field.type.name](Cell(CellKind.TEXT, said), column)
    return CellValue(found.value, True) if isinstance(found, CellValue) else None


def read_truth(cell: Cell | None, column: ColumnContext) -> Reading:
    """What a cell says as a tick, whatever the type of the field."""
    if cell is None or (cell.kind is CellKind.TEXT and cell.computed and not cleaned(str(cell.value))):
        return CellValue(None)
    return _truth(cell, column) if cell.computed else doubt(cell, column, "sheet.why_not_computed")


# --- one reader a type ------------------------------------------------------------------------------------------------


def _text(cell: Cell, column: ColumnContext) -> Reading:
    if cell.kind is CellKind.NUMBER:
        return _digits(cell, column)
    if cell.kind is not CellKind.TEXT:
        return doubt(cell, column, "sheet.why_no_text")
    text = cleaned(str(cell.value))
    if re.fullmatch(r"\d+([.,]\d+)?E\+?\d+", text, re.IGNORECASE):
        return doubt(cell, column, "sheet.why_exponent")
    read = from_json(column.field, text)
    if isinstance(read, Problem):
        return Doubt(read.message)
    return CellValue(read, read != nfc(str(cell.value)).replace("\r\n", "\n").strip())


def _digits(cell: Cell, column: ColumnContext) -> Reading:
    """A whole number in a field of text is its digits."""
    number, least = cell.value, least_digits(cell.format)
    if not isinstance(number, int) or abs(number) >= 10**15:
        return doubt(cell, column, "sheet.why_exponent" if abs(float(number)) >= 10**15 else "sheet.why_no_text")
    if least is None:
        return doubt(cell, column, "sheet.why_no_text")
    return CellValue(str(number).zfill(least), least > len(str(number)))


def _whole(cell: Cell, column: ColumnContext) -> Reading:
    read = _number(cell, column)
    if isinstance(read, Doubt):
        return read
    number, converted = read
    if number != number.to_integral_value():
        return doubt(cell, column, "sheet.why_fraction")
    if number > LARGEST_INT or (column.times > 1 and number >= UNLIKELY):
        return doubt(cell, column, "sheet.why_large", shown=show_number(int(number)))
    return CellValue(int(number), converted)


def _decimal(cell: Cell, column: ColumnContext) -> Reading:
    read = _number(cell, column)
    if isinstance(read, Doubt):
        return read
    number, converted = read
    value = from_json(column.field, number)
    return Doubt(value.message) if isinstance(value, Problem) else CellValue(value, converted)


def _number(cell: Cell, column: ColumnContext) -> tuple[Decimal, bool] | Doubt:
    if cell.kind is CellKind.NUMBER:
        return _number_of_cell(cell, column)
    if cell.kind is not CellKind.TEXT:
        return doubt(cell, column, "sheet.why_day_as_number" if cell.kind is CellKind.DAY else "sheet.why_number")
    text = cleaned(str(cell.value))
    read = read_number_text(text.replace(",", ".") if column.commas and COMMA.fullmatch(text) else text)
    if read == "sheet.why_words" and not any(char.isdigit() for char in text):
        return unknown_words(cell, column, read, text)
    if isinstance(read, str):
        return doubt(cell, column, read, column.ask or None if read == "sheet.why_comma" else None)
    if read.one_group and column.grouped is None and not column.commas:
        return doubt(cell, column, "sheet.why_thousands", column.ask)
    if read.point and not column.field.type.whole:
        return doubt(cell, column, "sheet.why_point")
    if column.times > 1 and any(char.isalpha() for char in text):
        return doubt(cell, column, "sheet.why_measured_twice")
    value = read.value if column.grouped is not False or not read.one_group else read.value / 1000
    return value * column.times, read.converted or column.times > 1


def _number_of_cell(cell: Cell, column: ColumnContext) -> tuple[Decimal, bool] | Doubt:
    if float(cell.value) < 0:
        return doubt(cell, column, "sheet.why_negative")
    if "%" in cell.format:
        return doubt(cell, column, "sheet.why_percent")
    if not is_shown_as_it_is(cell.format):
        return doubt(cell, column, "sheet.why_format", format=cell.format)
    return Decimal(f"{float(cell.value):.15g}") * column.times, column.times > 1


def _day(cell: Cell, column: ColumnContext) -> Reading:
    if cell.kind is CellKind.DAY or (cell.kind is CellKind.NUMBER and not column.book.bare):
        return _day_of_number(cell, column)
    if cell.kind is not CellKind.TEXT:
        return doubt(cell, column, "sheet.why_no_date")
    read = read_day_text(cleaned(str(cell.value)))
    if isinstance(read, str):
        return doubt(cell, column, read)
    if read.both_ways and (column.order is None or column.mixed):
        return doubt(cell, column, "sheet.why_order", column.ask or None)
    day = read.day(column.order or DAY_FIRST)
    if day is None:
        return doubt(cell, column, "sheet.why_month_first", column.ask or None)
    return CellValue(day, read.short or not _looks_like(cleaned(str(cell.value)), day))


def _looks_like(text: str, day: str) -> bool:
    """Whether a text shows that day plainly, day first."""
    numbers = [int(number) for number in re.findall(r"\d{1,18}", text)[:3]]
    year, month, of_month = (int(part) for part in day.split("-"))
    return numbers in ([of_month, month, year], [year, month, of_month])


def _day_of_number(cell: Cell, column: ColumnContext) -> Reading:
    assert isinstance(cell.value, int | float)
    moment = column.book.moment(cell.value)
    if moment is None:
        return doubt(cell, column, "sheet.why_no_date")
    day = moment.date().isoformat()
    if cell.kind is CellKind.DAY:
        if cell.value % 1:
            return doubt(cell, column, "sheet.why_time")
        if hides_day(cell.format):
            return doubt(cell, column, "sheet.why_no_day")
        return CellValue(day) if cell.value >= FIRST_SERIAL else doubt(cell, column, "sheet.why_no_date")
    if cell.value % 1 or not f"{FIRST_SERIAL_YEAR}-01-01" <= day <= column.today:
        return doubt(cell, column, "sheet.why_no_date")
    return CellValue(day, True)


def _time(cell: Cell, column: ColumnContext) -> Reading:
    if cell.kind is CellKind.DAY and isinstance(cell.value, int | float) and 0 <= cell.value < 1:
        moment = column.book.moment(cell.value)
        if moment is not None and not moment.second:
            return CellValue(f"{moment:%H:%M}")
    if cell.kind is not CellKind.TEXT:
        return doubt(cell, column, "sheet.why_no_time")
    read = parse(column.field, cleaned(str(cell.value)))
    return Doubt(read.message) if isinstance(read, Problem) else CellValue(read)


def _truth(cell: Cell, column: ColumnContext) -> Reading:
    if cell.kind is CellKind.TRUTH:
        return CellValue(bool(cell.value))
    text = cleaned(str(cell.value)).lower()
    if cell.kind in (CellKind.TEXT, CellKind.NUMBER) and text in _YES | _NO:
        return CellValue(text in _YES)
    words = [text] if cell.kind is CellKind.TEXT else []
    return unknown_words(cell, column, "sheet.why_no_truth", *words)


def _choice(cell: Cell, column: ColumnContext) -> Reading:
    assert column.choices
    text = word_of(cell)
    if text is None:
        return doubt(cell, column, "sheet.why_no_choice")
    found = column.choices.find(text)
    if len(found) == 1:
        return CellValue(next(iter(found)))
    padded = column.choices.padded(text) if not found else None
    if padded is not None:
        return CellValue(padded, True)
    if found:
        return unknown_words(cell, column, "sheet.why_two_choices", text)
    sets = column.choices.split(text)
    if len(sets) == 1 and len(one := next(iter(sets))) == 1:
        return CellValue(next(iter(one)), True)  # behind a number or a dash, as in a list
    return unknown_words(cell, column, "sheet.why_several_choices" if sets else "sheet.why_no_choice", text)


def _several(cell: Cell, column: ColumnContext) -> Reading:
    assert column.choices
    text = word_of(cell)
    if text is None:
        return doubt(cell, column, "sheet.why_unknown_part")
    sets = column.choices.split(text, column.answered)
    if len(sets) == 1:
        plain = column.choices.split(text) == sets if column.answered else True
        return CellValue(tuple(sorted(next(iter(sets)))) or None, not plain)
    if sets:
        return doubt(cell, column, "sheet.why_two_choices")
    return unknown_words(cell, column, "sheet.why_unknown_part", *column.choices.unknown_parts(text, column.answered))


def _unit(cell: Cell, column: ColumnContext) -> Reading:
    assert column.units
    text = word_of(cell)
    if text is None:
        return doubt(cell, column, "sheet.why_no_unit")
    found, converted = column.units.find(text), False
    if not found and text.isdecimal():
        found, converted = column.units.padded(text), True
    fitting = [code for code in found if column.fits(code)] or found
    if not fitting:
        return unknown_words(cell, column, "sheet.why_no_unit", text)
    if len(fitting) > 1:
        names = "; ".join(map(column.unit_name, fitting))
        return unknown_words(cell, column, "sheet.why_two_units", text, names=names)
    if not column.allowed(fitting[0]):
        return doubt(cell, column, "sheet.why_other_unit")
    return CellValue(fitting[0], converted)


def _reference(cell: Cell, column: ColumnContext) -> Reading:
    text = word_of(cell)
    found = column.references.get(fold(text), ()) if text is not None else ()
    if len(found) == 1:
        return CellValue(found[0])
    words = [text] if text is not None else []
    return unknown_words(cell, column, "sheet.why_two_records" if found else "sheet.why_no_record", *words)


CELL_READERS: Mapping[str, Callable[[Cell, ColumnContext], Reading]] = {
    "text": _text, "longtext": _text, "int": _whole, "decimal": _decimal, "money": _whole, "date": _day,
    "time": _time, "bool": _truth, "choice": _choice, "multi": _several, "ref": _reference, "unit": _unit,
}  # fmt: skip
