"""The record kinds of a page as chips with their counts, and beside them the button for a new record."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton

from desktop_app.domain.plan import RecordKind
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.flow_row import FlowRow

AIR, GAP = (24, 14), (6, 4)  # beside the words of a chip and between chips, usually and on a narrow page


class KindChips(FlowRow):
    """`chosen(kind)`: its list is wanted; `add_wanted()`: a new record."""

    chosen = Signal(str)
    add_wanted = Signal()

    def __init__(self, kinds: Sequence[RecordKind]) -> None:
        super().__init__()
        self._kinds = {kind.name: kind for kind in kinds}
        self._group = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        for name, kind in self._kinds.items():
            self.chips[name] = self._make_chip(name, kind)
        self.button = parts.button(say("ui.add"), self.add_wanted.emit, "primary")
        self.take_corner(self.button)

    def _make_chip(self, name: str, kind: RecordKind) -> QPushButton:
        chip = parts.button(in_words(kind.list_label), partial(self.chosen.emit, name), "chip")
        chip.setCheckable(True)
        chip.setToolTip(in_words(kind.purpose))
        self._group.addButton(chip)
        self.add(chip)
        return chip

    def show_chosen(self, kind: RecordKind, *, offered: bool) -> None:
        """Which kind is in sight, and whether new records of it are offered here."""
        self.chips[kind.name].setChecked(True)
        parts.lead_to_chosen(self.chips.values())
        self.button.setAccessibleName(say("ui.add_kind", kind=in_words(kind.label)))
        self.button.setVisible(offered)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        for name, kind in self._kinds.items():
            self.chips[name].setText(say("ui.chip", name=in_words(kind.list_label), count=counts.get(name, 0)))
        self._fit()

    def set_narrow(self, *, narrow: bool) -> None:
        """Let the chips stand closer together, and the button without its key, where there is little room."""
        self.button.setText(say("ui.add_short" if narrow else "ui.add"))
        for chip in self.chips.values():
            theme.set_role(chip, "narrow-chip" if narrow else "chip")
        self.gap = GAP[narrow]
        self._fit()

    def _fit(self) -> None:
        """As wide as their words, also when these turn bold."""
        bold = QFontMetrics(theme.font(12, semibold=True))
        for chip in self.chips.values():
            air = AIR[chip.property("role") == "narrow-chip"]
            chip.setMinimumWidth(bold.horizontalAdvance(chip.text()) + air)
        self.settle()
