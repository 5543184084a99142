"""The parts a report is made of, as plain data: what it says, with nothing about how it looks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from desktop_app.report.cells import Cell, shown
from desktop_app.report.characters import with_hard_end
from desktop_app.report.charts import Chart

_DIGIT, _BESIDE = 1.75, 3  # millimetres of a digit in a cell, and beside all of them
UNDATED = date(2022, 1, 1)  # of a file that is printed without a day
Align = Literal["left", "centre", "right"]
Role = Literal["body", "item", "note"]


class Letterhead(Struct, frozen=True):
    """The head of the first page; `number` and `place_and_date` are ready lines, `internal` asks for the frame."""

    superior: str
    issuer: str
    number: str
    place_and_date: str
    internal: bool = False


class Heading(Struct, frozen=True):
    """A heading of level 1 (`I.`), 2 (`1.`) or 3 (`a)`); `number` is the bare number or letter."""

    level: int
    number: str
    title: str

    @property
    def text(self) -> str:
        return f"{self.number}{')' if self.level == 3 else '.'} {self.title}"


class Run(Struct, frozen=True):
    """A piece of a paragraph in one face."""

    text: str
    bold: bool = False
    italic: bool = False


class Paragraph(Struct, frozen=True):
    """One paragraph; an `item` stands under the one before, a `note` belongs to the table above it.

    Where not all of `text` is upright and light, `runs` says how its parts are; they add up to the text.
    """

    text: str
    role: Role = "body"
    runs: tuple[Run, ...] = ()

    @property
    def set_runs(self) -> tuple[Run, ...]:
        """The text as runs of one face each; a short last word stays with the one before."""
        *before, last = self.runs or (Run(self.text),)
        return (*before, replace(last, text=with_hard_end(last.text)))


class Column(Struct, frozen=True):
    """A column of a table; widths are shares of the table's width, in millimetres where that is all of the page."""

    title: str
    share: float
    align: Align = "left"


def with_room(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    """The columns, those of numbers so wide that none of the numbers in them is parted."""
    return tuple(
        replace(column, share=max(column.share, _longest(rows, n, len(columns)) * _DIGIT + _BESIDE))
        if column.align == "right"
        else column
        for n, column in enumerate(columns)
    )


def _longest(rows: Sequence[Sequence[Cell]], place: int, of: int) -> int:
    """How many signs the longest number of a column has."""
    cells = [row[place] for row in rows if len(row) == of]
    return max((len(shown(cell)) for cell in cells if not isinstance(cell, str)), default=0)


def room_for(texts: Iterable[str], least: float) -> float:
    """So wide that no code and no number of a target is parted in the columns that all reports have."""
    parts = {part for text in texts for part in text.split()}
    widths = (sum(4.2 if sign.isupper() else 2.3 for sign in part) + 3 for part in parts)
    return min(max(least, *widths, 0), 40)


class Table(Struct, frozen=True):
    """Rows of texts and numbers; a row with one cell is a heading across all columns and stays with the row below.

    The last row of a table with `total` is the sum of the others. One that is to stay `together` is divided only where
    it is longer than a page. One that is `drawn` stands on paper as charts that say the same.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total: bool = False
    together: bool = False
    drawn: tuple[Chart, ...] = ()

    def is_heading(self, row: tuple[Cell, ...]) -> bool:
        """Whether a row is one cell across all columns."""
        return len(row) == 1 < len(self.columns)


Block = Heading | Paragraph | Table


def last_notes(content: Sequence[Block]) -> range:
    """The numbers of the last few notes where a part ends with several: none of them may stand alone on a page."""
    first = len(content)
    while first > 0 and isinstance(block := content[first - 1], Paragraph) and block.role == "note":
        first -= 1
    few = min(len(content) - first, 3)
    return range(len(content) - few, len(content)) if few > 1 else range(0)


class Signature(Struct, frozen=True):
    """The end of the report: who signs (right) and who receives it (left), one entry a line."""

    authority: tuple[str, ...]
    title: str
    name: str
    recipients: tuple[str, ...]


class Annex(Struct, frozen=True):
    """An annex with its own page numbers; `reference` names the report that it goes with.

    `landscape` is for `blocks`; what stands in `wide` follows on landscape pages in any case.
    """

    heading: str
    title: str
    reference: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    wide: tuple[Block, ...] = ()


class ProgressReport(Struct, frozen=True):
    """A whole report; `name` is its title as a file, `draft` prints the watermark, `foot` says below it who it is for.

    `states` is what only a workbook has room for: what each unit reported for each area.
    """

    name: str
    issuer_name: str
    letterhead: Letterhead
    kind: str
    subject: str
    addressees: tuple[str, ...]
    blocks: tuple[Block, ...]
    signature: Signature
    annexes: tuple[Annex, ...] = ()
    draft: bool = True
    states: tuple[Block, ...] = ()
    foot: str = ""
