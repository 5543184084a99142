"""What stands beside the entry of a plan: its sample, what the plan says otherwise than before, and all faults."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.session import plan_sections
from desktop_app.session.plan_drafts import DraftFinding, PlanJudgement
from desktop_app.texts import in_words, say
from ui.plan.sample_form import SampleForm
from ui.widgets import parts
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line

SAMPLE, CHANGES, FAULTS = range(3)


class BesideEntry(QWidget):
    """`fault_opened(sheet, row, column)`: go to what is wrong."""

    fault_opened = Signal(str, int, str)

    def __init__(self) -> None:
        super().__init__()
        column = parts.column(self, 0, 8)
        self.tabs = parts.tab_bar(say("planpage.beside"))
        for words in (say("planpage.tab_sample"), say("planpage.tab_changes"), say("planpage.tab_faults", n="…")):
            self.tabs.addTab(words)
        self._stack = QStackedWidget()
        self.sample = SampleForm()
        self.changes = LineTable(
            say("planpage.tab_changes"), ((say("edition.part"), 120), (say("edition.sentence"), 0))
        )
        self.faults = LineTable(
            say("planpage.faults"), ((say("planpage.section"), 110), (say("plan.column_reason"), 0))
        )
        for table in (self.changes, self.faults):
            table.wrap()
        self.faults.opened.connect(self._open)
        for widget in (self.sample, self.changes, self.faults):
            self._stack.addWidget(widget)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._found: Sequence[DraftFinding] = ()
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    def show_judgement(self, judged: PlanJudgement, base: Mapping[str, Any] | None) -> None:
        """What is wrong; where nothing is, what differs from the edition before."""
        self.show_faults(judged.findings)
        lines = []
        for section in judged.changes:
            for number, sentence in enumerate(section.sentences):
                lines.append(Line(("" if number else in_words(section.title), in_words(sentence))))
        self.changes.show_lines(lines)
        nothing = "changes_after" if judged.findings else "no_changes" if base is not None else "no_base"
        self.changes.nothing = say(f"planpage.{nothing}")
        self.changes.viewport().update()

    def show_faults(self, found: Sequence[DraftFinding]) -> None:
        self._found = found
        self.tabs.setTabText(FAULTS, say("planpage.tab_faults", n=len(found)))
        self.faults.nothing = say("planpage.faultless")
        self.faults.show_lines([_line(one, number) for number, one in enumerate(found)])

    def _open(self, line: Line) -> None:
        found = self._found[int(line.record)]
        self.fault_opened.emit(found.sheet, found.row, found.column)


def _line(found: DraftFinding, number: int) -> Line:
    why = in_words(found.why)
    section = in_words(plan_sections.section_title(found.sheet))
    return Line((section, why[:1].upper() + why[1:]), record=str(number))
