"""Stores what was entered beside a file that can't be written just now, on a thread of its own."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import partial

from desktop_app.errors import AppError
from desktop_app.session import OpenFile
from ui.widgets.unsaved import UnsavedEntry
from ui.widgets.worker import Worker


class DraftFiles:
    """An entry lies beside the file from when it has to wait until the file has taken it."""

    def __init__(self) -> None:
        self._thread = Worker("typed")
        self._places: dict[tuple[Hashable, str], str] = {}  # known to the thread alone

    def put(self, file: OpenFile, entry: UnsavedEntry) -> None:
        self._thread.submit(partial(_without_refusal, partial(self._put, file, entry)))

    def forget(self, file: OpenFile, entry: UnsavedEntry) -> None:
        """The file has taken it."""
        self._thread.submit(partial(_without_refusal, partial(self._forget, file, (entry.owner, entry.name))))

    def forget_all(self, file: OpenFile) -> None:
        """The person lets it go."""
        self._thread.submit(partial(_without_refusal, partial(self._forget_all, file)))

    def close(self) -> None:
        self._thread.shutdown()

    def _put(self, file: OpenFile, entry: UnsavedEntry) -> None:
        if entry.opened is not None:
            from desktop_app.session import open_record

            place = open_record.put_in_draft_file(file, entry.opened, entry.name, entry.raw)
            self._places[entry.owner, entry.name] = place

    def _forget_all(self, file: OpenFile) -> None:
        for which in list(self._places):
            self._forget(file, which)

    def _forget(self, file: OpenFile, which: tuple[Hashable, str]) -> None:
        place = self._places.pop(which, None)
        if place is not None:
            from desktop_app.session import open_record

            open_record.forget_in_draft_file(file, place, which[1])


def _without_refusal(work: Callable[[], object]) -> None:
    with suppress(AppError):  # a full or absent disk takes this as little as the file itself
        work()
