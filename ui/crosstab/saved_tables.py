"""Cross-tables that a person saved by name on this computer: chosen, saved, taken away."""

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import asdict
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.domain.crosstab import SHARES
from desktop_app.settings import ListLook
from desktop_app.texts import say
from ui.crosstab.crosstab_reading import WantedTable
from ui.widgets import parts
from ui.widgets.fitted import FittedDialog
from ui.widgets.menu_button import MenuButton
from ui.widgets.one_line import OneLine

WIDE, MOST = 460, 80
SAVED = ("rows", "columns", "sum", "share")  # neither unit nor period: the same table is asked for of others


class SavedTables(MenuButton):
    """`chosen(kind, saved)`: one of them is wanted. `present` gives the table in sight and a name for it."""

    chosen = Signal(str, dict)

    def __init__(
        self, kinds: Sequence[str], looks: dict[str, ListLook], present: Callable[[], tuple[WantedTable, str]]
    ) -> None:
        super().__init__(say("crosstab.saved"), "pill")
        self._kinds, self._looks, self._present = kinds, looks, present
        self.setAccessibleName(say("crosstab.saved"))
        menu = QMenu(self)
        menu.setAccessibleName(say("crosstab.saved"))
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        self.fill()

    def fill(self) -> None:
        """The tables of all kinds here, then what can be done with the one in sight."""
        menu = self.menu()
        menu.clear()
        for kind, name, saved in self._saved():
            menu.addAction(name).triggered.connect(lambda _=False, k=kind, s=saved: self.chosen.emit(k, s))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(say("crosstab.save")).triggered.connect(lambda _=False: self.ask_name())
        wanted, _ = self._present()
        for kind, name, saved in [*self._saved()]:
            if kind == wanted.kind and saved == _values(wanted):
                forget = menu.addAction(say("crosstab.forget", name=name))
                forget.triggered.connect(lambda _=False, k=kind, n=name: self._looks[k].crosstabs.pop(n, None))

    def ask_name(self) -> "TableName":
        """Ask for a name, and save the table in sight under it."""
        wanted, name = self._present()
        dialog = TableName(self.window(), name, lambda given: self.save(wanted, given))
        dialog.open()
        return dialog

    def save(self, wanted: WantedTable, name: str) -> None:
        """One of the same name gives way."""
        self._looks.setdefault(wanted.kind, ListLook()).crosstabs[name] = _values(wanted)

    def _saved(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        for kind in self._kinds:
            look = self._looks.get(kind)
            for name, saved in look.crosstabs.items() if look else ():
                share = saved.get("share", "")
                values = {field: saved.get(field, "") for field in SAVED}
                yield kind, name, {**values, "share": share if share in SHARES else ""}


class TableName(FittedDialog):
    """Asks what a table is to be called."""

    def __init__(self, over: QWidget, name: str, named: Callable[[str], object]) -> None:
        super().__init__(over, say("crosstab.save_title"), WIDE, 10)
        self._named = named
        parts.fill(self.column, *parts.heading(say("crosstab.save_title"), say("crosstab.save_about")))
        self.name = OneLine(name[:MOST])
        self.name.setMaxLength(MOST)
        self.name.returnPressed.connect(self.use)
        parts.add_field(self.column, say("crosstab.name"), self.name)
        cancel = parts.button(say("ui.qt_cancel"), self.reject)
        parts.button_row(self.column, cancel, parts.button(say("crosstab.save_use"), self.use, "primary"))
        self.name.setFocus()
        self.name.selectAll()

    def use(self) -> None:
        name = self.name.text().strip()
        if name:
            self._named(name)
            self.accept()


def _values(wanted: WantedTable) -> dict[str, str]:
    values = asdict(wanted)
    return {name: values[name] for name in SAVED}
