"""Erasing values for good: what it means, the reason, and what is left to look after when it is done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QSizePolicy, QStackedWidget, QWidget

from desktop_app.domain.sent_copy import SentFile
from desktop_app.session import maintenance
from desktop_app.texts import say
from ui.history.erase_work import Outcome, erase
from ui.history.history_lines import PastValue
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.help_key import help_key
from ui.widgets.one_line import OneLine
from ui.widgets.scrolling import Scrolling

ASKING, WORKING, DONE = range(3)
WIDE, MOST, SHOWN = 620, 320, 6  # MOST: how high the result may be; what is longer scrolls


class EraseDialog(QDialog):
    """`erased`: the values are gone."""

    erased = Signal()

    def __init__(self, over: QWidget, bridge: Bridge, chosen: Sequence[PastValue]) -> None:
        super().__init__(over)
        help_key(self)
        self.setObjectName("page")
        self.setWindowTitle(say("ui.erase_title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._stamps: Sequence[bytes] = [one.stamp for one in chosen]
        self._stack = QStackedWidget()
        self._pages = (self._asking(chosen), self._working(), self._done())
        for page in self._pages:
            self._stack.addWidget(page)
        parts.column(self, theme.MARGIN).addWidget(self._stack)
        bridge.ask(lambda file: maintenance.copies_holding(file, self._stamps), self._show_copies, self)
        self._show_page(ASKING)
        self.open()
        self.reason.setFocus()

    def go(self) -> None:
        """Erase, if there is a reason."""
        reason = self.reason.text().strip()
        self._hint.setText("" if reason else say("erase.no_reason"))
        if reason:
            self._show_page(WORKING)
            stamps = self._stamps
            self._bridge.write(lambda file: erase(file, stamps, reason), self._show, self, failed=self._fail)

    def go_on(self) -> None:
        """Erase the same text where it stands as well, for the same reason."""
        self._stamps = self._elsewhere
        self.go()

    def reject(self) -> None:
        if self._stack.currentIndex() != WORKING:
            super().reject()

    # --- answers --------------------------------------------------------------------------------------------------

    def _show_page(self, place: int) -> None:
        """Show a page; the others ask for no room."""
        self._stack.setCurrentIndex(place)
        policy = QSizePolicy.Policy
        for number, page in enumerate(self._pages):
            page.setSizePolicy(policy.Preferred, policy.Preferred if number == place else policy.Ignored)
        if place != WORKING:
            self._fit()

    def _fit(self) -> None:
        """As high as what the page says, no higher."""
        wide = WIDE - 2 * theme.MARGIN
        self._result.setFixedHeight(max(0, min(self.message.heightForWidth(wide), MOST)))  # -1: it says nothing yet
        layout = self._pages[self._stack.currentIndex()].layout()
        if layout is not None:
            layout.activate()
            self.resize(WIDE, layout.totalHeightForWidth(wide) + 2 * theme.MARGIN)

    def _show_copies(self, copies: Sequence[SentFile]) -> None:
        if copies:
            names = [copy.name for copy in copies]
            shown = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
            self._copies.show_text(say("ui.erase_copies", files=shown))
        self._fit()

    def _show(self, outcome: Outcome) -> None:
        self._elsewhere = outcome.elsewhere
        self.message.setText("\n\n".join(outcome.sentences))
        self.more.setVisible(bool(outcome.elsewhere))
        self.more.setText(say("ui.erase_more", count=len(outcome.elsewhere)))
        self._show_page(DONE)
        self.close_button.setFocus()
        self.erased.emit()

    def _fail(self, why: str) -> None:
        self._hint.setText(why)
        self._show_page(ASKING)

    # --- what it is made of ---------------------------------------------------------------------------------------

    def _asking(self, chosen: Sequence[PastValue]) -> QWidget:
        page = QWidget()
        column = parts.fill(parts.column(page, 0, 10), parts.label(say("ui.erase_title"), "form"))
        for one in chosen[:SHOWN]:
            column.addWidget(parts.Elided(say("ui.erase_value", field=one.field, value=one.value), "strong"))
        if len(chosen) > SHOWN:
            column.addWidget(parts.label(say("ui.erase_others", count=len(chosen) - SHOWN), "strong"))
        for key in ("ui.erase_means", "ui.erase_spreads", "ui.erase_no_way_back"):
            column.addWidget(parts.label(say(key), wrap=True))
        self._copies = parts.put(column, parts.MessageLabel("warning"))
        label = parts.label(say("ui.erase_reason"), "label")
        self.reason = OneLine()
        self.reason.setAccessibleName(say("ui.erase_reason"))
        self.reason.returnPressed.connect(self.go)
        label.setBuddy(self.reason)
        self._hint = parts.label("", "error", wrap=True)
        parts.fill(column, label, self.reason, self._hint, 1)
        cancel = parts.button(say("ui.qt_cancel"), self.reject)
        parts.button_row(column, cancel, parts.button(say("ui.erase_go"), self.go, "danger", "trash-2"))
        return page

    def _working(self) -> QWidget:
        page = QWidget()
        column = parts.fill(parts.column(page, 0, 12), 1)
        about = parts.label(say("ui.erase_working"), "muted", wrap=True)
        about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = parts.progress_bar(say("ui.erase_working"))
        bar.setRange(0, 0)
        parts.fill(column, about, bar, 2)
        return page

    def _done(self) -> QWidget:
        page = QWidget()
        column = parts.fill(parts.column(page, 0, 10), parts.label(say("ui.erase_done"), "form"))
        self.message = parts.label("", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._result = Scrolling(self.message, say("ui.erase_done"))
        parts.fill(column, self._result, 1)
        self.more = parts.button("", self.go_on, "danger")
        self.close_button = parts.button(say("ui.close"), self.close)
        parts.button_row(column, self.more, self.close_button)
        return page
