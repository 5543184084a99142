"""Back and forward through the places where a person was in an open file, and through what was open over them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from desktop_app.domain.period import Period

MOST = 100


class ViewState(Struct, frozen=True):
    """Where a person is in a file: page, period, the list in sight there and the record with its kind; when was saved
    last; the tab of the page where it has some.
    """

    page: str
    period: Period
    kind: str
    record: str | None
    saved_at: str
    record_kind: str = ""
    tab: int = 0


class Visit(Struct, frozen=True):
    """A place, and how to open again what was open over it."""

    place: ViewState
    reopen: Callable[[], object] | None = None


class Trail:
    """`here()` is the place in sight, `go(place)` goes to one, `changed()` hears that other ways are open.

    Moving in one list makes no new place.
    """

    def __init__(
        self, here: Callable[[], ViewState], go: Callable[[ViewState], object], changed: Callable[[], object]
    ) -> None:
        self._here, self._go, self._changed = here, go, changed
        self._last: ViewState | None = None
        self._behind: list[Visit] = []
        self._ahead: list[Visit] = []
        self._quiet = False

    def note(self) -> bool:
        """Something moved: another page or list is a place of its own. False: it is none, on the way to another one."""
        if self._quiet:
            return False
        now, last = self._here(), self._last
        if last is not None and (now.page, now.kind, now.tab) != (last.page, last.kind, last.tab):
            self._leave(Visit(last))
        self._last = now
        return True

    @contextmanager
    def leaping(
        self, page: str, kind: str, record: str, record_kind: str, reopen: Callable[[], object] | None
    ) -> Iterator[None]:
        """Going to a record straight, from wherever; its list follows when the file has answered. `reopen`: opens again
        what led there.
        """
        if not self.note():
            yield
            return
        with self.stepping():
            yield
        if self._last is not None:
            self._leave(Visit(self._last, reopen))
        self._last = replace(self._here(), page=page, kind=kind, record=record, record_kind=record_kind)

    @contextmanager
    def stepping(self) -> Iterator[None]:
        """Going where it is no place of its own."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def back(self) -> None:
        self._move(self._behind, self._ahead)

    def forward(self) -> None:
        self._move(self._ahead, self._behind)

    @property
    def can_go(self) -> tuple[bool, bool]:
        """Whether there is a place behind and one ahead."""
        return bool(self._behind), bool(self._ahead)

    def _leave(self, visit: Visit) -> None:
        others = not self._behind or bool(self._ahead)
        self._behind = [*self._behind[-MOST:], visit]
        self._ahead = []
        if others:
            self._changed()

    def _move(self, from_: list[Visit], to: list[Visit]) -> None:
        if not from_:
            return
        to.append(Visit(self._here()))
        visit = from_.pop()
        self._go(visit.place)
        self._last = visit.place
        self._changed()
        if visit.reopen is not None:
            visit.reopen()
