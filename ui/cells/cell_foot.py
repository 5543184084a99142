"""Below the cells: what is wrong in the current one, and count, sum and average of the numbers that are marked."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import ERROR, show_number, write_number
from desktop_app.session import OpenFile, records
from desktop_app.texts import in_words, say
from ui.cells.cell_table import CellTable
from ui.widgets import parts, theme
from ui.widgets.bridge import INSTANT, Bridge
from ui.widgets.long_work import LongWork

PAUSE, AT_ONCE = 150, 2000  # rows that are added up in one question, so that others have their turn between


class Summary(Struct, frozen=True):
    """How many of the marked cells are filled, how many hold numbers, and what these come to."""

    filled: int = 0
    numbers: int = 0
    total: Decimal = Decimal(0)

    def plus(self, other: "Summary") -> "Summary":
        return Summary(self.filled + other.filled, self.numbers + other.numbers, self.total + other.total)


def summary_of(file: OpenFile, kind: RecordKind, columns: Sequence[str], ids: Sequence[str]) -> Summary:
    values = [row.values.get(name) for row in records.rows_by_id(file, kind.name, ids) for name in columns]
    numbers = [Decimal(v) for v in values if isinstance(v, int | Decimal) and not isinstance(v, bool)]
    return Summary(sum(v is not None for v in values), len(numbers), sum(numbers, Decimal(0)))


class CellFoot(QWidget):
    def __init__(self, bridge: Bridge, table: CellTable) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._bridge, self._table = bridge, table
        self._number = 0
        line = parts.row(spacing=12)
        line.setContentsMargins(10, 4, 10, 4)
        self.problem, self.summary = parts.Elided("", "warning"), parts.label("", "small")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.stop = parts.button(say("cells.stop"), role="link")  # no higher than the words beside it
        self.stop.hide()
        self._slow = QTimer(self, singleShot=True, interval=INSTANT)  # a button that flashes up is in nobody's way
        self._slow.timeout.connect(self.stop.show)
        parts.fill(line, (self.problem, 1), self.stop, self.summary)
        parts.column(self).addLayout(line)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._add_up)
        table.moved.connect(self.show_problem)
        table.rows.dataChanged.connect(lambda *_: self.show_problem())
        table.marked_changed.connect(self._pause.start)

    def show_work(self, work: LongWork) -> None:
        """Many cells are being written: how far that is, and the way to stop it."""
        work.progressed.connect(self._show_progress)
        self._slow.start()

    def end_work(self) -> None:
        self._slow.stop()
        self.stop.hide()
        self.show_problem()

    def _show_progress(self, _: int, sentence: str) -> None:
        if self._slow.isActive() or self.stop.isVisible():
            self.problem.set_full_text(sentence)
            theme.set_role(self.problem, "small")

    def show_problem(self) -> None:
        """The sentence about the current cell, and the way back where it holds what is not saved."""
        row, column = self._table.here
        problem = self._table.rows.problem_at(row, column) if column >= 0 else None
        found = self._table.rows.row_at(row) if problem is not None else None
        sentence = in_words(problem.message) if problem is not None else ""
        if found is not None and (name := self._table.rows.columns[column]) in found.drafts:
            saved = found.shown.get(name, "")
            way = say("form.take_back", value=saved) if saved else say("form.drop_typed")
            sentence = f"{sentence}  ·  {way}"
        self.problem.set_full_text(sentence or say("cells.hint"))
        role = "small" if problem is None else "error" if problem.severity == ERROR else "warning"
        theme.set_role(self.problem, role)

    def _add_up(self) -> None:
        self._number += 1
        block, rows = self._table.block, self._table.rows
        if block.width() * block.height() < 2:
            self.summary.setText("")
            return
        ids = rows.ids[block.top() : block.bottom() + 1]
        self._go_on(self._number, rows.columns[block.left() : block.right() + 1], ids, Summary())

    def _go_on(self, number: int, columns: Sequence[str], ids: Sequence[str], so_far: Summary) -> None:
        kind, now, rest = self._table.rows.kind, ids[:AT_ONCE], ids[AT_ONCE:]

        def add(found: Summary) -> None:
            if number != self._number:
                return
            together = so_far.plus(found)
            if rest:
                self._go_on(number, columns, rest, together)
            else:
                self._show(together)

        self._bridge.ask(lambda file: summary_of(file, kind, columns, now), add, self)

    def _show(self, found: Summary) -> None:
        words = say("cells.count", count=show_number(found.filled))
        if found.numbers > 1:
            average = write_number((found.total / found.numbers).quantize(Decimal("0.01")).normalize())
            words = say(
                "cells.summary", count=show_number(found.filled), total=write_number(found.total), average=average
            )
        self.summary.setText(words)
