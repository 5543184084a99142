"""The charts of a page, measured from the PDF itself: no word of them lies on a line, a bar, a mark or another word."""

import io
import random
from collections.abc import Iterator
from ctypes import c_uint
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop_app.domain.measures import COUNT, GROWTH, PERCENT
from desktop_app.report import faces, styles
from desktop_app.report.cells import Figure
from desktop_app.report.chart_rows import chart_rows
from desktop_app.report.charts import Chart, ChartBar

TICKS = {
    "months": ("Tháng 9", "Tháng 10", "Tháng 11", "Tháng 12"),
    "quarters": ("Quý I", "Quý II", "Quý III", "Quý IV"),
    "halves": ("6 tháng", "6 tháng cuối"),
    "year": ("Quý I", "6 tháng", "9 tháng", "Cả năm"),
}
STROKE = 0.6
UPRIGHT, ACROSS = styles.TEXT_WIDTH, 257 * styles.MM


class Ink(NamedTuple):
    """What one object of the page covers, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Ink") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


def drawn(sets: list[list[Chart]], room: float) -> pypdfium2.PdfDocument:
    """Each row of charts on a page of its own, each set as in a report of its own."""
    file = io.BytesIO()
    faces.load()
    canvas = Canvas(file, (room, 200))
    for charts in sets:
        for row in chart_rows("Diễn biến các chỉ tiêu", charts, room):
            row.wrapOn(canvas, room, 200)
            row.drawOn(canvas, 0, 10)
            canvas.showPage()
    canvas.save()
    return pypdfium2.PdfDocument(file.getvalue())


def ink(page: pypdfium2.PdfPage, kind: int) -> list[Ink]:
    return [_exact(Ink(*one.get_bounds())) for one in page.get_objects(filter=[kind]) if not _is_white(one)]


def _exact(found: Ink) -> Ink:
    """A line's bounds are given as twice as thick as it is."""
    rim = STROKE / 2 if found.top - found.bottom < 2.5 * STROKE else 0
    return Ink(found.left + rim, found.bottom + rim, found.right - rim, found.top - rim)


def _is_white(one: pypdfium2.PdfObject) -> bool:
    """Whether it is white all over: no ink."""
    red = c_uint()
    pdfium.FPDFPageObj_GetFillColor(one.raw, red, c_uint(), c_uint(), c_uint())
    mode, stroke = pypdfium2.raw.FPDF_BOOL(), pypdfium2.raw.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(one.raw, mode, stroke)
    return bool(one.type == pdfium.FPDF_PAGEOBJ_PATH and red.value == 255 and not stroke.value)


def chart(chance: random.Random) -> Chart:
    """Any measure, any target, values on, just below and just above it, with and without a year before."""
    measure = chance.choice((PERCENT, PERCENT, GROWTH, COUNT))
    low = Fraction(chance.randint(0, 100))
    lines = (low, low + chance.randint(1, 9)) if measure == GROWTH else (low,)
    ticks = TICKS[chance.choice(list(TICKS))]
    with_earlier = chance.random() < 0.6
    bars = []
    for tick in ticks[: chance.randint(1, 4)]:
        known = chance.random() < 0.9
        now = Figure(_value(chance, measure, low), measure, chance.choice(("", "*"))) if known else None
        earlier = Figure(_value(chance, measure, low), measure) if with_earlier and chance.random() < 0.8 else None
        bars.append(ChartBar(tick, now, earlier))
    said = f"≥ {low}" if measure == COUNT else f"{low}% - {low + 9}%" if measure == GROWTH else f"≥ {low}%"
    return Chart("2.1. Huyện, thành phố có kế hoạch và hoạt động", measure, said, lines, tuple(bars))


def _value(chance: random.Random, measure: str, target: Fraction) -> Fraction:
    near = target + Fraction(chance.randint(-150, 150), 10)
    if measure == PERCENT:
        return min(
            Fraction(100), max(Fraction(0), chance.choice((near, target, Fraction(chance.randint(0, 1000), 10))))
        )
    if measure == GROWTH:
        return chance.choice((near, Fraction(chance.randint(-1000, 2500), 10)))
    return Fraction(chance.choice((chance.randint(0, 9), chance.randint(0, 9_999), chance.randint(0, 2_000_000))))


@pytest.mark.parametrize("room", [UPRIGHT, ACROSS])
def test_no_word_of_a_chart_lies_on_a_line_a_bar_a_mark_or_another_word(room: float) -> None:
    chance = random.Random(6)
    for page in drawn([[chart(chance) for _ in range(chance.randint(1, 6))] for _ in range(20)], room):
        texts = ink(page, pdfium.FPDF_PAGEOBJ_TEXT)
        assert all(text.left >= 0 and text.right <= room + 0.1 for text in texts)
        for one, other in _overlaps(texts, ink(page, pdfium.FPDF_PAGEOBJ_PATH)):
            pytest.fail(f"{one} lies on {other}")


def _overlaps(texts: list[Ink], paths: list[Ink]) -> Iterator[tuple[Ink, Ink]]:
    yield from ((one, other) for one, other in combinations(texts, 2) if one.meets(other))
    yield from ((one, other) for one in texts for other in paths if one.meets(other))


def test_the_line_of_the_target_is_whole_and_a_value_in_its_way_stands_above_it() -> None:
    bars = (ChartBar("Quý I", Figure(Fraction(20), PERCENT)), ChartBar("Quý II", Figure(Fraction(58), PERCENT)))
    (page,) = drawn([[Chart("1.1. Duy trì", PERCENT, "≥ 60%", (Fraction(60),), bars)]], UPRIGHT)
    paths = [one for one in ink(page, pdfium.FPDF_PAGEOBJ_PATH) if one.top - one.bottom < 2]
    axis = max(paths, key=lambda one: one.right - one.left)
    (line,) = [one for one in paths if one.bottom > axis.top and one.left < axis.right and one.top < 130]
    assert line.left == pytest.approx(axis.left, abs=0.1)
    assert line.right == pytest.approx(axis.right, abs=0.1)
    inside = [
        one for one in ink(page, pdfium.FPDF_PAGEOBJ_TEXT) if one.right < axis.right and axis.top < one.bottom < 130
    ]
    below, above, *_ = sorted(inside, key=lambda one: one.bottom)
    assert below.top < line.bottom
    assert line.top < above.bottom < line.top + 3
