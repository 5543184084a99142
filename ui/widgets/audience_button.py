"""The button that says who reads what leaves the window, and lets choose."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QPushButton

from desktop_app.domain.audiences import AUDIENCES, SUPERIOR
from desktop_app.texts import say
from ui.widgets.menu_button import MenuButton


def audience_button(chosen: Callable[[str], object]) -> QPushButton:
    """Says for whom something is, and lets choose among the readers that there are."""
    made = MenuButton(_name_of(SUPERIOR), "link")
    menu = QMenu(made)
    menu.setAccessibleName(say("print.audience"))
    menu.setToolTipsVisible(True)

    def choose(audience: str) -> None:
        made.setText(_name_of(audience))
        chosen(audience)

    for audience in AUDIENCES:
        action = menu.addAction(say(f"print.audience_{audience}"))
        action.setToolTip(say(f"print.audience_{audience}_about"))
        action.triggered.connect(lambda _=False, one=audience: choose(one))
    made.setMenu(menu)
    return made


def _name_of(audience: str) -> str:
    return say(f"print.audience_{audience}")
