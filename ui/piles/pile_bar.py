"""How far a pile of paper is entered, above the page while it is being worked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme

if TYPE_CHECKING:
    from desktop_app.session.piles import PileStanding


class PileBar(QFrame):
    """`compare_wanted`, `away_wanted`: what its buttons ask for."""

    compare_wanted = Signal()
    away_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("walk")
        line = parts.row(self, theme.MARGIN, 8)
        line.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 6)
        self.label = parts.put(line, parts.Elided("", "strong"), 1)
        line.addWidget(parts.button(say("pile.compare"), self.compare_wanted.emit, icon="scale"))
        line.addWidget(parts.icon_button("x", say("pile.away"), self.away_wanted.emit))
        self.hide()

    def show_standing(self, found: "PileStanding", kind: RecordKind) -> None:
        pile = found.pile
        said = [say("pile.so_far", kind=in_words(kind.list_label), count=len(found.entered), sheets=pile.sheets)]
        for name, wanted in pile.totals.items():
            words = {"done": show_number(found.totals[name]), "wanted": show_number(wanted)}
            said.append(say("pile.total_so_far", field=in_words(kind.fields[name].label), **words))
        self.label.set_full_text(" · ".join(said))
        self.show()
