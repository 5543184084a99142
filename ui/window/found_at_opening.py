"""What was found when a file was opened: a damaged head, and parts of other programs."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_app.session import OpenFile, maintenance, opening
from desktop_app.texts import in_words, say
from ui.start.salvage_page import show_refusal
from ui.widgets.bridge import Bridge
from ui.widgets.notice import Notice, Offer
from ui.window.file_works import FileWorks


class FoundAtOpening:
    """Says it in the place of notices, with the ways out."""

    def __init__(self, window: QWidget, notice: Notice, bridge: Bridge, works: FileWorks) -> None:
        self._window, self._notice, self._bridge, self._works = window, notice, bridge, works

    def show(self, file: OpenFile) -> None:
        """`file` was just opened; nothing is said of one that is as it should be."""
        sentence = "\n".join(map(in_words, opening.found_at_opening(file)))
        if not file.certain:
            self._refuse(file, sentence)
            self._bridge.failed.connect(partial(self._refuse_again, file, sentence))
        elif file.foreign:
            self._notice.show_offer(Offer(sentence, say("file.remove_parts"), self._remove, "trash-2"))

    def _refuse(self, file: OpenFile, sentence: str) -> None:
        works = self._works
        show_refusal(self._notice, file.path, sentence, ("core.damaged",), works.ask_salvage, works.ask_bring_back)

    def _refuse_again(self, file: OpenFile, sentence: str, failure: str) -> None:
        """Figures say the same of a damaged head, without the ways out."""
        if failure in sentence:
            self._refuse(file, sentence)

    def _remove(self) -> None:
        def removed(parts: list[object]) -> None:
            self._notice.show_message(say("cli.parts_removed", count=len(parts)))

        self._bridge.ask(lambda file: list[object](maintenance.remove_foreign_parts(file)), removed, self._window)
