"""Asks which day it is, where the clock of this computer can't be right."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_app.domain.day_values import parse_day, show_date
from desktop_app.domain.typed_value import Unreadable
from desktop_app.messages import Message
from desktop_app.session import OpenFile, maintenance
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.fitted import FittedDialog
from ui.widgets.one_line import OneLine


class DayDialog(FittedDialog):
    """`said`: the day is known now, and the dialog is closed."""

    said = Signal()

    def __init__(self, over: QWidget, bridge: Bridge, file: OpenFile) -> None:
        super().__init__(over, say("clock.title"))
        self._bridge, self._known, self._issued = bridge, file.today(), date.fromisoformat(file.plan.doc_date)
        self.why = parts.label("", wrap=True)
        parts.fill(self.column, self.why, parts.label(say("clock.about"), "muted", wrap=True))
        self._ask()
        self._foot()
        bridge.ask(maintenance.clock_doubt, self._explain, self)
        self.open()
        self.day.selectAll()
        self.day.setFocus()

    def use(self) -> None:
        """Go on with the day that stands there."""
        found = parse_day(self.day.text().strip())
        if isinstance(found, str):
            self._say(date.fromisoformat(found), insists=False)
        elif isinstance(found, Unreadable) and found.key == "no_such_day":
            self._refuse(say("clock.no_such_day", text=found.text))
        else:
            self._refuse(say("clock.no_day"))

    def insist(self) -> None:
        """Use the day though the file knows of later ones."""
        self._say(self._meant, insists=True)

    def _ask(self) -> None:
        """Nothing is proposed where nothing but a clock that is wrong for sure says which day it is."""
        proposed = show_date(self._known.isoformat()) if self._known >= self._issued else ""
        self._meant = self._known
        label = parts.label(say("clock.today"), "label")
        self.day = OneLine(proposed)
        self.day.setAccessibleName(say("clock.today"))
        self.day.setFixedWidth(theme.scaled(160))
        self.day.returnPressed.connect(self.use)
        self.day.textEdited.connect(lambda _: self._refuse(""))
        label.setBuddy(self.day)
        self.hint = parts.MessageLabel("error")
        self.still = parts.button("", self.insist, "link")
        self.still.hide()
        parts.fill(self.column, label, self.day, self.hint)
        self.column.addWidget(self.still, 0, Qt.AlignmentFlag.AlignLeft)

    def _foot(self) -> None:
        later = parts.button(say("clock.later"), self.reject)
        parts.button_row(self.column, later, parts.button(say("clock.use"), self.use, "primary"))

    def _say(self, day: date, *, insists: bool) -> None:
        self._meant = day
        self._bridge.write(
            lambda file: maintenance.say_today(file, day, insists=insists),
            lambda _: self._done(),
            self,
            failed=self._refuse_day,
        )

    def _refuse_day(self, why: str) -> None:
        if isValid(self):  # it may be closed by then
            self._refuse(why, may_insist=self._issued <= self._meant < self._known)

    def _refuse(self, why: str, *, may_insist: bool = False) -> None:
        self.hint.show_text(why)
        self.still.setText(say("clock.insist", day=show_date(self._meant.isoformat())))
        self.still.setVisible(may_insist)

    def _explain(self, doubt: Message | None) -> None:
        self.why.setText(in_words(doubt) if doubt else "")

    def _done(self) -> None:
        self.accept()
        self.said.emit()
