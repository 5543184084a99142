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
from desktop_app.domain.lock_kinds import PUBLICATION
from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, dhis2, reports
from desktop_app.session.dhis2 import MadeValues
from desktop_app.session.giving_out import give_out
from desktop_app.session.reports import MadeReport
from desktop_app.texts import say
from ui.report.report_dialogs import Question
from ui.report.report_readers import ask_giving
from ui.report.report_state import ReportState
from ui.widgets.bridge import Bridge
from ui.widgets.file_saving import ask_place, file_name, refusing_to_save, save_content
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
    """A public report is noted in the ledger before anybody can read it, and not before there is one."""

    def __init__(self, page: QWidget, bridge: Bridge, file: OpenFile, shown: ShownReport, state: ReportState) -> None:
        super().__init__(page)
        self._page, self._bridge, self._file, self._shown, self._state = page, bridge, file, shown, state
        self._printing: Printing | None = None

    def ask_and_save(self, form: str = "pdf", language: str = "") -> None:
        """Ask where to, then write the report as it is in sight into a file of that form; named before are what a paper
        lacks and what a PDF can't show.
        """
        if form in dhis2.FORMS:
            self._ask_for_dhis2(form)
        elif self._shown.made is not None:
            place = partial(self._ask_about_signs, form, language)
            self._state.when_complete(partial(self._ask_giving, say("print.giving_save"), place))

    def _ask_for_dhis2(self, form: str) -> None:
        from ui.report.dhis2_saving import ask_sending

        def ask_where(found: MadeValues) -> None:
            name = self._file_name("dhis2.file")
            path = ask_place(self._page, self._file.path.parent, name, form, say("dhis2.save_title"))
            if path is not None:
                content, publication = found.text(form).encode(), found.publication
                self._write(path, lambda _: MadeReport(content, publication=publication), noted=publication is not None)

        self._bridge.notified.emit(say("print.making"))
        shown = self._shown
        ask_sending(self._page, self._bridge, (shown.period, shown.unit, shown.audience), ask_where)

    def _ask_giving(self, act: str, go: Callable[[], object]) -> None:
        """Say first what the report keeps secret."""
        made = self._shown.made
        public = made is not None and made.publication is not None
        ask_giving(self._page.window(), PUBLIC if public else SUPERIOR, made.hidden if made else (), act, go)

    def _ask_about_signs(self, form: str, language: str) -> None:
        made = self._shown.made
        missing = made.missing_signs if made and form == "pdf" else ""
        if not missing:
            self._ask_place(form, language)
            return
        about = say("print.missing_about", signs=say("print.missing_signs", signs=" ".join(missing)))
        over, title, go = self._page.window(), say("print.missing_title"), say("print.missing_go")
        asked = Question(over, title, about, go, with_reason=False)
        asked.accepted.connect(lambda: self._ask_place(form, language))
        asked.open()

    def _ask_place(self, form: str, language: str) -> None:
        name = say("print.translated_name", name=self._report_name) if language else self._report_name
        path = ask_place(self._page, self._file.path.parent, name, form)
        if path is not None:
            self.write(path, form, language)

    def write(self, path: Path, form: str = "pdf", language: str = "") -> None:
        """Write the report as it is in sight into a file, or its translation."""
        period, unit, audience, made = self._shown.period, self._shown.unit, self._shown.audience, self._shown.made
        if made is None:
            return
        in_sight = made

        def make(file: OpenFile) -> MadeReport:
            if form == "pdf" and not language:
                return in_sight
            content = reports.report(file, period, unit, form, audience, language=language)
            return in_sight._replace(content=content)

        self._write(path, make, noted=in_sight.publication is not None)

    def save_correction(self, head: SheetHead, done: Callable[[], object]) -> None:
        """Ask where to, then write the correction sheet of the locked report; `done` where it has a place."""
        period, unit, audience = self._shown.period, self._shown.unit, self._shown.audience
        path = ask_place(self._page, self._file.path.parent, self._file_name("print.correction_file"), "pdf")
        if path is not None:
            done()
            sheet = partial(reports.correction_sheet, period=period, unit=unit, head=head, audience=audience)
            self._write(path, lambda file: sheet(file), noted=audience == PUBLIC)

    def copy(self) -> None:
        """Put the tables of the report in sight on the clipboard as cells of a spreadsheet."""
        if self._shown.made is not None:
            self._ask_giving(say("print.giving_copy"), self._copy)

    def _copy(self) -> None:
        from desktop_app.session import copied_tables
        from ui.cells import clipboard

        period, unit, audience, made = self._shown.period, self._shown.unit, self._shown.audience, self._shown.made
        publication = made.publication if made is not None else None

        def tables(file: OpenFile) -> copied_tables.CopiedTables:
            copied = copied_tables.of_report(file, period, unit, audience)
            reports.publish(file, publication)
            return copied

        def put(made: copied_tables.CopiedTables) -> None:
            clipboard.put(made.text, made.html)
            self._bridge.notified.emit(say("print.copied"))

        if publication is None:
            self._bridge.ask(tables, put, self)
        else:
            self._bridge.write(tables, put, self, kind=PUBLICATION)

    def print_it(self) -> None:
        if self._shown.made is not None:
            self._state.when_complete(self._before_printing)

    def _before_printing(self) -> None:
        from ui.widgets.printing import has_printer

        if not has_printer():
            self._bridge.failed.emit(say("print.no_printer"))
            return
        self._ask_giving(say("print.giving_print"), self._print)

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
        publication = made.publication
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
        return self._file_name("print.file_public" if self._shown.audience == PUBLIC else "print.file")

    def _file_name(self, key: str) -> str:
        return file_name(key, self._file.units.name(self._shown.unit), self._shown.period.label)

    def _write(self, path: Path, make: Callable[[OpenFile], MadeReport], *, noted: bool = False) -> None:
        """`noted`: the file's log holds it too."""
        self._bridge.notified.emit(say("print.saving", file=path.name))

        def save(file: OpenFile) -> None:
            made = make(file)
            if made.publication is None:
                save_content(path, made.content)
            else:
                with refusing_to_save(path):
                    give_out(file, path, made.content, made.publication, over=True)

        if noted:
            self._bridge.write(save, lambda _: self._written(path), self, kind=PUBLICATION)
        else:
            self._bridge.ask(save, lambda _: self._written(path), self)

    def _written(self, path: Path) -> None:
        def show_folder() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

        sentence = say("print.saved", file=path.name)
        self._bridge.offered.emit(Offer(sentence, say("print.open_folder"), show_folder, "folder-open"))
