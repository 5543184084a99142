"""The head of the report's page: whose report, of which period, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period
from desktop_app.session import dhis2
from desktop_app.texts import say
from ui.widgets import parts, theme
from ui.widgets.menu_button import MenuButton
from ui.widgets.unit_finder import unit_finder

OTHER_FORMS = ("docx", "xlsx", *dhis2.FORMS)
NARROW, LEAST = 1150, 720  # widths below which its title goes, and below which nothing fits


class ReportBar(QWidget):
    """`unit_chosen(code)`, `make_wanted`, `print_wanted`, `save_wanted(form)`."""

    unit_chosen = Signal(str)
    make_wanted = Signal()
    print_wanted = Signal()
    save_wanted = Signal(str)

    def __init__(self, units: OrgUnits, unit: str) -> None:
        super().__init__()
        self._words = QWidget()
        words = parts.fill(parts.column(self._words, 0, 2), parts.label(say("ui.report_title"), "title"))
        self._about = parts.put(words, parts.Elided(" ", "muted"))
        self._row = parts.fill(parts.row(self, spacing=8), (self._words, 1))
        head = parts.row()
        self._row.addLayout(head)
        self.unit = unit_finder(units, unit, say("ui.report_unit"), self.unit_chosen.emit)
        self.unit.setFixedWidth(theme.wide(200))
        head.addWidget(self.unit)
        self._buttons(head)

        self.setMinimumWidth(theme.wide(LEAST))

    def show_period(self, period: Period) -> None:
        self._about.set_full_text(say("ui.report_about", period=period.label, days=period.dates))

    def allow(self, *, making: bool, there: bool) -> None:
        """What can be done now: nothing is saved or printed that is not in sight."""
        self.make.setEnabled(not making)
        for button in (self.save, self.others, self.print):
            button.setEnabled(there and not making)

    def _buttons(self, head: QHBoxLayout) -> None:
        self.make = parts.button(say("print.make"), self.make_wanted.emit)
        self.print = parts.button(say("print.print_key"), self.print_wanted.emit, icon="printer")
        self.others = MenuButton(say("print.others"))
        self.others.setMenu(self._other_forms())
        self.save = parts.button(say("print.save"), lambda: self.save_wanted.emit("pdf"), "primary", "save")
        parts.fill(head, self.make, self.print, self.others, self.save)

    def _other_forms(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(say("print.others"))
        for form in OTHER_FORMS:
            chosen = menu.addAction(say(f"print.as_{form}")).triggered
            chosen.connect(lambda _=False, form=form: self.save_wanted.emit(form))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is narrow the buttons stand alone: the tab and the period above say the same."""
        super().resizeEvent(event)
        self._words.setVisible(self.width() >= theme.wide(NARROW))
