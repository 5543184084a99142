"""The question before a file is left that did not take everything: stay, or go and lose what is named here."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.values import short
from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog
from ui.widgets.unsaved import Unsaved


class UnsavedDialog(TableDialog):
    """`go` runs once the person gives up what is unsaved, `stay` when not."""

    def __init__(self, over: QWidget, unsaved: Unsaved, go: Callable[[], object], stay: Callable[[], object]) -> None:
        about = say("unsaved.about", why=unsaved.why).strip()
        columns = ((say("unsaved.field"), 260), (say("unsaved.text"), 0))
        super().__init__(over, say("unsaved.title", n=len(unsaved.entries)), about, columns, close=say("unsaved.stay"))
        self._unsaved, self._go = unsaved, go
        self.give_up = parts.button(say("unsaved.give_up"), self._give_up, icon="trash-2")
        self.foot.insertWidget(1, self.give_up)
        self.show_lines([Line((entry.label, short(entry.raw)), "") for entry in unsaved.entries])
        self.rejected.connect(stay)
        self.close_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _give_up(self) -> None:
        self._unsaved.give_up()
        self.accept()
        self._go()
