"""Values that other offices want erased: one after the other, erased for good or let stand.

After an answer the next line that waits for one is current; a double click on the answer does not reach it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.domain.erasing import Erased
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, erasures
from desktop_app.texts import say
from ui.exchange.erasure_dialog import ErasureDialog
from ui.exchange.erasure_lines import ErasureChoice, read_choices
from ui.history.erase_work import said_of
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.scrolling import Scrolling

PAUSE = 600  # ms; a double click takes up to 500


class ErasurePanel(QWidget):
    """`counted(waiting, all)`; `record_wanted(kind, id)`: the current one; `records_changed`: values are gone."""

    counted = Signal(int, int)
    record_wanted = Signal(str, str)
    notified = Signal(str)
    failed = Signal(str)
    records_changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bridge = bridge
        self._choices: Sequence[ErasureChoice] = ()
        self._answered: int | None = None  # the line of which an answer was just given
        self._resting = QTimer(self, singleShot=True)
        self._resting.timeout.connect(self._let_press)
        self.table = LineTable(say("erasures.tab"), (
            (say("exchange.record"), 0), (say("exchange.field"), 170), (say("erasures.state"), 120),
        ))  # fmt: skip
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.table.nothing = say("erasures.none")
        self.table.opened.connect(lambda _: self._to_record())
        self._card, inside = parts.card(1, 0)
        content = QWidget()
        content.setObjectName("plain")
        self._details = parts.column(content, theme.GAP, 8)
        room = Scrolling(content, say("erasures.tab"))
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.addWidget(room)
        self._card.setMinimumWidth(theme.wide(360))
        column = parts.column(self, 0, 10)
        column.addWidget(parts.label(say("erasures.about"), "muted", wrap=True))
        column.addWidget(parts.beside(self.table, self._card, (560, theme.FORM)), 1)

    def read(self) -> None:
        """Read again what waits."""
        self._bridge.ask(read_choices, self._show, self)

    @property
    def current(self) -> ErasureChoice | None:
        return self.table.current_of(self._choices)

    def ask(self, ids: Sequence[str]) -> None:
        """Say what would be erased for good; it goes if a person says so once more."""
        chosen = [choice for choice in self._choices if choice.id in ids]
        ErasureDialog(self, chosen, lambda: self.accept(ids))

    def accept(self, ids: Sequence[str]) -> None:
        """Erase for good, here and in the backups."""

        def erase(file: OpenFile) -> Erased | None:
            left = erasures.still_open(file, ids)
            return erasures.accept(file, left) if left else None

        working = say("ui.erase_working")
        self._let_go(working)
        self._bridge.write(erase, self._accepted, self, failed=self._fail, long=working)

    def decline(self, ids: Sequence[str]) -> None:
        """Let them stand; that can be changed later."""

        def let_stand(file: OpenFile) -> int:
            return erasures.decline(file, erasures.still_open(file, ids))

        self._let_go()
        self._bridge.write(let_stand, self._declined, self, failed=self._fail)

    def _let_go(self, why: str = "") -> None:
        """Leave the answers before they can be given again; `why` nothing can be chosen for now."""
        self._answered = self.table.currentIndex().row()
        self.table.setFocus()
        self.table.setCurrentIndex(QModelIndex())
        self._say(why or say("erasures.choose"))

    def _accepted(self, done: Erased | None) -> None:
        if done is None:
            self.notified.emit(say("erasures.decided_before"))
        else:
            self.notified.emit(" ".join(said_of(done)))
            self.records_changed.emit()
        self.read()

    def _declined(self, count: int) -> None:
        self.notified.emit(
            say("erasures.declined", count=show_number(count)) if count else say("erasures.decided_before")
        )
        self.read()

    def _fail(self, why: str) -> None:
        self.failed.emit(why)
        self.read()

    def _show(self, found: Sequence[ErasureChoice]) -> None:
        """The cursor stays on what it was on, or goes to what waits next after an answer; it stands on the first line
        where there was none before.
        """
        current, row = self.current, -1 if self._choices else 0
        self._choices = found
        states = {True: say("erasures.stands"), False: say("erasures.waits")}
        self.table.show_lines([Line((c.title, c.label, states[c.declined]), c.id) for c in found])
        if current is not None:
            row = next((n for n, choice in enumerate(found) if choice.id == current.id), -1)
        elif self._answered is not None:
            row = self._next(self._answered)
        if found:
            self.table.setCurrentIndex(self.table.model().index(row, 0))
        self._card.setVisible(bool(found))
        if self._answered is not None and row >= 0:
            self._resting.start(PAUSE)
        self._answered = None
        self._show_current()
        self.counted.emit(sum(not choice.declined for choice in found), len(found))

    def _next(self, answered: int) -> int:
        """The line that waits for an answer from there on, else from the first one; -1 where none does."""
        waiting = [number for number, choice in enumerate(self._choices) if not choice.declined]
        return next((number for number in waiting if number >= answered), next(iter(waiting), -1))

    def _let_press(self) -> None:
        """The second half of a double click on an answer finds nothing to press."""
        for button in self._card.findChildren(QPushButton):
            button.setEnabled(not self._resting.isActive())

    def _say(self, sentence: str) -> None:
        """A sentence in place of an item and its answers."""
        parts.clear(self._details)
        parts.fill(self._details, parts.label(sentence, "muted", wrap=True), 1)

    def _show_current(self) -> None:
        choice = self.current
        if choice is None:
            self._say(say("erasures.choose"))
            return
        parts.clear(self._details)
        for text, role in (
            (choice.title, "form"), (choice.label, "muted"), (choice.value, "strong"), (choice.why, "warning"),
            (choice.whose, "small"), (say("erasures.reason", reason=choice.reason or "–"), "small"),
        ):  # fmt: skip
            if text:
                self._details.addWidget(parts.label(text, role, wrap=True))
        self._offer(choice, [choice.id], say("erasures.erase"), say("erasures.keep"), "danger", "")
        if (count := len(choice.together)) > 1:
            number = show_number(count)
            both = say("erasures.erase_all", count=number), say("erasures.keep_all", count=number)
            self._offer(choice, choice.together, *both, "link", "link")
        if choice.kind:
            self._details.addWidget(parts.button(say("exchange.open_record"), self._to_record, "link"))
        self._details.addStretch(1)
        self._let_press()

    def _offer(
        self, choice: ErasureChoice, ids: Sequence[str], erase: str, keep: str, erase_look: str, keep_look: str
    ) -> None:
        """The two answers; what was let stand can only be erased now."""
        self._details.addWidget(parts.button(erase, lambda: self.ask(ids), erase_look))
        if not choice.declined:
            self._details.addWidget(parts.button(keep, lambda: self.decline(ids), keep_look))

    def _to_record(self) -> None:
        if self.current is not None and self.current.kind:
            self.record_wanted.emit(self.current.kind, self.current.record)
