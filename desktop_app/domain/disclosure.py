"""Disclosure control: which counts of a unit tree are hidden so that nobody can work out a small one from the rest.

A count of 1–4 below the top prints as `<5`. Whoever reads the table also knows that totals add up and that what is
hidden beside (`…`) is no such small count; with all of that every small count must still have two possible values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5
SHOWN, SMALL, HIDDEN = "shown", "small", "hidden"
FEWEST_POSSIBLE = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed count; a cell with parts is their sum. The topmost total is printed as it is."""

    key: str
    count: int
    parts: tuple["Cell", ...] = ()


def is_small(count: int) -> bool:
    return 0 < count < SMALLEST


def protect(top: Cell) -> dict[str, str]:
    """Per key how a count is printed: shown, small (`<5`) or hidden (`…`).

    Beside a small count that could be worked out it hides the smallest other part of the same total; where none is left
    the total itself. UnprotectedError where even that is not enough.
    """
    marks = {cell.key: SMALL if is_small(cell.count) else SHOWN for cell in cells(top)}
    marks[top.key] = SHOWN
    parents = {part.key: cell for cell in cells(top) for part in cell.parts}
    while True:
        told = next((key for key in _told(top, marks)), None)
        if told is None:
            return marks
        _hide_beside(told, marks, parents, top)


def cells(top: Cell) -> Iterator[Cell]:
    """The cell and everything below it, totals first."""
    yield top
    for part in top.parts:
        yield from cells(part)


def possible(top: Cell, marks: Mapping[str, str]) -> dict[str, int]:
    """Per cell the values that fit everything printed, as a bit for each value; exact, since the totals form a tree."""
    most = top.count
    below: dict[str, int] = {}
    for cell in reversed(list(cells(top))):
        allowed = _allowed(cell, marks[cell.key], most)
        below[cell.key] = allowed & _sums((below[p.key] for p in cell.parts), most) if cell.parts else allowed
    found = {top.key: below[top.key]}
    for cell in cells(top):
        for number, part in enumerate(cell.parts):
            others = _sums((below[p.key] for n, p in enumerate(cell.parts) if n != number), most)
            found[part.key] = below[part.key] & _differences(found[cell.key], others, most)
    return found


def _told(top: Cell, marks: Mapping[str, str]) -> Iterator[str]:
    """The small counts that could be worked out."""
    found = possible(top, marks)
    yield from (key for key, mark in marks.items() if mark == SMALL and found[key].bit_count() < FEWEST_POSSIBLE)


def _hide_beside(told: str, marks: dict[str, str], parents: Mapping[str, Cell], top: Cell) -> None:
    """Hide the smallest count that is still shown beside a told one, else the total above, else beside that one."""
    key = told
    while key in parents:
        total = parents[key]
        beside = [part for part in total.parts if marks[part.key] == SHOWN]
        if beside:
            marks[min(beside, key=_fewest).key] = HIDDEN
            return
        if total is not top and marks[total.key] == SHOWN:
            marks[total.key] = HIDDEN
            return
        key = total.key
    raise UnprotectedError(told)


def _fewest(cell: Cell) -> tuple[bool, int, str]:
    """A count that is there before a zero, which says more than it hides; then the smallest."""
    return cell.count == 0, cell.count, cell.key


class UnprotectedError(Exception):
    """A table whose top total alone gives a small count away: it may not be printed by unit at all."""


def _allowed(cell: Cell, mark: str, most: int) -> int:
    if mark == SHOWN:
        return 1 << cell.count
    small = sum(1 << n for n in range(1, SMALLEST))
    every = (1 << (most + 1)) - 1
    return (small if mark == SMALL else ~small) & every


def _sums(parts: Iterator[int], most: int) -> int:
    every = (1 << (most + 1)) - 1
    total = 1
    for part in parts:
        total = _spread(total, part) & every
    return total


def _spread(a: int, b: int) -> int:
    """The sums of a value of each."""
    few, many = sorted((a, b), key=int.bit_count)
    found = 0
    while few:
        lowest = few & -few
        found |= many << (lowest.bit_length() - 1)
        few ^= lowest
    return found


def _differences(totals: int, others: int, most: int) -> int:
    """The values that, with one of the others, come to one of the totals."""
    found = 0
    while others:
        lowest = others & -others
        found |= totals >> (lowest.bit_length() - 1)
        others ^= lowest
    return found & ((1 << (most + 1)) - 1)


def printed(cell: Cell, marks: Mapping[str, str]) -> str:
    """The count as it prints."""
    return {SHOWN: str(cell.count), SMALL: "<5", HIDDEN: "…"}[marks[cell.key]]


def worked_out(tables: Sequence[tuple[Cell, Mapping[str, str]]]) -> dict[str, int]:
    """Small counts that tables of the same counts give away together, such as a unit's report and its parent's.

    What one table leaves open another may close; the topmost total of each is meant to be read.
    """
    both: dict[str, int] = {}
    small: dict[str, int] = {}
    for top, marks in tables:
        for key, values in possible(top, marks).items():
            both[key] = both.get(key, -1) & values
        small |= {cell.key: cell.count for cell in cells(top) if cell is not top and is_small(cell.count)}
    return {key: count for key, count in small.items() if both[key].bit_count() < FEWEST_POSSIBLE}
