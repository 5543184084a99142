"""Every unit by every area at a glance: a number, 0, nothing happened, late, or blank; and whom to remind."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.domain.board import Board
from desktop_app.domain.completeness import IN_TIME, LATE, STATES, WAITING
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period, show_day
from desktop_app.domain.plan import Plan
from desktop_app.session import figures
from desktop_app.texts import in_words, say
from ui.progress.board_lines import board_lines, declared
from ui.progress.board_table import BoardTable
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.flow_row import FlowRow
from ui.widgets.lines import Line

WIDE, HIGH = 1180, 690
MANY = 30  # units: with more of them the groups are folded at first
_NOTHING_SAID = " "  # has a line all the same, so that the table does not jump


class BoardDialog(QDialog):
    """`unit_wanted(unit, area)`: the records of a unit, of one area where the cursor was on one. With filters for
    level, state and the late ones; reminders for those in sight are copied as text.
    """

    unit_wanted = Signal(str, str)

    def __init__(self, over: QWidget, bridge: Bridge, plan: Plan, units: OrgUnits, unit: str, period: Period) -> None:
        super().__init__(over)
        parts.resize_over(self, WIDE, HIGH)
        self._plan, self._units, self._board = plan, units, Board(period, (), ())
        self._wanted: dict[str, str] = {}  # of level, state and timeliness; "": whichever it is
        self._folded: set[str] = set()
        self.marked = ""  # the unit on which the cursor is to stand
        self._column = column = parts.dialog(self, say("board.title"), 8)
        column.addWidget(parts.label(say("board.title"), "form"))
        self._about = parts.label(
            say("board.about", period=period.label, days=period.dates, due="…"), "muted", wrap=True
        )
        column.addWidget(self._about)
        self._levels, self._filters = FlowRow(), FlowRow()
        parts.fill(column, self._levels, self._filters)
        names = [(in_words(area.short), 0) for area in plan.tab_areas]
        self.table = BoardTable(say("board.title"), [(say("board.unit"), 300), *names, (say("board.submitted"), 150)])
        parts.fill(column, (self.table, 1), parts.label(say("board.legend"), "small", wrap=True))
        self.declared = parts.put(column, parts.label(_NOTHING_SAID, "small", wrap=True))
        self.table.selectionModel().currentRowChanged.connect(self._show_declared)
        self.table.cell_opened.connect(self._open)
        self._counts = parts.put(column, parts.label("", "small", wrap=True))
        self.fold = parts.button(say("board.open_all"), self._fold_all)
        self.remind = parts.button(say("board.copy_reminders"), self._copy, "primary")
        parts.button_row(column, self.fold, self.remind, parts.button(say("ui.close"), self.close))
        bridge.ask(lambda file: figures.board(file, period, unit), self._show, self)
        self.open()

    def _show(self, board: Board) -> None:
        self._board, period = board, board.period
        due = show_day(board.rows[0].due) if board.rows else "…"
        self._about.setText(say("board.about", period=period.label, days=period.dates, due=due))
        if len(board.rows) > MANY:
            self._folded = {group.unit for group in board.groups(self._units)}
        self._make_filters()
        self._filter()
        if self.marked:
            self._mark_unit(self.marked)
        self.table.setFocus()

    def _make_filters(self) -> None:
        levels = list(dict.fromkeys(row.level for row in self._board.rows))
        named = {"": say("board.all_levels"), **{one: in_words(self._plan.levels[one]) for one in levels}}
        states = {"": say("board.all_states"), **{one: say(f"board.state_{one}") for one in STATES}}
        for line, what, words in ((self._levels, "level", named), (self._filters, "state", states)):
            for chip in parts.one_of(self, words, "", partial(self._choose, what), "chip").values():
                line.add(chip)
        late = parts.choice(say("board.only_late"), None, "chip")
        late.toggled.connect(lambda late: self._choose("timeliness", LATE if late else ""))
        self._filters.add(late)
        for line in (self._levels, self._filters):
            line.settle()
        self._column.activate()  # at once, or they are painted over what stands below

    def _choose(self, what: str, value: str) -> None:
        self._wanted[what] = value
        self._filter()

    def _in_sight(self) -> Board:
        level, *others = (self._wanted.get(what) for what in ("level", "state", "timeliness"))
        states, timeliness = ([one] if one else () for one in others)
        return self._board.only(level=level or None, states=states, timeliness=timeliness)

    def _filter(self) -> None:
        found = self._in_sight()
        self._show_lines(found)
        self._counts.setText(self._counted(found))
        self.remind.setEnabled(bool(found.remind()))

    def _show_lines(self, board: Board) -> None:
        lines = list(board_lines(board, self._units, self._folded))
        self.table.show_lines(lines)
        groups = {line.unit for line in lines if line.heads}
        self.fold.setVisible(bool(groups))
        self.fold.setText(say("board.open_all" if groups & self._folded else "board.fold_all"))

    def _fold_all(self) -> None:
        groups = {group.unit for group in self._in_sight().groups(self._units)}
        self._folded = set() if groups & self._folded else groups
        self._show_lines(self._in_sight())

    def _open(self, line: Line, column: int) -> None:
        """A unit leads to its records; the line of a group folds what stands below it, or shows it."""
        if not line.heads:
            areas = self._board.areas
            self.unit_wanted.emit(line.unit, areas[column - 1] if 0 < column <= len(areas) else "")
            return
        self._folded ^= {line.unit}
        self._show_lines(self._in_sight())
        row = next(n for n, one in enumerate(self.table.lines) if one.heads and one.unit == line.unit)
        self.table.setCurrentIndex(self.table.model().index(row, column))

    def _mark_unit(self, unit: str) -> None:
        self._folded.clear()
        self._show_lines(self._in_sight())
        rows = [n for n, one in enumerate(self.table.lines) if one.unit == unit and not one.heads]
        if rows:
            self.table.setCurrentIndex(self.table.model().index(rows[0], 0))

    def _show_declared(self) -> None:
        """Who declared, and when, that nothing happened in the unit under the cursor."""
        line = self.table.current
        row = next((one for one in self._board.rows if line and not line.heads and one.unit == line.unit), None)
        self.declared.setText((declared(self._plan, row) if row else "") or _NOTHING_SAID)

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
