"""The records by which a unit reported in a period, by area and kind, with those that do not count."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, figures
from desktop_app.texts import in_words, say
from ui.widgets.bridge import Bridge
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog


class UnitRecordsDialog(TableDialog):
    """`record_wanted(id)`: one of them was chosen. `area`: whose records come first; `record`: the one marked."""

    record_wanted = Signal(str)

    def __init__(
        self, over: QWidget, bridge: Bridge, plan: Plan, unit: tuple[str, str], area: str, period: Period, record: str
    ) -> None:
        code, name = unit
        columns = ((say("board.area"), 170), (say("board.kind"), 190), (say("board.record"), 0))
        super().__init__(over, say("board.records_of", unit=name), "", columns, size=(980, 600))
        self._plan, self._area, self._record, self._period = plan, area, record, period
        self.table.opened.connect(self._open)
        self.go = self.offer(say("board.open_record"), "pencil", lambda: self._open(self.table.current))
        bridge.ask(lambda file: _lines(file, period, code, area), self._show, self)
        self.open()

    def _show(self, lines: Sequence[Line]) -> None:
        count = show_number(len(lines))
        self.set_about(say("board.records_about", period=self._period.label, days=self._period.dates, count=count))
        self.show_lines(lines, say("board.no_records"))
        rows = [row for row, line in enumerate(lines) if line.record == self._record]
        if rows:
            self.table.selectRow(rows[0])

    def _open(self, line: Line | None) -> None:
        if line is not None:
            self.close()
            self.record_wanted.emit(line.record)


def _lines(file: OpenFile, period: Period, unit: str, area: str) -> list[Line]:
    """The records of the area first that was asked for."""
    plan, found = file.plan, figures.records_of(file, period, unit)
    return [
        Line(
            (in_words(plan.areas[one.area].short), in_words(plan.kinds[one.kind].label),
             title if one.counts else say("board.not_counting", title=title)),
            one.record, looks=("", "", "" if one.counts else "warning"),
        )
        for one, title in sorted(found, key=lambda pair: pair[0].area != area)
    ]  # fmt: skip
