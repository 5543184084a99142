"""One line of what is left to do: how many in a pill, what, and the way there by click or key."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.progress.to_do import CONFLICTS, CONTRADICTORY, OVERDUE, PLANS, WORDS, ToDo
from ui.widgets import parts, theme

HIGH, PILL = 28, 40
LOOKS = {OVERDUE: "error-pill", CONTRADICTORY: "error-pill", CONFLICTS: "neutral-pill", PLANS: "neutral-pill"}


class ToDoLine(QPushButton):
    """A button that looks like a line of a list."""

    def __init__(self, to_do: ToDo, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.to_do = to_do
        count, words = in_words(show_number(to_do.count)), say(WORDS[to_do.name])
        self.setProperty("role", "line")
        self.setAutoDefault(True)  # Enter presses it
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(theme.scaled(HIGH))
        self.setAccessibleName(f"{count} {words}")
        pill = parts.pill(count, LOOKS.get(to_do.name, "warning-pill"))
        pill.setMinimumWidth(theme.scaled(PILL))
        pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
        parts.fill(parts.row(self, 2, 8), pill, (parts.Elided(words, "line"), 1))
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: clicked())
