"""Cells of tables that are printed, as the clipboard holds them."""

from decimal import Decimal
from fractions import Fraction

from desktop_app.domain.measures import MEASURES, as_shown
from desktop_app.report.cells import Cell, Figure, shown
from desktop_app.sheets.clipboard_writing import BlockCell

_PERCENT = 100


def block_cell(cell: Cell) -> BlockCell:
    """A count, a sum or a share with the number behind it, as many of its digits as are printed."""
    number = as_shown(cell.measure, cell.value) if isinstance(cell, Figure) else cell
    if isinstance(cell, Figure) and cell.mark:
        return BlockCell(shown(cell))
    if isinstance(number, Fraction):
        number = Decimal(number.numerator) / number.denominator
    if not isinstance(number, int | Decimal):
        return BlockCell(shown(cell))
    format_ = MEASURES[cell.measure].number_format if isinstance(cell, Figure) else ""
    if "%" in format_:
        return BlockCell(shown(cell), Decimal(number) / _PERCENT, format=format_)
    return BlockCell(shown(cell), int(number) if number == int(number) else number)
