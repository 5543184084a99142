"""An open data file: pages made when first seen, all speaking of one period, read again after every save."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QMenu

from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.session import Session
from desktop_app.settings import Settings
from desktop_app.texts import say
from ui.history.taking_back import Merge, TakingBack
from ui.history.trash_sheet import show_trash
from ui.page import Page
from ui.page_names import AROUND, EXCHANGE, OVERVIEW, REGISTERS, REPORT, page_names, register_kinds, side_tabs
from ui.pieces.bridge import Bridge
from ui.pieces.typing_first import TypingFirst, redo_typing, undo_typing
from ui.progress.figures import Figure, blank_figures
from ui.progress.overview import Overview
from ui.progress.situation import Work, read_counts, read_figures, read_work
from ui.progress.to_do import SILENT, silent_units
from ui.window.frame import Frame

if TYPE_CHECKING:
    from ui.records.area_tab import AreaTab

PAUSE = 150


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is in a file: page, period, the kind and id of the record in sight, when was saved last."""

    page: str
    period: Period | None
    kind: str
    record: str | None
    saved_at: str


class FileView(Frame):
    """`failed(sentence)`, `told(sentence)`, `offered(Offer)`: for the one place of notices.

    `first_figures`: what a person waits for stands; `file_wanted(path)`: open another file.
    """

    failed = Signal(str)
    told = Signal(str)
    offered = Signal(object)
    first_figures = Signal()
    file_wanted = Signal(Path)

    def __init__(self, bridge: Bridge, session: Session, settings: Settings, menu: QMenu) -> None:
        self._names = page_names(session.plan)
        super().__init__(bridge, session, side_tabs(session.plan, self._names), menu)
        self._bridge, self._settings = bridge, settings
        self._pages: dict[str, Page] = {}
        self._back = TakingBack(bridge, self)
        self._typing = TypingFirst(self)
        self._period: Period | None = None
        self._figures: Sequence[Figure] = blank_figures(session.plan)
        self._figured = False
        self._counts: Mapping[str, int] | None = None
        self._work: Work | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._read_again)
        self._back.told.connect(self.told)
        self._back.offered.connect(self.offered)
        self._back.done.connect(self._refresh)
        self._back.merge_met.connect(self._show_merge)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._typing.follow)
        self.period_chosen.connect(self.set_period)
        self.record_wanted.connect(self.show_record)
        bridge.changed.connect(self._changed)
        bridge.saved.connect(self.show_saved)
        bridge.unsaved.changed.connect(self.show_unsaved)
        bridge.failed.connect(self.failed)
        self.key("F9", self.open_report)
        self.tabs.currentChanged.connect(self._open_page)
        self._open_page(0)
        self.set_period(session.current_period())

    # --- what others ask ------------------------------------------------------------------------------------------

    @property
    def waiting(self) -> bool:
        """Whether figures are about to be read again, or a search is about to begin."""
        return self._pause.isActive() or self.search.waiting

    @property
    def page(self) -> Page:
        """The page in sight."""
        return self._pages[self._names[self.tabs.currentIndex()]]

    @property
    def area(self) -> "AreaTab | None":
        """The records in sight, None while the page shows none."""
        return self.page.area

    def commit(self) -> None:
        """Save the field that has the cursor."""
        for page in self._pages.values():
            page.commit()

    @property
    def place(self) -> Place:
        """Where the person is."""
        area = self.area
        kind, record = (area.list.kind.name, area.list.table.current) if area else ("", None)
        return Place(self._names[self.tabs.currentIndex()], self._period, kind, record, self.saved_at)

    def go_back_to(self, place: Place) -> None:
        """Go where the person was in an earlier view of the same file."""
        if place.period is not None and place.period != self._period:
            self.set_period(place.period)
        self.show_page(place.page)
        self.show_saved(place.saved_at)
        if self.area is not None and place.kind:
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

    def start_next(self) -> None:
        """Ctrl+N: another record of the kind in sight."""
        if self.area is not None:
            self.area.start_next()

    def duplicate(self) -> None:
        """Ctrl+Shift+D: another record like the one in the form."""
        if self.area is not None:
            self.area.form.duplicate()

    def take_above(self) -> None:
        """Ctrl+D: what the record above has in the field that has the cursor."""
        if self.area is not None:
            self.area.form.take_above()

    def take_today(self) -> None:
        """Ctrl+;: today into the date field that has the cursor."""
        if self.area is not None:
            self.area.form.take_today()

    def show_help(self) -> None:
        """F1: the help of the field that has the cursor, elsewhere the sheet of all keys."""
        if self.area is None or not self.area.form.show_help():
            super().show_help()

    def show_trash(self) -> None:
        """What was deleted, with the way back."""
        self.commit()
        show_trash(self.window(), self._bridge, self._refresh)

    def show_backups(self) -> None:
        """The copies of this file, with the ways to make one and to get one back."""
        from ui.exchange.backup_sheet import BackupSheet

        self.commit()
        sheet = BackupSheet(self.window(), self._bridge, self.session.path)
        sheet.file_wanted.connect(self.file_wanted)

    def show_record(self, kind_name: str, record: str) -> None:
        """Go to a record, in whatever page the outermost record around it lives."""
        kind = top = self.session.plan.kinds[kind_name]
        while top.parent is not None:
            top = self.session.plan.kinds[top.parent]
        name = top.area if top.area in self._names else REPORT if top.area == AROUND else REGISTERS
        self.show_page(name)
        self.page.show_record(kind, record)

    def show_page(self, name: str) -> None:
        """Go to a page: the code of an area, `overview`, `registers` or `report`."""
        self.tabs.setCurrentIndex(self._names.index(name))

    def open_report(self) -> None:
        """Go to the report and make it."""
        self.show_page(REPORT)
        self.page.make_report()

    def set_period(self, period: Period) -> None:
        """Everything speaks of this period from now on."""
        self._period = period
        self.show_period(period)
        for page in self._pages.values():
            page.set_period(period)
        self._read_again()

    # --- reading --------------------------------------------------------------------------------------------------

    def _changed(self, kind: str) -> None:
        for page in self._pages.values():
            page.changed(kind)
        self._pause.start()

    def _refresh(self) -> None:
        for page in self._pages.values():
            page.refresh()

    def _read_again(self) -> None:
        """Figures first, since they are what a person waits for."""
        period = self._period
        if period is not None:
            self._bridge.ask(
                lambda s: read_figures(s, period), lambda found: self._show_figures(period, found), self, self._refuse
            )
            self._bridge.ask(lambda s: read_counts(s, period), lambda found: self._show_counts(period, found), self)
            self._bridge.ask(lambda s: read_work(s, period), self._show_work, self, self._tell_refusal)

    def _show_figures(self, period: Period, figures: Sequence[Figure]) -> None:
        if period is self._period:
            self._figures = figures
            for page in self._pages.values():
                page.show_figures(figures)
            if not self._figured:
                self._figured = True
                self.first_figures.emit()

    def _refuse(self, sentence: str) -> None:
        """There are no figures: no page may go on showing old ones."""
        self._figures = blank_figures(self.session.plan)
        for page in self._pages.values():
            page.show_figures(self._figures)
        self._tell_refusal(sentence)

    def _tell_refusal(self, sentence: str) -> None:
        for page in self._pages.values():
            page.show_refusal(sentence)

    def _show_counts(self, period: Period, counts: Mapping[str, int]) -> None:
        if period is self._period:
            self._counts = counts
            plan = self.session.plan
            self.tabs.set_counts({
                index: sum(counts[kind.name] for kind in plan.top_kinds(name))
                for index, name in enumerate(self._names)
                if name in plan.areas
            })  # fmt: skip
            for page in self._pages.values():
                page.show_counts(counts)

    def _show_work(self, work: Work) -> None:
        if work.period is self._period:
            self._work = work
            for page in self._pages.values():
                page.show_work(work)

    # --- pages ----------------------------------------------------------------------------------------------------

    def _open_page(self, index: int) -> None:
        self.commit()
        name = self._names[index]
        if name not in self._pages:
            page = self._make_page(name)
            self._pages[name] = page
            self.stack.addWidget(page)
            self._tell(page)
        self.stack.setCurrentWidget(self._pages[name])

    def _tell(self, page: Page) -> None:
        """A new page hears what the others know already."""
        if self._period is not None:
            page.set_period(self._period)
        page.show_figures(self._figures)
        if self._counts is not None:
            page.show_counts(self._counts)
        if self._work is not None:
            page.show_work(self._work)

    def _explain(self, code: str) -> None:
        """Where an indicator leads: what stands behind its figure."""
        from ui.progress.figure_behind import Asked
        from ui.progress.figure_sheet import FigureSheet

        if self._period is not None:
            asked = Asked(code, self._period, self.session.unit)
            sheet = FigureSheet(self.window(), self._bridge, self.session.units, asked)
            sheet.record_wanted.connect(self.show_record)

    def _show_conflict(self, record: str) -> None:
        """The values of a record that offices left different."""
        from ui.exchange.exchange_page import ExchangePage

        self.show_page(EXCHANGE)
        if isinstance(self.page, ExchangePage):
            self.page.show_conflicts(record)

    def _show_merge(self, merge: Merge) -> None:
        """A merge as it would be taken back, or done again."""
        from ui.exchange.merge_undo_sheet import MergeUndoSheet

        sheet = MergeUndoSheet(self.window(), self._bridge, merge.act, say("exchange.act_merge", source=merge.source))
        sheet.turned.connect(self._refresh)

    def _show_board(self) -> None:
        """Every unit by every area."""
        from ui.progress.board_sheet import BoardSheet

        if self._period is not None:
            BoardSheet(self.window(), self._bridge, self.session.plan, self.session.unit, self._period)

    def _lead_to(self, task: str) -> None:
        """Where a line of what is left to do leads."""
        from ui.progress.to_do_sheets import lead_to_records, show_silent

        if task != SILENT:
            lead_to_records(self, self._bridge, task, self.show_record)
        elif self._work is not None:
            units = self.session.units
            show_silent(self, units, silent_units(units, self._work.completeness), self._work.period)

    def start_first(self) -> None:
        """The first record of a new file, of the first kind of the first area, with a line that leads on."""
        self.show_page(next(name for name in self._names if name in self.session.plan.areas))
        if self.area is not None:
            self.area.start_record(guided=True)

    def _make_page(self, name: str) -> Page:
        """What a page is made of is imported with it: the window stands before the first form is needed."""
        plan = self.session.plan
        if name == OVERVIEW:
            overview = Overview(plan, self.session.units, self.session.unit)
            overview.indicator_wanted.connect(self._explain)
            overview.board_wanted.connect(self._show_board)
            overview.task_wanted.connect(self._lead_to)
            overview.report_wanted.connect(self.open_report)
            overview.first_wanted.connect(self.start_first)
            return overview
        if name == REPORT:
            from ui.report.report_tabs import ReportTabs

            around = list(plan.top_kinds(AROUND))
            make_records = partial(self._make_area, say("ui.report_records"), around, None)
            report = ReportTabs(self._bridge, self.session, make_records if around else None)
            report.told.connect(self.told)
            report.failed.connect(self.failed)
            report.offered.connect(self.offered)
            report.conflict_wanted.connect(self._show_conflict)
            report.written.connect(self._back.note)
            report.deleted.connect(self._back.offer_deleted)
            return report
        if name == EXCHANGE:
            return self._make_exchange()
        if name == REGISTERS:
            return self._make_area(say("ui.registers"), register_kinds(plan), None)
        return self._make_area(str(plan.areas[name].label), list(plan.top_kinds(name)), name)

    def _make_exchange(self) -> Page:
        from ui.exchange.exchange_page import ExchangePage

        page = ExchangePage(self._bridge, self.session)
        page.told.connect(self.told)
        page.failed.connect(self.failed)
        page.offered.connect(self.offered)
        page.written.connect(self._back.note)
        page.backups_wanted.connect(self.show_backups)
        page.turned.connect(self._refresh)
        page.record_wanted.connect(self.show_record)
        return page

    def _make_area(self, label: str, kinds: list[RecordKind], area: str | None) -> "AreaTab":
        from ui.records.area_tab import AreaTab

        tab = AreaTab(self._bridge, self.session, label, kinds, area, self._settings.lists)
        if self._settings.splitter:
            tab.set_split(self._settings.splitter)
        tab.split.connect(self._remember_split)
        tab.indicator_wanted.connect(self._explain)
        tab.deleted.connect(self._back.offer_deleted)
        tab.written.connect(self._back.note)
        return tab

    def _remember_split(self, sizes: list[int]) -> None:
        self._settings.splitter = sizes
