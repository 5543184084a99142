"""What stands beside the entry of a plan: its sample, what the plan says otherwise than before, and all faults."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.plan_draft_files import Row, Rows
from desktop_app.session import plan_sections
from desktop_app.session.plan_drafts import row_of
from desktop_app.session.plan_judging import DraftFinding, PlanJudgement
from desktop_app.session.plan_sections import DraftEntry
from desktop_app.texts import in_words, say
from ui.plan.draft_work import DraftWork
from ui.plan.plan_difference import PlanDifference
from ui.plan.sample_figure import SampleFigure
from ui.plan.sample_form import SampleForm
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line

SAMPLE, CHANGES, FAULTS = range(3)
COUNTING = ("indicators", "targets", "readings", "words", "sets")


class BesideEntry(QWidget):
    """`fault_opened(sheet, row, column)`: go to what is wrong."""

    fault_opened = Signal(str, int, str)

    def __init__(self, work: DraftWork, bridge: Bridge | None) -> None:
        super().__init__()
        self._work = work
        column = parts.column(self, 0, 8)
        self.tabs = parts.tab_bar(say("planpage.beside"))
        for words in (say("planpage.tab_sample"), say("planpage.tab_changes"), say("planpage.tab_faults", n="…")):
            self.tabs.addTab(words)
        self._stack = QStackedWidget()
        self.sample, self.figure = SampleForm(), SampleFigure(work)
        self._samples = QStackedWidget()
        for sample in (self.sample, self.figure):
            self._samples.addWidget(sample)
        self.changes = PlanDifference(bridge)
        self.faults = LineTable(
            say("planpage.faults"), ((say("planpage.section"), 130), (say("plan.column_reason"), 0))
        )
        self.faults.wrap()
        self.faults.opened.connect(self._open)
        for widget in (self._samples, self.changes, self.faults):
            self._stack.addWidget(widget)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._found: Sequence[DraftFinding] = ()
        parts.fill(column, self.tabs, (self._stack, 1))

    def show_sample(self, plan: Mapping[str, Any] | None, rows: Rows, sheet: str, number: int) -> None:
        """The sample of an entry: the form of its kind, or what it counts; `plan`: one without faults."""
        row = row_of(rows, sheet, number)
        counts = sheet in COUNTING
        self._samples.setCurrentWidget(self.figure if counts else self.sample)
        if counts:
            self.figure.show_row(plan, sheet, row)
        else:
            self.sample.show_kind(plan, _kind(rows, sheet, row))

    def show_judgement(self, judged: PlanJudgement, base: Mapping[str, Any] | None) -> None:
        """What is wrong; where nothing is, what differs from the edition before."""
        self.show_faults(judged.findings)
        self.changes.show_judgement(judged, base)

    def show_faults(self, found: Sequence[DraftFinding]) -> None:
        self._found = found
        self.tabs.setTabText(FAULTS, say("planpage.tab_faults", n=len(found)))
        self.faults.nothing = say("planpage.faultless")
        rows = self._work.draft.rows
        titles = {sheet: plan_sections.entries(rows, sheet) for sheet in {one.sheet for one in found}}
        self.faults.show_lines([_line(one, number, titles[one.sheet]) for number, one in enumerate(found)])

    def stop(self) -> None:
        """Nobody looks any more."""
        self.figure.stop()
        self.changes.stop()

    def _open(self, line: Line) -> None:
        found = self._found[int(line.record)]
        self.fault_opened.emit(found.sheet, found.row, found.column)


def _kind(rows: Rows, sheet: str, row: Row) -> str:
    """The kind whose form shows an entry; of a list of choices, the first one that has a field with it."""
    if sheet == "choices":
        listed = row.get("list_name")
        return next((str(one.get("kind", "")) for one in rows["survey"] if one.get("choices") == listed), "")
    return str(row.get({"kinds": "name", "survey": "kind", "roles": "kind", "statistics": "kind"}.get(sheet, ""), ""))


def _line(found: DraftFinding, number: int, entries: Sequence[DraftEntry]) -> Line:
    why = in_words(found.why)
    section = in_words(plan_sections.section_title(found.sheet))
    title = next((in_words(one.title) or one.code for one in entries if one.row == found.row), "")
    return Line((f"{section}: {title}" if title else section, why[:1].upper() + why[1:]), record=str(number))
