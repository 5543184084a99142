"""Before a pile of paper is entered: how many sheets there are, and what their numbers add up to."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from desktop_app.domain.number_values import parse_decimal, parse_whole
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.typed_value import Unreadable
from desktop_app.session import piles
from desktop_app.texts import in_words, say
from ui.widgets import parts
from ui.widgets.text_line import TextLine

WIDE = 620
MOST = 6  # totals that one adds up by hand


class PileDialog(QDialog):
    """`counted(sheets, totals)`: the totals by field; a field that nobody added up is not compared."""

    counted = Signal(int, object)

    def __init__(self, over: QWidget, kind: RecordKind) -> None:
        super().__init__(over)
        self._kind = kind
        title = say("pile.title", kind=in_words(kind.list_label))
        column = parts.dialog(self, title, 4)
        parts.fill(column, parts.label(title, "form"), parts.label(say("pile.about"), "muted"))
        self.sheets = TextLine()
        parts.add_field(column, say("pile.sheets"), self.sheets)
        self.totals: dict[str, TextLine] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        column.addLayout(grid)
        for number, of in enumerate(piles.fields_to_total(kind)[:MOST]):
            line = self.totals[of.name] = TextLine()
            line.setPlaceholderText(say("pile.not_added"))
            row, side = divmod(number, 2)
            grid.addWidget(parts.field_label(say("pile.total_of", field=in_words(of.label)), line), 2 * row, side)
            grid.addWidget(line, 2 * row + 1, side)
        self.go = parts.button(say("pile.begin"), self._begin, "primary", "check")
        self.go.setDefault(True)
        self._wrong = parts.dialog_foot(column, self.close, self.go)
        self.setMinimumWidth(WIDE)
        self.open()
        self.sheets.setFocus()

    def _begin(self) -> None:
        sheets = parse_whole(self.sheets.text().strip())
        if not isinstance(sheets, int) or sheets < 1:
            self._refuse(self.sheets, say("pile.no_sheets"))
            return
        totals: dict[str, Decimal] = {}
        for name, line in self.totals.items():
            text = line.text().strip()
            read = parse_decimal(text) if text else None
            if isinstance(read, Unreadable):
                self._refuse(line, say("pile.no_number", text=text))
                return
            if isinstance(read, int | Decimal):
                totals[name] = Decimal(read)
        self.close()
        self.counted.emit(sheets, totals)

    def _refuse(self, line: TextLine, sentence: str) -> None:
        self._wrong.setText(sentence)
        line.setFocus()
