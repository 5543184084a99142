"""An open data file: top bar, vertical tabs with their pages, status bar; pages are made when first seen."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QToolTip, QWidget

from desktop_app.domain.period import Period
from desktop_app.domain.plan import PlanArea, RecordKind
from desktop_app.session import Session
from desktop_app.settings import Settings
from desktop_app.texts import say
from ui import parts, theme
from ui.area_tab import AreaTab
from ui.bridge import Bridge
from ui.figures import Figure
from ui.overview import Overview, Situation, read_situation
from ui.period_button import PeriodButton
from ui.report_tabs import AROUND, ReportTabs
from ui.side_tabs import SideTab, SideTabs

OVERVIEW, REGISTERS, REPORT = "overview", "registers", "report"
PAUSE = 150


class FileView(QWidget):
    """`failed(sentence)`, `told(sentence)`: for the one place of notices; `undoable(act, text)`: offer to take back."""

    failed = Signal(str)
    told = Signal(str)
    undoable = Signal(bytes, str)

    def __init__(self, bridge: Bridge, session: Session, settings: Settings, menu: QMenu) -> None:
        super().__init__()
        self._bridge, self.session, self._settings = bridge, session, settings
        self._pages: dict[str, QWidget] = {}
        self._period: Period | None = None
        self._situation: Situation | None = None
        self._names: list[str] = []
        self._counts: Mapping[str, int] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._read_again)
        column = parts.column(self)
        column.addWidget(self._top())
        middle = parts.row(spacing=0)
        middle.addWidget(self._side())
        self._stack = QStackedWidget()
        middle.addWidget(self._stack, 1)
        column.addLayout(middle, 1)
        column.addWidget(self._status(menu))
        bridge.changed.connect(self._changed)
        bridge.saved.connect(self._show_saved)
        bridge.failed.connect(self.failed)
        self._connect_keys()
        self.tabs.currentChanged.connect(self._open_page)
        self._open_page(0)
        bridge.ask(lambda s: s.current_period(), self.set_period, self)

    # --- what others ask ------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Save the field that has the cursor."""
        for page in self._pages.values():
            for tab in self._area_tabs(page):
                tab.form.commit()

    def show_record(self, kind: str, record: str) -> None:
        """Go to a record, in whatever page it lives; one inside another opens through its parents."""
        found = self.session.plan.kinds[kind]
        page = self._page_of(found.area)
        self.tabs.setCurrentIndex(self._names.index(page))
        tab = self._tab_for(found)
        if tab is not None:
            tab.show_record(found, record)

    @property
    def waiting(self) -> bool:
        """Whether figures are about to be read again."""
        return self._pause.isActive()

    @property
    def area(self) -> AreaTab | None:
        """The page with records that is in sight."""
        page = self._stack.currentWidget()
        if isinstance(page, AreaTab):
            return page
        if isinstance(page, ReportTabs):
            return page.shown_area
        return None

    # --- period and figures ---------------------------------------------------------------------------------------

    def set_period(self, period: Period) -> None:
        """Everything in sight speaks of this period from now on."""
        self._period = period
        self._period_button.show_period(period)
        self._show_days_left(period)
        for page in self._pages.values():
            self._give_period(page)
        self._read_again()

    def _give_period(self, page: QWidget) -> None:
        if self._period is None:
            return
        for tab in self._area_tabs(page):
            tab.set_period(self._period)
        if isinstance(page, ReportTabs):
            page.report.set_period(self._period)

    def _show_days_left(self, period: Period) -> None:
        left = (period.last_day - self.session.today()).days
        self._left.setText(say("ui.days_left", n=left) if left >= 0 else say("ui.period_over"))
        theme.set_role(self._left, "warning-pill" if 0 <= left <= 10 else "neutral-pill")
        self._left.show()

    def _changed(self, kind: str) -> None:
        for page in self._pages.values():
            for tab in self._area_tabs(page):
                tab.changed(kind)
            if isinstance(page, ReportTabs):
                page.report.changed()
        self._pause.start()

    def _read_again(self) -> None:
        """Counts and figures of the period, in one go, after the last of several saves."""
        period = self._period
        if period is None:
            return
        kinds = list(self.session.plan.record_kinds.values())
        days = {"first_day": period.first_day.isoformat(), "last_day": period.last_day.isoformat()}
        by_period = {area.code for area in self.session.plan.areas.values() if area.tab}

        def count(session: Session) -> dict[str, int]:
            return {
                k.name: session.count(k.name, **(days if k.area in by_period else {})) for k in kinds if not k.parent
            }

        self._bridge.ask(count, self._show_counts, self)
        self._bridge.ask(lambda session: read_situation(session, period), self._show_situation, self)

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        shown = {}
        for index, name in enumerate(self._names):
            if name in self.session.plan.areas:
                shown[index] = sum(counts[k.name] for k in self.session.plan.top_kinds(name))
        self.tabs.set_counts(shown)
        for page in self._pages.values():
            for tab in self._area_tabs(page):
                tab.show_counts(counts)

    def _show_situation(self, situation: Situation) -> None:
        if situation.period != self._period:
            return
        self._situation = situation
        for name, page in self._pages.items():
            self._show_figures(name, page)

    def _show_figures(self, name: str, page: QWidget) -> None:
        if self._situation is None:
            return
        if isinstance(page, Overview):
            page.show_situation(self._situation)
        elif isinstance(page, AreaTab) and name in self.session.plan.areas:
            figures: list[Figure] = [f for f in self._situation.figures if f.area == name]
            page.show_figures(figures)

    # --- pages ----------------------------------------------------------------------------------------------------

    def _open_page(self, index: int) -> None:
        self.commit()
        name = self._names[index]
        if name not in self._pages:
            page = self._make_page(name)
            self._pages[name] = page
            self._stack.addWidget(page)
            self._give_period(page)
            for tab in self._area_tabs(page):
                tab.show_counts(self._counts)
            self._show_figures(name, page)
        self._stack.setCurrentWidget(self._pages[name])

    def _make_page(self, name: str) -> QWidget:
        plan = self.session.plan
        if name == OVERVIEW:
            overview = Overview(plan, self.session.units, self.session.unit)
            overview.area_wanted.connect(lambda area: self.tabs.setCurrentIndex(self._names.index(area)))
            overview.record_wanted.connect(self.show_record)
            overview.report_wanted.connect(self.open_report)
            return overview
        if name == REPORT:
            return ReportTabs(self._bridge, self.session, self._make_area)
        if name == REGISTERS:
            kinds = [k for a in _registers(plan.areas) for k in plan.top_kinds(a)]
            return self._make_area(say("ui.registers"), kinds, by_period=False)
        return self._make_area(str(plan.areas[name].label), list(plan.top_kinds(name)), by_period=True)

    def _make_area(self, name: str, kinds: list[RecordKind], *, by_period: bool) -> AreaTab:
        tab = AreaTab(self._bridge, self.session, name, kinds, by_period=by_period)
        if self._settings.splitter:
            tab.set_split(self._settings.splitter)
        tab.split.connect(self._remember_split)
        tab.deleted.connect(lambda act, title: self.undoable.emit(act, title))
        return tab

    def _remember_split(self, sizes: list[int]) -> None:
        self._settings.splitter = sizes

    def _area_tabs(self, page: QWidget) -> list[AreaTab]:
        return [page] if isinstance(page, AreaTab) else page.areas if isinstance(page, ReportTabs) else []

    def _page_of(self, area: str) -> str:
        if area in self._names:
            return area
        return REPORT if area == AROUND else REGISTERS

    def _tab_for(self, kind: RecordKind) -> AreaTab | None:
        page = self._stack.currentWidget()
        if isinstance(page, ReportTabs):
            page.bar.setCurrentIndex(1)
        return self.area

    def open_report(self) -> None:
        """Go to the report and make it."""
        self.tabs.setCurrentIndex(self._names.index(REPORT))
        page = self._stack.currentWidget()
        assert isinstance(page, ReportTabs)
        page.bar.setCurrentIndex(0)
        page.report.make_report()

    # --- frame ----------------------------------------------------------------------------------------------------

    def _top(self) -> QWidget:
        top = QWidget()
        top.setObjectName("top")
        top.setFixedHeight(theme.TOP_BAR)
        line = parts.row(top, theme.MARGIN, 16)
        line.addWidget(parts.label(self.session.units.name(self.session.unit), "office"))
        line.addWidget(parts.label(str(self.session.plan.label), "muted"))
        line.addStretch(1)
        self._period_button = PeriodButton(self.session.plan)
        self._period_button.chosen.connect(self.set_period)
        line.addWidget(self._period_button)
        self._left = parts.pill("", "neutral-pill")
        self._left.hide()
        line.addWidget(self._left)
        return top

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("side")
        side.setFixedWidth(theme.SIDE_BAR)
        areas = [a for a in self.session.plan.areas.values() if a.tab and self.session.plan.top_kinds(a.code)]
        tabs = [SideTab(say("ui.overview"), "layout-dashboard")]
        tabs += [SideTab(str(a.short), a.icon) for a in areas]
        self._names = [OVERVIEW, *(a.code for a in areas)]
        if any(self.session.plan.top_kinds(a) for a in _registers(self.session.plan.areas)):
            tabs.append(SideTab(say("ui.registers"), "book-open", breaks=True))
            self._names.append(REGISTERS)
        tabs.append(SideTab(say("ui.report"), "file-text", breaks=REGISTERS not in self._names))
        self._names.append(REPORT)
        self.tabs = SideTabs(tabs)
        column = parts.column(side)
        column.setContentsMargins(0, 11, 1, 8)
        column.addWidget(self.tabs)
        column.addStretch(1)
        return side

    def _status(self, menu: QMenu) -> QWidget:
        bar = QWidget()
        bar.setObjectName("status")
        bar.setFixedHeight(theme.STATUS_BAR)
        line = parts.row(bar, theme.MARGIN, 24)
        self._saved = parts.label(say("ui.nothing_to_save"))
        line.addWidget(self._saved)
        self.file_button = parts.button(f"{Path(self.session.path).name}  ▾", role="link")
        self.file_button.setMenu(menu)
        self.file_button.setAccessibleName(say("ui.file_menu", file=Path(self.session.path).name))
        line.addWidget(self.file_button)
        line.addStretch(1)
        line.addWidget(parts.label(self.session.author or say("ui.nobody")))
        line.addWidget(parts.button(say("ui.help_key"), self.show_help, "link"))
        return bar

    def _show_saved(self, time: str) -> None:
        self._saved.setText(say("ui.saved", time=time))

    def show_help(self) -> None:
        """What the plan says about the field that has the cursor, else about the keys."""
        widget = self.focusWidget()
        text = widget.whatsThis() if widget is not None else ""
        at = widget if widget is not None and text else self.file_button
        place = at.mapToGlobal(at.rect().bottomLeft())
        QToolTip.showText(place, text or say("ui.keys"), at)

    def _start_record(self) -> None:
        if self.area is not None:
            self.area.start_record()

    def _connect_keys(self) -> None:
        def key(sequence: str, action: Callable[[], object]) -> None:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(lambda: action())

        for index in range(min(9, len(self._names))):
            key(f"Ctrl+{index + 1}", partial(self.tabs.setCurrentIndex, index))
        key("Ctrl+N", self._start_record)
        key("F9", self.open_report)
        key("F1", self.show_help)


def _registers(areas: Mapping[str, PlanArea]) -> list[str]:
    """The codes of areas that are no tab of their own and do not surround the report."""
    return [code for code, area in areas.items() if not area.tab and code != AROUND]
