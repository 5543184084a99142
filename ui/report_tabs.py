"""The page of the report under tabs: the print itself, its text, and the records that surround it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop_app.domain.locking import LOCK
from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.session import Session
from desktop_app.texts import say
from ui import parts, theme
from ui.area_tab import AreaTab
from ui.bridge import Bridge
from ui.narrative_page import NarrativePage
from ui.page import Page
from ui.report_page import ReportPage


class ReportTabs(Page):
    """Without a kind for its text or for records around it the plan leaves the print alone on the page.

    `told`, `failed`, `offered` are for the place of notices; `written(act, Written)` and
    `deleted(act, title)` tell what became of texts and of the records at the head of a report.
    """

    told = Signal(str)
    failed = Signal(str)
    offered = Signal(object)
    written = Signal(bytes, object)
    deleted = Signal(bytes, str)

    def __init__(self, bridge: Bridge, session: Session, records: AreaTab | None) -> None:
        super().__init__(say("ui.report"))
        self.records = records
        self.report = ReportPage(bridge, session)
        field = session.narrative_field
        self.narrative = NarrativePage(bridge, session, field) if field else None
        self._period: Period | None = None
        self._unit = session.unit
        self._make_bar()
        self._add(self.report, "ui.report_print")
        for page, key in ((self.narrative, "narrative.tab"), (records, "ui.report_records")):
            if page is not None:
                self._add(page, key)
        self.bar.setVisible(self.bar.count() > 1)
        self.bar.currentChanged.connect(self._turn)
        self._connect()

    def _make_bar(self) -> None:
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

    def _add(self, page: QWidget, key: str) -> None:
        self.bar.addTab(say(key))
        self._stack.addWidget(page)

    def _connect(self) -> None:
        self.report.told.connect(self.told)
        self.report.failed.connect(self.failed)
        self.report.offered.connect(self.offered)
        self.report.written.connect(self.written)
        self.report.deleted.connect(self.deleted)
        self.report.unit_chosen.connect(self._take_unit)
        if self.narrative is not None:
            self.narrative.told.connect(self.told)
            self.narrative.failed.connect(self.failed)
            self.narrative.written.connect(self.written)

    def _turn(self, index: int) -> None:
        self.commit()
        self._stack.setCurrentIndex(index)

    def _take_unit(self, unit: str) -> None:
        self._unit = unit
        if self.narrative is not None and self._period is not None:
            self.narrative.set_report(self._period, unit)

    @property
    def area(self) -> AreaTab | None:
        """The records in sight, None while the print is."""
        return self.records if self.records is not None and self._stack.currentWidget() is self.records else None

    def set_period(self, period: Period) -> None:
        self._period = period
        self.report.set_period(period)
        self._take_unit(self._unit)
        if self.records is not None:
            self.records.set_period(period)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        if self.records is not None:
            self.records.show_counts(counts)

    def changed(self, kind: str) -> None:
        if kind != LOCK:  # the report in sight is the one that was locked
            self.report.changed()
        if self.narrative is not None:
            self.narrative.read()
        if self.records is not None:
            self.records.changed(kind)

    def refresh(self) -> None:
        if self.records is not None:
            self.records.refresh()

    def commit(self) -> None:
        if self.narrative is not None:
            self.narrative.commit()
        if self.records is not None:
            self.records.commit()

    def show_record(self, kind: RecordKind, record: str) -> None:
        if self.records is not None:
            self.bar.setCurrentIndex(self._stack.indexOf(self.records))
            self.records.show_record(kind, record)

    def make_report(self) -> None:
        self.bar.setCurrentIndex(self._stack.indexOf(self.report))
        self.report.make_report()
