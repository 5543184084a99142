"""What the clipboard holds for cells: a block that was copied in a spreadsheet program or here."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop_app.session.cell_blocks import CopiedBlock
from desktop_app.session.sheet_import import Book, read_clipboard

EXCEL_CELLS = ('application/x-qt-windows-mime;value="XML Spreadsheet"', "XML Spreadsheet")

OURS = "application/x-sokehoach-cells"


def copied_book() -> Book:
    """The block as a workbook; AppError where there is none."""
    there = QGuiApplication.clipboard().mimeData()
    if there.hasFormat(OURS):
        return read_clipboard("", bytes(there.data(OURS).data()).decode(), b"")
    cells = next((bytes(there.data(form).data()) for form in EXCEL_CELLS if there.hasFormat(form)), b"")
    return read_clipboard(there.text(), there.html() if there.hasHtml() else "", cells)


def put(block: CopiedBlock) -> None:
    data = QMimeData()
    data.setText(block.text)
    data.setHtml(block.html)
    data.setData(OURS, block.exact.encode())
    QGuiApplication.clipboard().setMimeData(data)
