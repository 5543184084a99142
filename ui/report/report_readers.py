"""Who reads a report: the choice in its bar, and the sheets that say what it keeps secret of people."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.hidden_figures import HiddenCount
from desktop_app.texts import in_words, say
from ui.report.report_dialogs import Question, reason_of
from ui.widgets import parts

MOST_LINES = 12


def in_lines(hidden: Sequence[HiddenCount]) -> str:
    """What is kept secret, a line each; the last one says how many more there are."""
    lines = [f"•  {in_words(one.sentence)}" for one in hidden[:MOST_LINES]]
    more = len(hidden) - MOST_LINES
    return "\n".join([*lines, *([say("hidden.more", count=more)] if more > 0 else [])])


def ask_giving(over: QWidget, audience: str, hidden: Sequence[HiddenCount], act: str, go: Callable[[], object]) -> None:
    """Say what a report keeps secret and that a public one is noted; at once where there is nothing to say."""
    if not hidden and audience != PUBLIC:
        go()
        return
    about = [say("hidden.title"), in_lines(hidden)] if hidden else [say("hidden.nothing")]
    about += [say("hidden.noted")] if audience == PUBLIC else []
    asked = Question(over, say(f"hidden.giving_{audience}"), "\n\n".join(about), act, with_reason=False)
    asked.accepted.connect(go)
    asked.open()


def ask_public(over: QWidget, go: Callable[[str], object]) -> None:
    """Ask why a report that was locked for the superior became public."""
    asked = Question(
        over, say("print.public_title"), say("print.public_about"), say("print.public_go"), with_reason=True
    )
    asked.accepted.connect(lambda: go(reason_of(asked.reason)))
    asked.open()


class AskReaders(QDialog):
    """The one question about all locks from before there were audiences."""

    def __init__(self, over: QWidget, count: int, go: Callable[[str], object]) -> None:
        super().__init__(over)
        column = parts.dialog(self, say("print.readers_title"), 12)
        column.addWidget(parts.label(say("print.readers_title"), "form", wrap=True))
        column.addWidget(parts.label(say("print.readers_about", count=count), wrap=True))
        self.answers = {
            audience: parts.button(say(f"print.readers_{audience}"), partial(self._answer, audience, go))
            for audience in (SUPERIOR, PUBLIC)
        }
        parts.button_row(column, parts.button(say("ui.qt_cancel"), self.reject), *self.answers.values())

    def _answer(self, audience: str, go: Callable[[str], object]) -> None:
        self.accept()
        go(audience)
