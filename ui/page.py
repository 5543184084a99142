"""What every page of an open file can be told; a page takes up what concerns it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind

if TYPE_CHECKING:
    from ui.progress.shown_figures import ShownFigure
    from ui.progress.situation import Work
    from ui.records.area_tab import AreaTab


class Page(QWidget):
    """One page beside the tabs, on the ground of the window."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(name)

    @property
    def area(self) -> "AreaTab | None":
        """The records in sight, where the page shows records."""
        return None

    def set_period(self, period: Period) -> None:
        """Speak of this period from now on."""

    def show_figures(self, figures: Sequence["ShownFigure"]) -> None:
        """The figures of all indicators."""

    def show_refusal(self, sentence: str) -> None:
        """Why what was to be shown can't be read."""

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many records of each kind there are in the period."""

    def show_work(self, work: "Work") -> None:
        """What is left to do and who has reported."""

    def changed(self, kind: str) -> None:
        """Records of a kind were written ("" for any)."""

    def refresh(self) -> None:
        """Read the record in the form again: it may stand otherwise now."""

    def take_focus(self, last: QWidget | None) -> None:
        """Put the focus on what had it last on this page, else where its work begins."""
        there = last is not None and isValid(last) and last.isVisible() and last.isEnabled()
        (last if last is not None and there else self.first_place).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def first_place(self) -> QWidget:
        """Where the work on this page begins."""
        inside = (w for w in self.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return next((w for w in inside if w.isVisible() and w.isEnabled()), self)

    def commit(self) -> None:
        """Save the field that has the cursor."""

    def show_record(self, kind: RecordKind, record: str) -> None:
        """Go to a record."""

    def make_report(self) -> None:
        """Make the report of the period."""
