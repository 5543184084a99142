"""What a person does to the entries of a plan: writes into a field, adds, copies, moves, pastes, takes out."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_app.messages import Text
from desktop_app.plan_draft_files import Rows
from desktop_app.session import plan_draft_editing as editing
from desktop_app.session import plan_draft_lines, plan_judging, plan_sections
from desktop_app.session.plan_beginnings import IndicatorWish, with_fields, with_indicator, with_list, with_message
from desktop_app.session.plan_role_beginnings import with_role
from desktop_app.texts import in_words, say
from ui.plan.draft_work import DraftWork
from ui.plan.entry_form import Place
from ui.plan.new_indicator_dialog import NewIndicatorDialog
from ui.plan.plan_view import PlanView
from ui.widgets.worker import WorkOutcome


class EntryActions(QObject):
    """`said(sentence)`: what became of it."""

    said = Signal(str)

    def __init__(self, over: QWidget, work: DraftWork, view: PlanView) -> None:
        super().__init__(over)
        self._over, self._work, self._view = over, work, view
        self._asked_to_remove: tuple[str, int] | None = None
        view.entry_shown.connect(self._forget_question)
        view.form.put.connect(self.put)
        view.form.typed.connect(self._note_typed)

    def offer(self) -> None:
        """The keys and the buttons."""
        entries = self._view.list
        entries.add_wanted.connect(self.add)
        entries.copy_wanted.connect(self.copy)
        entries.move_wanted.connect(self.move_entry)
        entries.remove_wanted.connect(self.remove)
        entries.pasted.connect(self.paste)
        for keys, action in (
            ("Ctrl+N", self.add), ("Ctrl+D", self.copy), ("Alt+Up", lambda: self.move_entry(-1)),
            ("Alt+Down", lambda: self.move_entry(1)), ("Ctrl+Delete", self.remove), ("Ctrl+Z", self._work.undo),
            ("Ctrl+Y", self._work.redo),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self._over, action)

    def put(self, place: Place, text: str) -> None:
        """A field was left with another text."""
        rows = editing.put(self._work.draft, *place, text)
        sheet, row, column = place
        if sheet == "kinds" and column == "label" and rows[sheet][row].get("name"):
            rows = with_fields(rows, str(rows[sheet][row]["name"]))
        if sheet == "survey" and column == "constraint":
            rows = with_message(rows, row)
        if sheet == "survey" and column in ("type", "choices") and text:
            lists = len(rows["choices"])
            rows = with_list(rows, row)
            if len(rows["choices"]) > lists:
                self.said.emit(say("planbegin.list_made", name=rows["survey"][row]["choices"]))
        if sheet == "roles" and column == "role":
            kinds = len(rows["kinds"])
            rows = with_role(rows, row)
            if len(rows["kinds"]) > kinds:
                self.said.emit(
                    say("planbegin.role_made", kinds=", ".join(str(k["label"]) for k in rows["kinds"][kinds:]))
                )
        self._work.take(rows)

    def add(self) -> None:
        """A new entry below the one in sight, the cursor in its first field that is empty."""
        sheet = self._view.sheet
        if sheet == "indicators":
            self._view.form.commit()
            asked = NewIndicatorDialog(self._over, self._work.draft.rows)
            asked.wanted.connect(self._add_indicator)
        elif plan_draft_lines.can_add(sheet):
            self._view.form.commit()
            self._view.list.search.clear()
            self._take(*plan_draft_lines.add(self._work.draft.rows, sheet, self._view.row))
            self._view.focus_first_empty()

    def paste(self, text: str) -> None:
        """A column that was copied in a spreadsheet becomes entries below the one in sight."""
        row = self._view.row
        rows, count = editing.paste(self._work.draft, self._view.sheet, row, text)
        self._view.list.search.clear()
        self._take(rows, row + 1 if count else row)
        self.said.emit(say("planpage.pasted", n=count))

    def copy(self) -> None:
        if self._may_change():
            self._take(*plan_draft_lines.copy(self._work.draft.rows, self._view.sheet, self._view.row))
            self._view.focus_first_empty()

    def move_entry(self, by: int) -> None:
        if self._may_change():
            self._take(*plan_draft_lines.move(self._work.draft.rows, self._view.sheet, self._view.row, by))

    def remove(self) -> None:
        """Take an entry out; what records may know is first only retired."""
        if not self._may_change():
            return
        row, sheet, rows = self._view.row, self._view.sheet, self._work.draft.rows
        title = next((in_words(one.title) for one in plan_sections.entries(rows, sheet) if one.row == row), "")
        if editing.may_retire(self._work.draft, sheet, rows[sheet][row]) and self._asked_to_remove != (sheet, row):
            self._work.take(editing.put(self._work.draft, sheet, row, "retired", "có"))
            self._asked_to_remove = sheet, row
            self.said.emit(say("planpage.retire", title=title))
            return
        self._take(plan_draft_lines.remove(rows, sheet, row), max(0, row - 1))
        self.said.emit(say("planpage.removed", title=title or say("planpage.untitled")))

    def _may_change(self) -> bool:
        """Whether there is an entry to do something to; what is being typed is put first."""
        if not plan_draft_lines.can_add(self._view.sheet) or self._view.row < 0:
            return False
        self._view.form.commit()
        return True

    def _add_indicator(self, wish: IndicatorWish) -> None:
        self._view.list.search.clear()
        rows = with_indicator(self._work.draft.rows, wish)
        self._take(rows, len(rows["indicators"]) - 1)
        self._view.form.focus()

    def _note_typed(self, place: Place, text: str) -> None:
        """So much is half typed: it is stored, and an expression is judged before it is left."""
        draft = replace(self._work.draft, rows=editing.with_text(self._work.draft.rows, *place, text))
        self._work.note_typed(draft.rows)
        if place[2] in plan_sections.EXPRESSIONS:
            self._work.ask(
                lambda: plan_judging.judge_cell(draft, place), lambda found: self._show_typed(place, text, found)
            )

    def _show_typed(self, place: Place, text: str, found: WorkOutcome[Sequence[Text]]) -> None:
        if found.error is not None:
            raise found.error
        self._view.form.show_typed(place, text, found.result or ())

    def _take(self, rows: Rows, row: int) -> None:
        self._work.take(rows)
        self._view.show_row(rows, row)

    def _forget_question(self) -> None:
        self._asked_to_remove = None
