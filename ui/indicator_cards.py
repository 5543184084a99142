"""The indicators of one area as a row of small cards: code and name, figure, bar with its mark."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui import parts
from ui.figure_bar import FigureBar
from ui.figures import Figure


class IndicatorCards(QWidget):
    """Hidden while the area has no indicator of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._row: QHBoxLayout = parts.row(self, 0, 12)
        self.hide()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures in place of what was there."""
        parts.clear(self._row)
        for figure in figures:
            self._row.addWidget(_card(figure), 1)
        self.setVisible(bool(figures))


def _card(figure: Figure) -> QFrame:
    frame, column = parts.card(0, 2)
    column.setContentsMargins(14, 8, 14, 8)
    column.addWidget(parts.Elided(f"{figure.code} {figure.title}", "small"))
    told = " · ".join(dict.fromkeys(t for t in (figure.ratio, figure.value) if t))
    line = parts.row(spacing=12)
    bar = FigureBar()
    bar.show_bar(figure.bar)
    line.addWidget(bar, 1)
    line.addWidget(parts.label(told, "strong") if figure.value else parts.label(figure.state, "small"))
    column.addLayout(line)
    frame.setAccessibleName(", ".join(t for t in (figure.code, figure.title, told, figure.state) if t))
    frame.setToolTip(f"{figure.state}\n{figure.tip}")
    return frame
