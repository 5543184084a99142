"""The form at the right: what is open in it, what is seen of it, what is written; every field is saved when left."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan
from desktop_app.domain.validation import State
from desktop_app.domain.values import Problem, Value
from desktop_app.session.open_record import OpenRecord
from desktop_app.texts import in_words, say
from ui.form.field_dates import DateEditor
from ui.form.field_grid import FieldGrid
from ui.form.form_body import FormBody
from ui.form.form_content import FormContent, read_form
from ui.form.form_copier import FormCopier
from ui.form.form_reader import FormReader, FormState
from ui.form.form_saver import FormSaver, SavedField
from ui.form.form_steps import FormSteps
from ui.form.form_twin import FormTwin
from ui.form.form_view import FormView
from ui.history.history_dialog import HistoryDialog
from ui.widgets import parts
from ui.widgets.bridge import Bridge


class RecordForm(QWidget):
    """`made(id)`: a record came to be; `new_wanted(field, words)`: the record that a field should refer to is missing;
    `cells_wanted(kind, id)`: the records inside one as a sheet.

    `state`: what is open; `steps` lead to it; `reader` reads, `view` shows, `saver` writes it; `copier` takes from
    other records. `filters`: which records the list beside it shows; `above`: its record one line above; `goes_on`:
    whether another record of the kind may follow.
    """

    made = Signal(str)
    new_wanted = Signal(str, str)
    cells_wanted = Signal(str, str)

    def __init__(
        self, bridge: Bridge, plan: Plan, units: OrgUnits, *, filters: Callable[[], Mapping[str, str]],
        above: Callable[[], str | None], goes_on: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self._bridge, self._plan, self._units, self._goes_on = bridge, plan, units, goes_on
        self.state = FormState(filters)
        self.reader = FormReader(self, bridge, self.state)
        self.steps = FormSteps(self, bridge, plan, self.state, self.reader)
        self.saver = FormSaver(self, bridge, plan, self.state)
        self.copier = FormCopier(self, bridge, self.state, self.reader, above)
        self.view = FormView(plan, self.state, bridge.unsaved, self._make_body)
        self.twin = FormTwin(self, bridge, self.state, self.steps, self.view.head)
        parts.column(self).addWidget(self.view)
        self._connect()

    @property
    def grid(self) -> FieldGrid | None:
        return self.view.body.grid if self.view.body else None

    def commit(self) -> None:
        """Save the field that has the cursor."""
        if self.grid is not None:
            self.grid.commit()

    def escape(self) -> bool:
        """Esc: what is being typed gives way to what is saved, else an inner record to the one around it; False where
        there is neither.
        """
        if self.restore_typed():
            return True
        deeper = self.state.deeper
        self.steps.back()
        return deeper

    def restore_typed(self) -> bool:
        """What is being typed gives way to what is saved; False where nothing is."""
        editor = self.grid.here if self.grid is not None else None
        return self.grid is not None and editor is not None and self.grid.restore(editor.field.name)

    def focus_fields(self) -> None:
        """Put the cursor into the first field."""
        last = self.state.steps[-1] if self.state.steps else None
        if last is not None and self.state.shown is not last.opened and self.reader.must_wait():
            return
        if last is not None:
            self.reader.hold_keys(last)
        if self.grid is not None:
            self.grid.focus_field()

    def show_help(self) -> bool:
        """Explain the field that has the cursor; False when none has it."""
        return self.grid is not None and self.grid.show_help()

    def show_history(self) -> None:
        content = self.state.content
        if content is not None and content.record is not None:
            self.commit()
            title = content.title or in_words(self._plan.kinds[content.kind].label)
            dialog = HistoryDialog(self.window(), self._bridge, content.record, title)
            dialog.erased.connect(self.reader.refresh)

    def take_today(self) -> None:
        """Ctrl+;: today into the date field that has the cursor."""
        if self.grid is not None and isinstance(editor := self.grid.here, DateEditor):
            editor.take_today()

    def take_above(self) -> None:
        """Ctrl+D: into the field that has the cursor what the record above has there, else the one made last."""
        grid, opened = self.grid, self.state.shown
        editor = grid.here if grid else None
        if grid is None or editor is None or opened is None or not self.state.is_open(opened):
            return

        def fill(found: tuple[Value, str] | None) -> None:
            if found:
                editor.take(*found)
            else:
                grid.help.say(editor.field.name, say("form.nothing_above"))

        self.copier.ask_above(opened, editor.field.name, fill)

    def choose(self, opened: OpenRecord, name: str, record: str, title: str, state: State) -> None:
        """A field of the open record refers to this one now, finished or not."""
        grid = self.grid
        if grid is not None and self.state.is_open(opened):
            grid.editors[name].take(record, title)
            grid.go_on(name)
            if state is not State.COUNTS:
                grid.help.say(name, say("form.chosen_unfinished", title=title, state=say(f"ui.state_{int(state)}")))

    # --- what the parts say to each other -------------------------------------------------------------------------

    def _connect(self) -> None:
        view, steps, reader, saver, copier = self.view, self.steps, self.reader, self.saver, self.copier
        view.head.back_wanted.connect(steps.back)
        view.head.twin_wanted.connect(self.twin.open)
        view.ahead.again.connect(reader.try_again)
        view.foot.delete_wanted.connect(saver.delete)
        view.foot.history_wanted.connect(self.show_history)
        steps.leaving.connect(self.commit)
        steps.closed.connect(view.show_nothing)
        reader.opened.connect(lambda content, focus, left: view.show_content(content, focus=focus, came_from=left))
        reader.opened.connect(lambda *_: self.twin.forget())
        reader.refreshed.connect(view.show_fields)
        reader.placed.connect(view.show_around)
        reader.refused.connect(lambda: view.show_nothing(refused=True))
        reader.stray_keys.connect(view.ahead.take_keys)
        saver.saved.connect(self._note_saved)
        saver.failed.connect(self._note_failed)
        saver.gone.connect(steps.leave)
        saver.made.connect(self._note_made)
        copier.leaving.connect(self.commit)
        copier.copied.connect(self._show_copy)
        copier.made.connect(self.made)
        copier.written.connect(saver.written)
        copier.stray_keys.connect(view.ahead.take_keys)
        self._bridge.unsaved.changed.connect(self._note_unsaved)

    def _make_body(self, kind: str) -> FormBody:
        body = FormBody(self._plan.kinds[kind], self._plan, self._units, self._bridge, goes_on=self._goes_on)
        body.grid.edited.connect(self._save)
        body.grid.misread.connect(self._save_unreadable)
        body.grid.typing.typed.connect(self.saver.save_typed)
        body.grid.typing.dropped.connect(self.saver.drop_typed)
        body.grid.new_wanted.connect(self.new_wanted)
        for table in body.tables:
            table.opened.connect(partial(self.steps.open_child, table.kind.name))
            table.wanted.connect(partial(self.steps.start_child, table.kind.name))
            table.cells_wanted.connect(partial(self._want_cells, table.kind.name))
        body.next_wanted.connect(self.steps.start_next)
        return body

    def _want_cells(self, kind: str) -> None:
        self.commit()
        if self.state.record is not None:
            self.cells_wanted.emit(kind, self.state.record)

    def _save(self, name: str, value: Value) -> None:
        opened = self.state.shown
        assert opened is not None
        grid = self.view.body_of(opened.kind).grid
        grid.problems.note_saving(name)
        self.saver.save(opened, name, value, grid.editors[name].raw)

    def _save_unreadable(self, name: str, problem: Problem, raw: str) -> None:
        opened = self.state.shown
        assert opened is not None
        self._show_misread(opened, name, problem)
        self.view.body_of(opened.kind).grid.problems.note_saving(name)
        self.saver.save(opened, name, None, raw, problem)

    def _note_saved(self, opened: OpenRecord, saved: SavedField) -> None:
        grid, content = self.view.body_of(opened.kind).grid, saved.content
        if self.state.is_open(opened):
            grid.problems.note_saved(saved.name)
            if saved.refused:
                grid.note_misread(saved.name, saved.refused)
            self.state.content = content
            self.twin.look_later()
            grid.update_content(content)
            self.view.show_around(content)
        elif content.record and content.record == self.state.record:  # tried again, and opened anew meanwhile
            self.reader.refresh()

    def _note_failed(self, opened: OpenRecord, name: str) -> None:
        if self.state.is_open(opened):
            grid = self.view.body_of(opened.kind).grid
            grid.problems.note_saved(name)
            grid.problems.note_waiting(name)
            grid.problems.show_again()
            grid.typing.settle(name)

    def _note_made(self, kind: str, record: str) -> None:
        self.steps.period.note_made(kind)
        self.made.emit(record)

    def _note_unsaved(self) -> None:
        """More or less than before waits for the file: that is not missing, but it is not saved either."""
        content, shown = self.state.content, self.state.shown
        if content is not None and shown is not None and self.state.is_open(shown):
            self.view.show_around(content)

    def follow_drafts(self, kind: str, by: object) -> None:
        """What was typed elsewhere into the record in sight stands here too: there is one draft of a field."""
        opened = self.state.shown
        if by is self.saver or opened is None or opened.kind != kind or not self.state.is_open(opened):
            return

        def show(content: FormContent) -> None:
            if self.state.is_open(opened):
                self.state.content = content
                self.view.body_of(kind).grid.update_content(content)
                self.view.show_around(content)

        self._bridge.ask(lambda file: read_form(file, opened, self.state.listed), show, self, lambda _: None)

    def _show_misread(self, opened: OpenRecord, name: str, problem: Problem) -> None:
        grid = self.view.body_of(opened.kind).grid
        grid.note_misread(name, problem)
        grid.problems.show_again()

    def _show_copy(self, copy: FormContent, title: str) -> None:
        """Go to the first field that the copy lacks, and say so there."""
        self.view.show_content(copy, focus=True)
        grid = self.view.body_of(copy.kind).grid
        grid.focus_field(next((name for name in copy.missing if name in grid.editors), None))
        if (here := grid.here) is not None:
            key = "form.copied" if copy.record else "form.copied_key"
            grid.help.say(here.field.name, say(key, title=title))
