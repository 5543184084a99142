"""Whether everything in a window has room: no words cut, nothing over the edge, nothing over its neighbour."""

from itertools import combinations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QCalendarWidget,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTableView,
    QWidget,
)

from ui.records.column_table import ColumnTable
from ui.records.empty_list import EmptyList
from ui.widgets import theme
from ui.widgets.line_table import LineTable
from ui.widgets.notice import Notice
from ui.widgets.parts import Elided
from ui.window.side_tabs import SideTabs

SLACK = 1
BESIDE = 22  # the words of a cell
SIGNS = 16 + 36 + 36  # margins, icon, and a count of three digits beside the name of a page
OVERLAYS = (EmptyList, Notice, QScrollBar)


def misfits(root: QWidget) -> list[str]:
    """What has no room in `root`."""
    found = []
    for one in [root, *root.findChildren(QWidget)]:
        if one.isVisible() and one.window() is root.window() and not _inside_items(one):
            found += [f"{_words(one)}: {why}" for why in (*_cut(one), *_over_the_edge(one), *_over_each_other(one))]
    return found


def _words(one: QWidget) -> str:
    text = one.text() if isinstance(one, QLabel | QPushButton | QLineEdit) else ""
    return f"{type(one).__name__} “{text or one.accessibleName() or one.objectName()}”"


def _inside_items(one: QWidget) -> bool:
    """Parts of lists and calendars are drawn by Qt."""
    above = one.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractItemView | QCalendarWidget | QLineEdit):
            return True
        above = above.parentWidget()
    return False


def _cut(one: QWidget) -> list[str]:
    if isinstance(one, Elided):
        return []
    if isinstance(one, SideTabs):
        return [] if one.width() < SIGNS else [f"“{name}” is cut" for name in _cut_pages(one)]
    if isinstance(one, ColumnTable | LineTable):
        return [f"“{cell}” is cut" for cell in _cut_cells(one)]
    if isinstance(one, QTabBar):
        return [f"“{one.tabText(tab)}” is cut" for tab in range(one.count()) if _is_cut(one, tab)]
    if isinstance(one, QLabel) and one.text():
        if one.wordWrap():
            high = one.heightForWidth(one.width())
            return [f"{high} high in {one.height()}"] if high > one.height() + SLACK else []
        return _too_small(one)
    if isinstance(one, QPushButton):
        return _too_small(one) if one.text() else []
    if isinstance(one, QLineEdit) and not one.text() and one.placeholderText():
        wide = one.fontMetrics().horizontalAdvance(one.placeholderText())
        return [f"hint of {wide} in {one.width()}"] if wide > one.width() - 12 else []
    return []


def _cut_cells(table: QTableView) -> list[str]:
    """Numbers, dates and codes in sight that are not whole; only words may be cut."""
    metrics, model = table.fontMetrics(), table.model()
    columns = [column for column in range(model.columnCount()) if table.columnWidth(column)]
    top, bottom = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    rows = range(max(top, 0), (bottom if bottom >= 0 else model.rowCount() - 1) + 1)
    cells = [
        (str(model.index(row, column).data() or ""), table.columnWidth(column)) for row in rows for column in columns
    ]
    return [cell for cell, wide in cells if " " not in cell and metrics.horizontalAdvance(cell) + BESIDE > wide]


def _cut_pages(tabs: SideTabs) -> list[str]:
    metrics = QFontMetrics(theme.font(14, semibold=True))
    names = [tabs.tabText(tab) for tab in range(tabs.count())]
    return [name for name in names if metrics.horizontalAdvance(name) + SIGNS > tabs.width()]


def _too_small(one: QWidget) -> list[str]:
    need: QSize = one.sizeHint()
    small = need.width() > one.width() + SLACK or need.height() > one.height() + SLACK
    return [f"needs {need.toTuple()} of {one.size().toTuple()}"] if small else []


def _is_cut(bar: QTabBar, tab: int) -> bool:
    rect, room = bar.tabRect(tab), bar.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    wide = bar.fontMetrics().horizontalAdvance(bar.tabText(tab))
    return bar.isTabVisible(tab) and not (room.contains(rect) and rect.width() >= wide)


def _over_the_edge(one: QWidget) -> list[str]:
    above = one.parentWidget()
    if above is None or one.isWindow() or isinstance(above, QAbstractScrollArea) or isinstance(one, OVERLAYS):
        return []
    scrolled = above.parentWidget()
    if isinstance(scrolled, QScrollArea | QAbstractScrollArea):
        return []
    room = above.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    return (
        []
        if room.contains(one.geometry())
        else [f"{one.geometry().getRect()} stands over the edge {above.size().toTuple()}"]
    )


def _over_each_other(one: QWidget) -> list[str]:
    if isinstance(one, QAbstractScrollArea):
        return []
    inside = [
        w
        for w in one.children()
        if isinstance(w, QWidget)
        and w.isVisible()
        and not w.isWindow()
        and not isinstance(w, OVERLAYS)
        and not w.size().isEmpty()
    ]
    return [
        f"{_words(a)} over {_words(b)}"
        for a, b in combinations(inside, 2)
        if a.geometry()
        .adjusted(SLACK, SLACK, -SLACK, -SLACK)
        .intersects(b.geometry().adjusted(SLACK, SLACK, -SLACK, -SLACK))
    ]
