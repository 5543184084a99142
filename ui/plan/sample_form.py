"""The form of a kind as officers will see it, from a plan that is being written: one can type into it to try."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.session import OpenFile
from desktop_app.texts import in_words, say
from ui.form.field_grid import FieldGrid
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.scrolling import Scrolling


class SampleForm(QWidget):
    """Nothing that is typed here is stored."""

    def __init__(self) -> None:
        super().__init__()
        column = parts.column(self, 0, 6)
        self.about = parts.put(column, parts.label(say("planpage.sample_none"), "muted", wrap=True))
        self._canvas = QWidget()
        self._canvas.setObjectName("plain")
        self._column = parts.column(self._canvas, 0, 0)
        room = Scrolling(self._canvas, say("planpage.tab_sample"))
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(room, 1)
        self._bridge = Bridge(_no_file, self)  # of no file: what a field refers to is found nowhere
        self._source: Mapping[str, Any] | None = None
        self._plan: Plan | None = None
        self._kind = ""
        self.grid: FieldGrid | None = None

    def show_kind(self, source: Mapping[str, Any] | None, kind: str) -> None:
        """Show the form of a kind of a plan without faults; without one, what was shown stays and is said to be old."""
        if source is None:
            self.about.setText(say("planpage.sample_later"))
            return
        if source is self._source and kind == self._kind:
            return
        if source is not self._source:
            self._source, self._plan = source, parse_plan(source)
        self._kind = kind
        parts.clear(self._column)
        self.grid = None
        known = self._plan.kinds.get(kind) if self._plan else None
        if self._plan is None or known is None:
            self.about.setText(say("planpage.sample_none"))
            return
        self.about.setText(say("planpage.sample_of", kind=in_words(known.label)))
        self.grid = FieldGrid(known, self._plan, self._plan.units, self._bridge)
        parts.fill(self._column, self.grid, 1)


def _no_file() -> OpenFile:
    raise LookupError("a sample has no file")
