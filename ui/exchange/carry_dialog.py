"""An earlier year's ledger goes on in this one: what goes on and what stays, with the reason; carried from here."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from desktop_app.domain.carried_records import CarryResult, UnitAsked
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, carrying, exchange
from desktop_app.session.carrying import OldLedger
from desktop_app.texts import in_words, say
from ui.exchange.carry_lines import CarryPreview, about, lines, look, record_lines
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.finder import Finder
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.options import Option, search_in
from ui.widgets.scrolling import Scrolling
from ui.widgets.table_dialog import TableDialog
from ui.widgets.unit_finder import tree_options
from ui.widgets.unlock_dialog import UnlockDialog

LEAVE = ""
FINDER = 280
IN_SIGHT = 4  # units that are asked about; the others are reached by scrolling


def ask_ledger(over: QWidget, bridge: Bridge, file: OpenFile) -> "CarryDialog | None":
    """Ask for the earlier ledger and show what of it goes on."""
    chosen, _ = QFileDialog.getOpenFileName(
        over, say("carry.choose"), str(file.path.parent), say("exchange.files")
    )  # fmt: skip
    return CarryDialog(over, bridge, file, Path(chosen)) if chosen else None


class CarryDialog(TableDialog):
    """What a person says of a unit is looked at at once; what was written is said with the way back."""

    def __init__(self, over: QWidget, bridge: Bridge, file: OpenFile, path: Path) -> None:
        super().__init__(over, say("carry.title"), say("exchange.looking"), (
            (say("carry.kind"), 260), (say("carry.new"), 70), (say("carry.changed"), 80), (say("carry.same"), 80),
            (say("carry.left"), 70), (say("carry.why"), 0),
        ), right=(1, 2, 3, 4), size=(1120, 640))  # fmt: skip
        self.table.wrap()
        self._bridge, self._file, self._path = bridge, file, path
        self._old: OldLedger | None = None
        self._result: CarryResult | None = None
        self._passphrase = ""
        self._answers: dict[str, str] = {}
        self._asked: dict[str, UnitAsked] = {}
        self._work: LongWork | None = None
        self.questions = QWidget()
        self.questions.setObjectName("plain")
        self._grid = QGridLayout(self.questions)
        self._grid.setContentsMargins(0, 0, theme.GAP, 0)
        self._grid.setColumnStretch(2, 1)
        self.room = Scrolling(self.questions, say("carry.units"))
        self.asking = parts.label(say("carry.ask"), "muted", wrap=True)
        for widget in (self.asking, self.room):
            widget.hide()
            self.add(widget)
        self.records = parts.button(say("carry.records"), self.show_records, icon="list")
        self.records.setEnabled(False)
        self.foot.insertWidget(0, self.records)
        self.table.opened.connect(lambda _: self.show_records())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._allow_records())
        self.take = self.offer(say("carry.take"), "check", self.carry)
        self.take.setEnabled(False)
        self.finished.connect(lambda _: self._leave())
        self._look()
        self.open()

    def carry(self) -> None:
        """Write what is shown, as one act."""
        old, result, answers = self._old, self._result, dict(self._answers)
        if old is None or result is None:
            return
        work = self._begin()
        self._bridge.write(
            lambda file: stoppable(lambda: carrying.carry(file, old, answers, result, work.report_progress)),
            self._carried, self, failed=self._fail, wrote=lambda done: done is not None and done.act is not None,
            long=say("exchange.occupied"),
        )  # fmt: skip

    def show_records(self) -> None:
        """The records of the current kind, with what becomes of each."""
        kind, result = self.current, self._result
        if result is None or not (found := record_lines(result, kind) if kind else ()):
            return
        columns = ((say("carry.record"), 0), (say("carry.fate"), 300))
        dialog = TableDialog(self, self.cell(0), "", columns)
        dialog.show_lines(found)
        dialog.open()

    def answer(self, unit: str, heir: str) -> None:
        """What a unit of the earlier year became; LEAVE: its records stay."""
        self._answers.pop(unit, None)
        if heir != LEAVE:
            self._answers[unit] = heir
        self._look()

    # --- answers ------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        work = self._begin()
        path, old, passphrase, answers = self._path, self._old, self._passphrase, dict(self._answers)
        self._bridge.ask(
            lambda file: look(file, path, old, passphrase, answers, work), lambda found: self._show(work, found), self,
            self._fail, long=say("exchange.occupied"),
        )  # fmt: skip

    def _show(self, work: LongWork, found: CarryPreview | None) -> None:
        if found is None or work is not self._work:
            return
        self._work = None
        if found.result is None:
            self._unlock()
            return
        self._old, self._result = found.old, found.result
        self.set_about(about(found.result))
        self.show_lines(lines(found.result), say("carry.nothing"))
        self.table.selectRow(1)  # the first is a heading
        self._allow_records()
        self._ask_units(found.result.asked)
        self.take.setEnabled(bool(found.result.new or found.result.changed))

    def _unlock(self) -> None:
        """Ask for the passphrase of the earlier ledger; without it there is nothing to show."""
        dialog = UnlockDialog(self, self._path, title=say("keys.ask_source_title"))
        dialog.given.connect(lambda key, _: self._try(key))
        dialog.rejected.connect(self.close)

    def _try(self, key: str) -> None:
        self._passphrase = key
        self._bridge.ask(
            lambda _: exchange.opens_with_passphrase(self._path, key),
            lambda right: self._look() if right else self._unlock(), self, self._fail,
        )  # fmt: skip

    def _allow_records(self) -> None:
        """Of a kind that stays as a whole nothing is listed."""
        kind, result = self.current, self._result
        self.records.setEnabled(result is not None and any(one.kind == kind for one in result.records))

    def _ask_units(self, asked: Sequence[UnitAsked]) -> None:
        """A line for each unit of which the plan does not say what it became, also for those that were answered."""
        met = self._asked.keys() >= {one.unit for one in asked} and self._asked
        self._asked |= {one.unit: one for one in asked}
        if met or not self._asked:
            return
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        before: QWidget = self.table
        for line, one in enumerate(self._asked.values()):
            finder = self._finder(one)
            words = say("carry.unit", unit=one.unit_name, count=show_number(one.records))
            became = ", ".join(map(self._file.units.name, one.into))
            self._grid.addWidget(parts.label(words), line, 0)
            self._grid.addWidget(finder, line, 1)
            self.setTabOrder(before, finder)
            before = finder
            self._grid.addWidget(parts.Elided(say("carry.became", units=became) if became else "", "small"), line, 2)
        self.setTabOrder(before, self.records)
        hint, gap = self.questions.sizeHint().height(), self._grid.verticalSpacing()
        row = (hint + gap) // len(self._asked)
        self.room.setFixedHeight(row * min(len(self._asked), IN_SIGHT) - gap)
        self.asking.show()
        self.room.show()

    def _finder(self, asked: UnitAsked) -> Finder:
        """Over the units here; at first the records stay, since nobody knows where they belong."""
        units, own = self._file.units, self._file.unit
        options = [Option(LEAVE, say("carry.leave")), *tree_options(units, own, living=True)]
        names = {option.value: option.text for option in options}
        finder = Finder(search_in(lambda: options))
        finder.setAccessibleName(asked.unit_name)
        finder.show_choice(names[self._answers.get(asked.unit, LEAVE)])
        finder.setFixedWidth(theme.wide(FINDER))
        finder.picked.connect(lambda heir, _: self.answer(asked.unit, heir))
        finder.left.connect(lambda _: finder.show_choice(names[self._answers.get(asked.unit, LEAVE)]))
        return finder

    def _carried(self, done: CarryResult | None) -> None:
        self._work = None
        if done is None or done.act is None:
            self.set_about(say("carry.stopped"))
            self.take.setEnabled(True)
            return
        new, changed, left = map(show_number, (done.new, done.changed, done.left))
        said = say("carry.done", new=new, changed=changed, left=left, year=done.years)
        self.close()
        self._bridge.acted.emit(done.act, f"{said} {in_words(done.notice)}".strip())

    def _begin(self) -> LongWork:
        if self._work is not None:
            self._work.cancel()
        self._work = work = LongWork(self.set_about)
        self.take.setEnabled(False)
        return work

    def _fail(self, why: str) -> None:
        self._work = None
        self.set_about(why)
        self.take.setEnabled(False)

    def _leave(self) -> None:
        """Stop the work, and put the copy away behind it."""
        if self._work is not None:
            self._work.cancel()
        old = self._old
        if old is not None:
            self._bridge.ask(lambda _: old.close(), lambda _: None)
