"""The pictures inside a line of text."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from desktop_app.texts import say
from ui.widgets import icons, theme


def sign(field: QLineEdit, icon: str, name: str, size: int = icons.SIZE, *, first: bool = False) -> QAction:
    """Put a picture in; `name` is read to those who can't see it and shown as its tip."""
    ends = QLineEdit.ActionPosition
    made = field.addAction(
        icons.icon(icon, theme.colours().muted, size), ends.LeadingPosition if first else ends.TrailingPosition
    )
    made.setText(name)
    made.setData(name)
    return made


def name_signs(field: QLineEdit, name: str) -> None:
    """Say also which field its pictures belong to: a form has many that open a list."""
    for made in field.actions():
        if made.data():
            made.setText(f"{made.data()}: {name}")


def clearable(field: QLineEdit) -> None:
    """Put a cross at the end of a field while something stands in it."""
    field.setClearButtonEnabled(True)
    for cross in field.findChildren(QAction):
        cross.setText(say("ui.clear"))
