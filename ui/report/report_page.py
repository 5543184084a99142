"""The report of a period and unit: made on the worker thread, seen as it will be printed, saved, printed, locked."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.correction import SheetHead
from desktop_app.domain.lock_kinds import PUBLICATION
from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, dhis2, reports
from desktop_app.session.dhis2 import MadeValues
from desktop_app.session.report_head import HeadRecords
from desktop_app.session.reports import ENGLISH, MadeReport
from desktop_app.texts import say
from ui.report.report_bar import ReportBar
from ui.report.report_readers import ask_giving
from ui.report.report_sheets import Question
from ui.report.report_state import ReportState
from ui.widgets import parts, theme
from ui.widgets.audience_button import audience_button
from ui.widgets.bridge import Bridge
from ui.widgets.file_saving import ask_place, file_name, save_content
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.notice import Offer

if TYPE_CHECKING:
    from ui.report.report_preview import ReportPreview
    from ui.widgets.printing import Printing

WAITING, PREVIEW = 0, 1


class ReportPage(QWidget):
    """`unit_chosen(code)`: the report of another unit is to be made."""

    unit_chosen = Signal(str)

    def __init__(self, bridge: Bridge, file: OpenFile, period: Period) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(say("ui.report"))
        self._bridge, self._file = bridge, file
        self._period, self._unit = period, file.unit
        self._making: LongWork | None = None
        self._audience = SUPERIOR
        self._pdf = b""
        self._made: MadeReport | None = None
        self._preview: ReportPreview | None = None
        self._printing: Printing | None = None
        self.head = ReportBar(file.units, file.unit)
        self.state = ReportState(bridge, file, period)
        self.state.lock_changed.connect(self.make_report)
        self.state.saving.connect(self.save_correction)
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
        QShortcut("Ctrl+S", self, self.ask_and_save)
        QShortcut("Ctrl+P", self, self.print_it)

    @property
    def page_count(self) -> int:
        return self._preview.document.pageCount() if self._preview is not None and self._pdf else 0

    def set_period(self, period: Period) -> None:
        """Another period: what is in sight no longer holds."""
        self._period = period
        self.head.show_period(period)
        self._forget()

    def changed(self) -> None:
        """Records were written: what is being made begins anew, what is in sight when it is asked for."""
        if self._making is not None:
            self.make_report()
        else:
            self._forget()

    def make_report(self) -> None:
        period, unit, audience = self._period, self._unit, self._audience
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
        """Number, day, signer and letterhead in a sheet; a report that was in sight is made anew after it."""
        from ui.report.report_head_sheet import ReportHeadSheet

        sheet = ReportHeadSheet(self.window(), self._bridge, self._file, records)
        if self._pdf:
            sheet.finished.connect(self.make_report)
        sheet.open()

    # --- files ----------------------------------------------------------------------------------------------------

    def ask_and_save(self, form: str = "pdf", language: str = "") -> None:
        """Ask where to, then write the report as it is in sight into a file of that form; named before are what a paper
        lacks and what a PDF can't show.
        """
        if form in dhis2.FORMS:
            self._ask_for_dhis2(form)
        elif self._pdf:
            place = partial(self._ask_about_signs, form, language)
            self.state.when_complete(partial(self._ask_giving, say("print.giving_save"), place))

    def _ask_for_dhis2(self, form: str) -> None:
        from ui.report.dhis2_saving import ask_sending

        def ask_where(found: MadeValues) -> None:
            name = self._file_name("dhis2.file")
            path = ask_place(self, self._file.path.parent, name, form, say("dhis2.save_title"))
            if path is not None:
                self._write(path, lambda file: dhis2.given(file, found, form), noted=found.publication is not None)

        self._bridge.notified.emit(say("print.making"))
        ask_sending(self, self._bridge, (self._period, self._unit, self._audience), ask_where)

    def _ask_giving(self, act: str, go: Callable[[], object]) -> None:
        """Say first what the report keeps secret."""
        hidden = self._made.hidden if self._made else ()
        public = self._made is not None and self._made.publication is not None
        ask_giving(self.window(), PUBLIC if public else SUPERIOR, hidden, act, go)

    def _ask_about_signs(self, form: str, language: str) -> None:
        missing = self._made.missing_signs if self._made and form == "pdf" else ""
        if not missing:
            self._ask_place(form, language)
            return
        about = say("print.missing_about", signs=say("print.missing_signs", signs=" ".join(missing)))
        asked = Question(self.window(), say("print.missing_title"), about, say("print.missing_go"), with_reason=False)
        asked.accepted.connect(lambda: self._ask_place(form, language))
        asked.open()

    def _ask_place(self, form: str, language: str) -> None:
        name = say("print.translated_name", name=self._report_name) if language else self._report_name
        path = ask_place(self, self._file.path.parent, name, form)
        if path is not None:
            self.write(path, form, language)

    def write(self, path: Path, form: str = "pdf", language: str = "") -> None:
        """Write the report as it is in sight into a file, or its translation; a public one is noted before anybody can
        read it.
        """
        period, unit, audience, pdf = self._period, self._unit, self._audience, self._pdf
        publication = self._made.publication if self._made else None

        def make(file: OpenFile) -> bytes:
            reports.publish(file, publication)
            if form == "pdf" and not language:
                return pdf
            return reports.report(file, period, unit, form, audience, language=language)

        self._write(path, make, noted=publication is not None)

    def save_correction(self, head: SheetHead, done: Callable[[], object]) -> None:
        """Ask where to, then write the correction sheet of the locked report; `done` where it has a place."""
        period, unit, audience = self._period, self._unit, self._audience
        path = ask_place(self, self._file.path.parent, self._file_name("print.correction_file"), "pdf")
        if path is not None:
            done()
            sheet = partial(reports.correction_sheet, period=period, unit=unit, head=head, audience=audience)
            self._write(path, lambda file: sheet(file), noted=audience == PUBLIC)

    def print_it(self) -> None:
        if self._preview is not None and self._pdf:
            self.state.when_complete(self._before_printing)

    def _before_printing(self) -> None:
        from ui.widgets.printing import has_printer

        if not has_printer():
            self._bridge.failed.emit(say("print.no_printer"))
            return
        self._ask_giving(say("print.giving_print"), self._print)

    def _print(self) -> None:
        from ui.widgets.printing import Printing, ask_printer, pages_of

        if self._preview is None:
            return
        printer = ask_printer(self, self._report_name, self.page_count)
        if printer is None:
            return
        self._printing = Printing(self._preview.document, printer, pages_of(printer, self.page_count))
        self._printing.page_done.connect(
            lambda n, of: self._bridge.notified.emit(say("print.printing", page=n, count=of))
        )
        self._printing.finished.connect(lambda: self._printed(printer.outputFileName()))
        publication = self._made.publication if self._made else None
        if publication is None:
            self._start_printing()
        else:
            self._bridge.write(
                lambda file: reports.publish(file, publication),
                lambda _: self._start_printing(),
                self,
                kind=PUBLICATION,
            )

    def _start_printing(self) -> None:
        if self._printing is not None and not self._printing.start():
            self._bridge.failed.emit(say("print.cannot_print"))

    def _printed(self, target: str) -> None:
        if target:  # no printer was chosen but a target
            self._written(Path(target))
        else:
            self._bridge.notified.emit(say("print.printed"))

    @property
    def _report_name(self) -> str:
        """The public report and the one for the superior never take each other's name."""
        return self._file_name("print.file_public" if self._audience == PUBLIC else "print.file")

    def _file_name(self, key: str) -> str:
        return file_name(key, self._file.units.name(self._unit), self._period.label)

    def _write(self, path: Path, make: Callable[[OpenFile], bytes], *, noted: bool = False) -> None:
        """`noted`: the file's log holds it too."""
        self._bridge.notified.emit(say("print.saving", file=path.name))
        if noted:
            self._bridge.write(
                lambda file: save_content(path, make(file)), lambda _: self._written(path), self, kind=PUBLICATION
            )
        else:
            self._bridge.ask(lambda file: save_content(path, make(file)), lambda _: self._written(path), self)

    def _written(self, path: Path) -> None:
        def show_folder() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

        sentence = say("print.saved", file=path.name)
        self._bridge.offered.emit(Offer(sentence, say("print.open_folder"), show_folder, "folder-open"))

    # --- what the page is made of ---------------------------------------------------------------------------------

    def _top(self) -> QVBoxLayout:
        self.head.unit_chosen.connect(self._choose_unit)
        self.head.make_wanted.connect(self.make_report)
        self.head.print_wanted.connect(self.print_it)
        self.head.save_wanted.connect(self.ask_and_save)
        self.head.translation_wanted.connect(partial(self.ask_and_save, language=ENGLISH))
        top = parts.column(None, 0, 8)
        top.addWidget(self.head)
        line = parts.row(spacing=8)
        line.addWidget(audience_button(self._choose_audience))
        line.addWidget(self.state, 1)
        top.addLayout(line)
        return top

    def _choose_unit(self, code: str) -> None:
        self._unit = code
        self._forget()
        self.unit_chosen.emit(code)

    def _choose_audience(self, audience: str) -> None:
        self._audience = audience
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
        column.addStretch(2)
        column.addWidget(self._words)
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
        self.head.allow(making=making, there=bool(self._pdf))
        self.bar.setVisible(making)
        self.stop.setVisible(making)
        self.bar.setValue(0)

    def _forget(self) -> None:
        self._pdf, self._made = b"", None
        self._stop()
        self._allow()
        self._words.setText(say("print.empty"))
        self._stack.setCurrentIndex(WAITING)
        self.state.in_sight = False
        self.state.show_state(self._period, self._unit, self._audience)

    def _fail(self, making: LongWork, why: str) -> None:
        if making is self._making:
            self._forget()
            self._words.setText(why)
            if self._file.clock_is_doubted:
                self._bridge.day_wanted.emit(self.make_report)

    def _show(self, making: LongWork, made: MadeReport | None) -> None:
        if making is not self._making or made is None:
            return
        self._making = None
        self._made, self._pdf = made, made.content
        if self._preview is None:
            from ui.report.report_preview import ReportPreview

            self._preview = ReportPreview()
            self._stack.addWidget(self._preview)
        self._stack.setCurrentIndex(PREVIEW)
        self._preview.show_pdf(self._pdf)
        self._allow()
        self.state.in_sight = True
        self.state.show_state(self._period, self._unit, self._audience)
