"""Small charts in rows on paper, with a caption and a key above the first row."""

from collections.abc import Iterator, Sequence
from math import ceil

from reportlab.platypus import Flowable

from desktop_app.domain.measures import MEASURES
from desktop_app.report import styles
from desktop_app.report.chart_drawing import (
    BEFORE,
    HEIGHT,
    LEADING,
    NOW,
    SIZE,
    Scale,
    dashed,
    draw_chart,
    least_width,
    margin_of,
    ring,
    scale_of,
    write,
)
from desktop_app.report.charts import Chart
from desktop_app.report.wording import words

_NARROWEST, _GAP = 52 * styles.MM, 5 * styles.MM
_FEWEST = 2  # in a row: a single chart fills half of it
_KEY_ROOM = 1.5 * LEADING
_SAMPLE, _BETWEEN = 13, 13  # points for a sample of the key, and between two of its words


def chart_rows(caption: str, charts: Sequence[Chart], room: float) -> Iterator[Flowable]:
    """The charts in rows that stay together, and with what follows, as far as a page allows."""
    margin = max(map(margin_of, charts))
    narrowest = max(_NARROWEST, margin + max(map(least_width, charts)))
    rows = ceil(len(charts) / max(1, int((room + _GAP) // (narrowest + _GAP))))
    beside = max(ceil(len(charts) / rows), _FEWEST)
    scales = [_scale(chart, charts) for chart in charts]
    for first in range(0, len(charts), beside):
        row = _ChartRow(charts[first : first + beside], scales[first : first + beside], beside, margin)
        if not first:
            row.caption, row.with_target = caption, any(chart.lines for chart in charts)
            row.with_earlier = any(bar.earlier for chart in charts for bar in chart.bars)
            row.spaceBefore = styles.PARAGRAPH_GAP
        yield row


def _scale(chart: Chart, charts: Sequence[Chart]) -> Scale:
    """Shares of a whole stand side by side on one scale; all else has a scale of its own."""
    shares = MEASURES[chart.measure].whole is not None
    return scale_of([other for other in charts if other.measure == chart.measure] if shares else [chart])


class _ChartRow(Flowable):
    """Charts beside each other, each on its scale, `margin` wide words of the target at the right of each.

    With a `caption` the key stands above them too.
    """

    caption = ""
    with_earlier = with_target = False

    def __init__(self, charts: Sequence[Chart], scales: Sequence[Scale], beside: int, margin: float) -> None:
        super().__init__()
        self.charts, self.scales, self.beside, self.margin = charts, scales, beside, margin
        self.keepWithNext = True

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self.height = HEIGHT + _GAP + (styles.CAPTION_LEADING + _KEY_ROOM if self.caption else 0)
        return self.width, self.height

    def draw(self) -> None:
        """Paint the caption with the key, then each chart from the left."""
        self.canv.saveState()
        if self.caption:
            self.canv.setFont(styles.BOLD, styles.CAPTION_SIZE)
            self.canv.drawCentredString(self.width / 2, self.height - styles.CAPTION_SIZE, self.caption)
            self._draw_key(self.height - styles.CAPTION_LEADING - SIZE)
        step = (self.width + _GAP) / self.beside
        for number, (chart, scale) in enumerate(zip(self.charts, self.scales, strict=True)):
            draw_chart(self.canv, chart, number * step, _GAP, step - _GAP, self.margin, scale)
        self.canv.restoreState()

    def _draw_key(self, y: float) -> None:
        """What the bars, the line and the ring stand for."""
        wanted = {"target": self.with_target, "year_earlier": self.with_earlier}
        names = ["now", "before", *(name for name, said in wanted.items() if said)]
        said = [words(f"report.key_{name}") for name in names]
        taken = [_SAMPLE + styles.width(text, styles.REGULAR, SIZE) + _BETWEEN for text in said]
        x, middle = (self.width - sum(taken) + _BETWEEN) / 2, y + SIZE / 3
        for name, text, width in zip(names, said, taken, strict=True):
            if name == "target":
                dashed(self.canv, x - 3, x + 10, middle)
            elif name == "year_earlier":
                ring(self.canv, x + 5, middle)
            else:
                self.canv.setFillGray(NOW if name == "now" else BEFORE)
                self.canv.rect(x, middle - 3, 9, 6, stroke=0, fill=1)
            write(self.canv, x + _SAMPLE, y, text)
            x += width
