"""The report of a period and unit: made on the worker thread, seen as it will be printed, saved as PDF."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QWidget

from desktop_app.domain.period import Period
from desktop_app.errors import AppError
from desktop_app.session import Session
from desktop_app.texts import say
from ui import parts, theme
from ui.bridge import Bridge
from ui.choice_editors import tree_options
from ui.finder import Finder, search_in

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument


class ReportPage(QWidget):
    """`ready`: a report is in sight; `told(sentence)`: what happened to a file, or why nothing did."""

    ready = Signal()
    told = Signal(str)

    def __init__(self, bridge: Bridge, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(say("ui.report"))
        self._bridge, self._session = bridge, session
        self._period: Period | None = None
        self._unit = session.unit
        self._making = 0
        self._pdf = b""
        self._buffer: QBuffer | None = None
        self._document: QPdfDocument | None = None
        column = parts.column(self, theme.MARGIN, theme.GAP)
        self._title = parts.label(say("ui.report_title"), "title")
        self._about = parts.label(" ", "muted")
        words = parts.column(None, 0, 2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head = parts.row(spacing=8)
        head.addLayout(words, 1)
        head.addWidget(self._unit_finder(), 0, Qt.AlignmentFlag.AlignBottom)
        self.make = parts.button(say("ui.make_report"), self.make_report)
        self.save = parts.button(say("ui.save_pdf"), self.ask_and_save, "primary", "save")
        for made in (self.make, self.save):
            head.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
        self.save.setEnabled(False)
        column.addLayout(head)
        card, inside = parts.card(0)
        inside.setContentsMargins(1, 1, 1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting())
        inside.addWidget(self._stack)
        column.addWidget(card, 1)

    @property
    def page_count(self) -> int:
        """How many pages are in sight."""
        return self._document.pageCount() if self._document is not None and self._pdf else 0

    def set_period(self, period: Period) -> None:
        """Another period: what is in sight no longer holds."""
        self._period = period
        self._about.setText(say("ui.report_about", period=period.label, days=period.dates))
        self._forget()

    def changed(self) -> None:
        """Records were written: the preview is made anew when it is asked for."""
        self._forget()

    def make_report(self) -> None:
        """Make the report and show it."""
        period, unit = self._period, self._unit
        if period is None:
            return
        self._making += 1
        number = self._making
        self.make.setEnabled(False)
        self._words.setText(say("ui.making_report"))
        self._stack.setCurrentIndex(0)
        self._bridge.ask(lambda session: session.report(period, unit), lambda pdf: self._show(number, pdf), self)

    def write_pdf(self, path: Path) -> None:
        """Write the report that is in sight into a file."""
        try:
            path.write_bytes(self._pdf)
        except OSError as error:
            raise AppError("ui.cannot_write_pdf", file=path.name, reason=error.strerror or "") from error

    def ask_and_save(self) -> None:
        """Ask where to, then write the PDF."""
        if self._period is None:
            return
        unit = self._session.units.name(self._unit)
        name = say("ui.pdf_name", unit=unit, period=self._period.label).replace("/", "-")
        folder = self._session.path.parent
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("ui.save_pdf_title"), str(folder / f"{name}.pdf"), say("ui.pdf_files")
        )
        if not chosen:
            return
        path = Path(chosen).with_suffix(".pdf")
        try:
            self.write_pdf(path)
        except AppError as error:
            self.told.emit(str(error))
            return
        self.told.emit(say("ui.pdf_saved", file=path.name))

    def _unit_finder(self) -> QWidget:
        options = tree_options(self._session.units, self._session.unit)
        self.unit = Finder(search_in(lambda: options))
        self.unit.setFixedWidth(230)
        self.unit.setAccessibleName(say("ui.report_unit"))
        self.unit.show_choice(self._session.units.name(self._unit))
        self.unit.picked.connect(self._choose_unit)
        self.unit.left.connect(lambda _: self.unit.show_choice(self._session.units.name(self._unit)))
        if len(options) <= 1:
            self.unit.hide()
        return self.unit

    def _choose_unit(self, code: str, _: str) -> None:
        self._unit = code
        self._forget()

    def _waiting(self) -> QFrame:
        empty = QFrame()
        empty.setObjectName("plain")
        column = parts.column(empty, 24, 12)
        self._words = parts.label(say("ui.report_empty"), "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        column.addWidget(self._words)
        column.addStretch(3)
        return empty

    def _forget(self) -> None:
        self._pdf = b""
        self._making += 1
        self.save.setEnabled(False)
        self.make.setEnabled(True)
        self._words.setText(say("ui.report_empty"))
        self._stack.setCurrentIndex(0)

    def _show(self, number: int, pdf: bytes) -> None:
        if number != self._making:
            return
        self._pdf = pdf
        document = self._preview()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(self._buffer)
        self._stack.setCurrentIndex(1)
        self.make.setEnabled(True)
        self.save.setEnabled(True)
        self.ready.emit()

    def _preview(self) -> "QPdfDocument":
        """The document of the view, both made when the first report is."""
        if self._document is None:
            from PySide6.QtPdf import QPdfDocument
            from PySide6.QtPdfWidgets import QPdfView

            self._document = QPdfDocument(self)
            view = QPdfView(self)
            view.setDocument(self._document)
            view.setPageMode(QPdfView.PageMode.MultiPage)
            view.setZoomMode(QPdfView.ZoomMode.Custom)
            view.setZoomFactor(1.0)
            view.setFrameShape(QFrame.Shape.NoFrame)
            around = view.palette()
            around.setColor(QPalette.ColorRole.Dark, theme.colour("track"))
            view.setPalette(around)
            view.setAccessibleName(say("ui.report_preview"))
            self._stack.addWidget(view)
        return self._document
