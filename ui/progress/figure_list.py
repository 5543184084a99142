"""The indicators as one list by area: code, name, fraction, value, bar with target mark, state."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)  # fmt: skip

from desktop_app.domain.plan import Plan
from desktop_app.texts import in_words, say
from ui.progress.figure_bar import paint
from ui.progress.shown_figures import ShownFigure
from ui.widgets import theme
from ui.widgets.list_header import two_lines
from ui.widgets.painting import fill

FIGURE = Qt.ItemDataRole.UserRole
CODE, TITLE, SIDES, VALUE, BAR, STATE = range(6)
WIDTHS = {CODE: 44, SIDES: 100, VALUE: 62, BAR: 160, STATE: 130}
ROW, HEAD = 31, 25
BESIDE = 10  # the margins of a name
LEFT, PILL = 8, 16  # what a pill leaves free at its left, and inside
NARROW = 700  # below this width figure and state matter more than the bar
PILLS = {
    "good-pill": ("good", "good_tint"), "warning-pill": ("warning_text", "warning_tint"),
    "neutral-pill": ("muted", "track"),
}  # fmt: skip
Index = QModelIndex | QPersistentModelIndex


class FigureList(QTableWidget):
    """`chosen(code)`: Enter or a double click on an indicator; `copy_wanted(codes)`: Ctrl+C with some marked."""

    chosen = Signal(str)
    copy_wanted = Signal(object)

    def __init__(self, plan: Plan) -> None:
        super().__init__(0, 6)
        self._plan = plan
        self.setAccessibleName(say("ui.overview_title", count=len(plan.indicators)))
        headers = ("code", "indicator", "ratio", "value", "bar", "state")
        self.setHorizontalHeaderLabels([say(f"ui.column_{name}") for name in headers])
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(20)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setItemDelegate(_Painter(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.cellDoubleClicked.connect(lambda row, _: self._choose(row))

    def show_figures(self, figures: Sequence[ShownFigure]) -> None:
        """Show the figures under the names of their areas."""
        before = self.currentRow()
        self.clearSpans()
        self.setRowCount(0)
        area = None
        for figure in figures:
            if figure.area != area:
                area = figure.area
                self._add_head(area)
            self._add_figure(figure)
        self._share_room()
        if 0 <= before < self.rowCount():
            self.setCurrentCell(before, 0)

    def _add_head(self, area: str) -> None:
        row = self.rowCount()
        self.insertRow(row)
        self.setRowHeight(row, HEAD)
        item = QTableWidgetItem(f"{area} · {in_words(self._plan.areas[area].label)}")
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.setItem(row, 0, item)
        self.setSpan(row, 0, 1, 6)

    def _add_figure(self, figure: ShownFigure) -> None:
        row = self.rowCount()
        self.insertRow(row)
        self.setRowHeight(row, ROW)
        target = say("ui.target", value=figure.target) if figure.target else ""
        texts = (figure.code, figure.title, figure.ratio, figure.value, target, figure.state)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setData(FIGURE, figure)
            item.setToolTip(figure.tip if column != BAR else target)
            if column in (SIDES, VALUE):
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, item)

    @property
    def marked(self) -> list[ShownFigure]:
        """The figures that are selected, in the order of the list."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return [figure for row in rows if (figure := self._figure(row)) is not None]

    def _figure(self, row: int) -> ShownFigure | None:
        """What stands in a row; none under the name of an area."""
        item = self.item(row, CODE)
        figure = item.data(FIGURE) if item else None
        return figure if isinstance(figure, ShownFigure) else None

    def _choose(self, row: int) -> None:
        figure = self._figure(row)
        if figure is not None:
            self.chosen.emit(figure.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentRow())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit([figure.code for figure in self.marked])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_room()

    def _share_room(self) -> None:
        """The name has the room that the others leave; where that is little, they take no more than they need."""
        narrow = self.viewport().width() < theme.wide(NARROW)
        self.setColumnHidden(BAR, narrow)
        widths = {column: theme.wide(width) for column, width in WIDTHS.items()}
        needed = self._needed()
        if narrow:
            widths |= {BAR: 0, **needed}
        for column in (SIDES, VALUE):  # a number that is cut reads as another one
            widths[column] = max(widths[column], needed[column])
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self.setColumnWidth(TITLE, max(100, self.viewport().width() - sum(widths.values())))
        spacing, room = QFontMetrics(theme.font(13)).lineSpacing(), self.columnWidth(TITLE) - BESIDE
        for row in range(self.rowCount()):
            item = self.item(row, TITLE)
            if item is not None and item.text():
                self.setRowHeight(row, ROW + _lines(item.text(), room, theme.scaled(13)).count("\n") * spacing)

    def _needed(self) -> dict[int, int]:
        """How wide the texts of the narrow columns are, with what stands beside them."""
        fonts = {SIDES: (theme.font(13), BESIDE), VALUE: (theme.font(13, semibold=True), BESIDE)}
        fonts[STATE] = (theme.font(12), 2 * LEFT + PILL)
        needed = {}
        for column, (font, beside) in fonts.items():
            items = (self.item(row, column) for row in range(self.rowCount()))
            texts = [item.text() for item in items if item is not None]
            needed[column] = max(map(QFontMetrics(font).horizontalAdvance, texts), default=0) + beside
        return needed


@lru_cache(256)
def _lines(title: str, room: int, _pixels: int) -> str:
    """A name as it stands in the list: asked for by each resize and each paint; `_pixels`: the size of its letters."""
    return whole(title, theme.known_widths(13), room)


def whole(text: str, metrics: QFontMetrics, room: int) -> str:
    """The text on one line or two even ones, and on as many as it takes where that is not enough."""
    if "…" not in (shown := two_lines(text, metrics, room)):
        return shown
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if metrics.horizontalAdvance(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


class _Painter(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = QRectF(option.rect)
        figure = index.data(FIGURE)
        table = self.parent()
        assert isinstance(table, FigureList)
        if not isinstance(figure, ShownFigure):
            self._paint_head(painter, rect, str(index.data()))
        else:
            if index.row() == table.currentRow() and table.selectedItems():
                fill(painter, rect, theme.colour("accent_tint"))
            self._paint_cell(painter, rect, index.column(), figure)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.colour("line")))
        painter.drawLine(int(rect.left()), int(rect.bottom()) - 1, int(rect.right()), int(rect.bottom()) - 1)
        if isinstance(figure, ShownFigure) and table.hasFocus() and index.row() == table.currentRow():
            self._paint_ring(painter, rect, index.column())
        painter.restore()

    def _paint_ring(self, painter: QPainter, rect: QRectF, column: int) -> None:
        """Two pixels around the whole row of the cursor, a part in each cell."""
        accent = theme.colour("accent")
        for top in (rect.top(), rect.bottom() - 2):
            fill(painter, QRectF(rect.left(), top, rect.width(), 2), accent)
        if column in (CODE, STATE):
            left = rect.left() if column == CODE else rect.right() - 2
            fill(painter, QRectF(left, rect.top(), 2, rect.height()), accent)

    def _paint_head(self, painter: QPainter, rect: QRectF, text: str) -> None:
        fill(painter, rect, theme.colour("ground"))
        painter.setFont(theme.font(11, semibold=True))
        painter.setPen(QPen(theme.colour("muted")))
        painter.drawText(rect.adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_cell(self, painter: QPainter, rect: QRectF, column: int, figure: ShownFigure) -> None:
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if column == BAR:
            paint(painter, rect.adjusted(16, 0, -10, 0), figure.bar)
        elif column == STATE:
            if figure.state:
                self._paint_pill(painter, rect, figure)
        else:
            strong = column == VALUE
            painter.setFont(theme.font(13, semibold=strong))
            painter.setPen(QPen(theme.colour("muted" if column in (CODE, SIDES) else "text")))
            text = {CODE: figure.code, TITLE: figure.title, SIDES: figure.ratio, VALUE: figure.value}[column]
            room = rect.adjusted(10 if column == CODE else 6, 0, -4, 0)
            shown = _lines(text, int(room.width()), theme.scaled(13)) if column == TITLE else text
            painter.drawText(room, left if column in (CODE, TITLE) else right, shown)

    def _paint_pill(self, painter: QPainter, rect: QRectF, figure: ShownFigure) -> None:
        ink, ground = PILLS[figure.pill]
        font = theme.font(12)
        room = int(rect.width()) - 2 * LEFT - PILL + 2
        text = QFontMetrics(font).elidedText(figure.state, Qt.TextElideMode.ElideRight, room)
        wide = QFontMetrics(font).horizontalAdvance(text) + PILL
        pill = QRectF(rect.left() + LEFT, rect.center().y() - 10, wide, 20)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setFont(font)
        painter.setPen(QPen(theme.colour(ink)))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, ROW)
