"""How the columns of a list share its width: dates and numbers take what they need, words the rest, none is cut off."""

from collections.abc import Sequence
from dataclasses import dataclass

FLOOR = 64
READABLE = 104  # where words still say something before they are cut


@dataclass(frozen=True, slots=True)
class Share:
    """What a column needs with its heading, the least it can do with, what a person gave it (0: nothing)."""

    need: int
    least: int
    given: int = 0
    grows: bool = False
    heading: int = 0

    @property
    def wish(self) -> int:
        return self.given or self.need

    @property
    def floor(self) -> int:
        """How narrow it may become before a column has to go."""
        if self.given:
            return min(self.wish, FLOOR)
        return max(self.heading, min(self.need, READABLE if self.grows else self.least))


def share_width(columns: Sequence[Share], room: int) -> list[int]:
    """A width for each column, together exactly `room`; those that find no place at the end get 0."""
    shown = list(columns)
    while len(shown) > 1 and sum(column.floor for column in shown) > room:
        shown.pop()
    widths = [column.wish for column in shown]
    spare = room - sum(widths)
    if spare < 0:
        _give(widths, [column.wish - column.floor for column in shown], spare)
    else:
        free = [int(column.grows and not column.given) for column in shown]
        growing = [int(column.grows) for column in shown]
        _give(widths, free if any(free) else growing if any(growing) else [1] * len(shown), spare)
    return widths + [0] * (len(columns) - len(shown))


def move_edge(widths: Sequence[int], column: int, wanted: int) -> list[int]:
    """Widths after the right edge of a column was moved: those behind it give or take, none below the floor."""
    behind = [number for number in range(column + 1, len(widths)) if widths[number]]
    left = sum(max(0, widths[number] - FLOOR) for number in behind)
    moved = list(widths)
    change = max(FLOOR, min(wanted, widths[column] + left)) - widths[column] if behind else 0
    moved[column] += change
    for number in behind:
        given = min(change, max(0, moved[number] - FLOOR)) if change > 0 else change
        moved[number] -= given
        change -= given
    return moved


def _give(widths: list[int], weights: Sequence[int], amount: int) -> None:
    """Add an amount (take it away, below nought) in these proportions, to the pixel."""
    whole = sum(weights)
    if not whole:
        widths[-1] += amount
        return
    given = 0
    for number, weight in enumerate(weights):
        part = round(amount * weight / whole)
        widths[number] += part
        given += part
    heaviest = max(range(len(weights)), key=lambda number: weights[number])
    widths[heaviest] += amount - given
