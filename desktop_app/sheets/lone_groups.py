"""Rows with the index of a group and numbers of their own, below which nothing lies: names of groups, or records."""

import re
from collections.abc import Mapping

from msgspec import Struct, field

from desktop_app.sheets.cell_values import CellValue, Reading
from desktop_app.sheets.grid import Cell
from desktop_app.sheets.row_sorting import texts_of

ENDS = frozenset({"total", "note", "signature"})  # what a group is over with, as with the next one of its level
_LEVELS = (("roman", re.compile(r"[IVXL]+")), ("letter", re.compile(r"[A-ZĐ]")))


class GroupRow(Struct, frozen=True):
    """A row that names a group."""

    number: int
    row: Mapping[int, Cell]
    readings: Mapping[int, Reading]


class LoneGroups(Struct):
    """Goes along with the rows of a table, from above."""

    levels: list[str] = field(default_factory=list)  # of the groups around, the outermost first
    last: GroupRow | None = None  # below which nothing has come yet

    def follow(self, found: GroupRow, what: str | None) -> GroupRow | None:
        """Hear of the next row, and which sort of row it is; the group that turns out to have had nothing below it."""
        level = _level(found.row) if what == "group" else None
        lone = self.last if what in ENDS or level in self.levels else None
        if level is not None:
            self.levels = [*(self.levels[: self.levels.index(level)] if level in self.levels else self.levels), level]
            self.last = found if _counts(found) else None
        elif what is None or lone is not None:
            self.last = None
        return lone


def _level(row: Mapping[int, Cell]) -> str | None:
    """How a group is numbered; None where it is not."""
    first = texts_of(row)[0].strip(" .-)") if texts_of(row) else ""
    return next((name for name, pattern in _LEVELS if pattern.fullmatch(first)), None)


def _counts(found: GroupRow) -> bool:
    """Whether numbers of a record stand in the row."""
    read = (one for number, one in found.readings.items() if number in found.row)
    return any(isinstance(one, CellValue) and isinstance(one.value, int) for one in read)
