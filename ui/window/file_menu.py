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


class FileMenu(QMenu):
    """Groups of entries with a line between them; the keys work in the whole window."""

    def __init__(
        self, window: QWidget, groups: Sequence[Sequence[MenuEntry]], records_there: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self.aboutToShow.connect(lambda: self._offer_records(there=records_there()))
        self.aboutToHide.connect(lambda: self._offer_records(there=True))  # the keys look for themselves
        self._made: list[tuple[MenuEntry, QAction]] = []
        for number, group in enumerate(groups):
            if number:
                self.addSeparator()
            for entry in group:
                made = QAction(say(entry.words), window)
                made.setShortcuts([QKeySequence(keys) for keys in entry.keys])
                made.triggered.connect(lambda _=False, run=entry.action: run())
                self.addAction(made)
                window.addAction(made)
                self._made.append((entry, made))
        self.setAccessibleName(say("ui.menu"))
        self.show_open(is_open=False)

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
