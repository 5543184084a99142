"""What the clipboard holds for cells: a block that was copied in a spreadsheet program or here."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

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


def put(text: str, html: str, exact: str = "") -> None:
    """Lines with tabs, and the same as a table with what stands behind its cells; `exact`: for cells of ours."""
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    if exact:
        data.setData(OURS, exact.encode())
    QGuiApplication.clipboard().setMimeData(data)
