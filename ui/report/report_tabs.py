"""The page of the report under tabs: the print itself, its text, and the records that surround it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.domain.lock_kinds import LOCK
from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile, report_text
from desktop_app.texts import say
from ui.records.area_tab import AreaTab
from ui.report.report_page import ReportPage
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge

if TYPE_CHECKING:
    from ui.report.narrative_page import NarrativePage


class ReportTabs(QWidget):
    """Without a kind for its text or for records around it the plan leaves the print alone on the page.

    `conflict_wanted(record)`: the texts that offices left different. `tab_changed()`: another tab is in sight.
    """

    conflict_wanted = Signal(str)
    tab_changed = Signal()

    def __init__(
        self, bridge: Bridge, file: OpenFile, period: Period, make_records: Callable[[], AreaTab] | None
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(say("ui.report"))
        self._bridge, self._file = bridge, file
        self.report = ReportPage(bridge, file, period)
        self.narrative: NarrativePage | None = None  # this and the records are made when first looked at
        self.records: AreaTab | None = None
        self._make_records = make_records
        self._period, self._unit = period, file.unit
        self._counts: Mapping[str, int] | None = None
        self._makers: list[Callable[[], QWidget]] = []
        self._pages: dict[int, QWidget] = {}
        self._make_bar()
        self._add("ui.report_print", lambda: self.report)
        if report_text.narrative_field(file) is not None:
            self._add("narrative.tab", self._make_narrative)
        if make_records is not None:
            self._records_tab = self._add("ui.report_records", self._open_records)
        self.bar.setVisible(self.bar.count() > 1)
        self._show_tab(0)
        self.bar.currentChanged.connect(self._show_tab)
        self.report.unit_chosen.connect(self._take_unit)

    def _make_bar(self) -> None:
        self.bar = parts.tab_bar(say("ui.report"))
        self.bar.setUsesScrollButtons(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._stack = QStackedWidget()
        self._line = parts.fill(parts.row(), self.bar, 1)
        parts.fill(parts.column(self, spacing=12), self._line, (self._stack, 1))

    def _add(self, key: str, make: Callable[[], QWidget]) -> int:
        self._makers.append(make)
        return self.bar.addTab(say(key))

    def _make_narrative(self) -> "NarrativePage":
        from ui.report.narrative_page import NarrativePage

        field = report_text.narrative_field(self._file)
        assert field is not None
        self.narrative = made = NarrativePage(self._bridge, self._file, field, self._period, self._unit)
        made.print_wanted.connect(self.make_report)
        made.conflict_wanted.connect(self.conflict_wanted)
        return made

    def _open_records(self) -> AreaTab:
        assert self._make_records is not None
        self.records = made = self._make_records()
        made.room.stand_below_tabs()
        made.set_period(self._period)
        if self._counts is not None:
            made.list.head.show_counts(self._counts)
        return made

    def _show_tab(self, index: int) -> None:
        self.commit()
        if index not in self._pages:
            self._pages[index] = self._makers[index]()
            self._stack.addWidget(self._pages[index])
        self._stack.setCurrentWidget(self._pages[index])
        self.tab_changed.emit()

    def _take_unit(self, unit: str) -> None:
        self._unit = unit
        if self.narrative is not None:
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
        self._counts = counts
        if self.records is not None:
            self.records.list.head.show_counts(counts)

    def changed(self, kind: str) -> None:
        """Records of a kind were written ("" for any)."""
        if kind != LOCK:  # the report in sight is the one that was locked
            self.report.changed()
        if self.narrative is not None:
            self.narrative.read()
        if self.records is not None:
            self.records.changed(kind)

    def refresh(self) -> None:
        if self.records is not None:
            self.records.form.reader.refresh()

    def commit(self) -> None:
        if self.narrative is not None:
            self.narrative.commit()
        if self.records is not None:
            self.records.form.commit()

    def show_record(self, kind: RecordKind, record: str) -> None:
        self._show_records()
        if self.records is not None:
            self.records.show_record(kind, record)

    def start_record(self, kind: str) -> None:
        self._show_records()
        if self.records is not None:
            self.records.list.choose_kind(kind)
            self.records.start_record()

    def _show_records(self) -> None:
        if self._make_records is not None:
            self.bar.setCurrentIndex(self._records_tab)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._line.setContentsMargins(theme.MARGIN, theme.top_margin(self.height()), theme.MARGIN, 0)

    def make_report(self) -> None:
        self.bar.setCurrentIndex(0)
        self.report.make_report()
