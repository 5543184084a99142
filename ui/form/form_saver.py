"""Writes what is entered in a form: values, drafts of what is half-typed or unreadable, deletions."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop_app.domain.plan import Plan
from desktop_app.domain.values import Problem, Value
from desktop_app.session import OpenFile, editing, open_record, record_making
from desktop_app.session.open_record import OpenRecord
from desktop_app.texts import in_words
from ui.form.form_content import FormContent, read_form
from ui.form.form_reader import FormState
from ui.history.window_acts import Written
from ui.widgets.bridge import Bridge
from ui.widgets.unsaved import UnsavedEntry


class SavedField(Struct, frozen=True):
    """What the file answered: the record as it stands now; `refused`: why the value could not stand; `made`: the record
    came to be with it; `acts`: what was written, each with its field.
    """

    name: str
    content: FormContent
    refused: Problem | None
    made: bool
    acts: list[tuple[bytes, str]]


class FormSaver(QObject):
    """`saved(opened, SavedField)`; `failed(opened, name)`: the file took nothing, which will be tried again.

    `made(kind, id)`: an outermost record came to be; `gone()`: the one in sight was deleted or given up;
    `deleted(act, title)`: one went to the trash; `written(act, Written)`.
    """

    saved = Signal(object, object)
    failed = Signal(object, str)
    made = Signal(str, str)
    gone = Signal()
    deleted = Signal(bytes, str)
    written = Signal(bytes, object)

    def __init__(self, form: QObject, bridge: Bridge, plan: Plan, state: FormState) -> None:
        super().__init__(form)
        self._bridge, self._plan, self._state = bridge, plan, state

    def save(self, opened: OpenRecord, name: str, value: Value, raw: str, problem: Problem | None = None) -> None:
        """A field was left with another value; `problem`: what was typed can't be one."""
        listed = self._state.listed

        def work(file: OpenFile) -> SavedField:
            if problem is None:
                entered = record_making.enter(file, opened, name, value, raw)
            else:
                entered = record_making.enter_unreadable(file, opened, name, raw, problem)
            content = read_form(file, opened, listed)
            return SavedField(name, content, entered.refused, entered.made, opened.take_acts())

        def done(saved: SavedField) -> None:
            record = saved.content.record or ""
            for act, changed in saved.acts:
                self.written.emit(act, Written(record, opened.kind, changed))
            self.saved.emit(opened, saved)
            self._bridge.drafted.emit(opened.kind, self)
            if saved.made and self._plan.kinds[opened.kind].parent is None:
                self.made.emit(opened.kind, record)

        self._bridge.write(
            work,
            done,
            self,
            kind=opened.kind,
            failed=lambda why: self._note_failed(opened, name, why),
            wrote=lambda saved: bool(saved.acts),
            entry=self._entry(opened, name, raw),
        )

    def save_typed(self, name: str, raw: str | None) -> None:
        """What stands half-typed in a field survives whatever may end the program; None: nothing does any more."""
        self._note(lambda file, opened: open_record.save_typed(file, opened, name, raw))

    def drop_typed(self, name: str) -> None:
        """What was half-typed the last time is given up."""
        self._note(lambda file, opened: open_record.settle_typed(file, opened, name))

    def delete(self) -> None:
        """Move the open record to the trash; what it was is one button away. One that waits for its key is dropped."""
        content = self._state.content
        if content is None:
            return
        if content.record is None:
            opened = self._state.steps[-1].opened
            self._bridge.ask(lambda file: open_record.forget(file, opened), lambda _: self.gone.emit(), self)
            return
        record = content.record

        def done(act: bytes | None) -> None:
            self.gone.emit()
            if act is not None:
                self.written.emit(act, Written(record, content.kind, ""))
                self.deleted.emit(act, content.title)

        self._bridge.write(lambda file: editing.delete(file, record), done, self, kind=content.kind)

    def _note(self, work: Callable[[OpenFile, OpenRecord], None]) -> None:
        opened = self._state.shown
        if opened is not None:
            drafted = partial(self._bridge.drafted.emit, opened.kind, self)
            self._bridge.ask(lambda file: work(file, opened), lambda _: drafted(), self)

    def _note_failed(self, opened: OpenRecord, name: str, why: str) -> None:
        if isValid(self):
            self.failed.emit(opened, name)
        self._bridge.failed.emit(why)

    def _entry(self, opened: OpenRecord, name: str, raw: str) -> UnsavedEntry:
        label = in_words(self._plan.kinds[opened.kind].fields[name].label)
        return UnsavedEntry(opened.owner, name, label, raw, opened)
