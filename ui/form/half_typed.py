"""Follows what a person types into the fields of a form, and what was half-typed there the last time."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.form.field_editors import FieldEditor

PAUSE = 500  # what a person types is saved at least this often


class HalfTyped(QObject):
    """`typed(name, raw)`: what stands in a field half-typed, now and then while a person types; None: no more.

    `dropped(name)`: what was half-typed, now or the last time, is given up.
    """

    typed = Signal(str, object)
    dropped = Signal(str)

    def __init__(self, grid: QWidget, editors: Mapping[str, FieldEditor]) -> None:
        super().__init__(grid)
        self._editors = editors
        self._offered: set[str] = set()  # fields that show what was half-typed the last time
        self._name = ""  # the field that is being typed in
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._say)

    def begin(self) -> None:
        """Another record is about to be shown."""
        self._offered, self._name = set(), ""

    def offer(self, name: str, raw: str) -> None:
        """What was half-typed the last time stands in its field again."""
        self._editors[name].show_raw(raw)
        self._offered.add(name)

    def settle(self, name: str) -> None:
        """What stands in the field is not from the last time any more."""
        self._offered.discard(name)

    def give_up(self, name: str) -> None:
        """What stands in the field and is not saved gives way to what is."""
        self._offered.discard(name)
        if self._name == name:
            self._pause.stop()
            self._name = ""
        self.dropped.emit(name)

    def note(self, name: str) -> None:
        """A letter more or less stands in a field."""
        self._name = name
        if not self._pause.isActive():
            self._pause.start()

    def stop_elsewhere(self) -> None:
        """The cursor moved: the field that was typed in may have been left."""
        if self._name and not self._editors[self._name].inner().hasFocus():
            self.stop()

    def stop(self) -> None:
        """The field was left: what stood in it is on its way into the file, or stays in it with its problem."""
        if not self._name:
            return
        self._pause.stop()
        self._editors[self._name].commit()  # after Enter Qt says so only when the cursor has moved on
        self._say()
        name, self._name = self._name, ""
        if name in self._offered and not self._editors[name].half_typed:
            self._offered.discard(name)
            self.dropped.emit(name)

    def _say(self) -> None:
        if self._name:
            editor = self._editors[self._name]
            self.typed.emit(self._name, editor.raw if editor.half_typed else None)
