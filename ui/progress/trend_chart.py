"""One indicator over the periods of the year: bars, the target as a line, last year's value as a mark."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.domain.indicators import NOT_MET
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.period import Period
from desktop_app.domain.spans import without
from desktop_app.domain.trend import Point, Trend
from desktop_app.session import OpenFile, figures
from desktop_app.texts import in_words, say
from ui.widgets import theme

TOP, BOTTOM, LEFT, RIGHT = 40, 68, 60, 24
WIDEST, GAP = 96, 6


class TrendColumn(Struct, frozen=True):
    """One period: its value as a number (None: no figure) and in words, last year's, whether it misses the target."""

    label: str
    value: float | None
    words: str
    earlier: float | None
    earlier_words: str
    missed: bool


class TrendView(Struct, frozen=True):
    """`target` and the values are in the same unit, no target where nothing is asked for; `target_words`: as printed;
    the axis goes to `top` at least.
    """

    columns: Sequence[TrendColumn]
    target: float | None
    target_words: str
    top: float

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw, this year or the year before."""
        return all(column.value is None and column.earlier is None for column in self.columns)


def read_trend(file: OpenFile, code: str, unit: str, period: Period, reading: str | None) -> TrendView:
    """The quarters of the year in sight, or the years of several, under the scheme of the period."""
    step = "year" if period.several_years else "quarter"
    of = figures.trend(file, unit, step=step, codes=[code], scheme=period.scheme, reading=reading, year=period.year)
    return chart_of(of[0])


def chart_of(trend: Trend) -> TrendView:
    last = trend.last
    target = float(last.threshold) if last.judged else None
    highest = float(MEASURES[last.measure].whole or 1)
    return TrendView([_column(point) for point in trend.points], target, in_words(last.target), highest)


def _column(point: Point) -> TrendColumn:
    figure, before = point.figure, point.earlier
    earlier, earlier_words = (_number(before.exact), in_words(before.value or "")) if before else (None, "")
    return TrendColumn(
        in_words(point.period.label), _number(figure.exact), in_words(figure.value or figure.text),
        earlier, earlier_words, figure.status == NOT_MET,
    )  # fmt: skip


def _number(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)


class TrendChart(QWidget):
    """The words of the chart are its accessible text."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._chart: TrendView | None = None
        self.setAccessibleName(say("explain.trend"))

    def show_trend(self, chart: TrendView) -> None:
        self._chart = chart
        said = [f"{column.label}: {column.words}" for column in chart.columns]
        said += [] if chart.target is None else [say("ui.target", value=chart.target_words)]
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chart is not None and self._chart.empty:
            painter.setPen(theme.colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, say("explain.no_trend"))
        elif self._chart is not None:
            _paint(painter, QRectF(self.rect()), self._chart)
        painter.end()


class Layout(NamedTuple):
    """Where everything stands: the middle of each column, its width, the boxes of the values' words."""

    room: QRectF
    height: Callable[[float], float]
    middles: list[float]
    wide: float
    values: list[QRectF]


def laid_out(area: QRectF, chart: TrendView) -> Layout:
    room = area.adjusted(_beside(chart), TOP, -RIGHT, -BOTTOM)
    top, low = _scale(chart)

    def height(value: float) -> float:
        return room.bottom() - room.height() * (value - low) / (top - low)

    step = room.width() / len(chart.columns)
    middles = [room.left() + step * (number + 0.5) for number in range(len(chart.columns))]
    values = [_value_box(column, middle, height) for column, middle in zip(chart.columns, middles, strict=True)]
    return Layout(room, height, middles, min(WIDEST, step * 0.5), values)


def _beside(chart: TrendView) -> float:
    """The room at the left, which the words of the target need whole in whatever font and size."""
    measured = QFontMetricsF(theme.font(12))
    return max(
        LEFT, *(measured.horizontalAdvance(words) + GAP + 2 for words in (say("explain.target"), chart.target_words))
    )


def _paint(painter: QPainter, area: QRectF, chart: TrendView) -> None:
    room, height, middles, wide, values = laid_out(area, chart)
    below = QRectF(0, room.bottom() + 6, room.width() / len(middles) - 8, BOTTOM - 8)
    for column, middle in zip(chart.columns, middles, strict=True):
        _paint_bar(painter, QRectF(middle - wide / 2, 0, wide, 0), column, height)
        below.moveLeft(middle - below.width() / 2)
        _paint_below(painter, below, column)
    _paint_line(painter, room.left(), room.right(), height(0), QPen(theme.colour("field_line"), 1))
    if chart.target is not None:
        _paint_target(painter, room, height(chart.target), chart.target_words, values)
    for column, middle, value in zip(chart.columns, middles, values, strict=True):
        if column.earlier is not None:
            y, pen = height(column.earlier), QPen(theme.colour("text"), 2, Qt.PenStyle.DotLine)
            for start, end in _free(middle - wide / 2 - 10, middle + wide / 2 + 10, y, values):
                _paint_line(painter, start, end, y, pen)
        if column.value is not None:
            painter.setPen(theme.colour("text"))
            painter.setFont(_value_font())
            painter.drawText(value, Qt.AlignmentFlag.AlignCenter, column.words)


def _value_box(column: TrendColumn, middle: float, height: Callable[[float], float]) -> QRectF:
    """Where the words of a value stand: above the bar, or above the axis; empty without a value."""
    if column.value is None:
        return QRectF()
    room = QFontMetricsF(_value_font()).horizontalAdvance(column.words) + 2
    return QRectF(middle - room / 2, height(max(column.value, 0)) - 24, room, 20)


def _free(left: float, right: float, y: float, values: Sequence[QRectF]) -> list[tuple[float, float]]:
    """The parts of a line at this height that touch no words of a value."""
    inside = [box.adjusted(-4, 0, 4, 0) for box in values if box.top() - 2 <= y <= box.bottom() + 2]
    return list(without(left, right, [(box.left(), box.right()) for box in inside]))


def _value_font() -> QFont:
    return theme.font(13, semibold=True)


def _scale(chart: TrendView) -> tuple[float, float]:
    """Highest and lowest value of the axis."""
    values = [v for c in chart.columns for v in (c.value, c.earlier) if v is not None]
    top = max([*values, chart.target or 0, chart.top])
    return top, min([0.0, *values])


def _paint_line(painter: QPainter, left: float, right: float, y: float, pen: QPen) -> None:
    painter.setPen(pen)
    painter.drawLine(QPointF(left, y), QPointF(right, y))


def _paint_bar(painter: QPainter, place: QRectF, column: TrendColumn, height: Callable[[float], float]) -> None:
    if column.value is not None:
        high, zero = height(column.value), height(0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("warning" if column.missed else "accent"))
        painter.drawRoundedRect(QRectF(place.left(), min(high, zero), place.width(), max(abs(zero - high), 2)), 3, 3)


def _paint_below(painter: QPainter, place: QRectF, column: TrendColumn) -> None:
    """The period, and the same a year before."""
    words = [column.label, *([] if column.value is not None else [say("explain.no_figure")])]
    words += [] if column.earlier is None else [say("explain.earlier", value=column.earlier_words)]
    painter.setPen(theme.colour("muted"))
    painter.setFont(theme.font(12))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), "\n".join(words))


def _paint_target(painter: QPainter, room: QRectF, y: float, words: str, values: Sequence[QRectF]) -> None:
    """The line goes round the words of the values; its own stand at its left, below what it is."""
    for start, end in _free(room.left(), room.right(), y, values):
        _paint_line(painter, start, end, y, QPen(theme.colour("text"), 1, Qt.PenStyle.DashLine))
    painter.setFont(theme.font(12))
    left = QRectF(0, y - 10, room.left() - GAP, 20)
    for box, text in ((left, words), (left.translated(0, -18), say("explain.target"))):
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
