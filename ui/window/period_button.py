"""The period in force at the top of the window, with its days, and the menu to choose another."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_app.domain.period import MONTHS, QUARTERS, Period, all_periods
from desktop_app.domain.period_codes import week_in
from desktop_app.domain.plan import Plan
from desktop_app.texts import in_words, say
from ui.widgets import icons, theme

SIDE, GAP, ARROW = 13, 12, 16
WHOLE, DAYS, NAME = range(3)  # how much is said
LOW = 640  # a screen on which the whole menu would cover its own button


class PeriodButton(QPushButton):
    """`chosen(period)`: another period. The menu has those of the year in sight and leads to other years."""

    chosen = Signal(object)

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._parts: list[tuple[str, bool]] = []
        self._brief = WHOLE
        self._actions: dict[str | None, QAction] = {}
        self._plan, self._year = plan, plan.year
        self._months: QMenu | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._fill()

    def show_period(self, period: Period) -> None:
        if period.year != self._year:
            self._year = period.year
            self._fill()
        days = _days(period)
        self._parts = [(say("ui.period"), False), (in_words(period.label), True), (days, False)]
        for code, action in self._actions.items():
            action.setIcon(icons.tick(shown=code == period.code))
        if self._months is not None:
            self._months.setIcon(icons.tick(shown=period.code in MONTHS))
        self.setAccessibleName(say("ui.period_spoken", period=period.label, days=period.dates))
        self.updateGeometry()
        self.update()

    def set_brief(self, brief: int) -> None:
        """Say all, leave out the word before the name, or its days as well: the menu has them."""
        self._brief = brief
        self.updateGeometry()
        self.update()

    @property
    def shown(self) -> list[tuple[str, bool]]:
        """The parts of the text in sight, and which of them is bold."""
        return self._parts[min(self._brief, 1) : 2 if self._brief == NAME else None]

    def _fill(self) -> None:
        before, self._actions, menu = self.menu(), {}, QMenu(self)
        menu.setAccessibleName(say("ui.choose_period"))
        scheme = self._plan.scheme
        low = self.screen().availableGeometry().height() < LOW
        rooms = {"month": QMenu(say("ui.months"), menu)} if low else {}
        rooms |= {"week": QMenu(say("ui.weeks"), menu)} if scheme.week_starts else {}
        self._fill_year(menu, rooms, scheme.periods(scheme.offered, self._year))
        for room in rooms.values():
            if room.actions():
                menu.addSeparator()
                menu.addMenu(room)  # below the quarters
        self._months = rooms.get("month")
        if len(self._plan.years) > 1:
            self._add_years(menu)
        self.setMenu(menu)
        if before is not None:
            before.deleteLater()

    def _fill_year(self, menu: QMenu, rooms: Mapping[str, QMenu], periods: Iterable[Period]) -> None:
        before = None
        for period in periods:
            group = _group(period)
            room = rooms.get(group, menu)
            if before is not None and group != before and room is menu:
                menu.addSeparator()
            before = group
            self._actions[period.code] = self._add(room, period)

    def _add_years(self, menu: QMenu) -> None:
        """The whole plan, and the years that are not in sight."""
        scheme = self._plan.scheme
        menu.addSeparator()
        for period in all_periods(scheme, self._plan.years, ["Y"]):
            if period.several_years:
                self._actions[period.code] = self._add(menu, period)
            elif period.year != self._year:
                self._add(menu, period)

    def _add(self, room: QMenu, period: Period) -> QAction:
        action = QAction(f"{in_words(period.label)}\t{_days(period)}", room)
        action.triggered.connect(lambda _=False: self.chosen.emit(period))
        room.addAction(action)
        return action

    def sizeHint(self) -> QSize:
        wide = sum(QFontMetrics(theme.font(14, semibold=bold)).horizontalAdvance(t) + GAP for t, bold in self.shown)
        return QSize(2 * SIDE + wide + ARROW, 32)

    def minimumSizeHint(self) -> QSize:
        """A name or a day that is cut would be another one."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        x = SIDE
        for text, bold in self.shown:
            painter.setFont(theme.font(14, semibold=bold))
            painter.setPen(QPen(theme.colour("text" if bold else "muted")))
            wide = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRect(x, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += wide + GAP
        arrow = icons.pixmap("chevron-down", theme.colours().muted, ARROW)
        painter.drawPixmap(self.width() - SIDE - ARROW + 2, (self.height() - ARROW) // 2, arrow)
        painter.end()


def _days(period: Period) -> str:
    """Its first and last day, with their years where they are several."""
    pattern = "%d/%m/%Y" if period.several_years else "%d/%m"
    return f"{period.first_day:{pattern}} – {period.last_day:{pattern}}"


def _group(period: Period) -> str:
    """Which of them stand together."""
    if week_in(period.code):
        return "week"
    return "quarter" if period.code in QUARTERS else "month" if period.code in MONTHS else "long"
