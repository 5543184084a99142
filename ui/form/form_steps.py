"""The ways through a form: to a record, into one inside it and back, to a new one, to the next."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.plan import Plan
from desktop_app.domain.values import Value
from desktop_app.session import OpenFile, records
from desktop_app.session.open_record import OpenRecord
from desktop_app.session.record_making import ProposedPeriod
from ui.form.form_reader import FormReader, FormState, Step
from ui.widgets.bridge import Bridge


class FormSteps(QObject):
    """`leaving`: what is being typed must be saved first; `closed`: nothing is open; `next_wanted`: another record
    beside the outermost one.
    """

    leaving = Signal()
    closed = Signal()
    next_wanted = Signal()

    def __init__(self, form: QObject, bridge: Bridge, plan: Plan, state: FormState, reader: FormReader) -> None:
        super().__init__(form)
        self._bridge, self._plan, self._state, self._reader = bridge, plan, state, reader
        self.period = ProposedPeriod()
        reader.gone.connect(self.leave)

    def show_record(
        self, kind: str, record: str, then: Callable[[OpenRecord], None] | None = None, *, focus: bool = False
    ) -> None:
        """Open a record, one that lives inside another behind it; `then` hears of the outermost one."""
        if focus and self._reader.must_wait():
            return
        self.leaving.emit()

        def show(path: Sequence[tuple[str, str, str]]) -> None:
            self._state.steps = [Step(OpenRecord(name, id_), title) for name, id_, title in path]
            self._reader.read(focus=focus)
            if then:
                then(self._state.steps[0].opened)

        if self._plan.kinds[kind].parent is None:
            show([(kind, record, "")])
        else:
            self._bridge.ask(lambda file: _path_to(file, record), show, self)

    def start_record(
        self,
        kind: str,
        then: Callable[[], None] | None = None,
        given: Mapping[str, Value] | None = None,
        made_for: OpenRecord | None = None,
    ) -> None:
        """Open the form of a record that is not there yet, with what is given; `then` hears when it stands."""
        if self._reader.must_wait():
            return
        new = OpenRecord(kind, None, dict(given or {}), period=self.period.of(kind), made_for=made_for)
        self._state.steps = [Step(new)]
        self._reader.start(then)

    def open_child(self, kind: str, record: str) -> None:
        """Go one step deeper, into a record inside this one."""
        if self._reader.must_wait():
            return
        self._go_deeper(OpenRecord(kind, record))
        self._reader.read(focus=True)

    def start_child(self, kind: str) -> None:
        """Go one step deeper, into a new record inside this one."""
        if self._reader.must_wait():
            return
        parent, field = self._state.steps[-1].opened.record, self._plan.kinds[kind].parent_field
        assert parent is not None
        assert field is not None
        self._go_deeper(OpenRecord(kind, None, {field: parent}))
        self._reader.start()

    def start_next(self) -> None:
        """Begin another record of the kind in sight, inside the same outer one."""
        steps = self._state.steps
        if len(steps) == 1:
            self.next_wanted.emit()
        elif steps and not self._reader.must_wait():
            self.leaving.emit()
            self.start_child(steps.pop().opened.kind)

    def back(self) -> None:
        """Return to the record that holds this one."""
        if self._state.deeper and not self._reader.must_wait():
            self.leaving.emit()
            self.leave()

    def leave(self) -> None:
        """The last step is done with: the record around it is shown, or nothing."""
        if self._state.deeper:
            self._reader.read(came_from=self._state.steps.pop().opened)
        else:
            self.close()

    def close(self) -> None:
        self._state.steps, self._state.content = [], None
        self.closed.emit()

    def _go_deeper(self, opened: OpenRecord) -> None:
        self.leaving.emit()
        state = self._state
        if state.content is not None and state.shown is state.steps[-1].opened:
            state.steps[-1].title = state.content.title
        state.steps.append(Step(opened))


def _path_to(file: OpenFile, record: str) -> list[tuple[str, str, str]]:
    """(kind, id, title) of the records that hold a record, the outermost first, and of the record itself."""
    path: list[tuple[str, str, str]] = []
    wanted: str | None = record
    while wanted is not None:
        view = records.find(file, wanted)
        if view is None:
            break
        path.insert(0, (view.kind, view.id, records.title_of(file, view.id)))
        wanted = view.parent
    return path
