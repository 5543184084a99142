"""Looks for a record that may be the same as the one in the form, once the hands rest, and leads to it."""

from PySide6.QtCore import QObject, QTimer

from ui.form.form_head import FormHead
from ui.form.form_reader import FormState
from ui.form.form_steps import FormSteps
from ui.widgets.bridge import Bridge

PAUSE = 700


class FormTwin(QObject):
    """What is alike is judged by what is saved; a record inside another is looked for there."""

    def __init__(self, form: QObject, bridge: Bridge, state: FormState, steps: FormSteps, head: FormHead) -> None:
        super().__init__(form)
        self._bridge, self._state, self._steps, self._head = bridge, state, steps, head
        self._found: str | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask)

    def look_later(self) -> None:
        """Something of the record was written, or another one is in sight."""
        self._pause.start()

    def forget(self) -> None:
        """Another record comes into sight."""
        self._found = None
        self._head.show_twin("")
        self._pause.start()

    def open(self) -> None:
        """Ctrl+J: the other one, which leads back to this one the same way."""
        opened = self._state.shown
        if self._found is not None and opened is not None:
            self._steps.show_record(opened.kind, self._found, focus=True)

    def _ask(self) -> None:
        opened = self._state.shown if self._head.isVisible() else None
        record = opened.record if opened is not None else None
        if opened is None or record is None or self._bridge.occupied:
            return
        from desktop_app.session import exchange  # nothing of it is needed before somebody writes

        def show(found: tuple[str, str] | None) -> None:
            if self._state.is_open(opened):
                self._found = found[0] if found else None
                self._head.show_twin(found[1] if found else "")

        self._bridge.ask(lambda file: exchange.duplicate_of(file, opened.kind, record), show, self)
