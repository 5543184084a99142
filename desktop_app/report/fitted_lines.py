"""Centred lines that stand in the height they are given: set smaller before anything of them is cut off."""

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.report import styles
from desktop_app.report.text_lines import at_most, balanced

_SMALLEST = 7  # points: what can still be read of a name that nobody should give


class FittedLines(NamedTuple):
    """Lines, the size they are set in and how far their base lines lie apart."""

    lines: list[str]
    size: float
    leading: float


def fitted_lines(texts: Sequence[str], font: str, size: float, leading: float, room: float, most: int) -> FittedLines:
    """The texts below each other in `size`, or in the largest smaller one that needs no more height than `most` lines.

    Only what needs more even in the smallest one is cut, visibly.
    """
    found = FittedLines([], size, leading)
    for smaller in range(int(size), _SMALLEST - 1, -1):
        measure, apart = styles.measure(font, smaller), leading * smaller / size
        found = FittedLines([line for text in texts for line in balanced(text, room, measure)], smaller, apart)
        if len(found.lines) * apart <= most * leading:
            return found
    return found._replace(lines=at_most(found.lines, int(most * leading / found.leading)))
