"""The report of a period and unit: made on the worker thread and seen as it will be printed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, reports
from desktop_app.session.report_head import HeadRecords
from desktop_app.session.reports import MadeReport
from desktop_app.texts import say
from ui.report.report_bar import ReportBar
from ui.report.report_output import ReportOutput, ShownReport
from ui.report.report_state import ReportState
from ui.widgets import parts, theme
from ui.widgets.audience_button import audience_button
from ui.widgets.bridge import Bridge
from ui.widgets.long_work import LongWork, stoppable

if TYPE_CHECKING:
    from ui.report.report_preview import ReportPreview

WAITING, PREVIEW = 0, 1


class ReportPage(QWidget):
    """`unit_chosen(code)`: the report of another unit is to be made."""

    unit_chosen = Signal(str)

    def __init__(self, bridge: Bridge, file: OpenFile, period: Period) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(say("ui.report"))
        self._bridge, self._file = bridge, file
        self._shown = ShownReport(period, file.unit)
        self._making: LongWork | None = None
        self._preview: ReportPreview | None = None
        self.head = ReportBar(file.units, file.unit)
        self.state = ReportState(bridge, file, period)
        self.state.lock_changed.connect(self.make_report)
        self.output = ReportOutput(self, bridge, file, self._shown, self.state)
        self.state.saving.connect(self.output.save_correction)
        self.state.head_wanted.connect(self.edit_head)
        column = parts.column(self, theme.MARGIN, 12)
        column.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.MARGIN)
        column.addLayout(self._top())
        card, inside = parts.card(0)
        inside.setContentsMargins(1, 1, 1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting())
        inside.addWidget(self._stack)
        column.addWidget(card, 1)
        self._allow()
        QShortcut("Ctrl+S", self, self.output.ask_and_save)
        QShortcut("Ctrl+P", self, self.output.print_it)

    @property
    def page_count(self) -> int:
        return self._shown.pages.pageCount() if self._shown.made is not None and self._shown.pages is not None else 0

    def set_period(self, period: Period) -> None:
        """Another period: what is in sight no longer holds."""
        self._shown.period = period
        self.head.show_period(period)
        self._forget()

    def changed(self) -> None:
        """Records were written: what is being made begins anew, what is in sight when it is asked for."""
        if self._making is not None:
            self.make_report()
        else:
            self._forget()

    def make_report(self) -> None:
        period, unit, audience = self._shown.period, self._shown.unit, self._shown.audience
        self._stop()
        self._making = making = LongWork()
        making.progressed.connect(self.bar.setValue)
        self._allow()
        self._words.setText(say("print.making"))
        self._stack.setCurrentIndex(WAITING)
        self._bridge.ask(
            lambda file: stoppable(
                lambda: reports.make(file, period, unit, audience=audience, report_progress=making.report_share)
            ),
            lambda made: self._show(making, made), self, lambda why: self._fail(making, why),
        )  # fmt: skip

    def cancel(self) -> None:
        self._stop()
        self._forget()

    def edit_head(self, records: HeadRecords) -> None:
        """Number, day, signer and letterhead in a dialog; a report that was in sight is made anew after it."""
        from ui.report.report_head_dialog import ReportHeadDialog

        dialog = ReportHeadDialog(self.window(), self._bridge, self._file, records)
        if self._shown.made is not None:
            dialog.finished.connect(self.make_report)
        dialog.open()

    # --- what the page is made of ---------------------------------------------------------------------------------

    def _top(self) -> QVBoxLayout:
        self.head.unit_chosen.connect(self._choose_unit)
        self.head.make_wanted.connect(self.make_report)
        self.head.print_wanted.connect(self.output.print_it)
        self.head.save_wanted.connect(self.output.ask_and_save)
        top = parts.fill(parts.column(None, 0, 8), self.head)
        top.addLayout(parts.fill(parts.row(), audience_button(self._choose_audience), (self.state, 1)))
        return top

    def _choose_unit(self, code: str) -> None:
        self._shown.unit = code
        self._forget()
        self.unit_chosen.emit(code)

    def _choose_audience(self, audience: str) -> None:
        self._shown.audience = audience
        self._forget()

    def _waiting(self) -> QFrame:
        empty = QFrame()
        empty.setObjectName("plain")
        column = parts.column(empty, 24, 12)
        self._words = parts.label(say("print.empty"), "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = parts.progress_bar(say("print.making"))
        self.bar.setFixedWidth(320)
        self.stop: QPushButton = parts.button(say("ui.qt_cancel"), self.cancel)
        parts.fill(column, 2, self._words)
        for widget in (self.bar, self.stop):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return empty

    # --- states ---------------------------------------------------------------------------------------------------

    def _stop(self) -> None:
        if self._making is not None:
            self._making.cancel()
        self._making = None

    def _allow(self) -> None:
        making = self._making is not None
        self.head.allow(making=making, there=self._shown.made is not None)
        self.bar.setVisible(making)
        self.stop.setVisible(making)
        self.bar.setValue(0)

    def _forget(self) -> None:
        self._shown.made = None
        self._stop()
        self._allow()
        self._words.setText(say("print.empty"))
        self._stack.setCurrentIndex(WAITING)
        self._show_state()

    def _fail(self, making: LongWork, why: str) -> None:
        if making is self._making:
            self._forget()
            self._words.setText(why)
            if self._file.clock_is_doubted:
                self._bridge.day_wanted.emit(self.make_report)

    def _show(self, making: LongWork, made: MadeReport | None) -> None:
        if making is not self._making or made is None:
            return
        self._making, self._shown.made = None, made
        if self._preview is None:
            from ui.report.report_preview import ReportPreview

            self._preview = ReportPreview()
            self._preview.copy_wanted.connect(self.output.copy)
            self._shown.pages = self._preview.document
            self._stack.addWidget(self._preview)
        self._stack.setCurrentIndex(PREVIEW)
        self._preview.show_pdf(made.content)
        self._allow()
        self._show_state()

    def _show_state(self) -> None:
        self.state.in_sight = self._shown.made is not None
        self.state.show_state(self._shown.period, self._shown.unit, self._shown.audience)
