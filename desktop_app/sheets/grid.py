"""What every reader makes of a spreadsheet: sheets of typed cells, with all that tells how a cell is meant."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import Enum
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from desktop_app.errors import AppError

CELL_LIMIT = 3_000_000
PACKED_LIMIT = 1_000_000  # cells in a file of any size: packed, a few bytes stand for thousands, which all take memory
REPEATED_LIMIT = 200_000  # cells that a sheet holds only by saying that others are repeated
LARGEST_NUMBER = 1e300  # what is larger, infinite or no number has no digits that a person wrote
NO_NUMBER = "#NUM!"  # so spreadsheets show it
ORIGINS = {"1900": datetime(1899, 12, 30), "1904": datetime(1904, 1, 1)}  # noqa: DTZ001 (days of a sheet have no zone)
LARGEST_SERIAL = 2_958_465  # 31/12/9999
ReportRows = Callable[[int], None]  # hears how many rows are read; it may raise, to stop
ReportCount = Callable[[int, int], None]  # hears of how many rows how many are understood


class CellKind(Enum):
    """What a cell holds; DAY is a number shown as a day or a time."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TRUTH = "truth"
    ERROR = "error"


class Cell(Struct):
    """One cell that is not blank.

    `format`: how a number is shown; `formula`: whether its value was computed, `computed` whether that value is there;
    `undecoded`: the text as it stands in an old font; `merged`: it fills what a merged cell covers, `below` its first
    row; `mark`: whether it is struck out, a part of it is struck out or raised like the number of a footnote, or quotes
    of its row are loose.
    """

    kind: CellKind
    value: str | int | float | bool
    format: str = ""
    formula: bool = False
    computed: bool = True
    undecoded: str | None = None
    merged: bool = False
    below: bool = False
    mark: str = ""


STRUCK, PARTLY_STRUCK, RAISED = "struck", "partly_struck", "raised"
LOOSE_QUOTES = "loose_quotes"
Run = tuple[str, str, str]  # a part of a text, its font, its mark


def mark_of(runs: Iterable[Run]) -> str:
    """What the marks of its parts make of a text."""
    marks = {mark for text, _, mark in runs if text.strip()}
    if STRUCK in marks:
        return STRUCK if len(marks) == 1 else PARTLY_STRUCK
    return RAISED if RAISED in marks and len(marks) > 1 else ""


class Area(Struct, frozen=True):
    """A block of merged cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Worksheet(Struct):
    """A sheet; rows and columns are counted from 1, blank cells left out. `comments`: the cells, also blank ones, with
    something that somebody noted beside them.
    """

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Area] = field(default_factory=list)
    comments: set[tuple[int, int]] = field(default_factory=set)

    def put(self, row: int, column: int, cell: Cell) -> None:
        if not isinstance(cell.value, str) and not abs(cell.value) < LARGEST_NUMBER:
            cell.kind, cell.value = CellKind.ERROR, NO_NUMBER
        self.rows.setdefault(row, {})[column] = cell

    def fill_merged(self, name: str, left: int = PACKED_LIMIT) -> int:
        """Let merged cells say in every cell what they say in their first one, as far as the sheet is used; AppError
        where a file of this name merges more cells than are `left`. Returns how many are left then.
        """
        last_row, last_column = max(self.rows, default=0), max((max(row) for row in self.rows.values()), default=0)
        for area in self.merges:
            first = self.rows.get(area.top, {}).get(area.left)
            if first is None:
                continue
            rows = range(area.top, min(area.bottom, last_row) + 1)
            columns = range(area.left, min(area.right, last_column) + 1)
            left -= len(rows) * len(columns)
            if left < 0:
                raise AppError("sheet.too_large", file=name)
            copy = Cell(first.kind, first.value, first.format, first.formula, first.computed)
            copy.undecoded, copy.merged, copy.mark = first.undecoded, True, first.mark
            for row in rows:
                for column in columns:
                    if (row, column) != (area.top, area.left):
                        self.put(row, column, replace(copy, below=row > area.top))
        return left


class Book(Struct):
    """A workbook, or a text with columns: `bare` is what was displayed once, with no types left.

    `dates`: from which year its days are counted; `encoding`: that of a text file, `doubted` where others fit as well.
    """

    sheets: list[Worksheet]
    dates: str = "1900"
    bare: bool = False
    encoding: str | None = None
    doubted: tuple[str, ...] = ()

    @property
    def shown(self) -> list[Worksheet]:
        return [sheet for sheet in self.sheets if not sheet.hidden]

    def moment(self, serial: float) -> datetime | None:
        """The moment that a number stands for; None where no calendar has it."""
        if not 0 <= serial <= LARGEST_SERIAL:
            return None
        return ORIGINS[self.dates] + timedelta(seconds=round(serial * 86_400))


def most_cells(size: int) -> int:
    """How many cells a packed file of so many bytes may hold; where people wrote them, each takes some."""
    return min(CELL_LIMIT, PACKED_LIMIT + size)


def stored_number(text: str) -> int | float:
    """A number as a file stores it; a whole one without its point."""
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def column_name(number: int) -> str:
    """1 is A, 27 is AA."""
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


@cache
def column_number(name: str) -> int:
    """A is 1, AA is 27; 0 where the text is no name of a column."""
    number = 0
    for letter in name.upper():
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number
