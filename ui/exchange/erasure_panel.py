"""Values that other offices want erased: one after the other, erased for good or let stand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from desktop_app.domain.erasing import Erased
from desktop_app.session import OpenFile, erasures
from desktop_app.texts import say
from ui.exchange.erasure_lines import ErasureChoice, read_choices
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line


class ErasurePanel(QWidget):
    """`counted(waiting, all)`; `record_wanted(kind, id)`: the current one; `records_changed`: values are gone."""

    counted = Signal(int, int)
    record_wanted = Signal(str, str)
    notified = Signal(str)
    records_changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bridge = bridge
        self._choices: Sequence[ErasureChoice] = ()
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
        room = parts.Scrolling(content, say("erasures.tab"))
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.addWidget(room)
        self._card.setMinimumWidth(theme.wide(360))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.GAP)
        split.addWidget(self.table)
        split.addWidget(self._card)
        split.setSizes([560, theme.FORM])
        column = parts.column(self, 0, 10)
        column.addWidget(parts.label(say("erasures.about"), "muted", wrap=True))
        column.addWidget(split, 1)

    def read(self) -> None:
        """Read again what waits."""
        self._bridge.ask(read_choices, self._show, self)

    @property
    def current(self) -> ErasureChoice | None:
        """The one with the cursor."""
        row = self.table.currentIndex().row()
        return self._choices[row] if 0 <= row < len(self._choices) else None

    def accept(self, ids: Sequence[str]) -> None:
        """Erase for good, here and in the backups."""
        self.table.setFocus()
        self._bridge.write(lambda file: erasures.accept(file, ids), self._accepted, self)

    def decline(self, ids: Sequence[str]) -> None:
        """Let them stand; that can be changed later."""
        self.table.setFocus()

        def let_stand(file: OpenFile) -> int:
            return erasures.decline(file, ids)

        self._bridge.write(let_stand, self._declined, self)

    def _accepted(self, done: Erased) -> None:
        self.notified.emit(say("cli.erased", changes=done.changes, backups=done.backups))
        self.records_changed.emit()
        self.read()

    def _declined(self, count: int) -> None:
        self.notified.emit(say("erasures.declined", count=count))
        self.read()

    def _show(self, found: Sequence[ErasureChoice]) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self._choices = found
        states = {True: say("erasures.stands"), False: say("erasures.waits")}
        self.table.show_lines([Line((c.title, c.label, states[c.declined]), c.id) for c in found])
        if found:
            self.table.selectRow(min(row, len(found) - 1))
        self._card.setVisible(bool(found))
        self._show_current()
        self.counted.emit(sum(not choice.declined for choice in found), len(found))

    def _show_current(self) -> None:
        parts.clear(self._details)
        choice = self.current
        if choice is None:
            return
        for text, role in (
            (choice.title, "form"), (choice.label, "muted"), (choice.value, "strong"), (choice.why, "warning"),
            (choice.whose, "small"), (say("erasures.reason", reason=choice.reason or "–"), "small"),
        ):  # fmt: skip
            if text:
                self._details.addWidget(parts.label(text, role, wrap=True))
        self._offer(choice, [choice.id], say("erasures.erase"), say("erasures.keep"), "danger", "")
        if (count := len(choice.together)) > 1:
            both = say("erasures.erase_all", count=count), say("erasures.keep_all", count=count)
            self._offer(choice, choice.together, *both, "link", "link")
        if choice.kind:
            self._details.addWidget(parts.button(say("exchange.open_record"), self._to_record, "link"))
        self._details.addStretch(1)

    def _offer(
        self, choice: ErasureChoice, ids: Sequence[str], erase: str, keep: str, erase_look: str, keep_look: str
    ) -> None:
        """The two answers; what was let stand can only be erased now."""
        self._details.addWidget(parts.button(erase, lambda: self.accept(ids), erase_look))
        if not choice.declined:
            self._details.addWidget(parts.button(keep, lambda: self.decline(ids), keep_look))

    def _to_record(self) -> None:
        if self.current is not None and self.current.kind:
            self.record_wanted.emit(self.current.kind, self.current.record)
