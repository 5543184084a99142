"""A figure explained: who counts, who does not and why, what is still needed, by unit, and over the year."""

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QWidget

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.values import show_number
from desktop_app.texts import say
from ui.progress.figure_lines import (
    DENOMINATOR,
    NOTHING,
    NUMERATOR,
    UNIT,
    WHY,
    ExplainedFigure,
    FigureQuery,
    MemberLines,
    read_explained,
)
from ui.progress.trend_chart import TrendChart, read_trend
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.even_label import EvenLabel
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.mouse_navigation import MouseNavigation

WIDE, HIGH = 1180, 640
LINES, CHART = 0, 1


class FigureDialog(QDialog):
    """`record_wanted(asked, tab, id)`: a line leads to its record; a line of a unit
    explains that unit's figure here. `marked`: the tab and the record where the cursor is to stand.
    """

    record_wanted = Signal(object, int, str)

    def __init__(
        self, over: QWidget, bridge: Bridge, units: OrgUnits, asked: FigureQuery, marked: tuple[int, str] = (0, "")
    ) -> None:
        super().__init__(over)
        parts.resize_over(self, WIDE, HIGH)
        self._bridge, self._units, self._asked = bridge, units, asked
        self._before: list[FigureQuery] = []
        self._marked = marked
        self._groups: Sequence[tuple[str, Sequence[Line]]] = ()
        column = parts.dialog(self, "", 8)
        column.addLayout(self._head())
        self._wording, self._needed, self._notes = map(parts.MessageLabel, ("muted", "strong", "small"))
        parts.fill(column, self._wording, self._needed, self._notes)
        self.tabs = parts.tab_bar(say("explain.lines"))
        self.tabs.currentChanged.connect(self._show_tab)
        column.addWidget(self.tabs)
        self.table = LineTable(say("explain.lines"), (
            (say("explain.name"), 0), (say("explain.unit"), 170), (say("explain.numerator"), 64),
            (say("explain.denominator"), 64), (say("explain.why"), 270),
        ), right=(NUMERATOR, DENOMINATOR))  # fmt: skip
        self.table.opened.connect(self._open)
        self.chart = TrendChart()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.chart)
        parts.fill(column, (self._stack, 1), self._foot())
        QShortcut("Alt+Left", self, self._go_back)
        MouseNavigation(self, self._go_back, lambda: None)
        self._read()
        self.open()

    def _head(self) -> QHBoxLayout:
        self._title = EvenLabel()
        self._value = parts.label("", "title")
        self._state = parts.pill()
        return parts.fill(parts.row(spacing=12), (self._title, 1), self._value, self._state)

    def _foot(self) -> QHBoxLayout:
        foot = parts.row()
        self._back = parts.button(say("explain.back"), self._go_back, icon="chevron-left")
        self._readings = parts.row(spacing=6)
        parts.fill(foot, self._back, self._readings, 1)
        self._hint = parts.label(say("explain.hint"), "small")
        parts.fill(foot, self._hint, parts.button(say("ui.close"), self.close))
        return foot

    # --- reading --------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        asked = self._asked
        name = self._units.name(asked.unit)
        self.setWindowTitle(say("explain.title", code=asked.code, unit=name, period=asked.period.label))
        self._back.setVisible(bool(self._before))
        self._bridge.ask(lambda file: read_explained(file, asked), lambda found: self._show(asked, found), self)

    def _show(self, asked: FigureQuery, found: ExplainedFigure) -> None:
        if asked is not self._asked:
            return
        figure = found.figure
        self._title.set_full_text(f"{figure.code}  {figure.title} · {self._units.name(asked.unit)}")
        self._value.setText(figure.amount)
        self._state.setText(figure.state)
        theme.set_role(self._state, figure.pill)
        self._wording.show_text(found.wording)
        self._needed.show_text(found.needed)
        self._notes.show_text(found.notes)
        self._show_readings(found.readings)
        self._show_groups(found.groups)

    def _show_readings(self, readings: Sequence[tuple[str, str, bool]]) -> None:
        parts.clear(self._readings)
        if len(readings) < 2:
            return
        self._readings.addWidget(parts.label(say("explain.reading"), "small"))
        for name, said, shown in readings:
            made = parts.choice(said, partial(self._reread, name), "segment")
            made.setAccessibleName(f"{say('explain.reading')} {made.text()}")
            made.setChecked(shown)
            self._readings.addWidget(made)

    def _show_groups(self, groups: Sequence[tuple[str, Sequence[Line]]]) -> None:
        self._groups = groups
        with QSignalBlocker(self.tabs):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for label, lines in groups:
                self.tabs.addTab(say("explain.tab", label=label, count=show_number(len(lines))))
            self.tabs.addTab(say("explain.trend"))
        (tab, record), self._marked = self._marked, (0, "")
        self.tabs.setCurrentIndex(tab)
        self._show_tab(self.tabs.currentIndex())
        self._mark(record)
        self.table.setFocus()

    def _mark(self, record: str) -> None:
        """Put the cursor on a record, where it is still there."""
        if record:
            found = _records(self._groups[self.tabs.currentIndex()][1])
            if record in found:
                self.table.selectRow(found.index(record))

    def _show_tab(self, tab: int) -> None:
        self._hint.setVisible(tab < len(self._groups))  # a chart has no lines to open
        if tab < len(self._groups):
            lines = self._groups[tab][1]
            for column in (UNIT, NUMERATOR, DENOMINATOR, WHY):
                self.table.setColumnHidden(column, not _says(lines, column))
            self.table.show_lines(lines)
            self._stack.setCurrentIndex(LINES)
            return
        self._stack.setCurrentIndex(CHART)
        asked = self._asked
        self._bridge.ask(
            lambda s: read_trend(s, asked.code, asked.unit, asked.period, asked.reading), self.chart.show_trend, self
        )

    # --- ways on --------------------------------------------------------------------------------------------------

    def _open(self, line: Line) -> None:
        if line.record:
            self.close()
            self.record_wanted.emit(self._asked, self.tabs.currentIndex(), line.record)
        elif line.unit and line.unit != self._asked.unit and line.unit in self._units:
            self._before.append(self._asked)
            self._asked = replace(self._asked, unit=line.unit)
            self._read()

    def _go_back(self) -> None:
        if self._before:
            self._asked = self._before.pop()
            self._read()

    def _reread(self, reading: str) -> None:
        self._asked = replace(self._asked, reading=reading)
        self._read()


def _says(lines: Sequence[Line], column: int) -> bool:
    """Whether a column holds anything; of members without making their lines."""
    if isinstance(lines, MemberLines):
        return column in lines.columns
    return any(line.cells[column] not in ("", NOTHING) for line in lines)


def _records(lines: Sequence[Line]) -> list[str]:
    """By line the record that it stands for; of many, without making the lines."""
    if isinstance(lines, MemberLines):
        return [member.record or "" for member in lines.members]
    return [line.record for line in lines]
