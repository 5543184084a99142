"""An open data file: its pages, made when first seen, and the ways from one to the other."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_app.domain.period import Period
from desktop_app.domain.plan import AROUND, RecordKind
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, figures
from desktop_app.settings import Settings
from desktop_app.texts import in_words, say
from ui.file_sheets import FileSheets
from ui.history.taking_back import TakingBack
from ui.page import Page
from ui.page_names import EXCHANGE, OVERVIEW, REGISTERS, REPORT, page_names, register_kinds, side_tabs
from ui.page_reading import PageReading
from ui.progress.overview import Overview
from ui.progress.to_do import ERASURES
from ui.widgets.bridge import Bridge
from ui.widgets.notice import Offer
from ui.widgets.typing_first import TypingFirst, redo_typing, undo_typing
from ui.window.frame import WindowFrame
from ui.window.idle_index import index_when_idle

if TYPE_CHECKING:
    from ui.records.area_tab import AreaTab


class ViewState(Struct, frozen=True):
    """Where a person is in a file: page, period, the kind and id of the record in sight, when was saved last."""

    page: str
    period: Period
    kind: str
    record: str | None
    saved_at: str


class FileView(WindowFrame):
    """`first_figures`: what a person waits for stands; `file_wanted(path)`: open another file.

    `plan_switched(sentence)`: another edition of the plan is in force, and this view speaks of the one before.
    """

    first_figures = Signal()
    file_wanted = Signal(Path)
    plan_switched = Signal(str)
    author_chosen = Signal(str)

    def __init__(self, bridge: Bridge, file: OpenFile, settings: Settings, menu: QMenu) -> None:
        self._names = page_names(file.plan)
        super().__init__(bridge, file, side_tabs(file.plan, self._names), menu)
        self.bridge, self._settings = bridge, settings
        self._left_at = settings.left_at(file.path)
        self._pages: dict[str, Page] = {}
        self._back = TakingBack(bridge, self)
        period = self._period_left() or figures.current_period(file)
        self._reading = PageReading(bridge, file.plan, period, self)
        self._sheets = FileSheets(self, bridge, self._reading)
        self._sheets.record_wanted.connect(self.show_record)
        self._sheets.file_wanted.connect(self.file_wanted)
        self._sheets.plan_switched.connect(self.plan_switched)
        self._reading.first_figures.connect(self.first_figures)
        self._reading.counted.connect(self._show_counts)
        self._back.notified.connect(bridge.notified)
        self._back.offered.connect(bridge.offered)
        self._back.done.connect(self._reading.refresh)
        self._back.restored.connect(self._show_again)
        self._back.merge_met.connect(self._sheets.show_merge)
        bridge.written.connect(self._back.note)
        bridge.deleted.connect(self._back.offer_deleted)
        bridge.day_wanted.connect(self.know_day)
        bridge.undated.connect(self._offer_day)
        TypingFirst(self)
        index_when_idle(bridge, self)
        self.period_button.chosen.connect(self._choose_period)
        self.search.chosen.connect(self.show_record)
        self.author_wanted.connect(self._ask_author)
        for index in range(min(9, len(self._names))):
            QShortcut(f"Ctrl+{index + 1}", self, partial(self.go_to, index))
        QShortcut("F1", self, self.show_help)
        QShortcut("F9", self, self.open_report)
        if self._left_at.page in self._names:
            self.show_page(self._left_at.page)
        self._open_page(self.tabs.currentIndex())
        self.tabs.currentChanged.connect(self._open_page)
        self.show_period(period)
        self._reading.read_again()
        if file.clock_is_doubted:
            QTimer.singleShot(0, self, self.know_day)

    # --- what others ask ------------------------------------------------------------------------------------------

    @property
    def waiting(self) -> bool:
        """Whether figures are about to be read again, or a search is about to begin."""
        return self._reading.waiting or self.search.waiting

    @property
    def page(self) -> QWidget:
        return self._here.widget

    @property
    def _here(self) -> Page:
        return self._pages[self._names[self.tabs.currentIndex()]]

    @property
    def area(self) -> "AreaTab | None":
        """The records in sight, None while the page shows none."""
        return self._here.area()

    def commit(self) -> None:
        for page in self._pages.values():
            page.commit()

    @property
    def place(self) -> ViewState:
        area = self.area
        kind, record = (area.list.kind.name, area.list.table.current) if area else ("", None)
        return ViewState(self._names[self.tabs.currentIndex()], self._reading.period, kind, record, self.saved_at)

    def go_back_to(self, place: ViewState) -> None:
        """Go where the person was in an earlier view of the same file, as far as its plan still has it."""
        if place.page not in self._names or place.period.year != self.file.plan.year:
            return
        if place.period != self._reading.period:
            self.set_period(place.period)
        self.show_page(place.page)
        self.show_saved(place.saved_at)
        if self.area is not None and place.kind in self.area.list.kinds:
            self.area.list.choose_kind(place.kind)
            if place.record is not None:
                self.show_record(place.kind, place.record)

    def undo(self) -> None:
        """Ctrl+Z: what is being typed, else the latest thing written into the file."""
        if not undo_typing(QApplication.focusWidget()):
            self.commit()
            self._back.undo()

    def redo(self) -> None:
        """Ctrl+Y: do again what was taken back last."""
        if not redo_typing(QApplication.focusWidget()):
            self.commit()
            self._back.redo()

    def meet_others(self) -> None:
        """Read all again where another window or program wrote into the file meanwhile."""

        def met(wrote: bool) -> None:
            if wrote:
                self.commit()
                self._reading.refresh()
                self.bridge.changed.emit("")

        self.bridge.ask(lambda file: file.cache.written_elsewhere(), met, self)

    def go_to(self, index: int) -> None:
        """Ctrl+1 … Ctrl+9: another page, and to where one goes on there."""
        page = self._pages.get(self._names[index])
        last = page.widget.focusWidget() if page else None  # Qt itself would lead to whatever is first on the page
        self.tabs.setCurrentIndex(index)
        self._here.take_focus(last)

    def show_help(self) -> None:
        """F1: the help of the field that has the cursor, elsewhere the sheet of all keys."""
        if self.area is None or not self.area.form.show_help():
            self.explain()

    def show_trash(self) -> None:
        self.commit()
        self._sheets.show_trash()

    def show_backups(self) -> None:
        self.commit()
        self._sheets.show_backups()

    def show_plans(self) -> None:
        self.commit()
        self._sheets.show_plans()

    def show_record(self, kind_name: str, record: str) -> None:
        """Go to a record, in whatever page the outermost record around it lives."""
        kind = top = self.file.plan.kinds[kind_name]
        while top.parent is not None:
            top = self.file.plan.kinds[top.parent]
        name = top.area if top.area in self._names else REPORT if top.area == AROUND else REGISTERS
        self.show_page(name)
        self._here.show_record(kind, record)

    def show_page(self, name: str) -> None:
        """Go to a page: the code of an area, `overview`, `registers`, `report` or `exchange`."""
        self.tabs.setCurrentIndex(self._names.index(name))

    def open_report(self) -> None:
        self.show_page(REPORT)
        self._here.make_report()

    def set_period(self, period: Period) -> None:
        self.show_period(period)
        self._reading.set_period(period)

    def _choose_period(self, period: Period) -> None:
        """Another period by hand; it is in force the next time too, while who goes back to the present one goes on
        with whichever is present then.
        """
        self._left_at.period = "" if period == figures.current_period(self.file) else period.text
        self.set_period(period)

    def _period_left(self) -> Period | None:
        """The period chosen by hand when the file was open last, if the plan still has it."""
        try:
            period = figures.read_period(self.file, self._left_at.period)
        except AppError:
            return None
        return period if period.year == self.file.plan.year else None

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        plan = self.file.plan
        self.tabs.set_counts({
            index: sum(counts[kind.name] for kind in plan.top_kinds(name))
            for index, name in enumerate(self._names)
            if name in plan.areas
        })  # fmt: skip

    # --- pages ----------------------------------------------------------------------------------------------------

    def _open_page(self, index: int) -> None:
        self.commit()
        self._left_at.page = self.page_name = name = self._names[index]
        if name not in self._pages:
            page = self._make_page(name)
            self._pages[name] = page
            self.stack.addWidget(page.widget)
            self._reading.add(page)
        self.stack.setCurrentWidget(self._pages[name].widget)

    def _ask_author(self) -> None:
        """Who writes from now on; what is being typed is still of who typed it."""
        from ui.window.author_sheet import AuthorSheet

        self.commit()
        AuthorSheet(self.window(), self.file, self.author_chosen.emit).open()

    def know_day(self, go: Callable[[], object] = lambda: None) -> None:
        """Ask which day it is, since this computer's clock can't be right; then `go` on with what waited for it."""
        from ui.window.day_sheet import DaySheet

        def said() -> None:
            self._reading.refresh()
            self.show_period(self._reading.period)
            go()

        DaySheet(self.window(), self.bridge, self.file).said.connect(said)

    def _offer_day(self, sentence: str) -> None:
        self.bridge.offered.emit(Offer(sentence, say("clock.say"), self.know_day, "calendar"))

    def _show_conflict(self, record: str) -> None:
        """The values of a record that offices left different."""
        from ui.exchange.exchange_page import ExchangePage

        self.show_page(EXCHANGE)
        if isinstance(self.page, ExchangePage):
            self.page.show_conflicts(record)

    def _show_task(self, task: str) -> None:
        """Where a line of what is left to do leads."""
        from ui.exchange.exchange_page import ExchangePage

        if task != ERASURES:
            self._sheets.show_task(task)
            return
        self.show_page(EXCHANGE)
        if isinstance(self.page, ExchangePage):
            self.page.show_erasures()

    def _show_again(self, kind: str, record: str) -> None:
        """A record came back from the trash: where its list is in sight, it is the one that is chosen."""
        if self.area is not None and self.area.list.kind.name == kind:
            self.area.show_again(record)

    def start_first(self) -> None:
        """The first record of a new file, of the first kind of the first area, with a line that leads on."""
        self.show_page(next(name for name in self._names if name in self.file.plan.areas))
        if self.area is not None:
            self.area.start_record(guided=True)

    def _declare(self) -> None:
        from ui.report.report_tabs import ReportTabs

        self.show_page(REPORT)
        declaration = self.file.plan.role("declaration")
        if declaration is not None and isinstance(self.page, ReportTabs):
            self.page.start_record(declaration[0].name)

    def _make_page(self, name: str) -> Page:
        """What a page is made of is imported with it: the window stands before the first form is needed."""
        plan = self.file.plan
        if name == OVERVIEW:
            return self._make_overview()
        if name == REPORT:
            return self._make_report()
        if name == EXCHANGE:
            return self._make_exchange()
        if name == REGISTERS:
            registers = self._make_area(say("ui.registers"), register_kinds(plan), None)
            registers.proposes_period = False  # what stands there is mostly of another year
            return _page_of(registers)
        return _page_of(self._make_area(in_words(plan.areas[name].label), list(plan.top_kinds(name)), name))

    def _make_overview(self) -> Page:
        page = Overview(self.file.plan, self.file.units, self.file.unit)
        page.indicator_wanted.connect(self._sheets.explain)
        page.board_wanted.connect(self._sheets.show_board)
        page.task_wanted.connect(self._show_task)
        page.day_wanted.connect(self.know_day)
        page.report_wanted.connect(self.open_report)
        page.first_wanted.connect(self.start_first)
        page.declare_wanted.connect(self._declare)
        return Page(
            page,
            lambda: page.list,
            show_figures=page.show_figures,
            show_counts=page.plan_tasks.show_counts,
            show_refusal=lambda why: page.show_refusal(why, undated=self.file.clock_is_doubted),
            show_work=page.show_work,
        )

    def _make_report(self) -> Page:
        from ui.report.report_tabs import ReportTabs

        around = list(self.file.plan.top_kinds(AROUND))
        make_records = partial(self._make_area, say("ui.report_records"), around, None)
        page = ReportTabs(self.bridge, self.file, self._reading.period, make_records if around else None)
        page.conflict_wanted.connect(self._show_conflict)
        return Page(
            page,
            area=lambda: page.area,
            set_period=page.set_period,
            show_counts=page.show_counts,
            changed=page.changed,
            refresh=page.refresh,
            commit=page.commit,
            show_record=page.show_record,
            make_report=page.make_report,
        )

    def _make_exchange(self) -> Page:
        from ui.exchange.exchange_page import ExchangePage

        page = ExchangePage(self.bridge, self.file)
        page.notified.connect(self.bridge.notified)
        page.failed.connect(self.bridge.failed)
        page.offered.connect(self.bridge.offered)
        page.written.connect(self.bridge.written)
        page.backups_wanted.connect(self.show_backups)
        page.plans_wanted.connect(self.show_plans)
        page.records_changed.connect(self._reading.refresh)
        page.record_wanted.connect(self.show_record)
        return Page(page, changed=page.changed, refresh=page.changed)

    def _make_area(self, label: str, kinds: list[RecordKind], area: str | None) -> "AreaTab":
        from ui.records.area_tab import AreaTab

        tab = AreaTab(self.bridge, self.file, label, kinds, area, self._settings.lists)
        if self._settings.splitter:
            tab.set_split(self._settings.splitter)
        tab.split.connect(self._remember_split)
        tab.indicator_wanted.connect(self._sheets.explain)
        tab.notified.connect(self.bridge.notified)
        tab.deleted.connect(self.bridge.deleted)
        tab.written.connect(self.bridge.written)
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
        show_counts=tab.list.show_counts,
        changed=tab.changed,
        refresh=tab.form.reader.refresh,
        commit=tab.commit,
        show_record=tab.show_record,
    )
