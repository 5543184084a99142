"""The vertical tab bar at the left: real tabs to keyboard and screen reader, drawn as rows with icon and count."""

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QTabBar

from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.widgets import icons, theme

ROW, STEP, BREAK = 40, 42, 20
SIGNS = 56  # width without names


class SideTab(Struct, frozen=True):
    """One tab; `breaks`: a line stands above it; `letters` stand where there is no icon."""

    name: str
    icon: str
    breaks: bool = False
    letters: str = ""


def side_width() -> int:
    """As drawn, wider where the letters are."""
    return max(theme.SIDE_BAR, theme.wide(theme.SIDE_BAR))


class SideTabs(QTabBar):
    """Rows of 42 px; counts may come later."""

    def __init__(self, tabs: list[SideTab]) -> None:
        super().__init__()
        self._tabs = tabs
        self._counts: dict[int, int] = {}
        self.setShape(QTabBar.Shape.RoundedWest)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("ui.tabs"))
        self._wide = side_width()
        self.setFixedWidth(self._wide - 1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for index, tab in enumerate(tabs):
            self.addTab(tab.name)
            keys = f"Ctrl+{index + 1}" if index < 9 else ""
            self.setTabToolTip(index, say("ui.tab_tip", name=tab.name, keys=keys))

    def show_names(self, *, shown: bool) -> None:
        """Names and counts beside the signs, or, where the window is narrow, the signs alone."""
        wide = side_width() if shown else SIGNS
        if wide != self._wide:
            self._wide = wide
            self.setFixedWidth(wide - 1)
            self.update()

    def set_counts(self, counts: dict[int, int]) -> None:
        """The number shown at the right of each tab; tabs without one stay bare."""
        self._counts = counts
        for index, tab in enumerate(self._tabs):
            number = counts.get(index)
            spoken = tab.name if number is None else say("ui.tab_count", name=tab.name, count=number)
            self.setAccessibleTabName(index, spoken)
        self.update()

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        p = theme.colours()
        whole = self.tabRect(index)
        rect = QRect(8, whole.bottom() + 1 - STEP, self.width() - 16, ROW)
        chosen = index == self.currentIndex()
        if self._tabs[index].breaks:
            painter.setPen(QPen(theme.colour("line")))
            painter.drawLine(16, whole.top() + BREAK // 2 - 1, self.width() - 16, whole.top() + BREAK // 2 - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(theme.colour("accent_tint"))
            painter.drawRoundedRect(rect, 6, 6)
        if chosen and self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        ink = p.good if chosen else p.text
        self._paint_sign(painter, self._tabs[index], rect, p.accent if chosen else p.muted)
        if self._wide > SIGNS:
            self._paint_words(painter, index, rect, ink, chosen=chosen)

    def _paint_sign(self, painter: QPainter, tab: SideTab, rect: QRect, ink: str) -> None:
        if tab.icon or not tab.letters:
            painter.drawPixmap(rect.left() + 11, rect.center().y() - 8, icons.pixmap(tab.icon, ink))
            return
        painter.setFont(theme.font(14, semibold=True))
        painter.setPen(QPen(ink))
        painter.drawText(QRect(rect.left(), rect.top(), SIGNS - 16, ROW), Qt.AlignmentFlag.AlignCenter, tab.letters)

    def _paint_words(self, painter: QPainter, index: int, rect: QRect, ink: str, *, chosen: bool) -> None:
        painter.setFont(theme.font(14, semibold=chosen))
        painter.setPen(QPen(ink))
        count = in_words(show_number(self._counts[index])) if index in self._counts else ""
        room = QFontMetrics(theme.font(12)).horizontalAdvance(count) + 14 if count else 8
        text = rect.adjusted(36, 0, -room, 0)
        shown = painter.fontMetrics().elidedText(self._tabs[index].name, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if count:
            painter.setFont(theme.font(12))
            painter.setPen(QPen(theme.colour("muted")))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(rect.adjusted(0, 0, -12, 0), right, count)

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self._wide - 1, STEP + (BREAK if self._tabs[index].breaks else 0))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            self._paint_tab(painter, index)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.setCurrentIndex(min(max(self.currentIndex() + step, 0), self.count() - 1))
