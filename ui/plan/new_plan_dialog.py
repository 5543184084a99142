"""A wholly new plan: its name, its id, and the units that it is for."""

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app import own_plans, plan_files
from desktop_app.domain.collation import fold
from desktop_app.errors import AppError
from desktop_app.session import plan_drafts
from desktop_app.texts import in_words, say
from ui.widgets import parts
from ui.widgets.finder import Finder
from ui.widgets.one_line import OneLine
from ui.widgets.options import Option, search_in

WIDE = 560


class NewPlanDialog(QDialog):
    """`begun(PlanDraft)`: a small plan that runs, to be changed."""

    begun = Signal(object)

    def __init__(self, over: QWidget, today: date) -> None:
        super().__init__(over)
        self._today, self._own_id, self._units = today, False, ""
        column = parts.dialog(self, say("planpage.new_title"), 6)
        parts.fill(column, *parts.heading(say("planpage.new_title"), say("planpage.new_about")))
        self.name, self.id = OneLine(), OneLine()
        self.units = Finder(search_in(self._unit_options))
        self.units.show_choice(self._unit_options()[0].text)
        self.units.picked.connect(lambda plan, _: setattr(self, "_units", plan))
        self.name.textChanged.connect(self._propose)
        self.id.textEdited.connect(lambda _: setattr(self, "_own_id", True))
        for key, field in (("new_name", self.name), ("new_id", self.id), ("new_units", self.units)):
            parts.add_field(column, say(f"planpage.{key}"), field)
        self.go = parts.button(say("planpage.new_go"), self.begin, "primary", "file-plus")
        self.wrong = parts.dialog_foot(column, self.close, self.go)
        self.name.returnPressed.connect(self.go.click)
        self.setMinimumWidth(WIDE)
        self._propose("")
        self.open()
        self.name.setFocus()

    def begin(self) -> None:
        units_of = own_plans.known_plan(self._units) if self._units else None
        try:
            draft = plan_drafts.begin_new(self.id.text().strip(), self.name.text().strip(), self._today, units_of)
        except AppError as error:
            self.wrong.setText(in_words(error.message))
            return
        self.close()
        self.begun.emit(draft)

    def _propose(self, name: str) -> None:
        """The id is made of the name, unless somebody wrote another."""
        self.go.setEnabled(bool(name.strip()))
        if not self._own_id:
            self.id.setText(re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40].strip("-"))

    def _unit_options(self) -> Sequence[Option]:
        heads, _ = plan_files.read_heads()
        known = [Option(plan, in_words(head.label)) for plan, head in heads.items()]
        return [Option("", say("planpage.new_units_own")), *known]
