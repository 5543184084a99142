"""The bar of an indicator: how far it is, where the target stands, and in which state."""

from msgspec import Struct
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets import theme

BAR, MARK = 5, 12
COLOURS = {"met": "accent", "not-met": "warning", "late": "error", "watched": "muted"}


class TargetBar(Struct, frozen=True):
    """Shares of the full width from 0 to 1; `target` None: no mark; `look` is a key of COLOURS or empty."""

    share: float
    target: float | None
    look: str
    limit: bool = False  # the target is a limit: what lies right of it is tinted


def paint(painter: QPainter, area: QRectF, bar: TargetBar) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    track = QRectF(area.left(), area.center().y() - BAR / 2, area.width(), BAR)
    painter.setBrush(theme.colour("track"))
    painter.drawRoundedRect(track, BAR / 2, BAR / 2)
    if bar.limit and bar.target is not None:
        painter.setBrush(theme.colour("warning_tint"))
        beyond = track.adjusted(track.width() * min(bar.target, 1.0), 0, 0, 0)
        painter.drawRoundedRect(beyond, BAR / 2, BAR / 2)
    if bar.share > 0 and bar.look:
        painter.setBrush(theme.colour(COLOURS[bar.look]))
        filled = QRectF(track.topLeft(), track.bottomRight())
        filled.setWidth(max(BAR, track.width() * min(bar.share, 1.0)))
        painter.drawRoundedRect(filled, BAR / 2, BAR / 2)
    if bar.target is not None:
        painter.setBrush(theme.colour("text"))
        x = track.left() + (track.width() - 2) * min(bar.target, 1.0)
        painter.drawRect(QRectF(round(x), area.center().y() - MARK / 2, 2, MARK))
    painter.restore()


class FigureBar(QWidget):
    """A bar as a widget of its own; the words stand beside it, so that it is silent to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = TargetBar(0, None, "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bar(self, bar: TargetBar) -> None:
        self._bar = bar
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, MARK + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, QRectF(self.rect()), self._bar)
        painter.end()
