"""What was found when a file was opened: a damaged plan, replaced after one question, and parts of other programs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.session import OpenFile, maintenance, opening
from desktop_app.texts import in_words, say
from ui.widgets.bridge import Bridge
from ui.widgets.notice import Notice, Offer


class FoundAtOpening:
    """Says it in the place of notices, with the one button that mends it."""

    def __init__(self, window: QWidget, notice: Notice, bridge: Bridge, open_again: Callable[[Path], None]) -> None:
        self._window, self._notice, self._bridge, self._open_again = window, notice, bridge, open_again

    def show(self, file: OpenFile) -> None:
        """`file` was just opened; nothing is said of one that is as it should be."""
        sentence = "\n".join(map(in_words, opening.found_at_opening(file)))
        if file.head and file.head.faults:
            offer = Offer(sentence, say("plan.repair"), lambda: self._repair(file.path), "life-buoy")
            self._notice.show_failure(sentence, lasting=True, offer=offer)
            if not file.certain:  # figures will say so too, without the button
                self._bridge.failed.connect(lambda failure: self._say_again(failure, offer))
        elif file.foreign:
            self._notice.show_offer(Offer(sentence, say("file.remove_parts"), self._remove, "trash-2"))
        elif sentence:
            self._notice.show_failure(sentence, lasting=True)

    def _say_again(self, failure: str, offer: Offer) -> None:
        if failure in offer.sentence:
            self._notice.show_failure(offer.sentence, lasting=True, offer=offer)

    def _repair(self, path: Path, source: Path | None = None) -> None:
        def failed(sentence: str) -> None:
            offer = Offer(sentence, say("plan.choose_source"), lambda: self._choose(path), "folder-open")
            self._notice.show_failure(sentence, lasting=True, offer=offer)

        self._bridge.ask(
            lambda file: maintenance.repair_plan(file, source), lambda _: self._open_again(path), self._window, failed
        )

    def _choose(self, path: Path) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, say("plan.choose_source"), "", say("ui.data_files"))
        if chosen:
            self._repair(path, Path(chosen))

    def _remove(self) -> None:
        def removed(parts: list[object]) -> None:
            self._notice.show_message(say("cli.parts_removed", count=len(parts)))

        self._bridge.ask(lambda file: list[object](maintenance.remove_foreign_parts(file)), removed, self._window)
