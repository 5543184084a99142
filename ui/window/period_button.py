"""The period in force at the top of the window, with its days, and the menu to choose another."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_app.domain.period import CODES, MONTHS, QUARTERS, Period, parse_schemes
from desktop_app.domain.plan import Plan
from desktop_app.texts import in_words, say
from ui.widgets import icons, theme

SIDE, GAP, ARROW = 13, 12, 16
WHOLE, DAYS, NAME = range(3)  # how much is said
LOW = 640  # a screen on which the whole menu would cover its own button


class PeriodButton(QPushButton):
    """`chosen(period)`: another period of the plan's year."""

    chosen = Signal(object)

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._parts: list[tuple[str, bool]] = []
        self._brief = WHOLE
        self._actions: dict[str | None, QAction] = {}
        self._months: QMenu | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._fill(parse_schemes(plan.source)[plan.period_scheme].periods(CODES, plan.year))

    def show_period(self, period: Period) -> None:
        days = f"{period.first_day:%d/%m} – {period.last_day:%d/%m}"
        self._parts = [(say("ui.period"), False), (in_words(period.label), True), (days, False)]
        for code, action in self._actions.items():
            here = code == period.code
            action.setIcon(_tick() if here else QIcon())
        if self._months is not None:
            self._months.setIcon(_tick() if period.code in MONTHS else QIcon())
        self.setAccessibleName(say("ui.period_spoken", period=period.label, days=period.dates))
        self.updateGeometry()
        self.update()

    def be_brief(self, brief: int) -> None:
        """Say all, leave out the word before the name, or its days as well: the menu has them."""
        self._brief = brief
        self.updateGeometry()
        self.update()

    @property
    def shown(self) -> list[tuple[str, bool]]:
        """The parts of the text in sight, and which of them is bold."""
        return self._parts[min(self._brief, 1) : 2 if self._brief == NAME else None]

    def _fill(self, periods: Iterable[Period]) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(say("ui.choose_period"))
        low = self.screen().availableGeometry().height() < LOW
        months = menu.addMenu(say("ui.months")) if low else menu
        before = None
        for period in periods:
            group = "quarter" if period.code in QUARTERS else "month" if period.code in MONTHS else "long"
            room = months if group == "month" else menu
            if before is not None and group != before and room is menu:
                menu.addSeparator()
            before = group
            action = QAction(f"{in_words(period.label)}\t{period.first_day:%d/%m} – {period.last_day:%d/%m}", room)
            action.triggered.connect(lambda _=False, p=period: self.chosen.emit(p))
            self._actions[period.code] = action
            room.addAction(action)
        if low:
            self._months = months
            menu.addSeparator()
            menu.addAction(months.menuAction())  # below the quarters
        self.setMenu(menu)

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


def _tick() -> QIcon:
    return icons.icon("check", theme.colours().accent)
