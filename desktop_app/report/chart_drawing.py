"""One small chart drawn on a page as vectors: bars, the target, the year before, and their words."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from desktop_app.domain.indicators import PERCENT
from desktop_app.report import styles
from desktop_app.report.charts import Bar, Chart
from desktop_app.report.lines import at_most, wrap

SIZE, LEADING = 8.5, 10.5
NOW, BEFORE = 0.35, 0.7  # greys of the report's own period and of those before it
DOT: Final = 2.2
_DASHES = (2.5, 1.5)
_STROKE = 0.6
_TITLE_LINES = 2
_PLOT = 20 * styles.MM
_BELOW = 2 * LEADING + 2  # the period, and its figure a year before
_WIDEST_BAR = 7 * styles.MM
_NONE = "–"
HEIGHT: Final = (_TITLE_LINES + 1) * LEADING + _PLOT + _BELOW

Scale = tuple[float, float]
HeightOf = Callable[[Fraction], float]


def scale_of(charts: Sequence[Chart]) -> Scale:
    """The lowest and the highest value; percents go to a hundred at least."""
    values = [value for chart in charts for value in _values(chart)]
    top = [100.0] if all(chart.measure == PERCENT for chart in charts) else []
    return min([0.0, *values]), max([0.0, *values, *top]) or 1.0


def _values(chart: Chart) -> Iterator[float]:
    yield from map(float, chart.lines)
    for bar in chart.bars:
        yield from (float(figure.value) for figure in (bar.now, bar.earlier) if figure)


def draw_chart(canvas: Canvas, chart: Chart, left: float, base: float, width: float, margin: float, of: Scale) -> None:
    """The chart from its lower left corner; the words of the target stand in the `margin` at its right."""
    plot, bottom, (low, high) = width - margin, base + _BELOW, of

    def height_of(value: Fraction) -> float:
        return bottom + (float(value) - low) / (high - low) * _PLOT

    _write_title(canvas, chart.title, left, base, width)
    canvas.setLineWidth(_STROKE)
    slot = plot / len(chart.bars)
    centres = [left + (number + 0.5) * slot for number in range(len(chart.bars))]
    for number, (bar, centre) in enumerate(zip(chart.bars, centres, strict=True), start=1):
        grey = NOW if number == len(chart.bars) else BEFORE
        _draw_bar(canvas, bar, centre, min(slot / 2, _WIDEST_BAR), height_of, grey)
    canvas.line(left, height_of(Fraction(0)), left + plot, height_of(Fraction(0)))
    for line in chart.lines:
        dashed(canvas, left, left + plot, height_of(line))
    middle = height_of(sum(chart.lines, Fraction(0)) / len(chart.lines))
    write(canvas, left + plot + 3, middle - SIZE / 3, chart.target)
    for bar, centre in zip(chart.bars, centres, strict=True):
        _write_bar(canvas, bar, centre, base, height_of)


def _write_title(canvas: Canvas, title: str, left: float, base: float, width: float) -> None:
    lines = wrap(styles.printable(title), width, lambda text: styles.width(text, styles.BOLD, SIZE))
    canvas.setFillGray(0)
    canvas.setFont(styles.BOLD, SIZE)
    for number, line in enumerate(at_most(lines, _TITLE_LINES)):
        canvas.drawString(left, base + HEIGHT - SIZE - number * LEADING, line)


def _draw_bar(canvas: Canvas, bar: Bar, centre: float, width: float, height_of: HeightOf, grey: float) -> None:
    if bar.now and bar.now.value:
        bottom, top = sorted((height_of(Fraction(0)), height_of(bar.now.value)))
        canvas.setFillGray(grey)
        canvas.rect(centre - width / 2, bottom, width, top - bottom, stroke=0, fill=1)
    if bar.earlier:
        ring(canvas, centre + width / 2 + 2 * DOT, height_of(bar.earlier.value))


def _write_bar(canvas: Canvas, bar: Bar, centre: float, base: float, height_of: HeightOf) -> None:
    """The value above its bar on white, so that no line runs through it; below the axis period and year before."""
    text = bar.now.text if bar.now else _NONE
    top = height_of(max(bar.now.value, Fraction(0)) if bar.now else Fraction(0)) + 2
    half = styles.width(text, styles.REGULAR, SIZE) / 2
    canvas.setFillGray(1)
    canvas.rect(centre - half, top, 2 * half, SIZE - 1.5, stroke=0, fill=1)
    write(canvas, centre - half, top + 0.5, text)
    write(canvas, centre - styles.width(bar.label, styles.REGULAR, SIZE) / 2, base + LEADING + 2, bar.label)
    if bar.earlier:
        half = styles.width(bar.earlier.text, styles.REGULAR, SIZE) / 2
        ring(canvas, centre - half - DOT, base + 2 + SIZE / 3)
        write(canvas, centre - half + DOT, base + 2, bar.earlier.text)


# --- strokes -----------------------------------------------------------------------------------------------------


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
