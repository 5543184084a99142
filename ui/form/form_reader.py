"""What a form has open, and how it is read; the keys that are meant for it wait until it is in sight."""

from collections.abc import Callable, Mapping

from msgspec import Struct, field
from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop_app.session import OpenFile, record_making, records
from desktop_app.session.open_record import OpenRecord
from ui.form.form_content import FormContent, read_form
from ui.widgets.bridge import Bridge


class Step(Struct):
    """One level of the form: the record itself, or one inside the record of the step before."""

    opened: OpenRecord
    title: str = ""
    refused: bool = False  # the file did not say what is in it


class FormState(Struct):
    """`steps` are what is open, the outermost record first; the last one may still be on its way. `shown` and `content`
    are what is in sight. `filters`: which records the list beside the form shows.
    """

    filters: Callable[[], Mapping[str, str]]
    steps: list[Step] = field(default_factory=list)
    shown: OpenRecord | None = None
    content: FormContent | None = None

    @property
    def record(self) -> str | None:
        """The record whose fields are in sight, None while it is not made yet."""
        return self.shown.record if self.shown else None

    @property
    def outermost_kind(self) -> str | None:
        """The kind of the record that holds all others in the form."""
        return self.steps[0].opened.kind if self.steps else None

    @property
    def deeper(self) -> bool:
        """Whether a record inside another one is open."""
        return len(self.steps) > 1

    @property
    def listed(self) -> Mapping[str, str]:
        """The filters of the list that the open record stands in; an inner one stands in none."""
        return {} if self.deeper else self.filters()

    def is_open(self, opened: OpenRecord) -> bool:
        """Whether this record is the last step."""
        return bool(self.steps) and self.steps[-1].opened is opened

    def show(self, opened: OpenRecord, content: FormContent) -> None:
        self.shown, self.content = opened, content


class FormReader(QObject):
    """`opened(content, focus, came_from)`: the last step is read; `refreshed(content)`: the same one, once more;
    `placed(content)`: only what the list beside it shows is new.

    `refused()`: it can't be read; `stray_keys()`: what waited for it belongs to no record; `gone()`: it is in the
    trash; `occupied(sentence)`: why one has to wait.
    """

    opened = Signal(object, bool, object)
    refreshed = Signal(object)
    placed = Signal(object)
    refused = Signal()
    stray_keys = Signal()
    gone = Signal()
    occupied = Signal(str)

    def __init__(self, form: QObject, bridge: Bridge, state: FormState) -> None:
        super().__init__(form)
        self._bridge, self._state = bridge, state

    def must_wait(self) -> bool:
        """Whether a long work occupies the file: then that is said, as keys would wait for a record until its end."""
        if self._bridge.occupied:
            self.occupied.emit(self._bridge.occupied)
        return bool(self._bridge.occupied)

    def read(self, *, focus: bool = False, came_from: OpenRecord | None = None) -> None:
        """Read the record of the last step; `came_from`: the inner one that was left for it."""
        step, listed = self._state.steps[-1], self._state.listed
        opened = step.opened
        self._bridge.ask(
            lambda file: read_form(file, opened, listed),
            lambda content: self._show(opened, content, focus=focus, came_from=came_from),
            self,
            lambda why: self._refuse(step, why),
        )
        if focus or came_from:
            self.hold_keys(step)

    def start(self, then: Callable[[], None] | None = None) -> None:
        """Begin the record of the last step, which is not there yet; `then` hears when its form stands."""
        step = self._state.steps[-1]
        opened = step.opened

        def begin(file: OpenFile) -> FormContent:
            record_making.start(file, opened)
            return read_form(file, opened)

        def show(content: FormContent) -> None:
            self._show(opened, content, focus=True)
            if then:
                then()

        self._bridge.ask(begin, show, self, lambda why: self._refuse(step, why))
        self.hold_keys(step)

    def try_again(self) -> None:
        """Ask once more for what was refused."""
        step = self._state.steps[-1]
        step.refused = False
        self.read(focus=True) if step.opened.record else self.start()

    def refresh(self) -> None:
        opened = self._state.steps[-1].opened if self._state.steps else None
        if opened is None or opened.record is None:
            return
        record, listed = opened.record, self._state.listed

        def read(file: OpenFile) -> FormContent | None:
            view = records.find(file, record)
            return read_form(file, opened, listed) if view is not None and not view.deleted else None

        def show(content: FormContent | None) -> None:
            if not self._state.is_open(opened):
                return
            if content is not None:
                self._state.show(opened, content)
                self.refreshed.emit(content)
            else:
                self.gone.emit()

        self._bridge.ask(read, show, self)

    def look_again(self) -> None:
        """The list shows other records now: say whether the one in the form is among them."""
        opened, listed = self._state.shown, self._state.listed
        if opened is None or not listed or not self._state.is_open(opened) or opened.record is None:
            return

        def show(content: FormContent) -> None:
            if self._state.is_open(opened):
                self._state.content = content
                self.placed.emit(content)

        self._bridge.ask(lambda file: read_form(file, opened, listed), show, self)

    def hold_keys(self, step: Step) -> None:
        """What a quick hand types now is meant for the record that is on its way, never for the one still in sight."""
        state = self._state
        self._bridge.hold_keys(lambda: state.shown is step.opened or not state.is_open(step.opened) or step.refused)
        if isValid(self) and state.is_open(step.opened) and step.refused:
            self.stray_keys.emit()

    def _show(
        self, opened: OpenRecord, content: FormContent, *, focus: bool, came_from: OpenRecord | None = None
    ) -> None:
        if self._state.is_open(opened):
            self._state.show(opened, content)
            self.opened.emit(content, focus, came_from)

    def _refuse(self, step: Step, why: str) -> None:
        """The record could not be read: nothing is in sight, and nothing is lost of what was typed for it."""
        step.refused = True
        if self._state.is_open(step.opened):
            self._state.content = self._state.shown = None
            self.refused.emit()
        self._bridge.failed.emit(why)
