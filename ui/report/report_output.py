"""The report in sight leaves the window: as a file of some form, as a correction sheet, as figures, on paper."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.correction import SheetHead
from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, dhis2, reports
from desktop_app.session.dhis2 import MadeValues
from desktop_app.session.reports import MadeReport
from desktop_app.texts import say
from ui.report.report_dialogs import Question
from ui.report.report_state import ReportState
from ui.widgets.bridge import Bridge
from ui.widgets.file_saving import ask_place, file_name, save_content
from ui.widgets.notice import Offer

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

    from ui.widgets.printing import Printing


class ShownReport(Struct):
    """Whose report, of which period, for whom; `made` and its pages once it is in sight."""

    period: Period
    unit: str
    audience: str = SUPERIOR
    made: MadeReport | None = None
    pages: "QPdfDocument | None" = None


class ReportOutput(QObject):
    """Ways out of the window for the report in sight; where its frame was put in for few people, that is said first."""

    def __init__(self, page: QWidget, bridge: Bridge, file: OpenFile, shown: ShownReport, state: ReportState) -> None:
        super().__init__(page)
        self._page, self._bridge, self._file, self._shown, self._state = page, bridge, file, shown, state
        self._printing: Printing | None = None

    def ask_and_save(self, form: str = "pdf") -> None:
        """Ask where to, then write the report as it is in sight into a file of that form; named before are what a paper
        lacks and what a PDF can't show.
        """
        if form in dhis2.FORMS:
            self._ask_for_dhis2(form)
        elif self._shown.made is not None:
            place = partial(self._ask_about_signs, form)
            self._state.when_complete(partial(self._ask_frame, say("print.giving_save"), place))

    def _ask_for_dhis2(self, form: str) -> None:
        from ui.report.dhis2_saving import ask_sending

        def ask_where(found: MadeValues) -> None:
            name = self._file_name("dhis2.file")
            path = ask_place(self._page, self._file.path.parent, name, form, say("dhis2.save_title"))
            if path is not None:
                content = found.text(form).encode()
                self._write(path, lambda _: content)

        self._bridge.notified.emit(say("print.making"))
        shown = self._shown
        ask_sending(self._page, self._bridge, (shown.period, shown.unit, shown.audience), ask_where)

    def _ask_frame(self, act: str, go: Callable[[], object]) -> None:
        """Say that the frame for internal circulation is printed, and where it can be struck out."""
        made = self._shown.made
        if made is None or not made.proposes_frame:
            go()
            return
        title, about = say("print.frame_title"), say("print.frame_proposed")
        asked = Question(self._page.window(), title, about, act, with_reason=False)
        asked.accepted.connect(go)
        asked.open()

    def _ask_about_signs(self, form: str) -> None:
        made = self._shown.made
        missing = made.missing_signs if made and form == "pdf" else ""
        if not missing:
            self._ask_place(form)
            return
        about = say("print.missing_about", signs=say("print.missing_signs", signs=" ".join(missing)))
        over, title, go = self._page.window(), say("print.missing_title"), say("print.missing_go")
        asked = Question(over, title, about, go, with_reason=False)
        asked.accepted.connect(lambda: self._ask_place(form))
        asked.open()

    def _ask_place(self, form: str) -> None:
        path = ask_place(self._page, self._file.path.parent, self._report_name, form)
        if path is not None:
            self.write(path, form)

    def write(self, path: Path, form: str = "pdf") -> None:
        """Write the report as it is in sight into a file."""
        period, unit, audience, made = self._shown.period, self._shown.unit, self._shown.audience, self._shown.made
        if made is None:
            return
        content = made.content

        def make(file: OpenFile) -> bytes:
            if form == "pdf":
                return content
            return reports.report(file, period, unit, form, audience)

        self._write(path, make)

    def save_correction(self, head: SheetHead, done: Callable[[], object]) -> None:
        """Ask where to, then write the correction sheet of the locked report; `done` where it has a place."""
        period, unit, audience = self._shown.period, self._shown.unit, self._shown.audience
        path = ask_place(self._page, self._file.path.parent, self._file_name("print.correction_file"), "pdf")
        if path is not None:
            done()
            sheet = partial(reports.correction_sheet, period=period, unit=unit, head=head, audience=audience)
            self._write(path, lambda file: sheet(file).content)

    def copy(self) -> None:
        """Put the tables of the report in sight on the clipboard as cells of a spreadsheet."""
        if self._shown.made is not None:
            self._ask_frame(say("print.giving_copy"), self._copy)

    def _copy(self) -> None:
        from desktop_app.session import copied_tables
        from ui.cells import clipboard

        period, unit, audience = self._shown.period, self._shown.unit, self._shown.audience

        def put(made: copied_tables.CopiedTables) -> None:
            clipboard.put(made.text, made.html)
            self._bridge.notified.emit(say("print.copied"))

        self._bridge.ask(lambda file: copied_tables.of_report(file, period, unit, audience), put, self)

    def print_it(self) -> None:
        if self._shown.made is not None:
            self._state.when_complete(self._before_printing)

    def _before_printing(self) -> None:
        from ui.widgets.printing import has_printer

        if not has_printer():
            self._bridge.failed.emit(say("print.no_printer"))
            return
        self._ask_frame(say("print.giving_print"), self._print)

    def _print(self) -> None:
        from ui.widgets.printing import Printing, ask_printer, pages_of

        made, pages = self._shown.made, self._shown.pages
        if made is None or pages is None:
            return
        printer = ask_printer(self._page, self._report_name, pages.pageCount())
        if printer is None:
            return
        self._printing = Printing(pages, printer, pages_of(printer, pages.pageCount()))
        self._printing.page_done.connect(
            lambda n, of: self._bridge.notified.emit(say("print.printing", page=n, count=of))
        )
        self._printing.finished.connect(lambda: self._printed(printer.outputFileName()))
        self._printing.failed.connect(lambda: self._bridge.failed.emit(say("print.cut_off")))
        self._start_printing()

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
        return self._file_name("print.file_public" if self._shown.audience == PUBLIC else "print.file")

    def _file_name(self, key: str) -> str:
        return file_name(key, self._file.units.name(self._shown.unit), self._shown.period.label)

    def _write(self, path: Path, make: Callable[[OpenFile], bytes]) -> None:
        self._bridge.notified.emit(say("print.saving", file=path.name))
        self._bridge.ask(lambda file: save_content(path, make(file)), lambda _: self._written(path), self)

    def _written(self, path: Path) -> None:
        def show_folder() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

        sentence = say("print.saved", file=path.name)
        self._bridge.offered.emit(Offer(sentence, say("print.open_folder"), show_folder, "folder-open"))
