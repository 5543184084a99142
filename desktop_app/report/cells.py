"""What stands in the cells of a table: texts, and numbers that stay numbers until they are printed."""

from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from desktop_app.domain.measures import COUNT, show_value
from desktop_app.domain.values import show_number

NONE = "–"  # where there is no number


class Figure(Struct, frozen=True):
    """A number with its way to be shown (`measure`), `mark` right behind it; a `strong` one stands out."""

    value: Fraction
    measure: str = COUNT
    mark: str = ""
    strong: bool = False

    @property
    def text(self) -> str:
        """`64,2%`, `+4,5%`, `1.234`, `12*`."""
        return show_value(self.measure, self.value) + self.mark


class Gauge(Struct, frozen=True):
    """A bar that is as long as a share of its cell: 1 fills it."""

    share: Fraction


Cell = str | int | Decimal | Figure | Gauge


def shown(cell: Cell) -> str:
    """The cell as people read it; a bar has no text of its own."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Figure):
        return cell.text
    return "" if isinstance(cell, Gauge) else show_number(cell)
