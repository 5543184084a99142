"""Records that may have been entered twice, pair by pair: joined, called different or left with one key each."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.duplicates import Duplicate
from desktop_app.domain.plan import Plan
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, editing, exchange, undo
from desktop_app.texts import say
from ui.exchange.duplicate_lines import SideBySide, Suggested, read_pair
from ui.exchange.duplicate_scan import DuplicateScan
from ui.exchange.pair_card import DIFFERENT, JOIN, LATER, PairCard
from ui.history.window_acts import Written
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.notice import Offer

MOST = 500


class DuplicatePanel(QWidget):
    """`counted(n)`: how many pairs wait; `offered(Offer)`, `written(act, Written)`: what was joined, how to undo it."""

    counted = Signal(int)
    offered = Signal(object)
    written = Signal(bytes, object)
    records_changed = Signal()
    record_wanted = Signal(str, str)

    def __init__(self, bridge: Bridge, plan: Plan) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bridge, self._plan = bridge, plan
        self._pairs: dict[str, Sequence[Suggested]] = {}
        self._listed: Sequence[Suggested] = ()
        self._stale = set(plan.record_kinds)
        self.scan = DuplicateScan(bridge, self)
        self.scan.found.connect(self._found)
        self.scan.ended.connect(self._say)
        self.table = LineTable(say("duplicates.tab"), ((say("exchange.record"), 0), (say("duplicates.verdict"), 110)))
        self.table.nothing = say("duplicates.nothing")
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.card = PairCard()
        self.card.answered.connect(self.answer)
        self.card.record_wanted.connect(self.record_wanted)
        self._build()

    def _build(self) -> None:
        head = parts.row(spacing=12)
        self._about = parts.label("", "muted", wrap=True)
        self.stop = parts.button(say("duplicates.stop"), self.scan.stop)
        parts.fill(head, (self._about, 1), self.stop)
        self.stop.hide()
        self.card.setMinimumWidth(480)
        split = parts.beside(self.table, self.card, (400, 680))
        split.setStretchFactor(1, 1)
        parts.fill(parts.column(self, 0, 10), head, (split, 1))
        for number in (JOIN, DIFFERENT, LATER):
            key = QShortcut(QKeySequence(str(number)), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(partial(self.answer, number))
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.card.table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self.card.toggle)

    @property
    def about(self) -> str:
        """What is said above the list."""
        return self._about.text()

    @property
    def current(self) -> Suggested | None:
        return self.table.current_of(self._listed)

    def look(self) -> None:
        """Look through what may have changed since it was looked through last."""
        kinds = [name for name in self._plan.record_kinds if name in self._stale]
        self._stale = set()
        if kinds:
            self.scan.look(kinds)
            self._say()

    def changed(self, kind: str) -> None:
        """Records of a kind were written ("" for any)."""
        self._stale |= {kind, *self._referring(kind)} if kind else set(self._plan.record_kinds)
        if self.isVisible():
            self.look()

    def answer(self, number: int) -> None:
        """What a person says of the current pair."""
        current = self.current
        if current is None or not self.card.isEnabled():
            return
        if number == JOIN:
            self._join(current, sorted(self.card.take))
        elif number == DIFFERENT:
            self._set_different(current)
        else:
            self.table.selectRow((self.table.currentIndex().row() + 1) % len(self._listed))

    # --- what follows from an answer ----------------------------------------------------------------------------------

    def _join(self, current: Suggested, take: Sequence[str]) -> None:
        pair = current.pair

        def joined(act: bytes | None) -> None:
            if act is not None:
                self.written.emit(act, Written(pair.survivor, pair.kind, ""))
                self.offered.emit(
                    Offer(say("duplicates.joined", title=current.title), say("ui.undo"), partial(take_back, act))
                )

        def take_back(act: bytes) -> None:
            self._bridge.write(lambda file: undo.undo(file, act), lambda _: self.records_changed.emit(), self)

        self._leave_out(lambda one: pair.goes in (one.survivor, one.goes))
        self._bridge.write(
            lambda file: editing.join(file, pair.survivor, pair.goes, take), joined, self, kind=pair.kind
        )

    def _set_different(self, current: Suggested) -> None:
        pair = current.pair

        def say_so(*, different: bool) -> None:
            def write(file: OpenFile) -> None:
                exchange.set_different(file, pair.survivor, pair.goes, different=different)

            self._bridge.ask(write, lambda _: self.changed(pair.kind), self)

        self._leave_out(lambda one: one == pair)
        say_so(different=True)
        take_back = partial(say_so, different=False)
        self.offered.emit(Offer(say("duplicates.noted", title=current.title), say("ui.undo"), take_back))

    def _leave_out(self, gone: Callable[[Duplicate], bool]) -> None:
        """What was just answered leaves the list at once."""
        self._pairs = {kind: [one for one in pairs if not gone(one.pair)] for kind, pairs in self._pairs.items()}
        self._list()

    # --- what was found -----------------------------------------------------------------------------------------------

    def _referring(self, kind: str) -> Iterable[str]:
        """The kinds whose records may become the same when two of this kind are joined."""
        kinds = self._plan.record_kinds.values()
        return [k.name for k in kinds if any(field.target == kind for field in k.fields.values())]

    def _found(self, kind: str, pairs: Sequence[Suggested]) -> None:
        """What a look through a kind found; most find what is listed already, and the list stays as it is."""
        before, self._pairs[kind] = self._pairs.get(kind, ()), pairs
        if [*pairs] != [*before]:
            self._list()
        elif self.current is not None and self.current.pair.kind == kind:
            self._show_current()
        self._say()

    def _list(self) -> None:
        before, row = self.current, max(self.table.currentIndex().row(), 0)
        found = sorted((one for pairs in self._pairs.values() for one in pairs), key=lambda one: -one.pair.score)
        self._listed = found[:MOST]
        self.table.show_lines([Line((one.title, one.alike), one.pair.survivor) for one in self._listed])
        if self._listed:
            again = [n for n, one in enumerate(self._listed) if before and one.pair == before.pair]
            row = again[0] if again else min(row, len(self._listed) - 1)
            self.table.selectRow(row if self.isVisible() else 0)  # what nobody looks at yet begins with the likest
        else:
            self._show_current()
        self.counted.emit(len(found))

    def _show_current(self) -> None:
        current = self.current
        self.card.show_title(current)
        if current is not None:
            pair = current.pair
            # where one of the two went meanwhile, the list is about to be read again
            self._bridge.ask(lambda file: read_pair(file, pair), self._show_pair, self, lambda _: None)

    def _show_pair(self, shown: SideBySide) -> None:
        if self.current is not None and self.current.pair == shown.pair:
            self.card.show_pair(shown)

    def _say(self) -> None:
        self.stop.setVisible(self.scan.running)
        count = sum(map(len, self._pairs.values()))
        self.card.setVisible(bool(count))
        if self.scan.running:
            self._about.setText(say("duplicates.searching"))
        elif count > MOST:
            self._about.setText(say("duplicates.most", most=MOST, count=show_number(count)))
        else:
            self._about.setText(say("duplicates.about" if count else "duplicates.none"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()
