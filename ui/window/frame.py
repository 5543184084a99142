"""The frame of an open file as drawn: top bar, vertical tabs, the page in sight, status bar."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMenu, QSizePolicy, QStackedWidget, QWidget

from desktop_app.domain.period import Period
from desktop_app.domain.plan_examples import is_example
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.help_key import explained
from ui.widgets.menu_button import MenuButton
from ui.window.period_button import DAYS, NAME, WHOLE, PeriodButton
from ui.window.search_box import SearchBox
from ui.window.side_tabs import SideTab, SideTabs

SOON = 10
TOP_STEPS = (  # what the top bar says, while it has room: the period, the plan or not, the ways or not
    (WHOLE, True, True), (DAYS, True, True), (WHOLE, False, True), (DAYS, False, True), (NAME, False, True),
    (NAME, False, False),
)  # fmt: skip
PLAN = 240  # of a long name of a plan so much is seen, or nothing
NARROW = 1080  # below this width of the window the pages at the left show their signs only


class WindowFrame(QWidget):
    """What stands around the pages; its parts are for the view that makes it work.

    `author_wanted`: somebody else goes on writing; `back_wanted`, `forward_wanted`: another place.
    """

    author_wanted = Signal()
    back_wanted = Signal()
    forward_wanted = Signal()

    def __init__(self, bridge: Bridge, file: OpenFile, tabs: list[SideTab], menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)  # to move it there when all stands would dress every widget once more
        self.file, self._unsaved, self.bridge = file, bridge.unsaved, bridge
        self.page_name = ""
        bridge.input_blocked.connect(self._show_waiting)
        bridge.saved.connect(self.show_saved)
        self._unsaved.changed.connect(self._show_unsaved)
        column = parts.fill(parts.column(self), self._top(bridge))
        middle = parts.fill(parts.row(spacing=0), self._side(tabs))
        self.stack = QStackedWidget(self)
        self.middle = parts.fill(parts.column(), (self.stack, 1))
        middle.addLayout(self.middle, 1)
        parts.fill(column, (middle, 1), self._status(menu))
        QShortcut("F10", self, self.file_button.showMenu)
        QShortcut("Ctrl+F", self, self.search.open)
        QShortcut("Ctrl+Shift+A", self, self.author_wanted.emit)

    def show_period(self, period: Period) -> None:
        self.period_button.show_period(period)
        left = (period.last_day - self.file.today()).days
        self._left.setText(say("ui.days_left", n=show_number(left)) if left >= 0 else say("ui.period_over"))
        theme.set_role(self._left, "warning-pill" if 0 <= left <= SOON else "neutral-pill")
        self._left.show()
        self._fit_top()

    def show_saved(self, time: str) -> None:
        """“Đã lưu 14:03”; "": nothing was saved yet."""
        self.saved_at = time
        count = len(self._unsaved.entries)
        saved = say("ui.saved", time=time) if time else say("ui.nothing_to_save")
        self.saved_label.setText(say("unsaved.status", n=count) if count else saved)
        theme.set_role(self.saved_label, "error" if count else "")

    def _show_unsaved(self) -> None:
        self.show_saved(self.saved_at)

    def _show_waiting(self, waits: bool) -> None:
        """The keys wait for the file, or no longer."""
        if waits:
            self.saved_label.setText(say("ui.waiting"))
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        else:
            self.show_saved(self.saved_at)
            QGuiApplication.restoreOverrideCursor()

    def show_author(self, name: str) -> None:
        self._author.setText(f" {name or say('ui.nobody')}")
        self._author.setAccessibleName(say("ui.author_spoken", name=name or say("ui.nobody")))

    def explain(self) -> None:
        """What is to be said about the field that has the cursor, else the page of the guide about what is in sight."""
        if not explained(self):
            self.show_guide()

    def show_guide(self) -> None:
        self.show_guide_over(self.window(), self.page_name)

    def show_guide_over(self, over: QWidget, place: str) -> None:
        """The guide over a dialog of this file, or over all of it."""
        from ui.window.guide_dialog import GuideDialog

        GuideDialog(over, place, self.file.plan.id, (self.bridge, self.file.path.parent))

    def show_keys(self) -> None:
        from ui.window.keys_dialog import show_keys

        show_keys(self.window())

    def _top(self, bridge: Bridge) -> QWidget:
        self._bar = top = QWidget(self)
        top.setObjectName("top")
        top.setFixedHeight(theme.TOP_BAR)
        line = parts.row(top, theme.MARGIN, 16)
        self.ways = (
            parts.icon_button("chevron-left", say("ui.back_key"), self.back_wanted.emit),
            parts.icon_button("chevron-right", say("ui.forward_key"), self.forward_wanted.emit),
        )
        ways = parts.row(spacing=0)
        for way in self.ways:
            way.setEnabled(False)
            ways.addWidget(way)
        line.addLayout(ways)
        self._office = parts.label(self.file.units.name(self.file.unit), "office")
        self._office.setToolTip(in_words(self.file.plan.label))
        self._plan = parts.Elided(in_words(self.file.plan.label), "muted")
        parts.fill(line, self._office, (self._plan, 1))
        self._between = QWidget()  # where the plan has no room
        self._between.hide()
        self._between.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        line.addWidget(self._between)
        self._practice = parts.put(line, parts.pill("", "warning-pill"))
        self._practice.setVisible(self.file.practice or is_example(self.file.plan.id))
        self.search = parts.put(line, SearchBox(bridge), 2)
        self.period_button = parts.put(line, PeriodButton(self.file.plan))
        self._left = parts.pill()
        self._left.hide()
        line.addWidget(self._left)
        return top

    def _side(self, tabs: list[SideTab]) -> QWidget:
        side = QWidget(self)
        side.setObjectName("side")
        self.tabs = SideTabs(tabs)
        column = parts.column(side)
        column.setContentsMargins(0, 11, 1, 8)
        parts.fill(column, self.tabs, 1)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.wide(NARROW)
        self.tabs.show_names(shown=not narrow)
        what = "example" if is_example(self.file.plan.id) else "practice"
        self._practice.setText(say(f"ui.{what}_{'brief' if narrow else 'pill'}"))
        self._fit_top()

    def _fit_top(self) -> None:
        """The period says as much as there is room for. The plan's name, which the office's tip has too, goes before
        the days of the period, and is never a few letters; the ways back and forward, which keys have too, go last.
        """
        plan = self._plan.fontMetrics().horizontalAdvance(in_words(self.file.plan.label)) + 1
        self._plan.setMinimumWidth(min(plan, theme.wide(PLAN)))
        known = self.width() >= theme.wide(NARROW)
        for brief, named, ways in TOP_STEPS if known else TOP_STEPS[2:]:
            self.period_button.set_brief(brief)
            self._plan.setVisible(named)
            self._between.setVisible(not named)
            for way in self.ways:
                way.setVisible(ways)
            if self._bar.minimumSizeHint().width() <= self.width():
                break

    def _status(self, menu: QMenu) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("status")
        bar.setFixedHeight(theme.STATUS_BAR)
        line = parts.row(bar, theme.MARGIN, 24)
        self.saved_label = parts.label()
        self.show_saved("")
        line.addWidget(self.saved_label)
        name = self.file.path.name
        self.file_button = MenuButton(name, "link")
        self.file_button.setMenu(menu)
        self.file_button.setAccessibleName(say("ui.file_menu", file=name))
        parts.fill(line, self.file_button, 1)
        self._author = parts.button("", self.author_wanted.emit, "link", "pencil")
        self._author.setToolTip(say("ui.author_key"))
        self.show_author(self.file.author)
        parts.fill(line, self._author, parts.button(say("ui.help_key"), self.show_guide, "link"))
        return bar
