"""What the file did not take, being in use or its disk full: known by name, and tried again until it is taken."""

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.errors import AppError
from desktop_app.texts import in_words

if TYPE_CHECKING:
    from desktop_app.session.open_record import OpenRecord

PAUSE = 10_000


class UnsavedEntry(Struct, frozen=True, eq=False):
    """What a person entered as `name` (a field) of `owner`: what is entered there later takes its place. `opened`: the
    record that it can be a draft of.
    """

    owner: Hashable
    name: str
    label: str
    raw: str
    opened: "OpenRecord | None" = None


class Unsaved(QObject):
    """`changed`: more or less is waiting; `all_settled`: the last that waited has arrived; `refused(entry)`: one begins
    to wait; `arrived(entry)`: what waited has arrived; `given_up`: none is to.
    """

    changed = Signal()
    all_settled = Signal()
    refused = Signal(object)
    arrived = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._newest: dict[tuple[Hashable, str], UnsavedEntry] = {}
        self._waiting: dict[UnsavedEntry, Callable[[], None] | None] = {}  # None: a bug, and no use to try again
        self._sent: set[UnsavedEntry] = set()
        self.why = ""
        self.timer = QTimer(self, singleShot=True, interval=PAUSE)
        self.timer.timeout.connect(self.try_one)

    @property
    def entries(self) -> Sequence[UnsavedEntry]:
        """What is waiting, the oldest first."""
        return list(self._waiting)

    def of(self, owner: Hashable) -> dict[str, str]:
        """By name, as typed, what of one owner is waiting."""
        return {entry.name: entry.raw for entry in self._waiting if entry.owner == owner}

    def begin(self, entry: UnsavedEntry) -> None:
        """An entry is on its way into the file."""
        self._newest[entry.owner, entry.name] = entry
        self._sent.add(entry)

    def settle(self, entry: UnsavedEntry, again: Callable[[], None], error: BaseException | None) -> None:
        """It has arrived, or waits to be tried `again`; one that a later one replaced does neither."""
        self._sent.discard(entry)
        if self._newest.get((entry.owner, entry.name)) is not entry:
            return
        before = len(self._waiting)
        waited = [one for one in self._waiting if (one.owner, one.name) == (entry.owner, entry.name)]
        for one in waited:
            del self._waiting[one]
        if error is None:
            del self._newest[entry.owner, entry.name]
            if waited:
                self.arrived.emit(entry)
        else:
            self.refused.emit(entry)
            self._waiting[entry] = again if isinstance(error, AppError) else None
            self.why = in_words(error.message) if isinstance(error, AppError) else ""
            self.timer.start()
        if before or self._waiting:
            self.changed.emit()
        if error is None:  # whatever it took, the file can be written again
            self.try_all()
            if before and not self._waiting:
                self.all_settled.emit()

    def try_all(self) -> None:
        """The file may take now what it did not take before."""
        for entry in list(self._waiting):
            self._try(entry)

    def try_one(self) -> None:
        """The first of them only, lest everybody waits for a file in use as often as there are entries."""
        for entry in list(self._waiting):
            if self._try(entry):
                return

    def give_up(self) -> None:
        """The person lets it go."""
        self.timer.stop()
        self._newest, self._waiting = {}, {}
        self.given_up.emit()
        self.changed.emit()

    def _try(self, entry: UnsavedEntry) -> bool:
        again = self._waiting.get(entry)
        newest = self._newest.get((entry.owner, entry.name)) is entry
        if again is None or not newest or entry in self._sent:
            return False
        again()
        return True
