"""The limit of the start: a bare PySide6 window with five tabs and a form, and nothing behind it."""
# ruff: noqa: E402  # the collector is set before anything is imported

import gc

gc.disable()  # as the program has it while it starts

from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTableWidget,
    QTabWidget,
    QWidget,
)

from tests.harness.bench.child import Watch


def page() -> QWidget:
    """A table of thirty rows beside a form of ten fields."""
    table = QTableWidget(30, 6)
    form = QFormLayout()
    for number in range(8):
        form.addRow(f"Field {number}", QLineEdit())
    form.addRow("Choice", QComboBox())
    form.addRow("Text", QPlainTextEdit())
    whole = QWidget()
    beside = QHBoxLayout(whole)
    beside.addWidget(table, 2)
    beside.addLayout(form, 1)
    return whole


def window() -> QMainWindow:
    """Five such pages as tabs, the first in sight."""
    tabs = QTabWidget()
    for number in range(5):
        tabs.addTab(page(), f"Area {number + 1}")
    main = QMainWindow()
    main.setCentralWidget(tabs)
    main.resize(1366, 768)
    return main


if __name__ == "__main__":
    application = QApplication([])
    shown = window()
    shown.show()
    watch = Watch(next(table for table in shown.findChildren(QTableWidget) if table.isVisible()).viewport())
    application.exec()
