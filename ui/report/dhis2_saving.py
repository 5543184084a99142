"""The figures of a report leave for DHIS2: what would leave is said first."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.domain.period import Period
from desktop_app.session import dhis2
from desktop_app.session.dhis2 import MadeValues
from desktop_app.texts import in_words, say
from ui.report.report_dialogs import Question
from ui.widgets.bridge import Bridge


def ask_sending(
    over: QWidget, bridge: Bridge, asked: tuple[Period, str, str], go: Callable[[MadeValues], object]
) -> None:
    """Make the figures of a report (its period, unit, audience), say what they are, go on where a person agrees."""

    def ask(found: MadeValues) -> None:
        question = Question(
            over.window(), say("dhis2.title"), "\n\n".join(_about(found)), say("dhis2.go"), with_reason=False
        )
        question.accepted.connect(lambda: go(found))
        question.open()

    bridge.ask(lambda file: dhis2.make(file, *asked), ask, over)


def _about(found: MadeValues) -> list[str]:
    said = [say("dhis2.about", count=len(found.made.values)), in_words(found.days)]
    return said + ([say("dhis2.differs")] if found.differs_from_lock else [])
