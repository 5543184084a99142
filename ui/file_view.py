"""An open data file: its pages, made when first seen, and the ways from one to the other."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_app.domain.period import Period
from desktop_app.domain.plan import AROUND
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, figures
from desktop_app.settings import Settings
from desktop_app.texts import say
from ui.file_dialogs import FileDialogs
from ui.history.undo_redo import UndoRedo
from ui.page import Page
from ui.page_making import PageMaker
from ui.page_names import EXCHANGE, REGISTERS, REPORT, page_names, side_tabs
from ui.page_reading import PageReading
from ui.trail import Trail, ViewState
from ui.widgets.bridge import Bridge
from ui.widgets.mouse_navigation import MouseNavigation
from ui.widgets.typing_first import TypingFirst, redo_typing, undo_typing
from ui.window.frame import WindowFrame
from ui.window.idle_index import index_when_idle

if TYPE_CHECKING:
    from ui.records.area_tab import AreaTab


class FileView(WindowFrame):
    """`first_figures`: what a person waits for stands; `file_wanted(path)`: open another file.

    `plan_switched(sentence)`: another edition of the plan is in force, and this view speaks of the one before.
    """

    first_figures = Signal()
    file_wanted = Signal(Path)
    plan_switched = Signal(str)
    author_chosen = Signal(str)

    def __init__(self, bridge: Bridge, file: OpenFile, settings: Settings, menu: QMenu, parent: QWidget) -> None:
        self._left_at = settings.left_at(file.path)
        period = self._period_left(file) or figures.current_period(file)
        self._reading = PageReading(bridge, file.plan, period, self._left_at)
        self._reading.read_first()  # the file is read while the window is made
        self._names = page_names(file.plan)
        super().__init__(bridge, file, side_tabs(file.plan, self._names), menu, parent)
        self._reading.setParent(self)
        self._pages: dict[str, Page] = {}
        self._back = UndoRedo(bridge, self)
        self.dialogs = FileDialogs(self, bridge, self._reading)
        self._maker = PageMaker(self, self.dialogs, self._reading, settings)
        self.trail = Trail(lambda: self.place, self._return, self._show_ways)
        self._connect()
        index_when_idle(bridge, self)
        self._take_keys()
        if self._left_at.page in self._names:
            self.show_page(self._left_at.page)
        self._open_page(self.tabs.currentIndex())
        self.tabs.currentChanged.connect(self._open_page)
        self.show_period(period)
        if file.clock_is_doubted:
            QTimer.singleShot(0, self, self.dialogs.know_day)

    def _connect(self) -> None:
        self.dialogs.record_wanted.connect(self.show_record)
        self.dialogs.erasures_wanted.connect(self._show_erasures)
        self.dialogs.declaration_wanted.connect(self._start_declaration)
        self.dialogs.file_wanted.connect(self.file_wanted)
        self.dialogs.plan_switched.connect(self.plan_switched)
        self._reading.first_figures.connect(self.first_figures)
        self._reading.counted.connect(self._show_counts)
        self._back.done.connect(self._reading.refresh)
        self._back.restored.connect(self._show_again)
        self._back.merge_met.connect(self.dialogs.show_merge)
        self.period_button.chosen.connect(self._choose_period)
        self.search.chosen.connect(self.show_record)
        self.author_wanted.connect(self._ask_author)
        self.back_wanted.connect(self.trail.back)
        self.forward_wanted.connect(self.trail.forward)

    def _take_keys(self) -> None:
        """Keys and buttons of the mouse that lead from page to page."""
        TypingFirst(self)
        MouseNavigation(self, self.trail.back, self.trail.forward)
        for index in range(min(9, len(self._names))):
            QShortcut(f"Ctrl+{index + 1}", self, partial(self.go_to, index))
        QShortcut("F1", self, self.show_help)
        QShortcut("F9", self, self.open_report)

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

    def remember(self) -> None:
        """What is in sight when the file is opened again, before anything is worked out. It lies among the settings,
        so of a file with a passphrase nothing is.
        """
        if not self.file.encrypted:
            self._reading.remember()

    @property
    def place(self) -> ViewState:
        area = self.area
        kind, record = (area.list.kind.name, area.list.table.wish) if area else ("", None)
        name, tab = self._names[self.tabs.currentIndex()], self._here.tab()
        return ViewState(name, self._reading.period, kind, record, self.saved_at, tab=tab)

    def _show_ways(self) -> None:
        """Which ways lead back and forward."""
        for way, there in zip(self.ways, self.trail.can_go, strict=True):
            way.setEnabled(there)

    def _return(self, place: ViewState) -> None:
        self.commit()
        self.go_back_to(replace(place, saved_at=self.saved_at))

    def go_back_to(self, place: ViewState) -> None:
        """Go where the person was in an earlier view of the same file, as far as its plan still has it."""
        if place.page not in self._names or place.period.year not in self.file.plan.years:
            return
        with self.trail.stepping():
            if place.period != self._reading.period:
                self.set_period(place.period)
            self.show_page(place.page)
            self._here.show_tab(place.tab)
            self.show_saved(place.saved_at)
            if self.area is not None and place.kind in self.area.list.kinds:
                self.area.list.choose_kind(place.kind)
                if place.record is not None:
                    self.show_record(place.record_kind or place.kind, place.record)

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
        """Read all again where another window or program wrote into the file meanwhile; where that put another edition
        of the plan in force, as that one has it.
        """

        def met(found: tuple[bool, bool]) -> None:
            wrote, switched = found
            if switched:
                self.plan_switched.emit(say("edition.followed", edition=self.file.plan.edition))
            elif wrote:
                self.commit()
                self._reading.refresh()
                self.bridge.changed.emit("")

        def look(file: OpenFile) -> tuple[bool, bool]:
            from desktop_app.session import offered_plans  # with all that takes up editions

            return file.cache.written_elsewhere(), offered_plans.follow(file)

        self.bridge.ask(look, met, self)

    def go_to(self, index: int) -> None:
        """Ctrl+1 … Ctrl+9: another page, and to where one goes on there."""
        page = self._pages.get(self._names[index])
        last = page.widget.focusWidget() if page else None  # Qt itself would lead to whatever is first on the page
        self.tabs.setCurrentIndex(index)
        self._here.take_focus(last)

    def show_help(self) -> None:
        """F1: the help of the field that has the cursor, elsewhere the page of the guide."""
        if self.area is None or not self.area.form.show_help():
            self.explain()

    def show_record(self, kind_name: str, record: str, reopen: Callable[[], object] | None = None) -> None:
        """Go to a record, in whatever page the outermost record around it lives. `reopen`: opens again what led there,
        on the way back.
        """
        kind = top = self.file.plan.kinds[kind_name]
        while top.parent is not None:
            top = self.file.plan.kinds[top.parent]
        name = top.area if top.area in self._names else REPORT if top.area == AROUND else REGISTERS
        with self.trail.leaping(name, top.name, record, kind_name, reopen):
            self.show_page(name)
            self._here.show_record(kind, record)

    def show_page(self, name: str) -> None:
        """Go to a page: the code of an area, `overview`, `registers`, `report` or `exchange`."""
        self.tabs.setCurrentIndex(self._names.index(name))

    def open_report(self) -> None:
        with self.trail.stepping():  # the print is the place, not the tab that was in sight last
            self.show_page(REPORT)
            self._here.make_report()
        self._note_place()

    def set_period(self, period: Period) -> None:
        self.show_period(period)
        self._reading.set_period(period)

    def _choose_period(self, period: Period) -> None:
        """Another period by hand; it is in force the next time too, while who goes back to the present one goes on
        with whichever is present then.
        """
        self._left_at.period = "" if period == figures.current_period(self.file) else period.text
        self.set_period(period)

    def _period_left(self, file: OpenFile) -> Period | None:
        """The period chosen by hand when the file was open last, if the plan still has it."""
        try:
            period = figures.read_period(file, self._left_at.period)
        except AppError:
            return None
        return period if period.year in file.plan.years else None

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        plan = self.file.plan
        self.tabs.set_counts({
            index: sum(counts[kind.name] for kind in plan.top_kinds(name))
            for index, name in enumerate(self._names)
            if name in plan.areas
        })  # fmt: skip

    def _open_page(self, index: int) -> None:
        self.commit()
        self._left_at.page = self.page_name = name = self._names[index]
        if name not in self._pages:
            page = self._maker.make(name)
            self._pages[name] = page
            self.stack.addWidget(page.widget)
            self._reading.add(page)
        self.stack.setCurrentWidget(self._pages[name].widget)
        self._note_place()

    def _note_place(self) -> None:
        self.trail.note()

    def _ask_author(self) -> None:
        """Who writes from now on; what is being typed is still of who typed it."""
        from ui.window.author_dialog import AuthorDialog

        self.commit()
        AuthorDialog(self.window(), self.file, self.author_chosen.emit).open()

    def show_conflict(self, record: str) -> None:
        """The values of a record that offices left different."""
        self.show_page(EXCHANGE)
        self._here.show_conflicts(record)

    def _show_erasures(self) -> None:
        """What other offices want erased."""
        self.show_page(EXCHANGE)
        self._here.show_erasures()

    def _show_again(self, kind: str, record: str) -> None:
        """A record came back from the trash: where its list is in sight, it is the one that is chosen."""
        if self.area is not None and self.area.list.kind.name == kind:
            self.area.show_again(record)

    def start_first(self) -> None:
        """The first record of a new file, of the first kind of the first area, with a line that leads on."""
        self.show_page(next(name for name in self._names if name in self.file.plan.areas))
        if self.area is not None:
            self.area.start_record(guided=True)

    def _start_declaration(self) -> None:
        """In a period without a code a declaration is a record like any other."""
        self.show_page(REPORT)
        declaration = self.file.plan.role("declaration")
        if declaration is not None:
            self._here.start_record(declaration[0].name)
