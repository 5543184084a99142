"""The form at the right: every field saved when it is left, and the keys that fill several at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from shiboken6 import isValid

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan
from desktop_app.domain.validation import State
from desktop_app.domain.values import Problem, Value
from desktop_app.session import OpenFile, editing
from desktop_app.texts import say
from ui.form.form_content import FormContent, read_form
from ui.form.form_record import OpenRecord, copy_of, value_above
from ui.form.form_steps import FormSteps, Step
from ui.history.taking_back import Written
from ui.pieces.bridge import Bridge
from ui.pieces.unsaved import UnsavedEntry


@dataclass(frozen=True, slots=True)
class _Saved:
    """The answer to one save; `refused`: why the value could not stand; `made`: the outermost record came to be."""

    content: FormContent
    refused: Problem | None
    made: bool
    acts: Sequence[tuple[bytes, str]]


class RecordForm(FormSteps):
    """`made(id)`: a record came to be; `deleted(act, title)`: one went to the trash; `written(act, Written)`."""

    made = Signal(str)
    deleted = Signal(bytes, str)
    written = Signal(bytes, object)

    def __init__(self, bridge: Bridge, plan: Plan, units: OrgUnits) -> None:
        super().__init__(bridge, plan, units)
        self.above: Callable[[], str | None] = lambda: None  # the record of the line above in the list beside
        self.delete_wanted.connect(self.delete_record)
        self.history_wanted.connect(self.show_history)

    def save_field(self, name: str, value: Value) -> None:
        opened = self._shown
        assert opened is not None
        entry = self._entry(opened, name, self._bodies[opened.kind].grid.editors[name].raw)
        outermost = self._plan.kinds[opened.kind].parent is None
        grid, listed = self._bodies[opened.kind].grid, self._listed()

        def work(file: OpenFile) -> _Saved:
            before = opened.record
            result = opened.save(file, name, value)
            opened.settle_typed(file, name)
            content = read_form(file, opened, listed)
            wrong = None if result.saved else next(iter(_first_of(name, result.problems)), None)
            refused = wrong if wrong and content.values.get(name) != value else None
            if refused:
                opened.keep_raw(file, name, entry.raw)
            acts, opened.acts = opened.acts, []
            return _Saved(content, refused, outermost and before is None and opened.record is not None, acts)

        def failed(why: str) -> None:
            if isValid(self) and self._is_open(opened):
                grid.note_saved(name)
                grid.note_misread(name, Problem(name, say("form.not_saved")))
                grid.show_problems(self._content.problems if self._content else ())
            self._bridge.failed.emit(why)

        grid.note_saving(name)
        self._bridge.write(
            work,
            lambda saved: self._note_saved(opened, name, saved),
            self,
            kind=opened.kind,
            failed=failed,
            wrote=lambda saved: bool(saved.acts),
            entry=entry,
        )

    def _note_saved(self, opened: OpenRecord, name: str, saved: _Saved) -> None:
        grid, record = self._bodies[opened.kind].grid, saved.content.record
        for act, changed in saved.acts:
            self.written.emit(act, Written(record or "", opened.kind, changed))
        if self._is_open(opened):
            grid.note_saved(name)
            if saved.refused:
                grid.note_misread(name, saved.refused)
            self._content = saved.content
            grid.update_content(saved.content)
            self._show_around(saved.content)
        elif record and record == self.record:  # it was tried again, and the record opened anew meanwhile
            self.refresh()
        if saved.made and record:
            self._written_since.add(opened.kind)
            self.made.emit(record)

    def _entry(self, opened: OpenRecord, name: str, raw: str) -> UnsavedEntry:
        return UnsavedEntry(opened.owner, name, str(self._plan.kinds[opened.kind].fields[name].label), raw)

    def keep_raw(self, name: str, problem: Problem, raw: str) -> None:
        """Unreadable text stays in the field and in the file's drafts, with its problem beside it."""
        opened = self._shown
        assert opened is not None
        grid = self._bodies[opened.kind].grid
        grid.note_misread(name, problem)
        grid.show_problems(self._content.problems if self._content else ())

        listed = self._listed()

        def keep(file: OpenFile) -> FormContent:
            opened.settle_typed(file, name)
            opened.keep_raw(file, name, raw)
            return read_form(file, opened, listed)

        def kept(content: FormContent) -> None:
            if self._is_open(opened):
                self._content = content

        self._bridge.ask(keep, kept, self, entry=self._entry(opened, name, raw))

    def keep_typed(self, name: str, raw: str | None) -> None:
        """What stands half-typed in a field survives whatever may end the program."""
        opened = self._shown
        if opened is not None:
            self._bridge.ask(lambda file: opened.keep_typed(file, name, raw), lambda _: None, self)

    def drop_typed(self, name: str) -> None:
        """What was half-typed the last time is given up."""
        opened = self._shown
        if opened is not None:
            self._bridge.ask(lambda file: opened.settle_typed(file, name), lambda _: None, self)

    def show_history(self) -> None:
        """Who changed what and when in the open record."""
        content = self._content
        if content is not None and content.record is not None:
            self.commit()
            title = content.title or str(self._plan.kinds[content.kind].label)
            from ui.history.history_sheet import HistorySheet

            sheet = HistorySheet(self.window(), self._bridge, content.record, title)
            sheet.erased.connect(self.refresh)

    def delete_record(self) -> None:
        """Move the open record to the trash; what it was is one button away."""
        content = self._content
        if content is None:
            return
        if content.record is None:
            self._forget()
            return
        record = content.record

        def done(act: bytes | None) -> None:
            if len(self._steps) > 1:
                self._read(came_from=self._steps.pop().opened)
            else:
                self.close_record()
            if act is not None:
                self.written.emit(act, Written(record, content.kind, ""))
                self.deleted.emit(act, content.title)

        self._bridge.write(lambda file: editing.delete(file, record), done, self, kind=content.kind)

    def _forget(self) -> None:
        """Drop what was typed for a record that waits for its key."""
        opened = self._steps[-1].opened

        def dropped(_: None) -> None:
            if self.deeper:
                self._read(came_from=self._steps.pop().opened)
            else:
                self.close_record()

        self._bridge.ask(opened.forget, dropped, self)

    def add_in_place(self, name: str, words: str) -> None:
        """Make the record that a field should refer to in a sheet over this form, and choose it there."""
        from ui.form.form_sheet import FormSheet

        opened, grid = self._shown, self.grid
        target = self._plan.kinds[grid.kind.fields[name].target or ""] if grid else None
        if opened is None or grid is None or target is None or self.must_wait():
            return

        def chosen(record: str, title: str, state: State) -> None:
            if self._is_open(opened):
                grid.editors[name].take(record, title)
                grid.focus_field(name)
                if state is not State.COUNTS:
                    grid.tell(name, say("form.chosen_unfinished", title=title, state=say(f"ui.state_{int(state)}")))

        form = RecordForm(self._bridge, self._plan, self._units)
        form.written.connect(self.written)
        form.deleted.connect(self.deleted)
        sheet = FormSheet(self, form, str(grid.kind.fields[name].label))
        sheet.chosen.connect(chosen)
        sheet.start(target, words, opened)
        sheet.open()

    # --- quick hands ----------------------------------------------------------------------------------------------

    def take_today(self) -> None:
        """Ctrl+;: today into the date field that has the cursor."""
        if self.grid is not None:
            self.grid.take_today()

    def take_above(self) -> None:
        """Ctrl+D: into the field that has the cursor what the record above has there, else the one made last."""
        grid, opened = self.grid, self._shown
        editor = grid.here if grid else None
        if grid is None or editor is None or opened is None or not self._is_open(opened):
            return
        name, above = editor.field.name, None if self.deeper else self.above()
        parent = self._steps[-2].opened.record if self.deeper else None

        def filled(found: tuple[Value, str] | None) -> None:
            if not self._is_open(opened):
                return
            if found:
                editor.take(*found)
            else:
                grid.tell(name, say("form.nothing_above"))

        self._bridge.ask(lambda s: value_above(s, opened.kind, name, above, parent, opened.record), filled, self)

    def duplicate(self) -> None:
        """Ctrl+Shift+D: another record like the one in sight, without its days, numbers and key."""
        if self.must_wait():
            return
        self.commit()
        self._bridge.hold_keys(lambda: self._content is None or self._content.record is not None)
        content, before = self._content, self._shown
        if content is None or content.record is None:
            return
        record = content.record

        def work(file: OpenFile) -> tuple[OpenRecord, FormContent]:
            made = copy_of(file, content.kind, record)
            return made, read_form(file, made)

        def done(answer: tuple[OpenRecord, FormContent]) -> None:
            made, shown = answer
            self._steps[-1] = Step(made)
            self._tell_acts(made, shown)
            self._show(made, shown, focus=True)
            self._say_copied(shown, content.title)
            if shown.record and not self.deeper:
                self.made.emit(shown.record)

        refused: list[str] = []
        self._bridge.write(
            work,
            done,
            self,
            kind=content.kind,
            failed=refused.append,
            wrote=lambda answer: answer[1].record is not None,
        )
        self._bridge.hold_keys(lambda: self._shown is not before or bool(refused))
        if refused and isValid(self):
            self._bridge.failed.emit(refused[0])
            self.ahead.take_keys()

    def _say_copied(self, copy: FormContent, title: str) -> None:
        """Go to the first field that the copy lacks, and say so there."""
        grid = self._bodies[copy.kind].grid
        lacking = next((n for n in copy.missing if n in grid.editors), None)
        grid.focus_field(lacking)
        here = grid.here
        if here is not None:
            grid.tell(here.field.name, say("form.copied" if copy.record else "form.copied_key", title=title))

    def _tell_acts(self, opened: OpenRecord, content: FormContent) -> None:
        acts, opened.acts = opened.acts, []
        for act, changed in acts:
            self.written.emit(act, Written(content.record or "", opened.kind, changed))


def _first_of(name: str, problems: Sequence[Problem]) -> list[Problem]:
    """The problems with those of one field before the others."""
    return sorted(problems, key=lambda problem: problem.field != name)
