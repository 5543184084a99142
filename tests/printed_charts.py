"""Reads what charts say of indicators: the numbers of a table of periods, and of a PDF how long each bar is.

A drawing says more than the rounded number beside it: how long a bar is to a few millionths of its scale.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from desktop_app.report import styles
from desktop_app.report.blocks import Block, Table
from desktop_app.report.cells import Gauge, shown
from tests.printed_files import TOUCH, Box, grids, rules, words

TICKS = {"Tháng 1": "01", "Tháng 2": "02", "Quý I": "Q1", "Quý II": "Q2", "6 tháng": "H1"}
EXACT = 1e-7  # how near to the truth the digits of a spreadsheet are
DRAWN = 2e-5  # and the length of a bar
_GAUGE = "So với mức đề ra"
_HIGH = 120  # points, more than a chart
_SAMPLE = (9, 6)  # of the key
_SPACE = 4  # less lies between words of one label


class Drawn(NamedTuple):
    """A share that a chart says of an indicator in a period (none: beside the indicator, as a part of its target),
    and how far from it the true one may be.
    """

    code: str
    tick: str
    share: float
    exact: float


def share_of(text: str) -> tuple[float, float]:
    """A share as it is printed, and how far from it the true one may be: a spreadsheet has all its digits."""
    bare = text.rstrip("*%").replace(",", ".")
    return float(bare) / 100, EXACT if len(bare.partition(".")[2]) > 1 else 0.0005 + EXACT


def trends_said(blocks: Sequence[Block], targets: dict[str, float]) -> Iterator[Drawn]:
    """The numbers of tables of several periods, and of spreadsheets those behind the bars beside the indicators."""
    for block in blocks:
        if isinstance(block, Table) and block.columns[0].title == "Mã":
            for row in block.rows:
                code = str(row[0])
                for column, cell in zip(block.columns, row, strict=False) if code in targets else ():
                    if column.title == _GAUGE and (isinstance(cell, Gauge) or cell):
                        part = (float(cell.share), EXACT) if isinstance(cell, Gauge) else share_of(str(cell))
                        yield Drawn(code, "", part[0] * targets[code], part[1])
                    elif column.title in TICKS and shown(cell)[:1].isdecimal():
                        yield Drawn(code, column.title, *share_of(shown(cell)))


def bars_of_pdf(content: bytes, targets: dict[str, float]) -> Iterator[Drawn]:
    """The bars of charts and those beside the indicators; `targets` give the scale, since a chart draws its own."""
    for said, ruled, filled in zip(words(content), rules(content), _filled(content), strict=True):
        tables = list(grids(ruled))
        cells = [(rows, row, cell) for rows in tables for row in rows for cell in row]
        for bar in filled:
            around = next(((row, cell) for _, row, cell in cells if cell.holds(bar)), None)
            found = _beside(bar, *around, said, ruled, targets) if around else _in_chart(bar, said, ruled, targets)
            if found:
                yield found


def _filled(content: bytes) -> Iterator[list[Box]]:
    """What is filled and not drawn around, from the top of each page."""
    for page in pypdfium2.PdfDocument(content):
        found, high = [], page.get_height()
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDFPath_GetDrawMode(one.raw, ctypes.byref(fill), ctypes.byref(stroke))
            left, bottom, right, top = one.get_bounds()
            box = Box(left, high - top, right, high - bottom)
            if fill.value and not stroke.value and (round(right - left), round(top - bottom)) != _SAMPLE:
                found.append(box)
        yield found


def _beside(
    bar: Box, row: Sequence[Box], cell: Box, said: Sequence[Box], ruled: Sequence[Box], targets: dict[str, float]
) -> Drawn | None:
    code = next((word.text for word in said if row[0].holds(word)), "")
    uprights = {(one.left + one.right) / 2 for one in ruled if one.right - one.left < TOUCH < one.bottom - one.top}
    left, right = (min(uprights, key=lambda x: abs(x - edge)) for edge in (cell.left, cell.right))
    room = right - left - 2 * styles.CELL_PADDING
    return Drawn(code, "", (bar.right - bar.left) / room * targets[code], DRAWN) if code in targets else None


def _in_chart(bar: Box, said: Sequence[Box], ruled: Sequence[Box], targets: dict[str, float]) -> Drawn | None:
    titles = [
        word for word in said
        if re.fullmatch(r"\d\.\d\.", word.text) and word.left <= bar.left and 0 < bar.bottom - word.bottom < _HIGH
    ]  # fmt: skip
    title = max(titles, key=lambda word: (round(word.bottom), word.left), default=None)
    code = title.text.rstrip(".") if title else ""
    centre = (bar.left + bar.right) / 2
    across = [(one.top + one.bottom) / 2 for one in ruled if _is_across(one, centre)]
    target = [y for y in across if TOUCH < bar.bottom - y < _HIGH and title and y > title.bottom]
    if code not in targets or len(target) != 1:
        return None
    tick = next(text for text, middle in _labels(said, bar.bottom) if abs(middle - centre) < TOUCH)
    return Drawn(code, tick, (bar.bottom - bar.top) / (bar.bottom - target[0]) * targets[code], DRAWN)


def _is_across(line: Box, centre: float) -> bool:
    return line.bottom - line.top < TOUCH < line.right - line.left and line.left < centre < line.right


def _labels(said: Sequence[Box], axis: float) -> Iterator[tuple[str, float]]:
    """The words that stand just below the axis of charts, with their middles."""
    line = sorted((word for word in said if axis < (word.top + word.bottom) / 2 < axis + 13), key=lambda one: one.left)
    start = 0
    for n, (before, after) in enumerate(pairwise([*line, Box(1e6, 0, 1e6, 0)]), start=1):
        if after.left - before.right > _SPACE:
            yield " ".join(word.text for word in line[start:n]), (line[start].left + before.right) / 2
            start = n
