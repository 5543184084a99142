"""The indicators of one area as a row of small cards: code and name, figure, bar with its mark, the way behind it."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.progress.figure_bar import FigureBar
from ui.progress.shown_figures import ShownFigure
from ui.widgets import parts, theme
from ui.widgets.list_header import two_lines

SIDE = 14


class IndicatorCards(QWidget):
    """Hidden on a low page and while the area has no indicator of its own. `chosen(code)`: a click, Enter, blank."""

    chosen = Signal(str)
    made = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row: QHBoxLayout = parts.row(self, 0, 12)
        self._cards: dict[str, IndicatorCard] = {}
        self._low = False
        self.hide()

    def tab_before(self, first: QWidget, around: QWidget) -> None:
        """Let Tab lead through the cards, though they are made later, to what follows them `around` there."""
        cards, following = list(self._cards.values()), [first]
        here: QWidget | None = first.nextInFocusChain()
        while here is not None and here is not cards[0] and here is not first:
            if around.isAncestorOf(here) and here.focusPolicy() != Qt.FocusPolicy.NoFocus:
                following.append(here)
            here = here.nextInFocusChain()
        for before, after in pairwise([*cards, *following]):
            self.setTabOrder(before, after)

    def set_low(self, *, low: bool) -> None:
        """On a low page what is entered needs the room; the overview has the same figures."""
        self._low = low
        self.setVisible(bool(self._cards) and not low)

    def show_figures(self, figures: Sequence[ShownFigure]) -> None:
        """Show these figures; the focus remains on a card that stays."""
        if [figure.code for figure in figures] != list(self._cards):
            parts.clear(self._row)
            self._cards = {f.code: IndicatorCard(partial(self.chosen.emit, f.code)) for f in figures}
            for card in self._cards.values():
                card.widened.connect(self._fit)
                self._row.addWidget(card, 1)
            if figures:
                self.made.emit()
        for figure in figures:
            self._cards[figure.code].show_figure(figure)
        self.setVisible(bool(figures) and not self._low)
        self._fit()

    def _fit(self) -> None:
        """Names stand on two lines in every card where one of them needs it."""
        names = {card: card.broken_name() for card in self._cards.values()}
        lines = max((name.count("\n") for name in names.values()), default=0)
        for card, name in names.items():
            card.show_name(name + "\n " * (lines - name.count("\n")))


class IndicatorCard(QPushButton):
    """A button that looks like a card. `widened()`: it has another width, in which its name may stand otherwise."""

    widened = Signal()

    def __init__(self, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAutoDefault(True)  # Enter presses it
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: clicked())
        column = parts.column(self, 0, 2)
        column.setContentsMargins(SIDE, 8, SIDE, 8)
        self._title = ""
        self._name = parts.label("", "small")
        self._name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column.addWidget(self._name)
        self._bar, self._amount = FigureBar(), parts.label()
        column.addLayout(parts.fill(parts.row(spacing=12), (self._bar, 1), self._amount))
        for part in (self._name, self._amount, self._bar):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_figure(self, figure: ShownFigure) -> None:
        """Name, figure and bar; the state in words for those who can't see its colour."""
        self._title = f"{figure.code} {figure.title}"
        self._amount.setText(figure.amount if figure.value else figure.state)
        theme.set_role(self._amount, "strong" if figure.value else "muted")
        self._bar.show_bar(figure.bar)
        self.setAccessibleName(", ".join(t for t in (figure.code, figure.title, figure.amount, figure.state) if t))
        self.setToolTip(f"{figure.state}\n{figure.tip}")

    def broken_name(self) -> str:
        return two_lines(self._title, QFontMetrics(theme.font(12)), self.width() - 2 * SIDE)

    def show_name(self, broken: str) -> None:
        """Write the name in these lines, and the figure as high as in the cards beside."""
        self._name.setText(broken)
        self._amount.setFixedHeight(QFontMetrics(theme.font(14, semibold=True)).height())

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widened.emit()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
