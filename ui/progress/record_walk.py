"""The records behind a figure or a cell, one after the other: which is in sight, the next, and the way back to them."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame

from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile
from desktop_app.texts import say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge


class Walk(Struct):
    """`title`: what the records stand behind; `reopen(record)` shows that again, with this record marked."""

    title: str
    records: Sequence[str]
    at: int
    reopen: Callable[[str], object]

    @property
    def record(self) -> str:
        return self.records[self.at]

    def kind_now(self, file: OpenFile) -> str:
        """The kind of the record in sight, "" where this file has it no longer."""
        from desktop_app.session import records

        found = records.find(file, self.record)
        return found.kind if found is not None else ""

    def open_again(self) -> None:
        self.reopen(self.record)


class WalkBar(QFrame):
    """Stands above the page while one walks; `commit()` is called before each step.

    `record_wanted(kind, id, reopen)`: where the walk begins; `next_wanted(kind, id)`: another record of it;
    `back_wanted`: to what they stand behind.
    """

    record_wanted = Signal(str, str, object)
    next_wanted = Signal(str, str)
    back_wanted = Signal()

    def __init__(self, bridge: Bridge, commit: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("walk")
        self._bridge, self._commit = bridge, commit
        self._walk: Walk | None = None
        line = parts.row(self, theme.MARGIN, 8)
        line.setContentsMargins(theme.MARGIN, 6, theme.MARGIN, 6)
        self.label = parts.put(line, parts.Elided("", "strong"), 1)
        self.before = parts.button(say("walk.before"), lambda: self._step(-1), icon="chevron-up")
        self.next = parts.button(say("walk.next"), lambda: self._step(1), icon="chevron-down")
        self.back = parts.button(say("walk.back"), self.back_wanted.emit, "link")
        self.away = parts.icon_button("x", say("walk.away"), self.hide)
        parts.fill(line, self.before, self.next, self.back, self.away)
        QShortcut("Alt+Up", self, lambda: self._step(-1))
        QShortcut("Alt+Down", self, lambda: self._step(1))
        self.hide()

    def walk(self, walk: Walk) -> None:
        """Go to one of the records behind something, with the way to those before and behind it."""

        def go(kind: str) -> None:
            if kind:
                self.record_wanted.emit(kind, walk.record, walk.open_again)

        self._show(walk)
        self._bridge.ask(walk.kind_now, go, self)

    def _show(self, walk: Walk) -> None:
        self._walk = walk
        at, count = show_number(walk.at + 1), show_number(len(walk.records))
        self.label.set_full_text(say("walk.where", title=walk.title, at=at, count=count))
        self.before.setEnabled(walk.at > 0)
        self.next.setEnabled(walk.at + 1 < len(walk.records))
        self.show()

    def _step(self, by: int) -> None:
        walk = self._walk
        if walk is not None and 0 <= walk.at + by < len(walk.records):
            walk.at += by
            self._show(walk)
            self._commit()
            self._bridge.ask(walk.kind_now, partial(self._go_on, walk), self)

    def _go_on(self, walk: Walk, kind: str) -> None:
        if kind:
            self.next_wanted.emit(kind, walk.record)
