"""What a plan that is being written says otherwise than the edition before, and what becomes of the records here."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan_offers import PlanTrial
from desktop_app.messages import Text
from desktop_app.session import OpenFile, plan_effects, plans
from desktop_app.session.plan_judging import PlanJudgement
from desktop_app.texts import in_words, say
from ui.exchange.plan_lines import trial_lines
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.long_work import LongWork, stoppable


class PlanDifference(QWidget):
    """`bridge`: to the ledger on a copy of which the plan can be tried, where one is open."""

    def __init__(self, bridge: Bridge | None) -> None:
        super().__init__()
        self._bridge = bridge
        self._plan: Mapping[str, Any] | None = None
        self._lines: Sequence[Line] = ()
        self._work: LongWork | None = None
        column = parts.column(self, 0, 8)
        headings = ((say("edition.part"), 110), (say("edition.sentence"), 0))
        self.table = LineTable(say("planpage.tab_changes"), headings)
        self.table.wrap()
        column.addWidget(self.table, 1)
        self.state = parts.put(column, parts.label("", "small", wrap=True))
        self.button = parts.button(say("planpage.try_ledger"), self.try_out, icon="search-check")
        self.button.setVisible(bridge is not None)
        column.addWidget(self.button)

    def show_judgement(self, judged: PlanJudgement, base: Mapping[str, Any] | None) -> None:
        """The sentences; what a trial said of the rows before is gone."""
        self.stop()
        self._plan = judged.plan if judged.changes else None
        lines = []
        for section in judged.changes:
            for number, sentence in enumerate(section.sentences):
                lines.append(Line(("" if number else in_words(section.title), in_words(sentence))))
        self._lines = lines
        nothing = "changes_after" if judged.findings else "no_changes" if base is not None else "no_base"
        self.table.nothing = say(f"planpage.{nothing}")
        self.table.show_lines(lines)
        self.table.viewport().update()
        self.state.setText("")
        self.button.setEnabled(self._plan is not None)

    def try_out(self) -> None:
        """Say what the plan does to the records that are here, on a private copy of the ledger."""
        plan = self._plan
        if plan is None or self._bridge is None:
            return
        work = self._work = LongWork(self.state.setText)
        self.button.setEnabled(False)

        def tried(found: tuple[list[Text], PlanTrial] | None) -> None:
            if work is self._work:
                self._work = None
                self.button.setEnabled(True)
                self.state.setText("")
                self.table.show_lines([*(_found_lines(*found) if found else ()), *self._lines])

        def look(file: OpenFile) -> tuple[list[Text], PlanTrial]:
            return plan_effects.effects(file, plan), plans.try_body(file, plan, work.report_progress)

        def try_out(file: OpenFile) -> tuple[list[Text], PlanTrial] | None:
            return stoppable(lambda: look(file))

        self._bridge.beside(try_out, tried, self, self.state.setText)

    def stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None


def _found_lines(effects: Sequence[Text], trial: PlanTrial) -> list[Line]:
    """What becomes of the records here, then of what counts and of the figures."""
    said = [Line(("" if n else say("planeffect.heading"), in_words(one))) for n, one in enumerate(effects)]
    return [*said, *trial_lines(trial)]
