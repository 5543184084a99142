"""Asks who writes, at the first opening of a ledger on a computer, and whenever somebody else goes on."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.session import OpenFile
from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.fitted import FittedDialog, ask_after_others
from ui.widgets.one_line import OneLine

WIDE = 480


def ask_author(over: QWidget, file: OpenFile, changed: Callable[[str], object]) -> None:
    """Ask where nobody has said on this computer who writes in this ledger; `changed` hears it.

    Which day it is may just be asked over the same window: one question after the other.
    """
    if not file.author:
        ask_after_others(over, AuthorDialog(over, file, changed).open)


class AuthorDialog(FittedDialog):
    """Who puts it off is asked again at the next opening: each change goes with a name."""

    def __init__(self, over: QWidget, file: OpenFile, changed: Callable[[str], object]) -> None:
        super().__init__(over, say("ui.who_writes"), WIDE, 10)
        self._changed, unit = changed, file.units.name(file.unit)
        parts.fill(self.column, *parts.heading(say("ui.who_writes"), say("ui.who_writes_about", unit=unit)))
        self.author = OneLine(file.author)
        self.author.returnPressed.connect(self.use)
        parts.add_field(self.column, say("ui.author"), self.author)
        self.hint = parts.put(self.column, parts.MessageLabel("error"))
        later = parts.button(say("clock.later"), self.reject)
        parts.button_row(self.column, later, parts.button(say("ui.who_writes_use"), self.use, "primary"))
        self.author.setFocus()
        self.author.selectAll()

    def use(self) -> None:
        """Write under this name from now on."""
        name = self.author.text().strip()
        self.hint.show_text("" if name else say("ui.hint_author"))
        if name:
            self._changed(name)
            self.accept()
