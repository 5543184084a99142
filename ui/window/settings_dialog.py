"""The settings of this computer: name, size of type, colours, language; each takes effect as soon as it is chosen."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desktop_app.catalogue import LANGUAGES
from desktop_app.settings import FONT_SIZES, THEMES, Settings
from desktop_app.texts import say
from ui.widgets import parts, theme
from ui.widgets.fitted import FittedDialog
from ui.widgets.one_line import OneLine

WIDE = 520
CHOICES = {
    "font_size": ("ui.font_size", ("ui.font_size_small", "ui.font_size_normal", "ui.font_size_large"), FONT_SIZES),
    "theme": ("ui.theme", ("ui.theme_light", "ui.theme_dark", "ui.theme_system"), THEMES),
    "language": ("ui.language", ("ui.language_vi", "ui.language_en"), LANGUAGES),
}


class SettingsDialog(FittedDialog):
    """`look_changed()`: what is in sight must be built anew; `author_changed(name)`: who writes from now on."""

    look_changed = Signal()
    author_changed = Signal(str)

    def __init__(self, over: QWidget, settings: Settings, unit: str, author: str) -> None:
        """`author`: who writes in the open file, else who did last; `unit`: the name of its office, "" for no file."""
        super().__init__(over, say("ui.settings"), WIDE, 4)
        self._settings, self._unit = settings, unit
        self._author = author
        self.buttons: dict[tuple[str, str], QPushButton] = {}
        self._fill()

    def _fill(self) -> None:
        """Everything, in the words and sizes now in force."""
        parts.clear(self.column)
        self.setFixedWidth(theme.scaled(WIDE))
        self.setWindowTitle(say("ui.settings"))
        parts.fill(self.column, *parts.heading(say("ui.settings"), say("ui.settings_about")))
        self.author = OneLine(self._author)
        self.author.editingFinished.connect(self._take_author)
        parts.add_field(self.column, say("ui.author"), self.author)
        self._hint = parts.put(self.column, parts.MessageLabel("error"))
        for setting, (title, words, choices) in CHOICES.items():
            self._segments(setting, say(title), dict(zip(choices, map(say, words), strict=True)))
        if self._unit:
            unit = QLineEdit(self._unit)
            unit.setReadOnly(True)
            parts.add_field(self.column, say("ui.settings_unit"), unit)
            self.column.addWidget(parts.label(say("ui.settings_unit_about"), "small", wrap=True))
        self.column.addSpacing(12)
        parts.button_row(self.column, parts.button(say("ui.close"), self.close))

    def _segments(self, setting: str, title: str, choices: Mapping[str, str]) -> None:
        """One button per choice, the one in force pressed."""
        self.column.addWidget(parts.field_label(title))
        made = parts.one_of(self, choices, getattr(self._settings, setting), partial(self._choose, setting))
        for choice, button in made.items():
            button.setFixedHeight(theme.FIELD_HEIGHT)
            button.setAccessibleName(say("ui.setting_spoken", setting=title, choice=choices[choice]))
            self.buttons[setting, choice] = button
        self.column.addLayout(parts.fill(parts.row(spacing=6), *((button, 1) for button in made.values())))

    def _choose(self, setting: str, choice: str) -> None:
        if getattr(self._settings, setting) == choice:
            return
        self._take_author()
        setattr(self._settings, setting, choice)
        self.look_changed.emit()
        self._fill()
        here = self.buttons[setting, choice]
        here.show()  # a layout shows what is new a moment later, too late for the focus
        here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_author(self) -> None:
        name = self.author.text().strip()
        self._hint.show_text("" if name else say("ui.hint_author"))
        if name and name != self._author:
            self._author = self._settings.author = name
            self.author_changed.emit(name)

    def done(self, result: int) -> None:
        """However the dialog is left, what stands in it is taken."""
        self._take_author()
        super().done(result)
