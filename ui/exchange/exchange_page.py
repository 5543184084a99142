"""Send and receive: other offices' files come in, what they left open is settled, and all of it can be taken back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar

from desktop_app.domain.merging import MergeResult
from desktop_app.session import Session
from desktop_app.texts import say
from ui.exchange.acts_panel import ActsPanel
from ui.exchange.conflict_panel import ConflictPanel
from ui.exchange.duplicate_panel import DuplicatePanel
from ui.exchange.merge_panel import MergePanel
from ui.exchange.merge_undo_sheet import MergeUndoSheet
from ui.exchange.send_panel import SendPanel
from ui.page import Page
from ui.pieces import parts, theme
from ui.pieces.bridge import Bridge
from ui.pieces.notice import Offer

RECEIVE, SEND, CONFLICTS, DUPLICATES, ACTS = range(5)


class ExchangePage(Page):
    """`turned`: records may stand otherwise now; the other signals go to the one place of notices and pages."""

    turned = Signal()
    told = Signal(str)
    failed = Signal(str)
    offered = Signal(object)
    record_wanted = Signal(str, str)
    written = Signal(bytes, object)
    backups_wanted = Signal()

    def __init__(self, bridge: Bridge, session: Session) -> None:
        super().__init__(say("exchange.page"))
        self._bridge = bridge
        self.receive = MergePanel(bridge, session.path.parent)
        self.send = SendPanel(bridge, session)
        self.conflicts = ConflictPanel(bridge)
        self.duplicates = DuplicatePanel(bridge, session.plan)
        self.acts = ActsPanel(bridge)
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setAccessibleName(say("exchange.page"))
        self._stack = QStackedWidget()
        for label, panel in (
            (say("exchange.receive"), self.receive),
            (say("exchange.send"), self.send),
            (say("exchange.conflicts"), self.conflicts),
            (say("duplicates.tab"), self.duplicates),
            (say("exchange.acts"), self.acts),
        ):
            self.bar.addTab(label)
            self._stack.addWidget(panel)
        column = parts.column(self, theme.MARGIN, 12)
        head = parts.row(spacing=12)
        head.addWidget(self.bar, 1)
        head.addWidget(parts.button(say("backup.menu"), self.backups_wanted.emit, "link", "history"))
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._turn)
        self._connect()
        self.conflicts.read()
        self.duplicates.look()

    def show_conflicts(self) -> None:
        """Go to the values that wait to be settled."""
        self.bar.setCurrentIndex(CONFLICTS)
        self.conflicts.table.setFocus()

    def changed(self, kind: str) -> None:
        self.conflicts.read()
        self.duplicates.changed(kind)
        if self._stack.currentWidget() is self.acts:
            self.acts.read()

    def refresh(self) -> None:
        self.changed("")

    def _connect(self) -> None:
        self.receive.merged.connect(self._merged)
        self.receive.told.connect(self.told)
        self.receive.failed.connect(self.failed)
        self.send.failed.connect(self.failed)
        self.conflicts.counted.connect(self._count)
        self.conflicts.record_wanted.connect(self.record_wanted)
        self.duplicates.counted.connect(self._count_duplicates)
        self.duplicates.record_wanted.connect(self.record_wanted)
        self.duplicates.offered.connect(self.offered)
        self.duplicates.written.connect(self.written)
        self.duplicates.turned.connect(self.turned)
        self.acts.told.connect(self.told)
        self.acts.turned.connect(self.turned)

    def _turn(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        if tab == ACTS:
            self.acts.read()
        elif tab == SEND:
            self.send.read()

    def _count(self, count: int) -> None:
        words = say("exchange.conflicts_count", count=count) if count else say("exchange.conflicts")
        self.bar.setTabText(CONFLICTS, words)

    def _count_duplicates(self, count: int) -> None:
        words = say("duplicates.count", count=count) if count else say("duplicates.tab")
        self.bar.setTabText(DUPLICATES, words)

    def _merged(self, result: MergeResult) -> None:
        self.turned.emit()
        self.duplicates.look()
        act = result.act
        sentence = say("exchange.merged", changes=result.changes, files=sum(r.changes > 0 for r in result.reports))
        if act is None:
            self.told.emit(say("exchange.nothing_merged"))
            return

        def take_back() -> None:
            names = ", ".join(report.name for report in result.reports if report.changes)
            sheet = MergeUndoSheet(self, self._bridge, act, say("exchange.act_merge", source=names))
            sheet.turned.connect(self.turned)

        self.offered.emit(Offer(f"{sentence} {result.notice}".strip(), say("ui.undo"), take_back))
