"""The colours, sizes and words of the window, changed while it is open."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app import settings as settings_file
from desktop_app import texts
from desktop_app.session import OpenFile
from desktop_app.settings import Settings
from ui.widgets import parts, theme


class WindowLook(QObject):
    """`renew` builds anew what is in sight."""

    def __init__(self, settings: Settings, renew: Callable[[], object]) -> None:
        super().__init__()
        self._settings, self._renew = settings, renew
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def change(self) -> None:
        """Take up what the settings say now."""
        theme.apply(parts.application(), self._settings.theme, self._settings.font_size)
        texts.set_language(self._settings.language)
        texts.read_messages()  # the ones read at the start are of the language before
        settings_file.save(self._settings)
        self._renew()

    def change_language(self) -> None:
        self._settings.language = "en" if self._settings.language == "vi" else "vi"
        self.change()

    def _follow_system(self) -> None:
        """The computer turned light or dark."""
        if self._settings.theme == "system":
            self.change()

    def show_settings(self, over: QWidget, file: OpenFile | None, change_author: Callable[[str], object]) -> None:
        from ui.window.settings_dialog import SettingsDialog

        unit, author = (file.units.name(file.unit), file.author) if file else ("", self._settings.author)
        dialog = SettingsDialog(over, self._settings, unit, author)
        dialog.look_changed.connect(self.change)
        dialog.author_changed.connect(change_author)
        dialog.open()
