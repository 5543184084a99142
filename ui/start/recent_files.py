"""The files that were open lately, as lines of the start page; one that is gone is marked and can be dropped."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app import paths
from desktop_app.settings import Settings
from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.worker import Worker, WorkOutcome

PAUSE = 20


class RecentFiles(QWidget):
    """`wanted(path)`: open this one."""

    wanted = Signal(Path)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._column = parts.column(self, 0, 2)
        self._missing: set[str] = set()
        self.lines: dict[str, QPushButton] = {}
        self._fill()
        if settings.recent:
            MissingFileCheck(settings.recent).missed.connect(self._mark)

    def take_focus(self) -> None:
        """Enter opens the file that was open last, as on most days."""
        there = [opener for name, opener in self.lines.items() if name not in self._missing]
        for opener in there[:1]:
            opener.show()  # a line just added is not shown yet, and would let the focus go elsewhere
            opener.setFocus()

    def _fill(self) -> None:
        parts.clear(self._column)
        self.lines.clear()
        if not self._settings.recent:
            self._column.addWidget(parts.label(say("ui.no_recent"), "small", wrap=True))
        for name in self._settings.recent:
            self._add(name, Path(name))

    def _add(self, name: str, path: Path) -> None:
        line = parts.row(spacing=8)
        opener = parts.button(path.name, partial(self.wanted.emit, path), "line", "file-text")
        opener.setToolTip(name)
        line.addWidget(opener, 1)
        if name in self._missing:
            opener.setAccessibleName(say("ui.recent_missing_spoken", file=path.name))
            line.addWidget(parts.pill(say("ui.recent_missing"), "warning-pill"))
            line.addWidget(parts.icon_button("x", say("ui.recent_drop", file=path.name), partial(self._drop, name)))
        self._column.addLayout(line)
        self.lines[name] = opener

    def _mark(self, missing: set[str]) -> None:
        """A stick may be pulled out for now, so the lines stay until the person drops them."""
        self._missing = missing
        if missing:
            here = self.window().focusWidget() in self.lines.values()  # also while the window is not in front yet
            self._fill()
            if here:
                self.take_focus()

    def _drop(self, name: str) -> None:
        self._settings.forget(Path(name))
        self._fill()


class MissingFileCheck(QObject):
    """`missed(names)`: those that are no files now; a disk of the network may take seconds to say so, on its thread."""

    missed = Signal(object)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(QCoreApplication.instance())  # it may outlive the page that asked
        self._found: list[WorkOutcome[set[str]]] = []
        self._worker = Worker("files")
        self._worker.submit(partial(_missing, tuple(names)), self._found.append)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(PAUSE)

    def _look(self) -> None:
        for found in self._found:
            self._timer.stop()
            self._worker.shutdown()
            self.missed.emit(found.result)
            self.deleteLater()


def _missing(names: Sequence[str]) -> set[str]:
    return {name for name in names if not paths.is_file(Path(name))}
