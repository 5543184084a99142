"""The way to the first record of a new file: three steps on the overview, and one line in the form as it goes."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from desktop_app.domain.validation import State
from desktop_app.texts import say
from ui.widgets import parts

FILL, COMPLETE, DONE = 1, 2, 3


def fill_guide(column: QVBoxLayout, start: Callable[[], object], carry: Callable[[], object]) -> None:
    """Say on the overview of a file without records how the first one is made, and offer to begin, or to `carry` what
    goes on of an earlier year.
    """
    column.addWidget(parts.label(say("guide.title"), "strong"))
    for number, key in enumerate(("guide.choose", "guide.type", "guide.look"), 1):
        column.addWidget(parts.label(f"{number}. {say(key)}", "small", wrap=True))
    column.addSpacing(6)
    column.addWidget(parts.button(say("guide.begin"), start, icon="plus"), 0, Qt.AlignmentFlag.AlignLeft)
    earlier = parts.button(say("carry.menu"), carry, "link", "history")
    column.addWidget(earlier, 0, Qt.AlignmentFlag.AlignLeft)


def step_text(state: State | None, *, elsewhere: bool) -> str:
    """Where the first record stands (None: not there yet); `elsewhere`: outside the period in sight."""
    number, words = FILL, "guide.fill"
    if state is State.COUNTS:
        number, words = DONE, "guide.done_elsewhere" if elsewhere else "guide.done"
    elif state is not None:
        number, words = COMPLETE, "guide.contradictory" if state is State.CONTRADICTORY else "guide.complete"
    return say("guide.step", number=number, count=DONE, text=say(words))
