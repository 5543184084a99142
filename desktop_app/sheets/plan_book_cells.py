"""How a value of a plan stands in a cell of its workbook, and what a cell that was read says."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from msgspec import Struct

from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.day_values import is_iso_day, parse_day
from desktop_app.messages import Message
from desktop_app.sheets.grid import Book, Cell, CellKind

Shown = str | int | float | date | None
MOST = 32_767  # letters in one cell, says the format
_FIRST = "1900-03-01"  # before it, spreadsheets count days in two ways
_PLAIN = re.compile(r"-?\d{1,15}([.,]\d{1,15})?")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")  # 1.500: one and a half, or fifteen hundred
_YES, _NO = ("co", "x", "yes", "true", "1", "dung"), ("khong", "no", "false", "0", "sai")


class UnfitError(Exception):
    """A value that a cell of this form does not say, or a cell that says no such value: `why`."""

    def __init__(self, why: str = "", **values: object) -> None:
        super().__init__(why)
        self.why = Message(f"planbook.{why}", **values) if why else ""


class CellForm(Struct, frozen=True):
    """How one sort of value is written and read; both ways raise UnfitError."""

    to_cell: Callable[[Any], Shown]
    from_cell: Callable[[Book, Cell], Any]
    day: bool = False


def said(cell: Cell) -> str:
    """What stands in a cell as text: 8 for 8.0, `true` for the TRUE that a spreadsheet makes of it."""
    if cell.formula:
        raise UnfitError("formula")
    if cell.kind is CellKind.ERROR:
        raise UnfitError("error_cell", text=cell.value)
    if cell.kind is CellKind.TRUTH:
        return "true" if cell.value else "false"
    if cell.kind is CellKind.DAY:
        raise UnfitError("day_in_text")
    return nfc(str(cell.value).replace("\r\n", "\n").replace("\r", "\n"))


def _line(value: Any) -> str:
    """A text that a cell gives back as it is: with signs, without blanks around it."""
    if not isinstance(value, str) or not value or value != value.strip() or "\r" in value or len(value) > MOST:
        raise UnfitError
    return value


def _read_line(_: Book, cell: Cell) -> str:
    return said(cell).strip()


def _code(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\r" in value or len(value) > MOST:
        raise UnfitError
    return value


def _read_code(_: Book, cell: Cell) -> str:
    return said(cell)


def _flag(value: Any) -> str:
    if not isinstance(value, bool):
        raise UnfitError
    return "có" if value else "không"


def _read_flag(_: Book, cell: Cell) -> bool:
    text = said(cell).strip()
    if fold(text) not in (*_YES, *_NO):
        raise UnfitError("not_yes_or_no", text=text)
    return fold(text) in _YES


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UnfitError
    if (isinstance(value, float) and value.is_integer()) or abs(value) >= 10**15:
        raise UnfitError  # a spreadsheet does not tell 100.0 from 100
    return value


def _read_number(_: Book, cell: Cell) -> int | float:
    if cell.kind is CellKind.NUMBER and not cell.formula and isinstance(cell.value, int | float):
        if "%" in cell.format:  # a spreadsheet keeps 0,975 of the 97,5% that somebody types
            raise UnfitError("percent_cell")
        return cell.value
    text = said(cell).strip()
    if not _PLAIN.fullmatch(text):
        raise UnfitError("not_a_number", text=text)
    if _THOUSANDS.fullmatch(text):
        raise UnfitError("two_numbers", text=text, whole=text.replace(".", ""), part=text.replace(".", ","))
    return _as_number(text)


def _as_number(text: str) -> int | float:
    return float(text.replace(",", ".")) if re.search(r"[.,]", text) else int(text)


def _day_cell(value: Any) -> date:
    if not is_iso_day(value) or value < _FIRST:
        raise UnfitError
    return date.fromisoformat(value)


def _read_day(book: Book, cell: Cell) -> str:
    if cell.kind is CellKind.DAY and not cell.formula and isinstance(cell.value, int | float):
        moment = book.moment(cell.value)
        if moment is not None:
            return moment.date().isoformat()
    text = said(cell).strip()
    day = parse_day(text)
    if not isinstance(day, str):
        raise UnfitError("not_a_day", text=text)
    return day


def _words(value: Any) -> str:
    if not isinstance(value, list) or not value or any(re.search(r"[,;\n]", _line(one)) for one in value):
        raise UnfitError
    return _line(", ".join(value))


def _read_words(_: Book, cell: Cell) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", said(cell)) if part.strip()]


def _word_or_words(value: Any) -> str:
    if isinstance(value, list):
        if len(value) < 2:
            raise UnfitError  # one word alone is read as that word
        return _words(value)
    return _words([value])


def _read_word_or_words(book: Book, cell: Cell) -> str | list[str]:
    words = _read_words(book, cell)
    return words[0] if len(words) == 1 else words


def _texts(value: Any) -> str:
    if not isinstance(value, list) or not value or any("\n" in _line(one) for one in value):
        raise UnfitError
    return _line("\n".join(value))


def _read_texts(_: Book, cell: Cell) -> list[str]:
    return [part.strip() for part in said(cell).split("\n") if part.strip()]


def _lines(value: Any) -> str:
    """A table of texts, one `name: text` a line."""
    if not isinstance(value, Mapping) or not value:
        raise UnfitError
    for name, text in value.items():
        if not re.fullmatch(r"[^\s:]+", name) or "\n" in _line(text):
            raise UnfitError
    return _line("\n".join(f"{name}: {text}" for name, text in value.items()))


def _read_lines(book: Book, cell: Cell) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _read_texts(book, cell):
        name, colon, text = (part.strip() for part in line.partition(":"))
        if not colon or not text or not re.fullmatch(r"\S+", name):
            raise UnfitError("not_a_line", text=line)
        if name in found:
            raise UnfitError("twice_in_cell", name=name)
        found[name] = text
    return found


def _bounds(value: Any) -> str:
    if not isinstance(value, list) or [type(one) for one in value] != [int, int]:
        raise UnfitError
    return f"{value[0]} – {value[1]}"


def _read_bounds(_: Book, cell: Cell) -> list[int]:
    found = re.fullmatch(r"\s*(-?\d{1,15})\s*[–\-:;]\s*(-?\d{1,15})\s*", said(cell))
    if not found:
        raise UnfitError("not_bounds", text=said(cell))
    return [int(found[1]), int(found[2])]


def _targets(value: Any) -> str:
    """By year or years a number, two ends, or a word: `2023: 70 – 80`."""
    if not isinstance(value, Mapping) or not value:
        raise UnfitError
    return _lines({years: _target(asked) for years, asked in value.items()})


def _target(asked: Any) -> str:
    if isinstance(asked, list):
        return " – ".join(str(_number(end)) for end in asked)
    return _line(asked) if isinstance(asked, str) else str(_number(asked))


def _read_targets(book: Book, cell: Cell) -> dict[str, Any]:
    return {years: _read_target(text) for years, text in _read_lines(book, cell).items()}


def _read_target(text: str) -> Any:
    ends = re.split(r"\s+–\s+|\s+-\s+", text)
    if not all(_PLAIN.fullmatch(end) for end in ends):
        return text
    numbers = [_as_number(end) for end in ends]
    return numbers if len(numbers) > 1 else numbers[0]


ALWAYS, WHEN = "always", "when "


def _required(value: Any) -> str:
    if value != ALWAYS:
        _relevant(value)
    return "có"


def _read_required(book: Book, cell: Cell) -> str | None:
    return ALWAYS if _read_flag(book, cell) else None


def _relevant(value: Any) -> str | None:
    if value == ALWAYS:
        return None
    if not isinstance(value, str) or not value.startswith(WHEN):
        raise UnfitError
    return _line(value.removeprefix(WHEN))


def _read_relevant(book: Book, cell: Cell) -> str:
    return WHEN + _read_line(book, cell)


TEXT: Final = CellForm(_line, _read_line)
CODE: Final = CellForm(_code, _read_code)
FLAG: Final = CellForm(_flag, _read_flag)
NUMBER: Final = CellForm(_number, _read_number)
DAY: Final = CellForm(_day_cell, _read_day, day=True)
WORDS: Final = CellForm(_words, _read_words)
WORD_OR_WORDS: Final = CellForm(_word_or_words, _read_word_or_words)
TEXTS: Final = CellForm(_texts, _read_texts)
LINES: Final = CellForm(_lines, _read_lines)
TARGETS: Final = CellForm(_targets, _read_targets)
BOUNDS: Final = CellForm(_bounds, _read_bounds)
REQUIRED: Final = CellForm(_required, _read_required)
RELEVANT: Final = CellForm(_relevant, _read_relevant)
