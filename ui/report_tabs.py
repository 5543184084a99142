"""The page of the report: the print itself and the records that surround it, under two tabs."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar

from desktop_app.domain.locking import LOCK
from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.session import Session
from desktop_app.texts import say
from ui import parts, theme
from ui.area_tab import AreaTab
from ui.bridge import Bridge
from ui.page import Page
from ui.report_page import ReportPage

PRINT, RECORDS = 0, 1


class ReportTabs(Page):
    """Without records of its own (None) the plan leaves the print alone on the page."""

    def __init__(self, bridge: Bridge, session: Session, records: AreaTab | None) -> None:
        super().__init__(say("ui.report"))
        self.records = records
        self.report = ReportPage(bridge, session)
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setAccessibleName(say("ui.report"))
        self._stack = QStackedWidget()
        line = parts.row(None)
        line.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 0)
        line.addWidget(self.bar)
        line.addStretch(1)
        column = parts.column(self)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        self.bar.addTab(say("ui.report_print"))
        self._stack.addWidget(self.report)
        if records is None:
            self.bar.hide()
        else:
            self.bar.addTab(say("ui.report_records"))
            self._stack.addWidget(records)
        self.bar.currentChanged.connect(self._stack.setCurrentIndex)

    @property
    def area(self) -> AreaTab | None:
        """The records in sight, None while the print is."""
        return self.records if self.records is not None and self._stack.currentWidget() is self.records else None

    def set_period(self, period: Period) -> None:
        self.report.set_period(period)
        if self.records is not None:
            self.records.set_period(period)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        if self.records is not None:
            self.records.show_counts(counts)

    def changed(self, kind: str) -> None:
        if kind != LOCK:  # the report in sight is the one that was locked
            self.report.changed()
        if self.records is not None:
            self.records.changed(kind)

    def refresh(self) -> None:
        if self.records is not None:
            self.records.refresh()

    def commit(self) -> None:
        if self.records is not None:
            self.records.commit()

    def show_record(self, kind: RecordKind, record: str) -> None:
        self.bar.setCurrentIndex(RECORDS)
        if self.records is not None:
            self.records.show_record(kind, record)

    def make_report(self) -> None:
        self.bar.setCurrentIndex(PRINT)
        self.report.make_report()
