"""How the page of an area shares its room: cards above, the list left, the form right."""

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui.form.record_form import RecordForm
from ui.progress.indicator_cards import IndicatorCards
from ui.records.record_list import RecordList
from ui.widgets import parts, theme

LEAST_FORM, NARROW_FORM = 320, 384
NARROW = 900  # below this width of the page the kinds of records stand in one row over list and form


class AreaLayout(QVBoxLayout):
    """`always_across`: the kinds of records never stand over the list alone. `split(sizes)`: by hand."""

    split = Signal(list)

    def __init__(
        self, page: QWidget, cards: IndicatorCards, list_: RecordList, form: RecordForm, *, always_across: bool
    ) -> None:
        super().__init__(page)
        self._page, self._cards, self._list, self._form = page, cards, list_, form
        self._always_across = always_across
        self._split_by_hand = self._below_tabs = False
        form.setMinimumWidth(LEAST_FORM)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme.GAP)
        for place, widget in enumerate((list_, form)):
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(place, 1 - place)
        self._splitter.splitterMoved.connect(lambda *_: self._keep_split())
        self.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        self.setSpacing(theme.GAP)
        parts.fill(self, cards, list_.head, (self._splitter, 1))

    def set_split(self, sizes: list[int]) -> None:
        """Share the width between list and form as it was left the last time."""
        self._split_by_hand = True
        self._splitter.setSizes(sizes)

    def stand_below_tabs(self) -> None:
        """Leave the distance from the top to the tabs above."""
        self._below_tabs = True
        self._share_height()

    def fit(self) -> None:
        """Follow a new size of the page."""
        self._share_width()
        self._share_height()

    def _keep_split(self) -> None:
        self._split_by_hand = True
        self.split.emit(self._splitter.sizes())

    def _share_width(self) -> None:
        """On a narrow page the kinds of records stand over list and form, and the form leaves the list some room."""
        width = self._page.width()
        narrow = width < theme.wide(NARROW)
        across = narrow or self._always_across
        self._list.head.set_narrow(narrow=narrow)
        if across != (self._list.head.parentWidget() is self._page):
            if across:
                self.insertWidget(1, self._list.head)
            else:
                self._list.take_head()
        if not self._split_by_hand:
            form = theme.wide(NARROW_FORM) if narrow else theme.FORM
            self._splitter.setSizes([max(0, width - 2 * theme.MARGIN - theme.GAP - form), form])

    def _share_height(self) -> None:
        """On a low page, as on a laptop at 150 %, list and form have the room of cards and margins; the lower margin
        is for notices.
        """
        height = self._page.height()
        top, low = theme.top_margin(height), theme.is_low(height)
        self._cards.set_low(low=low)
        self._form.view.set_low(low=low)
        margins = QMargins(theme.MARGIN, 0 if self._below_tabs else top, theme.MARGIN, theme.MARGIN)
        if margins != self.contentsMargins():
            self.setContentsMargins(margins)
            self.setSpacing(min(top, theme.GAP))
