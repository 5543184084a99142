"""The cells on the screen: cursor and marked block, the keys of a spreadsheet, marks where something is wrong."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_app.domain.values import ERROR
from desktop_app.texts import in_words
from ui.cells.cell_rows import CellRows
from ui.cells.row_heads import RowHeads
from ui.widgets import theme
from ui.widgets.line_rows import PAGE
from ui.widgets.list_header import ListHeader, heading_font, width_for
from ui.widgets.painting import fill

ROW, CORNER = 28, 7
HANDLE, NEARBY = 6, 2  # of the corner that is dragged, and around it
WIDEST = 220
Key, Flag = Qt.Key, QItemSelectionModel.SelectionFlag
ENTER = (Key.Key_Return, Key.Key_Enter)
ENDS = {Key.Key_Up: (0, -1), Key.Key_Down: (0, 1), Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0)}
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
COMMANDS = CONTROL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class CellTable(QTableView):
    """`edit_wanted(key)`: F2, a double click or, with a `key`, a letter that takes the place of what stands there;
    `step_wanted(columns, rows)`: Tab or Enter.

    `moved()`: the cursor is in another cell; `marked_changed()`: another block is marked; `escaped`, `clear_wanted`,
    `copy_wanted`, `paste_wanted`, `menu_wanted(place)`: what a key asks for; `fill_wanted(block, rows, series)`:
    its corner was dragged over these rows, with Ctrl as a series.
    """

    edit_wanted = Signal(object)
    step_wanted = Signal(int, int)
    moved = Signal()
    marked_changed = Signal()
    escaped = Signal()
    clear_wanted = Signal()
    copy_wanted = Signal()
    paste_wanted = Signal()
    menu_wanted = Signal(QPoint)
    fill_wanted = Signal(QRect, list, bool)

    def __init__(self, rows: CellRows) -> None:
        super().__init__()
        self.rows = rows
        self._place: tuple[str, int, int] = ("", 0, 0)  # record, column, how far it is scrolled
        self._dragged: QRect | None = None  # the block whose corner is dragged, and up to where
        self._reaching: QRect | None = None
        self.setModel(rows)
        self.setObjectName("cells")
        self.setAccessibleName(in_words(rows.kind.list_label))
        self._set_up()
        rows.in_sight = self._pages_in_sight
        rows.modelAboutToBeReset.connect(self._note_place)
        rows.modelReset.connect(self._restore)
        self.selectionModel().currentChanged.connect(lambda *_: self._show_cursor())
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked_changed.emit())
        self.doubleClicked.connect(lambda _: self.edit_wanted.emit(None))

    @property
    def here(self) -> tuple[int, int]:
        """Row and column of the current cell; (-1, -1) while there is none."""
        here = self.currentIndex()
        return here.row(), here.column()

    @property
    def block(self) -> QRect:
        """The marked cells from corner to corner: columns are x, rows are y; the current one where none is marked."""
        ranges = [self.selectionModel().selection().at(n) for n in range(self.selectionModel().selection().count())]
        row, column = self.here
        if not ranges:
            return QRect(column, row, 1, 1)
        top, left = min(r.top() for r in ranges), min(r.left() for r in ranges)
        bottom, right = max(r.bottom() for r in ranges), max(r.right() for r in ranges)
        return QRect(QPoint(left, top), QPoint(right, bottom))

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor into a cell, as far as there is one, and mark it alone, whatever key is held."""
        if self.rows.rowCount():
            row, column = min(max(row, 0), self.rows.rowCount() - 1), min(max(column, 0), self.rows.columnCount() - 1)
            self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            self.setCurrentIndex(self.rows.index(row, column))
            self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)

    def mark(self, block: QRect) -> None:
        """Mark a block; the cursor stays."""
        first, last = self.rows.index(block.top(), block.left()), self.rows.index(block.bottom(), block.right())
        self.selectionModel().select(QItemSelection(first, last), Flag.ClearAndSelect)

    def show_order(self, field: str | None, *, down: bool) -> None:
        """By which column the rows were sorted last."""
        column = self.rows.columns.index(field) if field in self.rows.columns else -1
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)

    def rect_of(self, row: int, column: int) -> QRect:
        """Where a cell lies in the viewport."""
        return self.visualRect(self.rows.index(row, column))

    def _pages_in_sight(self) -> set[int]:
        rows = [self.rowAt(0), self.rowAt(self.viewport().height() - 1), self.here[0]]
        return {row // PAGE for row in rows if row >= 0}

    def _note_place(self) -> None:
        row, column = self.here
        self._place = (self.rows.record_at(row) if row >= 0 else "", column, self.verticalScrollBar().value())

    def _restore(self) -> None:
        """After a reading the cursor is in the same cell of the same record, and the same rows are in sight."""
        record, column, scrolled = self._place
        if column >= 0 and self.rows.rowCount():
            row = self.rows.ids.index(record) if record in self.rows.ids else 0 if record else self.rows.rowCount() - 1
            self.go_to(row, column)
            self.verticalScrollBar().setValue(scrolled)

    def _show_cursor(self) -> None:
        self.viewport().update()
        self.verticalHeader().viewport().update()
        self.moved.emit()

    def _set_up(self) -> None:
        header = ListHeader(self)
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicatorShown(True)
        self.setVerticalHeader(RowHeads(self, theme.scaled(ROW)))
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(True)
        self.setWordWrap(False)
        self.setShowGrid(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_wanted.emit(self.viewport().mapToGlobal(at)))
        metrics = QFontMetrics(heading_font())
        for column, name in enumerate(self.rows.columns):
            heading = width_for(str(self.rows.headerData(column, Qt.Orientation.Horizontal)), metrics)
            usual = theme.wide(self.rows.kind.fields[name].type.width)
            self.setColumnWidth(column, min(max(heading, usual), theme.wide(WIDEST)))

    def keep_widths(self, widths: dict[str, int]) -> None:
        """Give the columns the widths that a person gave them before, and note those of now."""
        for column, name in enumerate(self.rows.columns):
            if name in widths:
                self.setColumnWidth(column, widths[name])

        def note(column: int, _: int, wide: int) -> None:
            widths[self.rows.columns[column]] = wide

        self.horizontalHeader().sectionResized.connect(note)

    # --- keys -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        plain = {
            Key.Key_Escape: self.escaped, Key.Key_Delete: self.clear_wanted,
            (Key.Key_C, CONTROL): self.copy_wanted, (Key.Key_V, CONTROL): self.paste_wanted,
        }  # fmt: skip
        asked = plain.get(Key(key)) or plain.get((Key(key), modifiers & COMMANDS))
        if asked is not None:
            asked.emit()
        elif key in (*ENTER, Key.Key_Tab, Key.Key_Backtab):
            way = -1 if key == Key.Key_Backtab or modifiers & SHIFT else 1
            self.step_wanted.emit(*((0, way) if key in ENTER else (way, 0)))
        elif key == Key.Key_F2 or (key == Key.Key_Down and modifiers & Qt.KeyboardModifier.AltModifier):
            self.edit_wanted.emit(None)
        elif key == Key.Key_Menu or (key == Key.Key_F10 and modifiers & SHIFT):
            self.menu_wanted.emit(self.viewport().mapToGlobal(self.rect_of(*self.here).bottomLeft()))
        elif key in ENDS and modifiers & CONTROL:
            self._go_to_end(*ENDS[Key(key)], marking=bool(modifiers & SHIFT))
        elif _is_letter(event):
            self.edit_wanted.emit(event)
        else:
            super().keyPressEvent(event)

    def _go_to_end(self, columns: int, rows: int, *, marking: bool) -> None:
        """Ctrl and an arrow: to the last cell that way, with Shift all up to it."""
        row, column = self.here
        ends = {-1: 0, 1: 1_000_000_000}
        before, block = (row, column), self.block
        self.go_to(ends[rows] if rows else row, ends[columns] if columns else column)
        if marking:
            row, column = self.here
            first = QPoint(min(before[1], column, block.left()), min(before[0], row, block.top()))
            self.mark(QRect(first, QPoint(max(before[1], column), max(before[0], row))))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A letter that another keyboard makes begins to write too."""
        self.edit_wanted.emit(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters write; they look for nothing."""

    # --- the corner that is dragged -------------------------------------------------------------------------------

    def handle(self) -> QRect:
        """The small square at the lower right corner of the marked block."""
        block = self.block
        if block.top() < 0 or block.bottom() >= self.rows.rowCount():
            return QRect()
        corner = self.rect_of(block.bottom(), block.right()).bottomRight()
        return QRect(corner - QPoint(HANDLE, HANDLE), corner)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = self.handle().adjusted(-NEARBY, -NEARBY, NEARBY, NEARBY)
        if event.button() == Qt.MouseButton.LeftButton and near.contains(event.position().toPoint()):
            self._dragged = self._reaching = self.block
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._dragged is None:
            over = self.handle().contains(at)
            self.viewport().setCursor(Qt.CursorShape.CrossCursor if over else Qt.CursorShape.ArrowCursor)
            super().mouseMoveEvent(event)
            return
        row = self.rowAt(min(max(at.y(), 0), self.viewport().height() - 1))
        row = self.rows.rowCount() - 1 if row < 0 else row
        block = QRect(self._dragged)
        block.setTop(min(block.top(), row))
        block.setBottom(max(block.bottom(), row))
        self._reaching = block
        self.scrollTo(self.rows.index(row, block.left()))
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        source, reached = self._dragged, self._reaching
        self._dragged = self._reaching = None
        if source is None or reached is None:
            super().mouseReleaseEvent(event)
            return
        above, below = range(reached.top(), source.top()), range(source.bottom() + 1, reached.bottom() + 1)
        if above or below:
            self.mark(reached)
            series = bool(event.modifiers() & CONTROL)
            self.fill_wanted.emit(source, [*(above or below)], series)
        self.viewport().update()

    # --- looks ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        for row in range(max(first, 0), (last if last >= 0 else self.rows.rowCount() - 1) + 1):
            self._paint_corners(painter, row)
        if self.currentIndex().isValid():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(self.visualRect(self.currentIndex()).adjusted(1, 1, -1, -1))
            fill(painter, self.handle(), theme.colour("accent"))
        if (block := self._reaching) is not None:
            upper, lower = self.rect_of(block.top(), block.left()), self.rect_of(block.bottom(), block.right())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(upper.united(lower).adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_corners(self, painter: QPainter, row: int) -> None:
        """A corner where text is not saved or something is wrong; the sentence stands below and is its tip."""
        found = self.rows.row_at(row)
        for name, problem in found.problems.items() if found is not None else ():
            if name not in self.rows.columns or problem.missing:
                continue
            rect = self.rect_of(row, self.rows.columns.index(name))
            corner = QPolygon(
                [rect.topRight(), rect.topRight() - QPoint(CORNER, 0), rect.topRight() + QPoint(0, CORNER)]
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("error" if problem.severity == ERROR else "warning"))
            painter.drawPolygon(corner)


def _is_letter(event: QKeyEvent) -> bool:
    """Whether a key writes something, Backspace among them: it empties the cell to be written anew."""
    if event.modifiers() & COMMANDS:
        return False
    return event.key() == Key.Key_Backspace or (bool(event.text()) and event.text().isprintable())
