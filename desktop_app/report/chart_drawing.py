"""One small chart drawn on a page as vectors: bars, the target, the year before, and their words."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from desktop_app.domain.measures import MEASURES
from desktop_app.report import styles
from desktop_app.report.cells import NONE
from desktop_app.report.charts import Chart, ChartBar
from desktop_app.report.text_lines import at_most, balanced

SIZE, LEADING = 8.5, 10.5
NOW, BEFORE = 0.35, 0.7  # greys of the report's own period and of those before it
DOT: Final = 2.2
_DASHES = (2.5, 1.5)
_STROKE = 0.6
_TITLE_LINES = 2
_PLOT = 20 * styles.MM
_BELOW = 2 * LEADING + 2  # the period, and its figure a year before
_WIDEST_BAR = 7 * styles.MM
_ABOVE_BAR = 2.5  # what a value stands on
_FIGURES, _DESCENT = 0.68, 0.15  # of the size: how far figures and signs reach above and below their line
_CLEAR = 1.2  # between words and strokes
_BEFORE_TARGET = 4  # between the line of a target and its words
HEIGHT: Final = (_TITLE_LINES + 1) * LEADING + 3 + _PLOT + _BELOW

Scale = tuple[float, float]
HeightOf = Callable[[Fraction], float]


class _Value(NamedTuple):
    """The words above a bar, and the room they take."""

    text: str
    left: float
    right: float
    base: float

    def touches(self, y: float) -> bool:
        """Whether a line at this height would touch them."""
        return self.base - _DESCENT * SIZE - _CLEAR < y < self.base + _FIGURES * SIZE + _CLEAR


def scale_of(charts: Sequence[Chart]) -> Scale:
    """The lowest and the highest value; shares of a whole go to the whole at least."""
    values = [value for chart in charts for value in _values(chart)]
    wholes = [float(MEASURES[chart.measure].whole or 0) for chart in charts]
    return min([0.0, *values]), max([0.0, *values, *wholes]) or 1.0


def _values(chart: Chart) -> Iterator[float]:
    yield from map(float, chart.lines)
    for bar in chart.bars:
        yield from (float(figure.value) for figure in (bar.now, bar.earlier) if figure)


def margin_of(chart: Chart) -> float:
    """What the words of the target take at the right of a chart."""
    return _BEFORE_TARGET + _width(chart.target) + 1


def least_width(chart: Chart) -> float:
    """What the words below and above the bars need beside each other."""
    return len(chart.bars) * max(map(_room_of, chart.bars))


def _room_of(bar: ChartBar) -> float:
    value, label = _width(_said(bar)), _width(bar.label)
    if not bar.earlier:
        return max(value, label) + 2 * _CLEAR
    return max(value + 2 * DOT + 3 * _CLEAR, label + 2 * _CLEAR, _width(bar.earlier.text) + 3 * DOT + 2 * _CLEAR)


def draw_chart(canvas: Canvas, chart: Chart, left: float, base: float, width: float, margin: float, of: Scale) -> None:
    """The chart from its lower left corner; the words of the target stand in the `margin` at its right."""
    plot, bottom, (low, high) = width - margin, base + _BELOW, of

    def height_of(value: Fraction) -> float:
        return bottom + (float(value) - low) / (high - low) * _PLOT

    _write_title(canvas, chart.title, left, base, width)
    canvas.setLineWidth(_STROKE)
    slot = plot / len(chart.bars)
    wide = min(slot / 2, _WIDEST_BAR)
    centres = [left + (number + 0.5) * slot for number in range(len(chart.bars))]
    targets = sorted(map(height_of, chart.lines))
    values = [_value(bar, centre, height_of, targets) for bar, centre in zip(chart.bars, centres, strict=True)]
    for bar, centre in zip(chart.bars, centres, strict=True):
        _draw_bar(canvas, bar, centre, wide, height_of, NOW if bar is chart.bars[-1] else BEFORE)
    canvas.line(left, height_of(Fraction(0)), left + plot, height_of(Fraction(0)))
    for height in targets:
        dashed(canvas, left, left + plot, height)
    if chart.lines:
        middle = height_of(sum(chart.lines, Fraction(0)) / len(chart.lines))
        write(canvas, left + plot + _BEFORE_TARGET, middle - SIZE / 3, chart.target)
    for bar, centre, value in zip(chart.bars, centres, values, strict=True):
        write(canvas, value.left, value.base, value.text)
        _write_below(canvas, bar, centre, base)
        if bar.earlier:
            beside = max(centre + wide / 2 + 2 * DOT, value.right + _CLEAR + DOT)
            ring(canvas, beside, height_of(bar.earlier.value))


def _write_title(canvas: Canvas, title: str, left: float, base: float, width: float) -> None:
    lines = balanced(styles.printable(title), width, styles.measure(styles.BOLD, SIZE))
    canvas.setFillGray(0)
    canvas.setFont(styles.BOLD, SIZE)
    for number, line in enumerate(at_most(lines, _TITLE_LINES)):
        canvas.drawString(left, base + HEIGHT - SIZE - number * LEADING, line)


def _draw_bar(canvas: Canvas, bar: ChartBar, centre: float, width: float, height_of: HeightOf, grey: float) -> None:
    if bar.now and bar.now.value:
        bottom, top = sorted((height_of(Fraction(0)), height_of(bar.now.value)))
        canvas.setFillGray(grey)
        canvas.rect(centre - width / 2, bottom, width, top - bottom, stroke=0, fill=1)


def _said(bar: ChartBar) -> str:
    return bar.now.text if bar.now else NONE


def _value(bar: ChartBar, centre: float, height_of: HeightOf, targets: Sequence[float]) -> _Value:
    """Above its bar, and above the line of a target that is in its way; one below zero stands above the axis."""
    top = height_of(max(bar.now.value, Fraction(0)) if bar.now else Fraction(0))
    half = _width(_said(bar)) / 2
    value = _Value(_said(bar), centre - half, centre + half, top + _ABOVE_BAR)
    for height in targets:
        if value.touches(height):
            value = value._replace(base=height + _ABOVE_BAR)
    return value


def _write_below(canvas: Canvas, bar: ChartBar, centre: float, base: float) -> None:
    """Below the axis the period, and its figure a year before."""
    write(canvas, centre - _width(bar.label) / 2, base + LEADING + 2, bar.label)
    if bar.earlier:
        half = _width(bar.earlier.text) / 2
        ring(canvas, centre - half - DOT, base + 2 + SIZE / 3)
        write(canvas, centre - half + DOT, base + 2, bar.earlier.text)


def _width(text: str) -> float:
    return styles.width(text, styles.REGULAR, SIZE)


def dashed(canvas: Canvas, left: float, right: float, y: float) -> None:
    """The line of a target."""
    canvas.setDash(_DASHES)
    canvas.line(left, y, right, y)
    canvas.setDash()


def ring(canvas: Canvas, x: float, y: float) -> None:
    """The mark of a year before."""
    canvas.setFillGray(1)
    canvas.circle(x, y, DOT, stroke=1, fill=1)


def write(canvas: Canvas, x: float, y: float, text: str) -> None:
    canvas.setFillGray(0)
    canvas.setFont(styles.REGULAR, SIZE)
    canvas.drawString(x, y, styles.printable(text))
