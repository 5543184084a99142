"""The page of the report: the print itself and the records that surround it, under two tabs."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop_app.session import Session
from desktop_app.texts import say
from ui import parts, theme
from ui.area_tab import AreaTab
from ui.bridge import Bridge
from ui.report_page import ReportPage

AROUND = "X"


class ReportTabs(QWidget):
    """Without records of its own the plan leaves the print alone on the page."""

    def __init__(self, bridge: Bridge, session: Session, make_area: Callable[..., AreaTab]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.areas: list[AreaTab] = []
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setAccessibleName(say("ui.report"))
        self.bar.addTab(say("ui.report_print"))
        self.report = ReportPage(bridge, session)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.report)
        column = parts.column(self)
        line = parts.row(None, theme.MARGIN)
        line.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 0)
        line.addWidget(self.bar)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        around = list(session.plan.top_kinds(AROUND))
        if around:
            self.bar.addTab(say("ui.report_records"))
            self.areas.append(make_area(say("ui.report_records"), around, by_period=False))
            self._stack.addWidget(self.areas[0])
        else:
            self.bar.hide()
        self.bar.currentChanged.connect(self._stack.setCurrentIndex)

    @property
    def shown_area(self) -> AreaTab | None:
        """The records in sight, None while the print is."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, AreaTab) else None
