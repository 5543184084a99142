"""Takes into a form what other records have: the value above in the list, a copy of the whole record."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop_app.domain.values import Value
from desktop_app.session import OpenFile
from desktop_app.session.open_record import OpenRecord
from desktop_app.session.record_copying import copy_of, value_above
from ui.form.form_content import FormContent, read_form
from ui.form.form_reader import FormReader, FormState, Step
from ui.history.window_acts import Written
from ui.widgets.bridge import Bridge


class FormCopier(QObject):
    """`leaving`: what is being typed must be saved first; `copied(content, title)`: the copy of the record `title` is
    open in its place; `made(id)`: it came to be; `written(act, Written)`; `stray_keys()`: there will be no copy.

    `above`: the record of the line above in the list beside the form.
    """

    leaving = Signal()
    copied = Signal(object, str)
    made = Signal(str)
    written = Signal(bytes, object)
    stray_keys = Signal()

    def __init__(
        self, form: QObject, bridge: Bridge, state: FormState, reader: FormReader, above: Callable[[], str | None]
    ) -> None:
        super().__init__(form)
        self._bridge, self._state, self._reader, self._above = bridge, state, reader, above

    def ask_above(self, opened: OpenRecord, name: str, then: Callable[[tuple[Value, str] | None], None]) -> None:
        """What the record above has in a field, else the one made last, as it is and in words; None for nothing."""
        steps, deeper = self._state.steps, self._state.deeper
        above = None if deeper else self._above()
        parent = steps[-2].opened.record if deeper else None
        self._bridge.ask(
            lambda file: value_above(file, opened.kind, name, above, parent, opened.record),
            lambda found: then(found) if self._state.is_open(opened) else None,
            self,
        )

    def duplicate(self) -> None:
        """Ctrl+Shift+D: another record like the one in sight, without its days, numbers and key."""
        if self._reader.must_wait():
            return
        self.leaving.emit()
        state = self._state
        self._bridge.hold_keys(lambda: state.content is None or state.content.record is not None)
        content, before = state.content, state.shown
        if content is None or content.record is None:
            return
        record = content.record

        def work(file: OpenFile) -> tuple[OpenRecord, FormContent]:
            made = copy_of(file, content.kind, record)
            return made, read_form(file, made)

        refused: list[str] = []
        self._bridge.write(
            work,
            lambda answer: self._show(*answer, content.title),
            self,
            kind=content.kind,
            failed=refused.append,
            wrote=lambda answer: answer[1].record is not None,
        )
        self._bridge.hold_keys(lambda: state.shown is not before or bool(refused))
        if refused and isValid(self):
            self._bridge.failed.emit(refused[0])
            self.stray_keys.emit()

    def _show(self, opened: OpenRecord, copy: FormContent, title: str) -> None:
        self._state.steps[-1] = Step(opened)
        for act, changed in opened.take_acts():
            self.written.emit(act, Written(copy.record or "", opened.kind, changed))
        self._state.show(opened, copy)
        self.copied.emit(copy, title)
        if copy.record and not self._state.deeper:
            self.made.emit(copy.record)
