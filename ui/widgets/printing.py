"""A PDF goes to the printer, page by page, so that the window stays alive; each page whole, whichever way it lies."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.texts import say
from ui.widgets.painting import POINTS

DOTS = 300  # an inch: sharp enough for text, and one page of A4 stays at 35 MB while it is drawn


class Printing(QObject):
    """`page_done(done, count)`; `finished`: all pages are with the printer; `failed`: it took no more of them, or the
    disk did not where they go to a file.
    """

    page_done = Signal(int, int)
    finished = Signal()
    failed = Signal()

    def __init__(self, document: QPdfDocument, printer: QPrinter, pages: Sequence[int]) -> None:
        super().__init__()
        self._document, self._printer, self._pages = document, printer, pages
        self._next = 0
        self._painter = QPainter()
        self._fixed = _has_one_orientation(printer)

    @property
    def target(self) -> str:
        """The file that the pages go to, where no printer was chosen but one."""
        return self._printer.outputFileName()

    def start(self) -> bool:
        """Begin; False where the printer can't be used."""
        printer = self._printer
        printer.setResolution(min(DOTS, max(printer.supportedResolutions(), default=DOTS)))
        printer.setFullPage(True)
        self._lay_out(self._size(self._pages[0]) if self._pages else QSizeF(595, 842))
        if not self._pages or not self._painter.begin(printer):
            return False
        QTimer.singleShot(0, self, self._page)
        return True

    def _size(self, number: int) -> QSizeF:
        return self._document.pagePointSize(number)

    def _lay_out(self, size: QSizeF) -> None:
        """A page's own size and orientation; its margins are inside it."""
        upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
        page = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
        orientation = QPageLayout.Orientation.Landscape if _is_wide(size) else QPageLayout.Orientation.Portrait
        self._printer.setPageLayout(QPageLayout(page, orientation, QMarginsF()))

    def _page(self) -> None:
        number = self._pages[self._next]
        size = self._size(number)
        dots = self._printer.resolution() / POINTS
        image = self._document.render(number, QSize(round(size.width() * dots), round(size.height() * dots)))
        if self._fixed and _is_wide(size) != _is_wide(self._size(self._pages[0])):
            image = image.transformed(QTransform().rotate(-90))  # its head is where sheets are bound
        self._painter.drawImage(0, 0, image)
        self._next += 1
        self.page_done.emit(self._next, len(self._pages))
        if self._next == len(self._pages):
            done = self._painter.end() and self._is_whole()
            (self.finished if done else self.failed).emit()
            return
        if not self._fixed:
            self._lay_out(self._size(self._pages[self._next]))
        if not self._printer.newPage():
            self._painter.end()
            self.failed.emit()
            return
        QTimer.singleShot(0, self, self._page)

    def _is_whole(self) -> bool:
        """Whether a PDF into which was printed has its end: Qt says nothing of a disk that is full."""
        if self._printer.outputFormat() != QPrinter.OutputFormat.PdfFormat:
            return True
        try:
            return Path(self.target).read_bytes().rstrip().endswith(b"%%EOF")
        except OSError:  # of a stick that was pulled out
            return False


def _is_wide(size: QSizeF) -> bool:
    return size.width() > size.height()


def _has_one_orientation(printer: QPrinter) -> bool:
    """Whether all sheets of a job lie as the first one: what Windows' drivers are told in the middle of a job need not
    reach them, and a wide page would be cut off.
    """
    return os.name == "nt" and printer.outputFormat() == QPrinter.OutputFormat.NativeFormat


def print_pdf(over: QWidget, content: bytes, name: str) -> Printing | None:
    """Ask for the printer of a finished PDF; None when the person thinks better of it."""
    document, buffer = QPdfDocument(over), QBuffer(over)
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    count = document.pageCount()
    printer = ask_printer(over, name, count)
    return Printing(document, printer, pages_of(printer, count)) if printer is not None else None


def has_printer() -> bool:
    """Whether there is anything to choose: Windows' dialogue closes at once without a word where there is not."""
    return os.name != "nt" or bool(QPrinterInfo.availablePrinterNames())


def ask_printer(over: QWidget, name: str, pages: int) -> QPrinter | None:
    """The printer that the person chose; None when the person thinks better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    chosen = printer_dialog(over, printer, pages).exec()
    return printer if chosen == QDialog.DialogCode.Accepted else None


def printer_dialog(over: QWidget, printer: QPrinter, pages: int) -> QPrintDialog:
    """The print dialogue with page ranges and two sides."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setDuplex(QPrinter.DuplexMode.DuplexAuto)
    dialog = QPrintDialog(printer, over)
    dialog.setWindowTitle(say("print.print"))
    dialog.setOptions(
        QPrintDialog.PrintDialogOption.PrintPageRange
        | QPrintDialog.PrintDialogOption.PrintToFile
        | QPrintDialog.PrintDialogOption.PrintCollateCopies
        | QPrintDialog.PrintDialogOption.PrintShowPageSize
    )
    dialog.setMinMax(1, pages)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    return dialog


def pages_of(printer: QPrinter, count: int) -> list[int]:
    """The pages that were asked for, from 0; all where no range was given."""
    if printer.printRange() != QPrinter.PrintRange.PageRange or not printer.fromPage():
        return list(range(count))
    return [page - 1 for page in range(printer.fromPage(), printer.toPage() + 1) if page <= count]
