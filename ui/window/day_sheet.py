"""Asks which day it is, where the clock of this computer can't be right."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.domain.day_values import parse_day, show_date
from desktop_app.messages import Message
from desktop_app.session import OpenFile, maintenance
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.one_line import OneLine

WIDE = 520


class DaySheet(QDialog):
    """`said`: the day is known now."""

    said = Signal()

    def __init__(self, over: QWidget, bridge: Bridge, file: OpenFile) -> None:
        super().__init__(over)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        column = parts.dialog(self, say("clock.title"), 10)
        self._why = parts.label("", wrap=True)
        column.addWidget(self._why)
        column.addWidget(parts.label(say("clock.about"), "muted", wrap=True))
        label = parts.label(say("clock.today"), "label")
        self.day = OneLine(show_date(file.today().isoformat()))
        self.day.setAccessibleName(say("clock.today"))
        self.day.setFixedWidth(theme.scaled(160))
        self.day.returnPressed.connect(self.use)
        label.setBuddy(self.day)
        self._hint = parts.label("", "error", wrap=True)
        for widget in (label, self.day, self._hint):
            column.addWidget(widget)
        foot = parts.row()
        foot.addStretch(1)
        foot.addWidget(parts.button(say("clock.later"), self.reject))
        foot.addWidget(parts.button(say("clock.use"), self.use, "primary"))
        column.addLayout(foot)
        self.resize(theme.wide(WIDE), self.sizeHint().height())
        bridge.ask(maintenance.clock_doubt, self._explain, self)
        self.open()
        self.day.selectAll()
        self.day.setFocus()

    def use(self) -> None:
        """Go on with the day that stands there."""
        found = parse_day(self.day.text())
        if not isinstance(found, str):
            self._hint.setText(say("clock.no_day"))
            return
        day = date.fromisoformat(found)
        self._bridge.write(lambda file: maintenance.say_today(file, day), self._done, self)

    def _explain(self, doubt: Message | None) -> None:
        self._why.setText(in_words(doubt) if doubt else "")

    def _done(self, _: None) -> None:
        self.said.emit()
        self.accept()
