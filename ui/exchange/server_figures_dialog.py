"""What a server says of all that was published there: each indicator of any unit and period, with its reasons."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.domain.merging import ProgressCallback
from desktop_app.domain.period import MONTHS, Period, all_periods
from desktop_app.session import OpenFile, publishing
from desktop_app.texts import in_words, say
from ui.crosstab.menu_pill import MenuPill, PillOption
from ui.exchange.server_figure_lines import figure_line, reason_lines
from ui.exchange.server_line import ServerLine
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.flow_row import FlowRow
from ui.widgets.table_dialog import TableDialog
from ui.widgets.unit_finder import unit_finder

if TYPE_CHECKING:
    from desktop_app.session.publishing import ServerFigure

UNIT = 260
IN_FORCE = ""


class ServerFiguresDialog(TableDialog):
    """The server is asked only when a person presses the button."""

    def __init__(
        self, over: QWidget, bridge: Bridge, file: OpenFile, period: Period, address: str,
        password: str | None,
    ) -> None:  # fmt: skip
        super().__init__(over, say("there.title"), say("there.about"), (
            (say("there.indicator"), 0), (say("explain.numerator"), 90), (say("explain.denominator"), 90),
            (say("there.value"), 90), (say("there.target"), 90), (say("there.verdict"), 130), (say("there.why"), 300),
        ), right=(1, 2, 3, 4), size=(1180, 690))  # fmt: skip
        self.table.nothing = say("there.not_asked")
        self._file = file
        self._unit = file.plan.root
        self._found: Sequence[ServerFigure] = ()
        self.server = ServerLine(bridge, address, password)
        self.server.working.connect(self._work)
        self.server.address.returnPressed.connect(self.ask)
        self._periods = {one.text: one for one in _periods(file, period)}
        self.period, self.reading = MenuPill(say("crosstab.period")), MenuPill(say("report.reading"))
        self.period.chosen.connect(self._choose_period)
        self.reading.chosen.connect(self._choose_reading)
        self._choose_period(period.text)
        self._choose_reading(IN_FORCE)
        self.add(self._asked())
        self.add(self.server)
        self.reasons = parts.button(say("there.reasons"), self.show_reasons, icon="list")
        self.reasons.setEnabled(False)
        self.stop = parts.button(say("ui.qt_cancel"), self.server.cancel)
        self.stop.hide()
        self.foot.insertWidget(0, self.reasons)
        self.foot.insertWidget(1, self.stop)
        self.go = parts.button(say("there.go"), self.ask, "primary", "search")
        self.foot.insertWidget(self.foot.count() - 1, self.go)
        self.table.opened.connect(lambda _: self.show_reasons())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._allow_reasons())
        self.finished.connect(lambda _: self.server.cancel())
        self.open()
        self.server.address.setFocus()

    def ask(self) -> None:
        """Ask the server for the figures of the unit and period chosen."""
        period, unit, reading = self.period.value, self._unit, self.reading.value or None
        plan = self._file.plan.id

        def work(
            _: OpenFile, address: str, ask: Callable[[], str], report: ProgressCallback
        ) -> "Sequence[ServerFigure]":
            found = publishing.progress_there(address, ask, period, unit, reading, plan)
            report(1, 1, "")  # who stopped meanwhile wants none of it
            return found

        self.server.run(work, lambda found: self._show(found, period, unit))

    def show_reasons(self) -> None:
        """All that is said of the figure of the current line, and what it lacks, unit by unit."""
        current = self._current()
        if current is None:
            return
        columns = ((say("there.unit"), 260), (say("there.why"), 0), (say("there.times"), 90))
        dialog = TableDialog(self, in_words(current.indicator.title), "", columns, right=(2,))
        dialog.table.wrap()
        dialog.show_lines(reason_lines(self._file.units, current))
        dialog.open()

    def _asked(self) -> QWidget:
        row = FlowRow()
        self.unit = unit_finder(self._file.units, self._file.plan.root, say("there.unit"), self._choose_unit)
        self.unit.setFixedWidth(theme.wide(UNIT))
        for widget in (self.unit, self.period, self.reading):
            row.add(widget)
        return row

    def _choose_unit(self, unit: str) -> None:
        self._unit = unit

    def _choose_period(self, text: str) -> None:
        months = say("ui.months")
        self.period.offer([
            PillOption(one.text, in_words(one.label), months if one.code in MONTHS else "")
            for one in self._periods.values()
        ], text)  # fmt: skip

    def _choose_reading(self, name: str) -> None:
        names = dict.fromkeys(name for one in self._file.plan.indicators.values() for name in one.readings)
        self.reading.offer([
            PillOption(IN_FORCE, say("there.in_force")),
            *(PillOption(one, say(f"explain.reading_{one}")) for one in names),
        ], name)  # fmt: skip

    def _show(self, found: "Sequence[ServerFigure]", period: str, unit: str) -> None:
        self._found = found
        said = say("there.said", unit=self._file.units.name(unit), period=self._periods[period].label,
                   days=self._periods[period].dates)  # fmt: skip
        self.server.message.show_text(said, "strong")
        self.show_lines([figure_line(one) for one in found])
        self._allow_reasons()

    def _current(self) -> "ServerFigure | None":
        return self.table.current_of(self._found)

    def _allow_reasons(self) -> None:
        self.reasons.setEnabled(self._current() is not None)

    def _work(self, begins: bool) -> None:
        self.stop.setVisible(begins)
        for widget in (self.go, self.server.address, self.unit, self.period, self.reading):
            widget.setEnabled(not begins)


def _periods(file: OpenFile, period: Period) -> list[Period]:
    """Those that can be asked about: the one in sight, every year, and what lies in its year."""
    scheme = file.plan.schemes[period.scheme]
    of_year = scheme.periods(scheme.offered, period.year)
    return [period, *all_periods(scheme, file.plan.years, ["Y"]), *of_year]
