"""The line under a report's text that names the figures in it that have changed, old and new."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from desktop_app.domain.markup import Stale
from desktop_app.texts import say
from ui.widgets import parts

MOST = 6


class StaleLine(QFrame):
    """Hidden while every figure is as it was."""

    def __init__(self, refresh: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("stale")
        line = parts.row(self, 12, 12)
        line.setContentsMargins(12, 8, 12, 8)
        self.words = parts.label("", "stale", wrap=True)
        self.button = parts.button(say("narrative.refresh"), refresh, icon="refresh-cw")
        line.addWidget(self.words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_stale(self, stale: Sequence[Stale]) -> None:
        """Name the figures, each once: 12 → 14."""
        pairs = list(dict.fromkeys(_pair(one) for one in stale))
        more = [say("narrative.more", count=len(pairs) - MOST)] if len(pairs) > MOST else []
        self.words.setText(say("narrative.changed", figures="; ".join(pairs[:MOST] + more)))
        self.setVisible(bool(pairs))


def _pair(one: Stale) -> str:
    now = say("narrative.gone") if one.now is None else one.now
    return say("narrative.pair", shown=one.shown, now=now)
