"""The menu of the window: every entry with its key, those of an open file only while one is open."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.texts import say


class MenuEntry(Struct, frozen=True):
    """One line: the key of its words, its keys of the keyboard, what it does.

    `of_file`: needs an open file; `of_records`: and a page with records.
    """

    words: str
    action: Callable[[], object]
    keys: Sequence[str] = ()
    of_file: bool = False
    of_records: bool = False


class MenuGroup(Struct, frozen=True):
    """Entries that belong together: between two lines, or under words of their own as a menu beside this one."""

    entries: Sequence[MenuEntry]
    words: str = ""


class FileMenu(QMenu):
    """Groups of entries; the keys work in the whole window."""

    def __init__(self, window: QWidget, groups: Sequence[MenuGroup], records_there: Callable[[], bool]) -> None:
        super().__init__(window)
        self.aboutToShow.connect(lambda: self._offer_records(there=records_there()))
        self.aboutToHide.connect(lambda: self._offer_records(there=True))  # the keys look for themselves
        self._made: list[tuple[MenuEntry, QAction]] = []
        self._beside: list[tuple[MenuGroup, QMenu]] = []
        for number, group in enumerate(groups):
            if number:
                self.addSeparator()
            self._add(window, group, self._open_beside(group) if group.words else self)
        self.setAccessibleName(say("ui.menu"))
        self.show_open(is_open=False)

    def _open_beside(self, group: MenuGroup) -> QMenu:
        beside = self.addMenu(say(group.words))
        self._beside.append((group, beside))
        return beside

    def _add(self, window: QWidget, group: MenuGroup, menu: QMenu) -> None:
        for entry in group.entries:
            made = QAction(say(entry.words), window)
            made.setShortcuts([QKeySequence(keys) for keys in entry.keys])
            made.triggered.connect(lambda _=False, run=entry.action: run())
            menu.addAction(made)
            window.addAction(made)
            self._made.append((entry, made))

    def show_open(self, *, is_open: bool) -> None:
        self._is_open = is_open
        for entry, action in self._made:
            action.setEnabled(is_open or not entry.of_file)

    def _offer_records(self, *, there: bool) -> None:
        for entry, action in self._made:
            if entry.of_records:
                action.setEnabled(self._is_open and there)

    def retranslate(self) -> None:
        """The words in the language now in force."""
        self.setAccessibleName(say("ui.menu"))
        for entry, action in self._made:
            action.setText(say(entry.words))
        for group, menu in self._beside:
            menu.setTitle(say(group.words))
