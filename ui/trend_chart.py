"""One indicator over the periods of the year: bars, the target as a line, last year's value as a mark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.domain.indicators import MET, PERCENT, show_value
from desktop_app.domain.period import Period
from desktop_app.domain.trend import Point, Trend
from desktop_app.session import Session
from desktop_app.texts import say
from ui import theme

TOP, BOTTOM, LEFT, RIGHT = 40, 56, 60, 24
WIDEST = 96


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its value as a number (None: no figure) and in words, last year's, and whether it is met."""

    label: str
    value: float | None
    words: str
    earlier: float | None
    earlier_words: str
    met: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`target` and the values are in the same unit; `target_words`: as it is printed."""

    columns: Sequence[Column]
    target: float
    target_words: str
    percent: bool


def read_trend(session: Session, code: str, unit: str, period: Period, reading: str | None) -> Chart:
    """The quarters of the year, under the scheme of the period in sight."""
    found = session.trend(unit, codes=[code], scheme=period.scheme, reading=reading)
    return chart_of(found[0])


def chart_of(trend: Trend) -> Chart:
    last = trend.last
    return Chart(
        [_column(point) for point in trend.points], float(last.threshold), show_value(last.measure, last.threshold),
        last.measure == PERCENT,
    )  # fmt: skip


def _column(point: Point) -> Column:
    figure, earlier = point.figure, point.earlier
    before = None if earlier is None or earlier.exact is None else earlier
    return Column(
        point.period.label, None if figure.exact is None else float(figure.exact), figure.value or figure.text,
        float(before.exact) if before and before.exact is not None else None, (before.value or "") if before else "",
        figure.status == MET,
    )  # fmt: skip


class TrendChart(QWidget):
    """The words of the chart are its accessible text."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._chart: Chart | None = None
        self.setAccessibleName(say("explain.trend"))

    def show_trend(self, chart: Chart) -> None:
        self._chart = chart
        said = [f"{column.label}: {column.words}" for column in chart.columns]
        self.setAccessibleDescription("; ".join((*said, say("ui.target", value=chart.target_words))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chart is not None and self._chart.columns:
            _paint(painter, QRectF(self.rect()), self._chart)
        painter.end()


def _paint(painter: QPainter, area: QRectF, chart: Chart) -> None:
    room = area.adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
    top, low = _scale(chart)

    def height(value: float) -> float:
        return room.bottom() - room.height() * (value - low) / (top - low)

    _paint_axis(painter, room, height(max(low, 0)))
    step = room.width() / len(chart.columns)
    wide = min(WIDEST, step * 0.5)
    for number, column in enumerate(chart.columns):
        middle = room.left() + step * (number + 0.5)
        _paint_column(painter, QRectF(middle - wide / 2, 0, wide, 0), column, height)
        painter.setPen(theme.colour("muted"))
        below = QRectF(middle - step / 2 + 4, room.bottom() + 6, step - 8, BOTTOM - 8)
        words = column.label if column.value is not None else f"{column.label}\n{say('explain.no_figure')}"
        painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), words)
    _paint_target(painter, room, height(chart.target), chart.target_words)


def _scale(chart: Chart) -> tuple[float, float]:
    """Highest and lowest value of the axis."""
    values = [v for c in chart.columns for v in (c.value, c.earlier) if v is not None]
    top = max([*values, chart.target, 100.0 if chart.percent else 1.0])
    return top, min([0.0, *values])


def _paint_axis(painter: QPainter, room: QRectF, zero: float) -> None:
    painter.setPen(QPen(theme.colour("field_line"), 1))
    painter.drawLine(QPointF(room.left(), zero), QPointF(room.right(), zero))


def _paint_column(painter: QPainter, place: QRectF, column: Column, height: Callable[[float], float]) -> None:
    if column.value is not None:
        high, zero = height(column.value), height(0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if column.met else "warning"))
        painter.drawRoundedRect(QRectF(place.left(), min(high, zero), place.width(), max(abs(zero - high), 2)), 3, 3)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(13, semibold=True))
        above = QRectF(place.left() - 60, min(high, zero) - 24, place.width() + 120, 20)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, column.words)
        painter.setFont(theme.font(12))
    if column.earlier is not None:
        y = height(column.earlier)
        painter.setPen(QPen(theme.colour("text"), 2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(place.left() - 10, y), QPointF(place.right() + 10, y))
        painter.setPen(theme.colour("muted"))
        beside = QRectF(place.right() + 12, y - 10, 120, 20)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, say("explain.earlier", value=column.earlier_words))


def _paint_target(painter: QPainter, room: QRectF, y: float, words: str) -> None:
    painter.setPen(QPen(theme.colour("text"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
    painter.setPen(theme.colour("text"))
    painter.setFont(theme.font(12))
    left = QRectF(room.left() - LEFT, y - 10, LEFT - 6, 20)
    painter.drawText(left, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
