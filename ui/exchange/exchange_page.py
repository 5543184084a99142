"""Send and receive: other offices' files come in, what they left open is settled, and all of it can be taken back."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop_app.domain.merging import MergeResult
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile
from desktop_app.texts import say
from ui.exchange.merge_panel import MergePanel
from ui.exchange.merge_words import plan_came, taken_in
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.notice import Offer

if TYPE_CHECKING:
    from ui.exchange.acts_panel import ActsPanel
    from ui.exchange.conflict_panel import ConflictPanel
    from ui.exchange.duplicate_panel import DuplicatePanel
    from ui.exchange.erasure_panel import ErasurePanel
    from ui.exchange.send_panel import SendPanel

RECEIVE, SEND, CONFLICTS, ERASURES, DUPLICATES, ACTS = range(6)


class ExchangePage(QWidget):
    """`records_changed`: records may stand otherwise now; the others go to the one place of notices and pages."""

    records_changed = Signal()
    notified = Signal(str)
    failed = Signal(str)
    offered = Signal(object)
    record_wanted = Signal(str, str)
    written = Signal(bytes, object)
    backups_wanted = Signal()
    plans_wanted = Signal()
    carry_wanted = Signal()
    publish_wanted = Signal()

    def __init__(self, bridge: Bridge, file: OpenFile) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(say("exchange.page"))
        self._bridge, self._file = bridge, file
        self.receive = MergePanel(bridge, file.path.parent)
        self.receive.merged.connect(self._merged)
        self.receive.notified.connect(self.notified)
        self.receive.failed.connect(self.failed)
        self.receive.carry_wanted.connect(self.carry_wanted)
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setAccessibleName(say("exchange.page"))
        for key in ("receive", "send", "conflicts", "erasures", "duplicates", "acts"):
            self.bar.addTab(say(f"exchange.{key}" if key not in ("erasures", "duplicates") else f"{key}.tab"))
        self.bar.setTabVisible(ERASURES, False)  # it is rarely needed
        self._stack = QStackedWidget()
        self._stack.addWidget(self.receive)
        self._column = column = parts.column(self, theme.MARGIN, 12)
        head = parts.row(spacing=12)
        head.addWidget(self.bar, 1)
        head.addWidget(parts.button(say("edition.menu"), self.plans_wanted.emit, "link", "book-open"))
        head.addWidget(parts.button(say("backup.menu"), self.backups_wanted.emit, "link", "history"))
        parts.fill(column, head, (self._stack, 1))
        self.bar.currentChanged.connect(self._show_tab)
        QTimer.singleShot(0, self, self._count_soon)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top = theme.top_margin(self.height())
        self._column.setContentsMargins(theme.MARGIN, top, theme.MARGIN, theme.MARGIN)

    @cached_property
    def send(self) -> "SendPanel":
        from ui.exchange.send_panel import SendPanel

        made = SendPanel(self._bridge, self._file)
        made.failed.connect(self.failed)
        made.publish_wanted.connect(self.publish_wanted)
        self._stack.addWidget(made)
        return made

    @cached_property
    def conflicts(self) -> "ConflictPanel":
        from ui.exchange.conflict_panel import ConflictPanel

        made = ConflictPanel(self._bridge)
        made.counted.connect(self._count)
        made.record_wanted.connect(self.record_wanted)
        self._stack.addWidget(made)
        made.read()
        return made

    @cached_property
    def erasures(self) -> "ErasurePanel":
        from ui.exchange.erasure_panel import ErasurePanel

        made = ErasurePanel(self._bridge)
        made.failed.connect(self.failed)
        made.counted.connect(self._count_erasures)
        made.record_wanted.connect(self.record_wanted)
        made.notified.connect(self.notified)
        made.records_changed.connect(self.records_changed)
        self._stack.addWidget(made)
        made.read()
        return made

    @cached_property
    def duplicates(self) -> "DuplicatePanel":
        from ui.exchange.duplicate_panel import DuplicatePanel

        made = DuplicatePanel(self._bridge, self._file.plan)
        made.counted.connect(self._count_duplicates)
        made.record_wanted.connect(self.record_wanted)
        made.offered.connect(self.offered)
        made.written.connect(self.written)
        made.records_changed.connect(self.records_changed)
        self._stack.addWidget(made)
        made.look()
        return made

    @cached_property
    def acts(self) -> "ActsPanel":
        from ui.exchange.acts_panel import ActsPanel

        made = ActsPanel(self._bridge)
        made.notified.connect(self.notified)
        made.records_changed.connect(self.records_changed)
        self._stack.addWidget(made)
        return made

    def show_conflicts(self, record: str = "") -> None:
        """Go to the values that wait to be settled, to those of a record if one is named."""
        self.bar.setCurrentIndex(CONFLICTS)
        self.conflicts.go_to(record)
        self.conflicts.table.setFocus()

    def show_erasures(self) -> None:
        """Go to what other offices want erased."""
        self.bar.setTabVisible(ERASURES, True)
        self.bar.setCurrentIndex(ERASURES)
        self.erasures.table.setFocus()

    def changed(self, kind: str = "") -> None:
        """Records of a kind were written ("" for any)."""
        self.conflicts.read()
        self.erasures.read()
        self.duplicates.changed(kind)
        if self.bar.currentIndex() == ACTS:
            self.acts.read()

    def _count_soon(self) -> None:
        """The numbers on the tabs come from their panels, made one after the other: both at once would take long."""
        self._panel(CONFLICTS)
        QTimer.singleShot(0, self, lambda: self._panel(ERASURES))
        QTimer.singleShot(0, self, lambda: self._panel(DUPLICATES))

    def _panel(self, tab: int) -> QWidget:
        """The panel of a tab, made when it is first needed."""
        if tab == RECEIVE:
            return self.receive
        if tab == SEND:
            return self.send
        if tab == CONFLICTS:
            return self.conflicts
        if tab == ERASURES:
            return self.erasures
        return self.duplicates if tab == DUPLICATES else self.acts

    def _show_tab(self, tab: int) -> None:
        self._stack.setCurrentWidget(self._panel(tab))
        if tab == ACTS:
            self.acts.read()
        elif tab == SEND:
            self.send.read()

    def _count(self, count: int) -> None:
        words = say("exchange.conflicts_count", count=show_number(count)) if count else say("exchange.conflicts")
        self.bar.setTabText(CONFLICTS, words)

    def _count_erasures(self, waiting: int, found: int) -> None:
        self.bar.setTabVisible(ERASURES, found > 0 or self.bar.currentIndex() == ERASURES)
        self.bar.setTabText(
            ERASURES, say("erasures.count", count=show_number(waiting)) if waiting else say("erasures.tab")
        )

    def _count_duplicates(self, count: int) -> None:
        words = say("duplicates.count", count=show_number(count)) if count else say("duplicates.tab")
        self.bar.setTabText(DUPLICATES, words)

    def _merged(self, result: MergeResult) -> None:
        self.records_changed.emit()
        self.duplicates.look()
        self.erasures.read()
        act, plan = result.act, plan_came(result)
        if act is None:
            self.notified.emit(say("exchange.nothing_merged"))
            return

        if plan and not result.changes:
            self.offered.emit(Offer(plan, say("edition.look"), self.plans_wanted.emit, "book-open"))
            return

        def take_back() -> None:
            from ui.exchange.merge_undo_dialog import MergeUndoDialog

            names = ", ".join(report.name for report in result.reports if report.changes)
            dialog = MergeUndoDialog(self, self._bridge, act, say("exchange.act_merge", source=names))
            dialog.records_changed.connect(self.records_changed)

        self.offered.emit(Offer(taken_in(result), say("ui.undo"), take_back))
