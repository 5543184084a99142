"""The page “Kế hoạch”: what a plan says, part by part and entry by entry, and the way to its next edition."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QWidget

from desktop_app.domain.collation import fold
from desktop_app.messages import Text
from desktop_app.plan_draft_files import Rows
from desktop_app.session import plan_choosing, plan_draft_lines, plan_judging, plan_sections
from desktop_app.session import plan_draft_editing as editing
from desktop_app.session.plan_beginnings import IndicatorWish, with_fields, with_indicator, with_list, with_message
from desktop_app.session.plan_drafts import PlanDraft
from desktop_app.session.plan_judging import NOWHERE, PlanJudgement
from desktop_app.texts import in_words, say
from ui.plan.beside import FAULTS, BesideEntry
from ui.plan.draft_work import DraftWork
from ui.plan.entry_form import EntryForm, Place
from ui.plan.entry_list import EntryList, PlanParts
from ui.plan.finishing import Finishing
from ui.plan.new_indicator_sheet import NewIndicatorSheet
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.options import Option

SECTION, LIST, FORM, SAMPLE = 248, 252, 420, 380
WIDE, HIGH = 1366, 768
BESIDE_FROM = 1150  # a narrower page shows no sample beside the form


class PlanPage(QDialog):
    """`finished_plan(path)`: an edition was finished and lies in this file. `writable`: whether it may be changed
    here; else `root` alone may. `bridge`: to the ledger whose plan it is, where one is open.
    """

    finished_plan = Signal(Path)

    def __init__(
        self, over: QWidget, draft: PlanDraft, bridge: Bridge | None = None, *, writable: bool = True, root: str = ""
    ) -> None:
        super().__init__(over)
        parts.resize_over(self, WIDE, HIGH)
        title = say("planpage.title" if writable else "planpage.view_title")
        self._writable = writable
        self._options: dict[str, list[Option]] = {}
        self._known: Mapping[str, Any] = draft.base or {}  # what was last read of the rows: names to choose from
        self._sheet = plan_sections.SECTIONS[0]
        self._asked_to_remove: tuple[str, int] | None = None
        self._column = parts.dialog(self, title, 8)
        self.work = DraftWork(draft, self)
        self.head = parts.label("", "form")
        self._column.addWidget(self.head)
        about = say("planpage.about_edit") if writable else say("planpage.about_view", root=root)
        self._column.addWidget(parts.label(about, "muted", wrap=True))
        self.sections, self.list, self.form, self.beside = (
            PlanParts(plan_sections.SECTIONS), EntryList(), EntryForm(self._named), BesideEntry(self.work, bridge),
        )  # fmt: skip
        self._column.addWidget(self._middle(), 1)
        self.message, self.state = parts.label("", "small", wrap=True), parts.label(say("planpage.not_saved"), "small")
        said = parts.row(spacing=12)
        said.addWidget(self.message, 1)
        said.addWidget(self.state)
        self._column.addLayout(said)
        self.finishing = Finishing(self, self.work)
        self._column.addLayout(self._foot())
        self.form.comes_after = self.list.buttons[-1]
        self._connect()
        if not writable:
            self.form.be_read_only()
            for button in self.list.buttons:
                button.hide()
        self._show_section(self._sheet)
        self.open()
        self.sections.table.setFocus()

    def _middle(self) -> QWidget:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme.GAP)
        for widget in (self.sections, self.list, self.form, self.beside):
            self._splitter.addWidget(widget)
        self._splitter.setSizes([SECTION, LIST, FORM, SAMPLE])
        for place, factor in enumerate((0, 1, 2, 1)):
            self._splitter.setStretchFactor(place, factor)
        return self._splitter

    def _foot(self) -> QHBoxLayout:
        foot = parts.row(spacing=8)
        foot.addStretch(1)
        self.turner = parts.choice(say("planpage.beside"), self._share_room, "segment")
        foot.addWidget(self.turner)
        if self._writable:
            self.undo = parts.icon_button("undo-2", say("planpage.undo"), self.work.undo)
            self.redo = parts.icon_button("redo-2", say("planpage.redo"), self.work.redo)
            for button in (self.undo, self.redo, *self.finishing.buttons):
                foot.addWidget(button)
        foot.addWidget(parts.button(say("ui.close"), self.close))
        return foot

    def _connect(self) -> None:
        work = self.work
        work.changed.connect(self._follow)
        work.judged.connect(self._show_judgement)
        work.saved.connect(lambda: self.state.setText(say("planpage.saved")))
        work.failed.connect(lambda sentence: self.say(sentence, "error"))
        self.sections.chosen.connect(self._show_section)
        self.list.chosen.connect(lambda _: self._show_entry())
        self.list.opened.connect(self.form.focus)
        self.form.put.connect(self._put)
        self.form.typed.connect(self._note_typed)
        self.beside.fault_opened.connect(self.go_to)
        self.finishing.said.connect(self.say)
        self.finishing.found.connect(self._show_found)
        self.finishing.finished.connect(self._leave_finished)
        if not self._writable:
            return
        self.list.add_wanted.connect(self.add)
        self.list.copy_wanted.connect(self.copy)
        self.list.move_wanted.connect(self.move_entry)
        self.list.remove_wanted.connect(self.remove)
        self.list.pasted.connect(self.paste)
        for keys, action in (
            ("Ctrl+N", self.add), ("Ctrl+D", self.copy), ("Alt+Up", lambda: self.move_entry(-1)),
            ("Alt+Down", lambda: self.move_entry(1)), ("Ctrl+Delete", self.remove), ("Ctrl+Z", work.undo),
            ("Ctrl+Y", work.redo),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, action)

    # --- what is in sight ---------------------------------------------------------------------------------------------

    def say(self, sentence: str, role: str = "small") -> None:
        """Say something at the foot of the page."""
        self.message.setText(sentence)
        theme.set_role(self.message, role)

    def go_to(self, sheet: str, row: int, column: str) -> None:
        """Put the cursor where something is said."""
        self.turner.setChecked(False)
        self._share_room()
        self.list.search.clear()
        self.sections.show_sheet(sheet)
        self._show_section(sheet, max(row, 0))
        place = (sheet, row, column)
        if place not in self.form.editors:
            self.form.every.setChecked(True)
        self.form.focus(place if row != NOWHERE else None)

    def _show_section(self, sheet: str, row: int = 0) -> None:
        self.form.commit()
        self._sheet = sheet
        about = in_words(plan_sections.section_about(sheet))
        self.list.setVisible(sheet != "settings")
        self.list.show_entries(about, plan_sections.entries(self.work.draft.rows, sheet), row)
        for button in self.list.buttons:
            button.setEnabled(plan_draft_lines.can_add(sheet))
        self._show_entry()

    def _show_entry(self) -> None:
        """The form and the sample of the entry in sight."""
        rows, row = self.work.draft.rows, self.list.row
        self._asked_to_remove = None
        there = self._sheet == "settings" or 0 <= row < len(rows[self._sheet])
        self.form.show_fields(plan_sections.fields(rows, self._sheet, row) if there else [])
        self._show_sample()

    def _show_sample(self) -> None:
        judged = self.work.judgement
        plan = judged.plan if judged and not judged.findings else None
        self.beside.show_sample(plan, self.work.draft.rows, self._sheet, self.list.row)

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
        row = self.list.row
        self.list.show_entries(self.list.about.text(), plan_sections.entries(self.work.draft.rows, self._sheet), row)
        self._show_entry()
        self._show_head()

    def _show_head(self) -> None:
        draft = self.work.draft
        self.head.setText(say("planpage.head", plan=draft.head("label"), edition=draft.head("edition")))
        if self._writable:
            self.undo.setEnabled(self.work.can_undo)
            self.redo.setEnabled(self.work.can_redo)
        self.finishing.follow()

    def _show_judgement(self, judged: PlanJudgement) -> None:
        self._options.clear()
        self._known = judged.plan
        self.beside.show_judgement(judged, self.work.draft.base)
        self._show_counts(judged)
        self._show_entry()
        self._show_head()

    def _show_counts(self, judged: PlanJudgement) -> None:
        wrong: dict[Place, list[Text]] = dict(plan_judging.by_place(judged.findings))
        by_sheet: dict[str, int] = {}
        for one in judged.findings:
            by_sheet[one.sheet] = by_sheet.get(one.sheet, 0) + 1
        self.sections.show_counts(by_sheet)
        self.list.show_counts({one.row: 1 for one in judged.findings if one.sheet == self._sheet})
        self.form.show_problems(wrong)

    def _show_found(self, found: Sequence[plan_judging.DraftFinding]) -> None:
        """What failed on made-up rows stands among the faults."""
        self.beside.show_faults(found)
        self.beside.tabs.setCurrentIndex(FAULTS)

    # --- what is done -------------------------------------------------------------------------------------------------

    def _put(self, place: Place, text: str) -> None:
        rows = editing.put(self.work.draft, *place, text)
        sheet, row, column = place
        if sheet == "kinds" and column == "label" and rows[sheet][row].get("name"):
            rows = with_fields(rows, str(rows[sheet][row]["name"]))
        if sheet == "survey" and column == "constraint":
            rows = with_message(rows, row)
        if sheet == "survey" and column in ("type", "choices") and text:
            lists = len(rows["choices"])
            rows = with_list(rows, row)
            if len(rows["choices"]) > lists:
                self.say(say("planbegin.list_made", name=rows["survey"][row]["choices"]))
        self.work.take(rows)

    def _note_typed(self, place: Place, text: str) -> None:
        self.work.note_typed(editing.with_text(self.work.draft.rows, *place, text))

    def add(self) -> None:
        """A new entry below the one in sight, the cursor in its first field that is empty."""
        if self._sheet == "indicators":
            self.form.commit()
            sheet = NewIndicatorSheet(self, self.work.draft.rows)
            sheet.wanted.connect(self._add_indicator)
        elif plan_draft_lines.can_add(self._sheet):
            self.form.commit()
            self.list.search.clear()
            rows, row = plan_draft_lines.add(self.work.draft.rows, self._sheet, self.list.row)
            self._take(rows, row)
            self._focus_first_empty()

    def _add_indicator(self, wish: IndicatorWish) -> None:
        self.list.search.clear()
        rows = with_indicator(self.work.draft.rows, wish)
        self._take(rows, len(rows["indicators"]) - 1)
        self.form.focus()

    def paste(self, text: str) -> None:
        """A column that was copied in a spreadsheet becomes entries below the one in sight."""
        row = self.list.row
        rows, count = editing.paste(self.work.draft, self._sheet, row, text)
        self.list.search.clear()
        self._take(rows, row + 1 if count else row)
        self.say(say("planpage.pasted", n=count))

    def copy(self) -> None:
        if plan_draft_lines.can_add(self._sheet) and self.list.row >= 0:
            self.form.commit()
            self._take(*plan_draft_lines.copy(self.work.draft.rows, self._sheet, self.list.row))
            self._focus_first_empty()

    def move_entry(self, by: int) -> None:
        if plan_draft_lines.can_add(self._sheet) and self.list.row >= 0:
            self.form.commit()
            self._take(*plan_draft_lines.move(self.work.draft.rows, self._sheet, self.list.row, by))

    def remove(self) -> None:
        """Take an entry out; what records may know is first only retired."""
        row, sheet = self.list.row, self._sheet
        if not plan_draft_lines.can_add(sheet) or row < 0:
            return
        self.form.commit()
        entry = self.work.draft.rows[sheet][row]
        title = next((one.title for one in plan_sections.entries(self.work.draft.rows, sheet) if one.row == row), "")
        if editing.may_retire(self.work.draft, sheet, entry) and self._asked_to_remove != (sheet, row):
            self.work.take(editing.put(self.work.draft, sheet, row, "retired", "có"))
            self._asked_to_remove = sheet, row
            self.say(say("planpage.retire", title=title))
            return
        self._take(plan_draft_lines.remove(self.work.draft.rows, sheet, row), max(0, row - 1))
        self.say(say("planpage.removed", title=title or say("planpage.untitled")))

    def _take(self, rows: Rows, row: int) -> None:
        self.work.take(rows)
        self.list.show_entries(self.list.about.text(), plan_sections.entries(rows, self._sheet), row)
        self._show_entry()

    def _focus_first_empty(self) -> None:
        empty = [place for place, editor in self.form.editors.items() if not editor.field.value]
        best = next((place for place in empty if fold(place[2]) in ("label", "title", "code", "name")), None)
        self.form.focus(best or (empty[0] if empty else None))

    def _leave_finished(self, path: Path) -> None:
        self.finished_plan.emit(path)
        self.close()

    def done(self, result: int) -> None:
        """Everything typed is stored before the page goes, whichever way it is left."""
        self.form.commit()
        self.finishing.stop()
        self.beside.stop()
        self.work.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross of the window leaves the page too."""
        if self.isVisible():
            self.done(0)
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """On a narrow page the sample stands in the place of the form, when asked for."""
        narrow = self.width() < BESIDE_FROM
        instead = narrow and self.turner.isChecked()
        self.turner.setVisible(narrow)
        self.beside.setVisible(instead or not narrow)
        self.form.setVisible(not instead)
