"""The heading of a list: labels over two lines where they need it, and an arrow on the sorted column."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_app.domain.brief_words import parts_a_word
from ui.widgets import theme
from ui.widgets.painting import fill

HEIGHT, SIDE = 40, 11
BRIEF = 48  # a heading no wider than this stands on one line
COMMA, BRACKET = 16, 1000  # how much wider two lines may be when they part there
ARROW = "\u00a0\u2002"  # its room, never on a line of its own; it is drawn there, since few fonts have one
TIP, WING = 2.5, 3  # pixels from the middle of the arrow
RIGHT = int(Qt.AlignmentFlag.AlignRight)


class ListHeader(QHeaderView):
    """Paints what the model says; cells of the same column start at the same distance from the edge."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setFixedHeight(HEIGHT)
        self.setMinimumSectionSize(30)

    def label(self, section: int) -> str:
        """The words of a section, with room for the arrow when the list is sorted by it."""
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if text and self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            text += ARROW
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
        if text.endswith(ARROW):
            self._draw_arrow(painter, room, text.split("\n"), right=right)
        painter.drawText(room, across | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _draw_arrow(self, painter: QPainter, room: QRect, lines: Sequence[str], *, right: bool) -> None:
        """Behind the last line."""
        metrics = painter.fontMetrics()
        wide, words = metrics.horizontalAdvance(ARROW), metrics.horizontalAdvance(lines[-1].removesuffix(ARROW))
        x = room.left() + (room.width() - wide if right else words) + metrics.horizontalAdvance(ARROW[0]) + WING
        y = room.center().y() + 1 + (len(lines) - 1) * metrics.lineSpacing() / 2
        tip = TIP if self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder else -TIP
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(painter.pen().color())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon([QPointF(x - WING, y - tip), QPointF(x + WING, y - tip), QPointF(x, y + tip)])
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())


def show_plain_rows(table: QTableView) -> None:
    """Whole rows, one of them chosen, each of one line, with nothing drawn between them and nothing to be edited."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)


def fit_rows(table: QTableView) -> None:
    """Give the rows the height that the table's own allows; to set it costs time in a long list."""
    high = theme.row_height(table.height())
    if high != table.verticalHeader().defaultSectionSize():
        table.verticalHeader().setDefaultSectionSize(high)


def two_lines(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text broken at blanks into at most two lines, the second ending in … where it is too long."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    words, first = text.split(" "), ""
    even = _even(words, metrics, width)
    if even:
        return even
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    second = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return f"{first}\n{second}" if first else second


def _even(words: list[str], metrics: QFontMetrics, width: int) -> str:
    """Two lines, parted where the words part and as equal as blanks allow; "" where they do not fit."""
    return "\n".join(min([way for way in _ways(words, metrics) if way[1] <= width], default=())[2:])


def _ways(words: Sequence[str], metrics: QFontMetrics) -> list[tuple[int, int, str, str]]:
    """The ways to set words on two lines: how bad each is, how wide, and the lines."""
    ways = []
    for cut in range(1, len(words)):
        one, two = " ".join(words[:cut]), " ".join(words[cut:])
        wide = max(metrics.horizontalAdvance(one), metrics.horizontalAdvance(two))
        sense = BRACKET if two.startswith("(") else COMMA if one.endswith(",") and "(" not in one else 0
        ways.append((wide - sense + _tear(words, cut, metrics), wide, one, two))
    return ways


def _tear(words: Sequence[str], cut: int, metrics: QFontMetrics) -> int:
    """How much wider two lines may be that do not part here: where this would tear a word apart, a syllable."""
    return 2 * metrics.height() * parts_a_word(words[cut - 1], words[cut].removesuffix(ARROW))


def heading_font() -> QFont:
    return theme.font(12, semibold=True)


def width_for(text: str, metrics: QFontMetrics) -> int:
    """How wide a column must be for its heading, sorted or not, to stand whole on two lines."""
    words = (text + ARROW).split(" ")
    whole = metrics.horizontalAdvance(text + ARROW)
    if len(words) == 1 or metrics.horizontalAdvance(text) <= BRIEF:
        return whole + 2 * SIDE + 1
    ways = [(way[1] + _tear(words, cut, metrics), way[1]) for cut, way in enumerate(_ways(words, metrics), start=1)]
    return min([*ways, (whole, whole)])[1] + 2 * SIDE + 1


def good_width(text: str, metrics: QFontMetrics) -> int:
    """How wide it is on one line, or with its brackets on a line of their own."""
    before, bracket, inside = (text + ARROW).partition(" (")
    return max(metrics.horizontalAdvance(part) for part in (before, bracket[1:] + inside)) + 2 * SIDE + 1
