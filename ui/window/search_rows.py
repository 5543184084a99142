"""How a result of the search is painted: a heading per kind, then title left, unit and date right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.widgets import theme
from ui.widgets.painting import fill
from ui.window.search_hits import Hit

HEAD_HEIGHT, HIT_HEIGHT, SIDE, GAP = 28, 34, 12, 16
Index = QModelIndex | QPersistentModelIndex


class SearchRows(QStyledItemDelegate):
    """Paints headings and results of a list; the unit and the day never push the title away altogether."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        head = index.data(Qt.ItemDataRole.UserRole) is None
        return QSize(100, HEAD_HEIGHT if head else HIT_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        hit = index.data(Qt.ItemDataRole.UserRole)
        room = rect.adjusted(SIDE, 0, -SIDE, 0)
        painter.save()
        if isinstance(hit, Hit):
            if state & QStyle.StateFlag.State_Selected:
                fill(painter, rect, theme.colour("accent_tint"))
                fill(painter, QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
            _paint_hit(painter, room, hit)
        else:
            _write(painter, room, str(index.data()), "muted", 12, semibold=True)
        painter.restore()


def _paint_hit(painter: QPainter, room: QRect, hit: Hit) -> None:
    needed = QFontMetrics(theme.font(12)).horizontalAdvance(hit.detail) + 2
    title = QFontMetrics(theme.font(14)).horizontalAdvance(hit.title)
    wide = min(needed, max(room.width() // 2, room.width() - GAP - title))
    right = QRect(room.right() - wide, room.top(), wide + 1, room.height())
    _write(painter, right, hit.detail, "muted", 12, right=True)
    _write(painter, room.adjusted(0, 0, -wide - GAP, 0), hit.title, "text", 14)


def _write(
    painter: QPainter, room: QRect, text: str, colour: str, size: int, *, semibold: bool = False, right: bool = False
) -> None:
    painter.setFont(theme.font(size, semibold=semibold))
    painter.setPen(QPen(theme.colour(colour)))
    across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, across | Qt.AlignmentFlag.AlignVCenter, shown)
