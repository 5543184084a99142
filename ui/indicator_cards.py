"""The indicators of one area as a row of small cards: code and name, figure, bar with its mark, the way behind it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui import parts, theme
from ui.figure_bar import FigureBar
from ui.figures import Figure


class IndicatorCards(QWidget):
    """Hidden while the area has no indicator of its own. `chosen(code)`: a click, Enter or blank on one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row: QHBoxLayout = parts.row(self, 0, 12)
        self._cards: dict[str, IndicatorCard] = {}
        self.hide()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures; a card that stays keeps the focus."""
        if [figure.code for figure in figures] != list(self._cards):
            parts.clear(self._row)
            self._cards = {f.code: IndicatorCard(partial(self.chosen.emit, f.code)) for f in figures}
            for card in self._cards.values():
                self._row.addWidget(card, 1)
        for figure in figures:
            self._cards[figure.code].show_figure(figure)
        self.setVisible(bool(figures))


class IndicatorCard(QPushButton):
    """A button that looks like a card."""

    def __init__(self, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAutoDefault(True)  # Enter presses it
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: clicked())
        column = parts.column(self, 0, 2)
        column.setContentsMargins(14, 8, 14, 8)
        self._name = parts.Elided("", "small")
        column.addWidget(self._name)
        self._bar, self._told = FigureBar(), parts.label()
        line = parts.row(spacing=12)
        line.addWidget(self._bar, 1)
        line.addWidget(self._told)
        column.addLayout(line)
        for part in (self._name, self._told, self._bar):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_figure(self, figure: Figure) -> None:
        """Name, figure and bar; the state in words for those who can't see its colour."""
        told = " · ".join(dict.fromkeys(text for text in (figure.ratio, figure.value) if text))
        self._name.tell(f"{figure.code} {figure.title}")
        self._told.setText(told if figure.value else figure.state)
        theme.set_role(self._told, "strong" if figure.value else "small")
        self._bar.show_bar(figure.bar)
        self.setAccessibleName(", ".join(t for t in (figure.code, figure.title, told, figure.state) if t))
        self.setToolTip(f"{figure.state}\n{figure.tip}")

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
