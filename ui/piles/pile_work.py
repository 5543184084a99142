"""The pile of paper that is being entered: begun, followed, compared, keyed again in part, and done with."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_app import settings as settings_file
from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile
from desktop_app.settings import LeftAt, Settings
from desktop_app.texts import say
from ui.history.window_acts import Written
from ui.piles.pile_bar import PileBar
from ui.progress.record_walk import Walk
from ui.widgets.bridge import Bridge

if TYPE_CHECKING:
    from desktop_app.session.editing import SaveResult
    from desktop_app.session.piles import Difference, Pile, PileStanding

PAUSE = 200


class PileWork(QObject):
    """`walk_wanted(walk)`: go through records of the pile."""

    walk_wanted = Signal(object)

    def __init__(self, view: QWidget, bridge: Bridge, file: OpenFile, settings: Settings, left_at: LeftAt) -> None:
        super().__init__(view)
        self._view, self._bridge, self._file = view, bridge, file
        self._settings, self._left_at = settings, left_at
        self.pile: Pile | None = self._left() if left_at.pile else None
        self.bar = PileBar()
        self.bar.compare_wanted.connect(self.compare)
        self.bar.away_wanted.connect(self.end)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._read)
        self._follows = False
        if self.pile is not None:
            self._follow()
            self._pause.start()

    def _left(self) -> "Pile | None":
        from desktop_app.session import piles  # most days begin without

        return piles.pile_from_settings(self._file, self._left_at.pile)

    @property
    def waiting(self) -> bool:
        return self._pause.isActive()

    @property
    def _kind(self) -> RecordKind:
        assert self.pile is not None
        return self._file.plan.kinds[self.pile.kind]

    def ask(self, kind: RecordKind) -> None:
        """Ask what was counted of a new pile; one that is being entered is compared first."""
        from ui.piles.pile_dialog import PileDialog

        if self.pile is not None:
            self.compare()
            return
        dialog = PileDialog(self._view.window(), kind)
        dialog.counted.connect(lambda sheets, totals: self._begin(kind, sheets, totals))

    def compare(self) -> None:
        """What was entered beside what was counted before."""
        from ui.piles.compare_dialog import CompareDialog

        if self.pile is None:
            return
        dialog = CompareDialog(self._view.window(), self._bridge, self._kind, self.pile)
        dialog.opened.connect(self._walk)
        dialog.keyed_again.connect(self._key_again)
        dialog.ended.connect(self.end)

    def end(self) -> None:
        """Nothing is compared any more; what was entered stays."""
        self.pile = None
        self.bar.hide()
        self._remember()

    def _begin(self, kind: RecordKind, sheets: int, totals: Mapping[str, Decimal]) -> None:
        from desktop_app.session import piles

        self._bridge.ask(lambda file: piles.begin(file, kind.name, sheets, totals), self._take, self)

    def _take(self, pile: "Pile") -> None:
        self.pile = pile
        self._remember()
        self._follow()
        self._read()

    def _remember(self) -> None:
        """Kept on this computer at once: a pile takes longer than a day."""
        self._left_at.pile = self.pile.to_settings() if self.pile is not None else {}
        settings_file.save(self._settings)

    def _follow(self) -> None:
        """Who enters no pile pays for none at each save."""
        if not self._follows:
            self._follows = True
            self._bridge.changed.connect(self._changed)

    def _changed(self, kind: str) -> None:
        if self.pile is not None and kind in ("", self.pile.kind):
            self._pause.start()

    def _read(self) -> None:
        pile = self.pile
        if pile is not None:
            from desktop_app.session import piles

            self._bridge.ask(lambda file: piles.standing(file, pile), self._show, self)

    def _show(self, found: "PileStanding") -> None:
        if found.pile is self.pile:
            self.bar.show_standing(found, self._kind)

    def _walk(self, records: Sequence[str], at: int) -> None:
        self.walk_wanted.emit(Walk(say("pile.walk"), records, at, lambda _: self.compare()))

    def _key_again(self, found: "PileStanding") -> None:
        from ui.piles.second_keying import SecondKeying

        dialog = SecondKeying(self._view.window(), self._bridge, self._file, self._kind, found)
        dialog.keyed.connect(self._show_differences)

    def _show_differences(self, found: "Sequence[Difference]", sheets: int) -> None:
        from ui.piles.second_keying import DifferenceDialog

        dialog = DifferenceDialog(self._view.window(), self._bridge, self._kind, found, sheets)
        dialog.opened.connect(self._walk)
        dialog.second_taken.connect(self._take_second)

    def _take_second(self, one: "Difference") -> None:
        """The value of the second keying takes the place of the first; Ctrl+Z brings it back."""
        from desktop_app.session import editing

        kind = self._kind.name

        def written(result: "SaveResult") -> None:
            if result.act is not None:
                self._bridge.written.emit(result.act, Written(one.record, kind, one.field))

        self._bridge.write(lambda file: editing.set_value(file, one.record, one.field, one.second), written, self,
                           kind=kind)  # fmt: skip
