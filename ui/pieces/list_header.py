"""The heading of a list: labels over two lines where they need it, and an arrow on the sorted column."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.pieces import theme
from ui.pieces.painting import fill

HEIGHT, SIDE = 40, 11
NEARLY = 1.12  # times the shortest width, a line may be as long to end behind a comma
BRIEF = 84  # a heading no wider than this stands on one line
BRACKETS = 24  # what it may cost to keep them on a line of their own
ARROW = "\u00a0▾"  # never on a line of its own
RIGHT = int(Qt.AlignmentFlag.AlignRight)


class ListHeader(QHeaderView):
    """Paints what the model says; cells of the same column start at the same distance from the edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setFixedHeight(HEIGHT)
        self.setMinimumSectionSize(30)

    def label(self, section: int) -> str:
        """The words of a section, with the arrow when the list is sorted by it."""
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if text and self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            text += ARROW if self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder else "\u00a0▴"
        return text

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        painter.save()
        fill(painter, rect, theme.colour("paper"))
        painter.setPen(QPen(theme.colour("line")))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(heading_font())
        painter.setPen(QPen(theme.colour("muted")))
        role = Qt.ItemDataRole.TextAlignmentRole
        side = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, role)
        right = side is not None and bool(int(side) & RIGHT)
        head = QRect(rect.left(), rect.top(), rect.width(), HEIGHT)
        room = head.adjusted(SIDE, 2, -SIDE, -3)
        across = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        text = two_lines(self.label(logicalIndex), painter.fontMetrics(), room.width())
        painter.drawText(room, across | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())


def two_lines(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text broken at blanks into at most two lines, the second ending in … where it is too long."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    words, first = text.split(" "), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    even = _even(text.split(" "), metrics, width)
    if even:
        return even
    rest = " ".join(words)
    second = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return f"{first}\n{second}" if first else second


def _even(words: list[str], metrics: QFontMetrics, width: int) -> str:
    """Two lines, broken before brackets, or as equal as blanks allow, nearly so behind a comma; "" where none fit."""
    widths = {way: wide for way in _ways(words) if (wide := _widest(way, metrics)) <= width}
    even = NEARLY * min(widths.values(), default=0)
    ranked = [
        (not two.startswith("("), not (one.endswith(",") and wide <= even), wide, one, two)
        for (one, two), wide in widths.items()
    ]
    return "\n".join(min(ranked)[3:]) if ranked else ""


def _ways(words: Sequence[str]) -> list[tuple[str, str]]:
    return [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]


def _widest(lines: Sequence[str], metrics: QFontMetrics) -> int:
    return max(map(metrics.horizontalAdvance, lines))


def heading_font() -> QFont:
    """The type of headings."""
    return theme.font(12, semibold=True)


def width_for(text: str, metrics: QFontMetrics) -> int:
    """How wide a column must be for its heading, sorted or not, to stand whole on two lines."""
    words = (text + ARROW).split(" ")
    if metrics.horizontalAdvance(text) <= BRIEF:
        words = [text + ARROW]
    least = min([_widest(way, metrics) for way in _ways(words)], default=metrics.horizontalAdvance(words[0]))
    brackets = [_widest(way, metrics) for way in _ways(words) if way[-1].startswith("(")]
    return min([one for one in brackets if one <= least + BRACKETS], default=least) + 2 * SIDE + 1
