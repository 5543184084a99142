"""Tells rows that are no records from those that are, by the columns of their table and the rows above."""

from collections.abc import Mapping, Sequence, Set

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field
from desktop_app.sheets.cell_values import CellValue, Reading
from desktop_app.sheets.grid import Cell, CellKind
from desktop_app.sheets.headings import KindHeadings
from desktop_app.sheets.row_sorting import (
    besides_signing,
    is_column_numbers,
    is_group,
    is_note,
    is_plain_total,
    is_signature,
    is_spread,
    is_total,
    may_sign,
    names_measures,
    repeats_heading,
)
from desktop_app.sheets.sheet_rows import SheetReading
from desktop_app.sheets.table_finding import SheetTable

Row = Mapping[int, Cell]


class RowSorter:
    """Sorts the rows of one table, from above; by the headings of all kinds (`others`) a second table is known."""

    def __init__(
        self, fields: Mapping[int, Field], numbering: Set[int], table: SheetTable, others: Sequence[KindHeadings],
        result: SheetReading,
    ) -> None:  # fmt: skip
        self.fields, self.numbering, self.others, self.result = fields, numbering, others, result
        self.headings = table.headings
        self.ended = False  # signatures stand above
        self.noted = False  # a note stands above
        self.headed = False  # the heading once more stands right above

    def sort_of(self, row: Row, readings: Mapping[int, Reading], *, firm: bool) -> str | None:
        """Which sort of row it is, where it is none of a record; `firm`: a cell holds what only a record has."""
        if (self.headed or not self.result.rows) and is_column_numbers(row):
            return "numbers"
        begun, spread = bool(self.result.rows or self.result.asked), is_spread(row, self.numbering)
        sure = firm and self.is_firm(besides_signing(row), readings)  # by more than place and day of a signature
        if begun and not sure and (is_signature(row) or (self.ended and not firm and may_sign(row))):
            self.ended = True
            return "signature"
        if spread:
            return "note" if begun and is_note(row) else "group"
        if is_group(row) or (self._names_a_group(row) and not self._reads_as_choice(row, readings)):
            return "note" if self.noted else "group"
        if firm and not repeats_heading(row, self.headings, literally=True):  # “2. Ngày” looks as a day does
            return "total" if is_plain_total(row) else None
        if repeats_heading(row, self.headings) or (not begun and names_measures(row)):
            return "heading"
        if all(n in self.numbering and str(cell.value).strip(" .").isdecimal() for n, cell in row.items()):
            return "number_alone"
        if is_total(row):
            return "total"
        return "note" if is_note(row) else None

    def is_firm(self, row: Row, readings: Mapping[int, Reading]) -> bool:
        """Whether a cell holds what only a record has: a day, a choice, a unit, another record, a yes or no."""
        for number, found in readings.items():
            of = self.fields[number]
            if number not in row or of.type.free_text or of.type.numeric or self._goes_across(row, number):
                continue
            cell = row[number]
            if of.type.holds_day and (cell.kind is CellKind.DAY or any(c.isdigit() for c in str(cell.value))):
                return True
            if isinstance(found, CellValue) and found.value is not None:
                return True
        return False

    def _goes_across(self, row: Row, number: int) -> bool:
        """Whether a cell is merged with its neighbour in the row."""
        sides = [row[n] for n in (number - 1, number + 1) if n in row and row[n].value == row[number].value]
        return any(cell.merged or row[number].merged for cell in sides)

    def is_of_group(self, row: Row) -> bool:
        return is_group(row) or is_spread(row, self.numbering) or self._names_a_group(row)

    def _names_a_group(self, row: Row) -> bool:
        """Whether one text alone stands where no text of a record does."""
        if len(row) != 1:
            return False
        ((number, cell),) = row.items()
        of = self.fields.get(number)
        return (
            cell.kind is CellKind.TEXT
            and not is_note(row)
            and not is_total(row)
            and (not of.type.free_text if of is not None else number in self.numbering)
        )

    def _reads_as_choice(self, row: Row, readings: Mapping[int, Reading]) -> bool:
        """Whether a cell is a choice of its column, as where a record goes on in a second row."""
        read = [
            readings.get(number)
            for number in row.keys() & self.fields
            if self.fields[number].type.lookup is Lookup.CHOICES
        ]
        return any(isinstance(found, CellValue) and found.value is not None for found in read)

    def begins_other_table(self, row: Row) -> bool:
        texts = [str(cell.value) for cell in row.values() if cell.kind is CellKind.TEXT and not cell.merged]
        if len(texts) < 3 or len(texts) < len(row) - 1 or repeats_heading(row, self.headings):
            return False
        for known in self.others:
            named = {m.field for text in texts for m in known.surely([text])[:1]}
            if len(named) >= 3 and len(named) * 2 > len(texts):
                return True
        return False
