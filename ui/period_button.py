"""The period in force at the top of the window, with its days, and the menu to choose another."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_app.domain.period import CODES, MONTHS, QUARTERS, Period, parse_schemes
from desktop_app.domain.plan import Plan
from desktop_app.texts import say
from ui import icons, theme


class PeriodButton(QPushButton):
    """`chosen(period)`: another period of the plan's year."""

    chosen = Signal(object)

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._scheme = parse_schemes(plan.source)[plan.period_scheme]
        self._year = plan.year
        self._fill()
        self.setIcon(icons.icon("calendar", theme.colours().muted))
        self.setIconSize(QSize(16, 16))

    def show_period(self, period: Period) -> None:
        """Show a period as the one in force."""
        days = f"{period.first_day:%d/%m} – {period.last_day:%d/%m}"
        self.setText(say("ui.period_button", period=period.label, days=days))
        self.setAccessibleName(say("ui.period_spoken", period=period.label, days=period.dates))

    def _fill(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(say("ui.choose_period"))
        before = None
        for period in self._scheme.periods(CODES, self._year):
            group = "quarter" if period.code in QUARTERS else "month" if period.code in MONTHS else "long"
            if before is not None and group != before:
                menu.addSeparator()
            before = group
            action = QAction(f"{period.label}\t{period.first_day:%d/%m} – {period.last_day:%d/%m}", menu)
            action.triggered.connect(lambda _=False, p=period: self.chosen.emit(p))
            menu.addAction(action)
        self.setMenu(menu)
