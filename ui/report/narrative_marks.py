"""Marks in the text of a report: figures that come from the records, and those among them that have changed since."""

from collections.abc import Iterable

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop_app.domain.markup import Stale
from ui.report.narrative_text import figures, units
from ui.widgets import theme


class FigureMarks(QSyntaxHighlighter):
    """Only the look: nothing of it is in the text or can be undone."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._stale: set[tuple[str, str]] = set()
        self._words: set[str] = set()

    def show_stale(self, stale: Iterable[Stale]) -> None:
        found = list(stale)
        self._stale = {(one.figure, one.shown) for one in found}
        self._words = {one.shown for one in found if not one.figure}
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for shown in self._words:
            place = text.find(shown)
            if place >= 0:
                self.setFormat(units(text[:place]), units(shown), self._look(place, stale=True))
        for place, span in figures(self.currentBlock()):
            stale = (span.figure or "", span.text) in self._stale
            self.setFormat(place, units(span.text), self._look(place, stale=stale))

    def _look(self, place: int, *, stale: bool) -> QTextCharFormat:
        look = QTextCharFormat(self.format(place))
        look.setBackground(theme.colour("warning_tint" if stale else "accent_tint"))
        if stale:
            look.setForeground(theme.colour("warning_text"))
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(theme.colour("warning_text"))
        return look
