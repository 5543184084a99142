"""One page beside the tabs: what is seen, and what it does with what is made known of the open file."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from ui.progress.shown_figures import ShownFigure
from ui.progress.situation import OpenWork

if TYPE_CHECKING:
    from ui.records.area_tab import AreaTab


def _nothing(*_: object) -> None:
    """What does not concern a page."""


class Page(Struct, frozen=True):
    """A page takes up what concerns it."""

    widget: QWidget
    first_place: Callable[[], QWidget | None] = lambda: None  # where the work on it begins, else where Tab would lead
    area: Callable[[], "AreaTab | None"] = lambda: None  # the records in sight, where it shows records
    set_period: Callable[[Period], None] = _nothing  # speak of this period from now on
    show_figures: Callable[[Sequence[ShownFigure]], None] = _nothing  # the figures of all indicators
    show_refusal: Callable[[str], None] = _nothing  # why what was to be shown can't be read
    show_counts: Callable[[Mapping[str, int]], None] = _nothing  # how many records of each kind the period has
    show_work: Callable[[OpenWork], None] = _nothing  # what is left to do and who has reported
    changed: Callable[[str], None] = _nothing  # records of a kind were written ("" for any)
    refresh: Callable[[], None] = _nothing  # the record in the form may stand otherwise now
    commit: Callable[[], None] = _nothing  # save the field that has the cursor
    show_record: Callable[[RecordKind, str], None] = _nothing  # go to a record
    start_record: Callable[[str], None] = _nothing  # begin one of a kind
    show_conflicts: Callable[[str], None] = _nothing  # the values of a record that offices left different
    show_erasures: Callable[[], None] = _nothing  # what other offices want erased
    tab: Callable[[], int] = lambda: 0  # which of its own tabs is in sight
    show_tab: Callable[[int], None] = _nothing  # show one of them
    make_report: Callable[[], None] = _nothing  # make the report of the period

    def take_focus(self, last: QWidget | None) -> None:
        """Put the focus on what had it last on this page, else where its work begins."""
        there = last is not None and isValid(last) and last.isVisible() and last.isEnabled()
        (last if last is not None and there else self._begin()).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin(self) -> QWidget:
        inside = (w for w in self.widget.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return self.first_place() or next((w for w in inside if w.isVisible() and w.isEnabled()), self.widget)
