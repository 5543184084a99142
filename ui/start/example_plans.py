"""The examples on the start page, apart from everything for real work: each opens as a practice file of its own."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app import plan_files
from desktop_app.texts import in_words, say
from ui.widgets import parts


class ExamplePlans(QWidget):
    """`wanted(plan, year)`: make the ledger of this example, with made-up figures."""

    wanted = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        column = parts.column(self, 0, 4)
        parts.fill(column, *parts.heading(say("ui.examples"), say("ui.examples_about")))
        self.buttons: dict[str, QPushButton] = {}
        for plan in plan_files.example_plans():
            head = plan_files.read_head(plan)
            opener = parts.button(in_words(head.label), partial(self.wanted.emit, plan, head.year), icon="book-open")
            column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons[plan] = opener
