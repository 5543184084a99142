"""A button that says what is chosen of something, and opens a menu of all that can be."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu

from desktop_app.texts import say
from ui.widgets import icons, theme
from ui.widgets.menu_button import MenuButton

LONGEST = 210  # pixels of what is chosen


class PillOption(Struct, frozen=True):
    """One line of the menu; those of one `group` stand in a menu of their own behind the others."""

    value: str
    text: str
    group: str = ""


class MenuPill(MenuButton):
    """`chosen(value)`: another line was chosen."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(role="pill")
        self._name = name
        self.value = ""
        self._menu = QMenu(self)
        self._menu.setAccessibleName(name)
        self.setMenu(self._menu)

    def offer(self, options: Sequence[PillOption], value: str) -> None:
        """Show what is chosen, and put these lines into the menu."""
        self.value = value
        chosen = next((one.text for one in options if one.value == value), "")
        whole = say("crosstab.pill", name=self._name, chosen=chosen)
        room = theme.wide(LONGEST)
        self.setText(f"{self._name}: {self.fontMetrics().elidedText(chosen, Qt.TextElideMode.ElideRight, room)}")
        self.setAccessibleName(whole)
        self.setToolTip(whole if "…" in self.text() else "")
        self._menu.clear()
        groups: dict[str, QMenu] = {"": self._menu}
        for one in options:
            if one.group not in groups:
                if len(groups) == 1:
                    self._menu.addSeparator()
                groups[one.group] = self._menu.addMenu(one.group)
                groups[one.group].setAccessibleName(one.group)
            action = groups[one.group].addAction(one.text)
            action.setIcon(icons.tick(shown=one.value == value))
            action.triggered.connect(lambda _=False, value=one.value: self.chosen.emit(value))
