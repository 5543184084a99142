"""Makes the pages of an open file when each is first seen, and tells them where what they ask for is heard."""

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QStackedWidget

from desktop_app.domain.plan import AROUND, RecordKind
from desktop_app.session import OpenFile
from desktop_app.settings import Settings, follow_names
from desktop_app.texts import in_words, say
from ui.file_dialogs import FileDialogs
from ui.page import Page
from ui.page_names import EXCHANGE, OVERVIEW, REGISTERS, REPORT, register_kinds
from ui.page_reading import PageReading
from ui.progress.overview import Overview

if TYPE_CHECKING:
    from ui.records.area_tab import AreaTab
    from ui.trail import Trail
    from ui.widgets.bridge import Bridge


class PageOwner(Protocol):
    """The view of an open file, as far as its pages ask it for something."""

    bridge: "Bridge"
    file: OpenFile
    trail: "Trail"
    stack: QStackedWidget

    def open_report(self) -> None: ...
    def start_first(self) -> None: ...
    def show_conflict(self, record: str) -> None: ...
    def show_record(self, kind_name: str, record: str) -> None: ...


class PageMaker:
    """What a page is made of is imported with it: the window stands before the first form is needed."""

    def __init__(self, view: PageOwner, dialogs: FileDialogs, reading: PageReading, settings: Settings) -> None:
        self._view, self._dialogs, self._reading, self._settings = view, dialogs, reading, settings
        self._bridge, self._file = view.bridge, view.file

    def make(self, name: str) -> Page:
        plan = self._file.plan
        if name == OVERVIEW:
            return self._overview()
        if name == REPORT:
            return self._report()
        if name == EXCHANGE:
            return self._exchange()
        if name == REGISTERS:
            registers = self._area(say("ui.registers"), register_kinds(plan), None)
            registers.proposes_period = False  # what stands there is mostly of another year
            return _page_of(registers)
        return _page_of(self._area(in_words(plan.areas[name].label), list(plan.top_kinds(name)), name))

    def _overview(self) -> Page:
        view, dialogs = self._view, self._dialogs
        page = Overview(self._file.plan, self._file.units, self._file.unit, view.stack)
        page.indicator_wanted.connect(dialogs.explain)
        page.copy_wanted.connect(dialogs.copy_figures)
        page.board_wanted.connect(dialogs.show_board)
        page.to_do_wanted.connect(dialogs.show_to_do)
        page.day_wanted.connect(dialogs.know_day)
        page.report_wanted.connect(view.open_report)
        page.first_wanted.connect(view.start_first)
        page.carry_wanted.connect(dialogs.carry_year)
        page.declare_wanted.connect(dialogs.declare)
        return Page(
            page,
            lambda: page.list,
            show_figures=page.show_figures,
            show_counts=page.plan_tasks.show_counts,
            show_refusal=lambda why: page.show_refusal(why, undated=self._file.clock_is_doubted),
            show_work=page.show_work,
        )

    def _report(self) -> Page:
        from ui.report.report_tabs import ReportTabs

        around = list(self._file.plan.top_kinds(AROUND))
        make_records = partial(self._area, say("ui.report_records"), around, None)
        page = ReportTabs(self._bridge, self._file, self._reading.period, make_records if around else None)
        page.conflict_wanted.connect(self._view.show_conflict)
        page.tab_changed.connect(lambda: self._view.trail.note())
        return Page(
            page,
            tab=page.bar.currentIndex,
            show_tab=page.bar.setCurrentIndex,
            area=lambda: page.area,
            set_period=page.set_period,
            show_counts=page.show_counts,
            changed=page.changed,
            refresh=page.refresh,
            commit=page.commit,
            show_record=page.show_record,
            start_record=page.start_record,
            make_report=page.make_report,
        )

    def _exchange(self) -> Page:
        from ui.exchange.exchange_page import ExchangePage

        page, bridge = ExchangePage(self._bridge, self._file), self._bridge
        page.notified.connect(bridge.notified)
        page.failed.connect(bridge.failed)
        page.offered.connect(bridge.offered)
        page.written.connect(bridge.written)
        page.backups_wanted.connect(self._dialogs.show_backups)
        page.plans_wanted.connect(self._dialogs.show_plans)
        page.carry_wanted.connect(self._dialogs.carry_year)
        page.publish_wanted.connect(self._dialogs.show_publishing)
        page.records_changed.connect(self._reading.refresh)
        page.record_wanted.connect(self._view.show_record)
        return Page(
            page,
            changed=page.changed,
            refresh=page.changed,
            show_conflicts=page.show_conflicts,
            show_erasures=page.show_erasures,
        )

    def _area(self, label: str, kinds: list[RecordKind], area: str | None) -> "AreaTab":
        from ui.records.area_tab import AreaTab

        follow_names(self._settings.lists, self._file.plan)
        tab = AreaTab(self._bridge, self._file, label, kinds, area, self._settings.lists)
        if self._settings.splitter:
            tab.room.set_split(self._settings.splitter)
        tab.room.split.connect(self._remember_split)
        tab.indicator_wanted.connect(self._dialogs.explain)
        tab.notified.connect(self._bridge.notified)
        tab.deleted.connect(self._bridge.deleted)
        tab.written.connect(self._bridge.written)
        tab.list.chosen.connect(lambda *_: self._view.trail.note())
        tab.list.kind_chosen.connect(lambda _: self._view.trail.note())
        return tab

    def _remember_split(self, sizes: list[int]) -> None:
        self._settings.splitter = sizes


def _page_of(tab: "AreaTab") -> Page:
    return Page(
        tab,
        lambda: tab.list.table,
        area=lambda: tab,
        set_period=tab.set_period,
        show_figures=tab.show_figures,
        show_counts=tab.list.head.show_counts,
        changed=tab.changed,
        refresh=tab.form.reader.refresh,
        commit=tab.commit,
        show_record=tab.show_record,
    )
