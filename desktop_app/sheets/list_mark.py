"""What a workbook that came from here says of itself: a list its kind and the state of the ledger, a form its kind."""

import re
from collections.abc import Iterable

from msgspec import Struct

from desktop_app.sheets.grid import Book, Worksheet

_MARK = re.compile(r"\bSKH1 ([a-z0-9_]+) ([0-9]{1,18}) ([0-9a-f]{28})\b")
_FORM = re.compile(r"\bSKH1 FORM ([a-z0-9_]+) ([0-9]{1,18}) (\S+)")
HEAD_ROWS = 5


class ListMark(Struct, frozen=True):
    """The kind of a list; the last act of the ledger then, by number and stamp."""

    kind: str
    act: int
    stamp: bytes

    def __str__(self) -> str:
        return f"SKH1 {self.kind} {self.act} {self.stamp.hex()}"


class FormMark(Struct, frozen=True):
    """The kind whose records are filled in on a sheet, the edition of the plan, the unit that gave the form out."""

    kind: str
    edition: int
    unit: str

    def __str__(self) -> str:
        return f"SKH1 FORM {self.kind} {self.edition} {self.unit}"


def find_mark(texts: Iterable[object]) -> ListMark | None:
    """The mark in what stands above a table."""
    for text in texts:
        found = _MARK.search(str(text))
        if found:
            return ListMark(found[1], int(found[2]), bytes.fromhex(found[3]))
    return None


def form_mark(sheet: Worksheet) -> FormMark | None:
    """The mark of a sheet of a form; None of any other sheet."""
    for text in head_texts(sheet):
        found = _FORM.search(text)
        if found:
            return FormMark(found[1], int(found[2]), found[3])
    return None


def form_sheet(book: Book, *kinds: str) -> Worksheet | None:
    """The sheet of a form for a kind, by one of its names."""
    return next((sheet for sheet in book.sheets if (mark := form_mark(sheet)) and mark.kind in kinds), None)


def head_texts(sheet: Worksheet) -> list[str]:
    """What stands in the first rows of a sheet, where a mark may be."""
    first = [sheet.rows[number] for number in sorted(sheet.rows)[:HEAD_ROWS]]
    return [str(cell.value) for row in first for cell in row.values()]
