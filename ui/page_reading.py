"""What all pages of an open file show: figures, counts and open work of one period, read again after every save."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan
from desktop_app.session import OpenFile, opening
from desktop_app.settings import LeftAt
from ui.page import Page
from ui.progress.last_figures import figures_to_settings, recall_figures
from ui.progress.shown_figures import ShownFigure, blank_figures
from ui.progress.situation import OpenWork, read_counts, read_figures, read_work
from ui.widgets.bridge import Bridge

PAUSE, REST = 150, 300
PAINTED = 50  # until the first figures are in sight: what is read or imported meanwhile would hold up their paint


class PageReading(QObject):
    """`first_figures`: what a person waits for stands; `counted(counts)`: how many records of each kind there are."""

    first_figures = Signal()
    counted = Signal(object)

    def __init__(self, bridge: Bridge, plan: Plan, period: Period, left_at: LeftAt) -> None:
        super().__init__()
        self._bridge, self._plan, self.period, self._left_at = bridge, plan, period, left_at
        self._pages: list[Page] = []
        self.work: OpenWork | None = None
        self._figures: Sequence[ShownFigure] = blank_figures(plan)
        self._figured = False
        self._recalled = False  # the figures in sight are those of the settings
        self._counts: Mapping[str, int] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.read_again)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._read_rest)
        bridge.changed.connect(self._changed)

    @property
    def waiting(self) -> bool:
        return self._pause.isActive() or self._rest.isActive()

    def set_period(self, period: Period) -> None:
        self.period = period
        for page in self._pages:
            page.set_period(period)
        self.read_again()

    def add(self, page: Page) -> None:
        """A new page hears what the others know already, and with them whatever comes."""
        self._pages.append(page)
        page.set_period(self.period)
        page.show_figures(self._figures)
        if self._counts is not None:
            page.show_counts(self._counts)
        if self.work is not None:
            page.show_work(self.work)

    def refresh(self) -> None:
        for page in self._pages:
            page.refresh()

    def _changed(self, kind: str) -> None:
        for page in self._pages:
            page.changed(kind)
        self._pause.start()

    def read_first(self) -> None:
        """As they were left where that is still so, else as they are now."""
        period, left = self.period, self._left_at.figures
        self._left_at.figures = ""  # what is erased or encrypted from now on is not to be read there

        def look(file: OpenFile) -> tuple[Sequence[ShownFigure], bool]:
            recalled = recall_figures(file, period, left)
            return recalled or read_figures(file, period), recalled is not None

        def show(found: tuple[Sequence[ShownFigure], bool]) -> None:
            shown, self._recalled = found
            self._show_figures(period, shown)

        self._bridge.ask(look, show, self, self._refuse)

    def read_again(self) -> None:
        """Figures first, since they are what a person waits for: all else is asked once they are painted."""
        period = self.period
        self._bridge.ask(
            lambda s: read_figures(s, period), lambda found: self._show_figures(period, found), self, self._refuse
        )

    def remember(self) -> None:
        """Remember the figures for the next time that the file is opened; what can't be read just now is not."""
        period = self.period

        def keep(last: str) -> None:
            self._left_at.figures = last

        self._bridge.ask(lambda s: figures_to_settings(s, period), keep, self, lambda _: keep(""))

    def _read_rest(self) -> None:
        if self._recalled:
            self._recalled = False
            self.read_again()
            return
        period = self.period
        self._bridge.ask(lambda s: read_counts(s, period), lambda found: self._show_counts(period, found), self)
        self._bridge.ask(lambda s: read_work(s, period), self._show_work, self, self._show_refusal)

    def _show_figures(self, period: Period, figures: Sequence[ShownFigure]) -> None:
        self._rest.start(0 if self._figured else PAINTED)
        if period is self.period:
            self._figures = figures
            for page in self._pages:
                page.show_figures(figures)
            if not self._figured:
                self._figured = True
                self.first_figures.emit()

    def _refuse(self, sentence: str) -> None:
        """There are no figures: no page may go on showing old ones."""
        self._rest.start()
        self._figures = blank_figures(self._plan)
        for page in self._pages:
            page.show_figures(self._figures)
        self._show_refusal(sentence)

    def _show_refusal(self, sentence: str) -> None:
        for page in self._pages:
            page.show_refusal(sentence)

    def _show_counts(self, period: Period, counts: Mapping[str, int]) -> None:
        if period is self.period:
            self._counts = counts
            self.counted.emit(counts)
            for page in self._pages:
                page.show_counts(counts)

    def _show_work(self, work: OpenWork) -> None:
        if self.work is None:  # all that is read at the start has been read
            QTimer.singleShot(REST, self, lambda: self._bridge.ask(opening.rest, lambda _: None, self))
        if work.period is self.period:
            self.work = work
            for page in self._pages:
                page.show_work(work)
