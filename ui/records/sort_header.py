"""The heading of a list that can be sorted, widened and filtered, by mouse and by keyboard."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop_app.texts import say
from ui.records.filter_row import FilterRow
from ui.widgets import theme
from ui.widgets.list_header import HEIGHT, ListHeader

STEP = 12
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SortHeader(ListHeader):
    """`sort_wanted(column)`, `width_wanted(column, pixels)`, `menu_wanted(column, place)`: by mouse or key."""

    sort_wanted = Signal(int)
    width_wanted = Signal(int, int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, filters: FilterRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.filters = filters
        filters.setParent(self)
        filters.hide()
        self.here = 0
        self._dragged = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._ask_menu(self.logicalIndexAt(at)))
        self.sectionClicked.connect(self.sort_wanted)
        self.sectionResized.connect(self._resized)

    def show_filters(self, *, shown: bool) -> None:
        """Make room for the filters below the labels."""
        if shown:
            self.filters.make()
        self.filters.setVisible(shown)
        self.setFixedHeight(HEIGHT + (self.filters.sizeHint().height() if shown else 0))
        self.geometriesChanged.emit()
        self.place_filters()

    def place_filters(self) -> None:
        """Each filter stands below the label of its column."""
        self.filters.setGeometry(0, HEIGHT, self.width(), self.filters.sizeHint().height())
        for column in range(self.count()):
            wide = 0 if self.isSectionHidden(column) else self.sectionSize(column)
            self.filters.place(column, self.sectionViewportPosition(column), wide)

    def announce_heading(self) -> None:
        """Say aloud which heading the keyboard is on, and how the list is sorted by it."""
        whole = Qt.ItemDataRole.AccessibleTextRole
        label = str(self.model().headerData(self.here, Qt.Orientation.Horizontal, whole) or "")
        sorted_by_it = self.sortIndicatorSection() == self.here
        down = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        how = say("list.sorted_down") if down else say("list.sorted_up")
        self.setAccessibleName(say("list.heading", label=label, how=how if sorted_by_it else say("list.not_sorted")))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def _ask_menu(self, column: int) -> None:
        if column >= 0:
            corner = QPoint(self.sectionViewportPosition(column), HEIGHT)
            self.menu_wanted.emit(column, self.viewport().mapToGlobal(corner))

    def _resized(self, column: int, _: int, wide: int) -> None:
        if self._dragged >= 0:
            self._dragged = -1  # the widths that follow are no drag of their own
            self.width_wanted.emit(column, wide)
            self._dragged = column

    def _go(self, step: int) -> None:
        seen = [column for column in range(self.count()) if not self.isSectionHidden(column)]
        at = seen.index(self.here) if self.here in seen else 0
        self.here = seen[max(0, min(len(seen) - 1, at + step))]
        self.announce_heading()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if step and shift:
            self.width_wanted.emit(self.here, self.sectionSize(self.here) + step * STEP)
        elif step:
            self._go(step)
        elif key in ENTER:
            self.sort_wanted.emit(self.here)
        elif key in (Qt.Key.Key_Menu, Qt.Key.Key_Down) or (key == Qt.Key.Key_F10 and shift):
            self._ask_menu(self.here)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged = 0 if self.cursor().shape() == Qt.CursorShape.SplitHCursor else -1
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._dragged = -1

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._go(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_filters()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        super().paintSection(painter, rect, logicalIndex)
        if self.hasFocus() and logicalIndex == self.here:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(QRect(rect.left() + 1, rect.top() + 1, rect.width() - 2, HEIGHT - 3))
