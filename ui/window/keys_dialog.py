"""The dialog of all keys of the keyboard: F1 where no field has help of its own, or the menu."""

from PySide6.QtWidgets import QWidget

from desktop_app.texts import say
from ui.widgets import parts, theme
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog

KEYS = (
    ("Ctrl+1 … Ctrl+9", "ui.key_pages"),
    ("Ctrl+PgUp, Ctrl+PgDown", "list.key_kinds"),
    ("F6", "list.key_cross"),
    ("Alt+←, Alt+→", "ui.key_ways"),
    ("Ctrl+F", "ui.key_search"),
    ("Ctrl+N", "ui.key_new"),
    ("Ctrl+Shift+D", "form.key_duplicate"),
    ("Ctrl+Shift+F", "list.key_filter"),
    ("Ctrl+Shift+C", "list.key_columns"),
    ("Ctrl+Shift+B", "crosstab.key_does"),
    ("Shift+↓, Ctrl+A", "list.key_mark"),
    ("Ctrl+C, Delete", "list.key_marked"),
    ("Shift+↓, Ctrl+A, Ctrl+C", "figure.key_copy"),
    ("Ctrl+C", "print.key_copy"),
    ("F2", "cells.key_toggle"),
    ("Enter, Tab, F2, Delete", "cells.key_cell"),
    ("Ctrl+C, Ctrl+V, Ctrl+D", "cells.key_block"),
    ("Enter, Tab", "ui.key_next"),
    ("Shift+Tab", "ui.key_before"),
    ("Shift+Enter", "form.key_line"),
    ("Ctrl+D", "form.key_above"),
    ("Ctrl+J", "form.key_twin"),
    ("Ctrl+;", "form.key_today"),
    ("↓, F4", "form.key_list"),
    ("←, Backspace", "form.key_tags"),
    ("Ctrl+B, Ctrl+I, Ctrl+L", "narrative.key_faces"),
    ("Esc", "ui.key_back"),
    ("Ctrl+Z", "ui.key_undo"),
    ("Ctrl+Y", "ui.key_redo"),
    ("F9", "ui.key_report"),
    ("F1", "ui.key_help"),
    ("F10", "ui.key_menu"),
    ("Ctrl+Shift+A", "ui.author_key"),
    ("Ctrl+O", "ui.key_open"),
    ("Ctrl+,", "ui.key_settings"),
    ("Ctrl+Q", "ui.key_quit"),
)


def show_keys(over: QWidget) -> None:
    dialog = TableDialog(over, say("ui.keys"), "", ((say("ui.keys_key"), 150), (say("ui.keys_does"), 0)))
    parts.resize_over(dialog, theme.wide(760), 640)
    dialog.show_lines([Line((key, say(words))) for key, words in KEYS])
    dialog.open()
