"""A data file on its way: opened, made or saved on a thread of its own, and given up once another one is wanted."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.errors import AppError
from desktop_app.session import OpenFile
from desktop_app.settings import Settings
from ui.widgets.bridge import Bridge


def nothing(*_: object) -> None:
    """Nothing is to be done."""


class FileOpening:
    """At most one file is on its way."""

    def __init__(self, parent: QObject, settings: Settings) -> None:
        self._parent, self._settings = parent, settings
        self._bridge: Bridge | None = None
        self._path: Path | None = None
        self._cancel: Callable[[], object] = nothing

    @property
    def busy(self) -> bool:
        return self._bridge is not None and self._bridge.busy

    def awaits(self, path: Path) -> bool:
        return self.busy and path == self._path

    def begin(
        self,
        path: Path,
        opener: Callable[[], OpenFile],
        opened: Callable[[Bridge, OpenFile], None],
        refused: Callable[[str, Sequence[str]], None],
        cancel: Callable[[], object] = nothing,
    ) -> None:
        """Run `opener`; `opened` hears of it, or `refused` with a sentence and the keys of the errors, and nobody once
        it is given up. `cancel` stops an opener that takes long.
        """
        self.give_up()
        keys: list[str] = []
        self._bridge = bridge = Bridge(lambda: _noting(lambda: self._signed(opener()), keys), self._parent)
        self._path, self._cancel = path, cancel

        def answer(file: OpenFile) -> None:
            if bridge is self._bridge:
                opened(bridge, file)

        def refuse(sentence: str) -> None:
            if self.hand_over(bridge):
                end(bridge)
                refused(sentence, keys)

        bridge.open(answer, refuse)

    def _signed(self, file: OpenFile) -> OpenFile:
        """The file with the name of who writes in it here: what it says itself may be another office's."""
        if not file.practice:
            file.author = self._settings.author_of(file.path, file.unit)
        return file

    def hand_over(self, bridge: Bridge) -> bool:
        """From now on the file is the window's; False: it was given up meanwhile."""
        if bridge is not self._bridge:
            return False
        self._bridge, self._cancel = None, nothing
        return True

    def give_up(self) -> None:
        self._cancel()
        if self._bridge is not None:
            bridge = self._bridge
            self.hand_over(bridge)
            end(bridge)


def end(bridge: Bridge) -> None:
    """Finish all that was asked, then close the file."""
    bridge.finish()
    bridge.close()
    bridge.deleteLater()


def took_everything(over: QWidget, bridge: Bridge, go: Callable[[], object], stay: Callable[[], object]) -> bool:
    """Whether the file took all that was entered; if not, the person says whether to `go` without it or to `stay`."""
    bridge.finish()
    bridge.unsaved.try_all()
    bridge.finish()
    if not bridge.unsaved.entries:
        return True
    from ui.window.unsaved_dialog import UnsavedDialog

    if QApplication.activeModalWidget() is None:
        UnsavedDialog(over, bridge.unsaved, go, stay).open()
    return False


def _noting(opener: Callable[[], OpenFile], keys: list[str]) -> OpenFile:
    """Open, and note why it is refused."""
    try:
        return opener()
    except AppError as error:
        keys.append(error.key)
        raise
