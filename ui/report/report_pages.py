"""The pages of a report with the places of a search marked as with a pen: Qt's own veil would pale the words."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtPdf import QPdfDocument, QPdfLink, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from ui.widgets import theme
from ui.widgets.painting import POINTS


class ReportPages(QPdfView):
    """`current`: the place that was gone to, -1 for none."""

    def __init__(self, document: QPdfDocument, hits: QPdfSearchModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._hits = hits
        self.current = -1
        self.setDocument(document)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        hits.countChanged.connect(self.viewport().update)

    @property
    def scale(self) -> float:
        """How many dots of the screen a point of the paper takes."""
        return self.zoomFactor() * self.logicalDpiX() / POINTS

    def go_to(self, place: int) -> None:
        """Mark another place as the current one; the view stays where it is."""
        self.current = place
        self.viewport().update()

    def top_of(self, page: int) -> int:
        """How far a page begins below the top of the first margin."""
        heights = (self.document().pagePointSize(number).height() for number in range(page))
        return self.documentMargins().top() + sum(round(high * self.scale) + self.pageSpacing() for high in heights)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        current = self._hits.resultAtIndex(self.current) if self.current >= 0 else None
        painter = QPainter(self.viewport())
        for page in range(self.document().pageCount()):
            top = self.top_of(page) - self.verticalScrollBar().value()
            if top > self.viewport().height():
                break
            size = self.document().pagePointSize(page) * self.scale
            if top + size.height() >= 0:
                self._mark(painter, page, QPointF(self._left_of(size.width()), top), current)
        painter.end()

    def _left_of(self, wide: float) -> int:
        """Where a page of this width begins: narrower ones stand in the middle."""
        bar = self.horizontalScrollBar()
        return (self.viewport().width() + bar.maximum() - round(wide)) // 2 - bar.value()

    def _mark(self, painter: QPainter, page: int, corner: QPointF, current: QPdfLink | None) -> None:
        for hit in self._hits.resultsOnPage(page):
            here = current is not None and hit.page() == current.page() and hit.rectangles() == current.rectangles()
            for place in hit.rectangles():
                around = QRectF(place.topLeft() * self.scale + corner, place.size() * self.scale)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
                painter.fillRect(around, QColor(theme.PEN_HERE if here else theme.PEN))
                if here:
                    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                    painter.setPen(QPen(QColor(theme.LIGHT.accent), 2))
                    painter.drawRect(around.adjusted(-2, -2, 2, 2))  # beside the letters
