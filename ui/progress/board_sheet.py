"""Every unit by every area at a glance: a number, 0, nothing happened, not reported; and whom to remind."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QWidget

from desktop_app.domain.board import Board, BoardRow
from desktop_app.domain.completeness import (
    IN_TIME,
    LATE,
    NOT_REPORTED,
    NOTHING,
    NUMBER,
    STATES,
    WAITING,
    ZERO,
    Completeness,
)
from desktop_app.domain.period import Period, show_day
from desktop_app.domain.plan import Plan
from desktop_app.session import figures
from desktop_app.texts import in_words, say
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.flow_row import FlowRow
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line

WIDE, HIGH = 1180, 680
LOOKS = {NUMBER: "good", ZERO: "good", NOTHING: "warning", NOT_REPORTED: "muted"}
_NOTHING_SAID = " "  # has a line all the same, so that the table does not jump
TIMES = {IN_TIME: "good", LATE: "error"}


class BoardSheet(QDialog):
    """With filters for level, state and the late ones; reminders for those in sight are copied as text."""

    def __init__(self, over: QWidget, bridge: Bridge, plan: Plan, unit: str, period: Period) -> None:
        super().__init__(over)
        parts.resize_over(self, WIDE, HIGH)
        self._plan, self._board = plan, Board(period, (), ())
        self._wanted: dict[str, str | None] = {}  # of level, state and timeliness; None: whichever it is
        self._column = column = parts.dialog(self, say("board.title"), 10)
        column.addWidget(parts.label(say("board.title"), "form"))
        about = say("board.about", period=period.label, days=period.dates)
        column.addWidget(parts.label(about, "muted", wrap=True))
        self._levels, self._filters = FlowRow(), FlowRow()
        column.addWidget(self._levels)
        column.addWidget(self._filters)
        names = [(in_words(area.short), 0) for area in plan.areas.values() if area.tab]
        self.table = LineTable(say("board.title"), ((say("board.unit"), 158), *names, (say("board.submitted"), 130)))
        column.addWidget(self.table, 1)
        self.declared = parts.label(_NOTHING_SAID, "small", wrap=True)
        column.addWidget(self.declared)
        self.table.selectionModel().currentRowChanged.connect(self._show_declared)
        column.addLayout(self._foot())
        bridge.ask(lambda file: figures.board(file, period, unit), self._show, self)
        self.open()

    def _foot(self) -> QHBoxLayout:
        foot = parts.row(spacing=8)
        self._counts = parts.label("", "small", wrap=True)
        foot.addWidget(self._counts, 1)
        self.remind = parts.button(say("board.copy_reminders"), self._copy, "primary")
        foot.addWidget(self.remind)
        foot.addWidget(parts.button(say("ui.close"), self.close))
        return foot

    def _show(self, board: Board) -> None:
        self._board = board
        self._make_filters()
        self._filter()
        self.table.setFocus()

    def _make_filters(self) -> None:
        levels = list(dict.fromkeys(row.level for row in self._board.rows))
        named = [(in_words(self._plan.levels[one]), one) for one in levels]
        self._choice(self._levels, "level", say("board.all_levels"), named)
        states = [(say(f"board.state_{one}"), one) for one in STATES]
        self._choice(self._filters, "state", say("board.all_states"), states)
        late = parts.choice(say("board.only_late"), None, "chip")
        late.toggled.connect(lambda late: self._choose("timeliness", LATE if late else None))
        self._filters.add(late)
        for line in (self._levels, self._filters):
            line.settle()
        self._column.activate()  # at once, or they are painted over what stands below

    def _choice(self, line: FlowRow, what: str, words: str, choices: Sequence[tuple[str, str]]) -> None:
        """A row of chips of which one is chosen; the first, with these words, means all."""
        group = QButtonGroup(self)
        for label, value in ((words, None), *choices):
            chip = parts.choice(label, partial(self._choose, what, value), "chip")
            chip.setChecked(value is None)
            group.addButton(chip)
            line.add(chip)
        parts.lead_to_chosen(group.buttons())

    def _choose(self, what: str, value: str | None) -> None:
        self._wanted[what] = value
        self._filter()

    def _in_sight(self) -> Board:
        level, state, timeliness = (self._wanted.get(what) for what in ("level", "state", "timeliness"))
        return self._board.only(
            level=level, states=[state] if state else (), timeliness=[timeliness] if timeliness else ()
        )

    def _filter(self) -> None:
        found = self._in_sight()
        self.table.show_lines([self._line(row) for row in found.rows])
        self._counts.setText(self._counted(found))
        self.remind.setEnabled(bool(found.remind()))

    def _show_declared(self) -> None:
        """Who declared, and when, that nothing happened in the unit under the cursor."""
        line = self.table.current
        row = next((one for one in self._board.rows if line and one.unit == line.unit), None)
        cells = row.cells.items() if row else ()
        said = [
            _declared(in_words(self._plan.areas[area].short), cell)
            for area, cell in cells
            if cell.state == NOTHING or cell.contradiction
        ]
        text = say("board.declared", unit=row.name, areas="; ".join(said)) if row and said else _NOTHING_SAID
        self.declared.setText(text)

    def _line(self, row: BoardRow) -> Line:
        cells = [_cell(row.cells[area]) for area in self._board.areas]
        time = say(f"board.time_{row.timeliness}", day=show_day(row.submitted or row.due))
        return Line(
            (row.name, *cells, time), "", row.unit,
            ("", *(_look(row.cells[area]) for area in self._board.areas), TIMES.get(row.timeliness, "")),
        )  # fmt: skip

    def _counted(self, board: Board) -> str:
        times = board.timeliness()
        units, silent = len(board.rows), sum(bool(row.silent) for row in board.rows)
        return say(
            "board.counts", units=units, full=units - silent, silent=silent,
            in_time=times[IN_TIME], late=times[LATE], waiting=times[WAITING],
        )  # fmt: skip

    def _copy(self) -> None:
        reminders = self._in_sight().remind()
        QGuiApplication.clipboard().setText("\n".join(in_words(one.text) for one in reminders))
        self._counts.setText(say("board.copied", count=len(reminders)))


def _look(cell: Completeness) -> str:
    """What is not reported alarms only when its day is over."""
    return "error" if cell.contradiction or (not cell.reported and cell.timeliness == LATE) else LOOKS[cell.state]


def _cell(cell: Completeness) -> str:
    if cell.contradiction:
        return say("board.contradiction", count=cell.records)
    return say(f"board.cell_{cell.state}", count=cell.records)


def _declared(area: str, cell: Completeness) -> str:
    day = [show_day(date.fromisoformat(cell.declared_on))] if cell.declared_on else []
    return f"{area} ({', '.join([cell.declared_by or say('ui.nobody'), *day])})"
