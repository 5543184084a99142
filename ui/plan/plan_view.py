"""What is in sight of a plan that is written: its parts, the entries of one, the form of an entry, its sample."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.collation import fold
from desktop_app.messages import Text
from desktop_app.plan_draft_files import Rows
from desktop_app.session import plan_choosing, plan_draft_lines, plan_judging, plan_sections
from desktop_app.session.plan_judging import NOWHERE, DraftFinding, PlanJudgement
from desktop_app.texts import in_words
from ui.plan.beside import FAULTS, BesideEntry
from ui.plan.draft_work import DraftWork
from ui.plan.entry_form import EntryForm, Place
from ui.plan.entry_list import EntryList, PlanParts
from ui.widgets.bridge import Bridge
from ui.widgets.options import Option


class PlanView(QObject):
    """`entry_shown()`: an entry is in sight, perhaps another one; `form_wanted()`: its form must be."""

    entry_shown = Signal()
    form_wanted = Signal()

    def __init__(self, work: DraftWork, bridge: Bridge | None, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._options: dict[str, list[Option]] = {}
        self._known: Mapping[str, Any] = work.draft.base or {}  # what was last read of the rows: names to choose from
        self.sheet: str = plan_sections.SECTIONS[0]
        self.sections, self.list = PlanParts(plan_sections.SECTIONS), EntryList()
        self.form, self.beside = EntryForm(self._named), BesideEntry(work, bridge)
        self.widgets = (self.sections, self.list, self.form, self.beside)
        self.form.comes_after = self.list.buttons[-1]
        work.changed.connect(self._follow)
        work.judged.connect(self._show_judgement)
        self.sections.chosen.connect(self.show_section)
        self.list.chosen.connect(lambda _: self.show_entry())
        self.list.opened.connect(self.form.focus)
        self.beside.fault_opened.connect(self.go_to)

    @property
    def row(self) -> int:
        return self.list.row

    def be_read_only(self) -> None:
        """Nothing can be changed here."""
        self.form.be_read_only()
        for button in self.list.buttons:
            button.hide()

    def go_to(self, sheet: str, row: int, column: str) -> None:
        """Put the cursor where something is said."""
        self.form_wanted.emit()
        self.list.search.clear()
        self.sections.show_sheet(sheet)
        self.show_section(sheet, max(row, 0))
        place = (sheet, row, column)
        if place not in self.form.editors:
            self.form.every.setChecked(True)
        self.form.focus(place if row != NOWHERE else None)

    def show_section(self, sheet: str, row: int = 0) -> None:
        self.form.commit()
        if sheet != self.sheet:  # what was looked for in another part hides nothing in this one
            self.list.search.clear()
        self.sheet = sheet
        self.list.setVisible(sheet != "settings")
        self.list.about.setText(in_words(plan_sections.section_about(sheet)))
        self._show_entries(self._work.draft.rows, row)
        for button in self.list.buttons:
            button.setEnabled(plan_draft_lines.can_add(sheet))
        self.show_entry()

    def show_row(self, rows: Rows, row: int) -> None:
        """The entries as they are now, this one in sight."""
        self._show_entries(rows, row)
        self.show_entry()

    def show_entry(self) -> None:
        """The form and the sample of the entry in sight."""
        rows, row = self._work.draft.rows, self.row
        there = self.sheet == "settings" or 0 <= row < len(rows[self.sheet])
        self.form.show_fields(plan_sections.fields(rows, self.sheet, row) if there else [])
        judged = self._work.judgement
        plan = judged.plan if judged and not judged.findings else None
        self.beside.show_sample(plan, rows, self.sheet, row)
        self.entry_shown.emit()

    def focus_first_empty(self) -> None:
        empty = [place for place, editor in self.form.editors.items() if not editor.field.value]
        best = next((place for place in empty if fold(place[2]) in ("label", "title", "code", "name")), None)
        self.form.focus(best or (empty[0] if empty else None))

    def show_found(self, found: Sequence[DraftFinding]) -> None:
        """What failed on made-up rows stands among the faults."""
        self.beside.show_faults(found)
        self.beside.tabs.setCurrentIndex(FAULTS)

    def _show_entries(self, rows: Rows, row: int) -> None:
        self.list.show_entries(plan_sections.entries(rows, self.sheet), row)

    def _named(self, choose: str) -> Sequence[Option]:
        """What may be chosen, with what people call it."""
        if choose not in self._options:
            self._options[choose] = [
                Option(value, in_words(text) or value) for value, text in plan_choosing.options(self._known, choose)
            ]
        return self._options[choose]

    def _follow(self) -> None:
        """The rows are others now."""
        self._options.clear()
        self.show_row(self._work.draft.rows, self.row)

    def _show_judgement(self, judged: PlanJudgement) -> None:
        self._options.clear()
        self._known = judged.plan
        self.beside.show_judgement(judged, self._work.draft.base)
        wrong: dict[Place, list[Text]] = dict(plan_judging.by_place(judged.findings))
        by_sheet: dict[str, int] = {}
        for one in judged.findings:
            by_sheet[one.sheet] = by_sheet.get(one.sheet, 0) + 1
        self.sections.show_counts(by_sheet)
        self.list.show_counts({one.row: 1 for one in judged.findings if one.sheet == self.sheet})
        self.form.show_problems(wrong)
        self.show_entry()
