"""What the form has open: one record, its inner records one step deeper; reading and showing, no writing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from shiboken6 import isValid

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan
from desktop_app.domain.validation import State
from desktop_app.domain.values import Problem, Value
from desktop_app.session import OpenFile, records
from ui.form.field_grid import FieldGrid
from ui.form.form_body import FormBody
from ui.form.form_content import FormContent, path_to, read_form
from ui.form.form_frame import FormFrame
from ui.form.form_record import OpenRecord
from ui.pieces.bridge import Bridge


@dataclass
class Step:
    """One level of the form: the record itself, or one inside the record of the step before."""

    opened: OpenRecord
    title: str = ""
    refused: bool = False  # the file did not say what is in it


class FormSteps(FormFrame):
    """`closed`: nothing is open; `next_wanted`: another record beside the outermost one; `told(sentence)`."""

    closed = Signal()
    told = Signal(str)
    next_wanted = Signal()

    def __init__(self, bridge: Bridge, plan: Plan, units: OrgUnits) -> None:
        super().__init__()
        self._bridge, self._plan, self._units = bridge, plan, units
        self._steps: list[Step] = []
        self._content: FormContent | None = None
        self._shown: OpenRecord | None = None  # whose fields are in sight; the last step may still be on its way
        self._bodies: dict[str, FormBody] = {}
        self.listed: Callable[[], Mapping[str, str]] = dict  # which records the list beside the form shows
        self._period: str | None = None
        self._written_since: set[str] = set()  # kinds of which a record was made since that period came into sight
        self.goes_on = True  # whether another record of the kind may follow
        self.back_wanted.connect(self.back)
        self.ahead.again.connect(self._try_again)
        bridge.unsaved.changed.connect(self._tell_unsaved)

    def save_field(self, name: str, value: Value) -> None:
        """A field was left with another value."""
        raise NotImplementedError

    def add_in_place(self, name: str, words: str) -> None:
        """The record that a field should refer to is missing."""
        raise NotImplementedError

    def keep_raw(self, name: str, problem: Problem, raw: str) -> None:
        """A field was left with something unreadable."""
        raise NotImplementedError

    def keep_typed(self, name: str, raw: str | None) -> None:
        """A field holds something half-typed, or (None) no longer does."""
        raise NotImplementedError

    def drop_typed(self, name: str) -> None:
        """What a field offered as half-typed is not wanted."""
        raise NotImplementedError

    # --- what is open ---------------------------------------------------------------------------------------------

    @property
    def grid(self) -> FieldGrid | None:
        """The fields in sight."""
        body = self._bodies.get(self._content.kind) if self._content else None
        return body.grid if body else None

    @property
    def body(self) -> FormBody | None:
        """Fields and inner tables in sight."""
        return self._bodies.get(self._content.kind) if self._content else None

    @property
    def record(self) -> str | None:
        """The record whose fields are in sight, None while it is not made yet."""
        return self._shown.record if self._shown else None

    @property
    def outermost_kind(self) -> str | None:
        """The kind of the record that holds all others in the form."""
        return self._steps[0].opened.kind if self._steps else None

    def ask_made(self, then: Callable[[tuple[str, str, State] | None], None]) -> None:
        """Id, title and state of the outermost record once all is saved, None while there is no such record."""
        opened = self._steps[0].opened if self._steps else None

        def read(file: OpenFile) -> tuple[str, str, State] | None:
            view = records.find(file, opened.record) if opened and opened.record else None
            return (view.id, records.title_of(file, view.id), view.state) if view and view.state is not None else None

        self._bridge.ask(read, then, self)

    @property
    def deeper(self) -> bool:
        """Whether a record inside another one is open."""
        return len(self._steps) > 1

    def show_record(
        self, kind: str, record: str, then: Callable[[OpenRecord], None] | None = None, *, focus: bool = False
    ) -> None:
        """Open a record, one that lives inside another behind it; `then` hears of the outermost one."""
        if focus and self.must_wait():
            return
        self.commit()

        def opened(path: Sequence[tuple[str, str, str]]) -> None:
            self._steps = [Step(OpenRecord(name, id_), title) for name, id_, title in path]
            self._read(focus=focus)
            if then:
                then(self._steps[0].opened)

        if self._plan.kinds[kind].parent is None:
            opened([(kind, record, "")])
        else:
            self._bridge.ask(lambda file: path_to(file, record), opened, self)

    def start_record(
        self,
        kind: str,
        then: Callable[[], None] | None = None,
        given: Mapping[str, Value] | None = None,
        made_for: OpenRecord | None = None,
    ) -> None:
        """Open the form of a record that is not there yet, with what is given; `then` hears when it stands."""
        if self.must_wait():
            return
        period = None if kind in self._written_since else self._period
        self._steps = [Step(OpenRecord(kind, None, dict(given or {}), period=period, made_for=made_for))]
        self._start(then)

    def set_period(self, code: str | None) -> None:
        """New records that are kept by period are proposed for this one, until one was written for another."""
        if code != self._period:
            self._period, self._written_since = code, set()

    def must_wait(self) -> bool:
        """Whether a long work keeps the file: then that is said, as keys would wait for a record until its end."""
        if self._bridge.occupied:
            self.told.emit(self._bridge.occupied)
        return bool(self._bridge.occupied)

    def close_record(self) -> None:
        """Open nothing."""
        self._steps, self._content = [], None
        for body in self._bodies.values():
            body.hide()
        self.show_empty()
        self.closed.emit()

    def focus_fields(self) -> None:
        """Put the cursor into the first field."""
        if self._steps and self._shown is not self._steps[-1].opened and self.must_wait():
            return
        if self._steps:
            self._hold_keys(self._steps[-1])
        if self.grid is not None:
            self.grid.focus_field()

    def show_help(self) -> bool:
        """Explain the field that has the cursor; False when none has it."""
        return self.grid is not None and self.grid.show_help()

    def commit(self) -> None:
        """Save the field that has the cursor."""
        if self.grid is not None:
            self.grid.commit()

    def refresh(self) -> None:
        """Read the record in sight again; where it went to the trash, the one around it or nothing is shown."""
        opened = self._steps[-1].opened if self._steps else None
        if opened is None or opened.record is None:
            return
        record, listed = opened.record, self._listed()

        def read(file: OpenFile) -> FormContent | None:
            view = records.find(file, record)
            return read_form(file, opened, listed) if view is not None and not view.deleted else None

        def show(content: FormContent | None) -> None:
            if not self._is_open(opened):
                return
            if content is not None:
                self._content, self._shown = content, opened
                grid = self._body(content.kind).grid
                grid.show_content(content)
                grid.show_unsaved(self._bridge.unsaved.of(opened.owner))
                self._show_around(content)
            elif len(self._steps) > 1:
                self._read(came_from=self._steps.pop().opened)
            else:
                self.close_record()

        self._bridge.ask(read, show, self)

    # --- steps ----------------------------------------------------------------------------------------------------

    def open_child(self, kind: str, record: str) -> None:
        """Go one step deeper, into a record inside this one."""
        if self.must_wait():
            return
        self._deeper(Step(OpenRecord(kind, record)))
        self._read(focus=True)

    def start_child(self, kind: str) -> None:
        """Go one step deeper, into a new record inside this one."""
        if self.must_wait():
            return
        parent, field = self._steps[-1].opened.record, self._plan.kinds[kind].parent_field
        assert parent is not None
        assert field is not None
        self._deeper(Step(OpenRecord(kind, None, {field: parent})))
        self._start()

    def start_next(self) -> None:
        """Begin another record of the kind in sight, inside the same outer one."""
        if not self._steps:
            return
        if len(self._steps) == 1:
            self.next_wanted.emit()
            return
        if self.must_wait():
            return
        self.commit()
        kind = self._steps.pop().opened.kind
        self.start_child(kind)

    def back(self) -> None:
        """Return to the record that holds this one."""
        if len(self._steps) > 1 and not self.must_wait():
            self.commit()
            self._read(came_from=self._steps.pop().opened)

    def _deeper(self, step: Step) -> None:
        self.commit()
        if self._content is not None and self._shown is self._steps[-1].opened:
            self._steps[-1].title = self._content.title
        self._steps.append(step)

    def _start(self, then: Callable[[], None] | None = None) -> None:
        step = self._steps[-1]
        opened = step.opened

        def begin(file: OpenFile) -> FormContent:
            opened.start(file)
            return read_form(file, opened)

        def show(content: FormContent) -> None:
            self._show(opened, content, focus=True)
            if then:
                then()

        self._bridge.ask(begin, show, self, lambda why: self._refuse(step, why))
        self._hold_keys(step)

    def _read(self, *, focus: bool = False, came_from: OpenRecord | None = None) -> None:
        step = self._steps[-1]
        opened = step.opened

        def show(content: FormContent) -> None:
            self._show(opened, content, focus=focus)
            if came_from and self._is_open(opened):
                self._bodies[content.kind].focus_child(came_from.kind, came_from.record)

        listed = self._listed()
        self._bridge.ask(lambda s: read_form(s, opened, listed), show, self, lambda why: self._refuse(step, why))
        if focus or came_from:
            self._hold_keys(step)

    def _hold_keys(self, step: Step) -> None:
        """What a quick hand types now is meant for the record that is on its way, never for the one still in sight."""
        self._bridge.hold_keys(lambda: self._shown is step.opened or not self._is_open(step.opened) or step.refused)
        if isValid(self) and self._is_open(step.opened) and step.refused:
            self.ahead.take_keys()

    def _refuse(self, step: Step, why: str) -> None:
        """The record could not be read: nothing is open, and nothing is lost of what was typed for it."""
        step.refused = True
        if self._is_open(step.opened):
            self._content = self._shown = None
            for body in self._bodies.values():
                body.hide()
            self.show_empty()
            self.ahead.show_beside(refused=True)
        self._bridge.failed.emit(why)

    def _try_again(self) -> None:
        step = self._steps[-1]
        step.refused = False
        self._read(focus=True) if step.opened.record else self._start()

    # --- showing --------------------------------------------------------------------------------------------------

    def _show(self, opened: OpenRecord, content: FormContent, *, focus: bool) -> None:
        if not self._is_open(opened):
            return
        self._content, self._shown = content, opened
        shown = self._body(content.kind)
        shown.grid.show_content(content)
        shown.grid.show_unsaved(self._bridge.unsaved.of(opened.owner))
        self._show_around(content)
        shown.show()
        for name, other in self._bodies.items():
            if name != content.kind:
                other.hide()
        shown.verticalScrollBar().setValue(0)
        if focus:
            shown.grid.focus_field()

    def _show_around(self, content: FormContent) -> None:
        above = None
        if len(self._steps) > 1:
            above = self._steps[-2].title or str(self._plan.kinds[self._steps[-2].opened.kind].label)
        waiting = self._bridge.unsaved.of(self._shown.owner) if self._shown else ()
        self.show_frame(content, self._plan.kinds[content.kind], above, waiting)
        self._bodies[content.kind].show_children(content)

    def _tell_unsaved(self) -> None:
        """More or less than before waits for the file: that is not missing, but it is not saved either."""
        if self._content is not None and self._shown is not None and self._is_open(self._shown):
            self._show_around(self._content)

    def look_again(self) -> None:
        """The list shows other records now: say whether the one in the form is among them."""
        opened, listed = self._shown, self._listed()
        if opened is None or not listed or not self._is_open(opened) or opened.record is None:
            return

        def show(content: FormContent) -> None:
            if self._is_open(opened):
                self._content = content
                self._show_around(content)

        self._bridge.ask(lambda s: read_form(s, opened, listed), show, self)

    def _listed(self) -> Mapping[str, str]:
        return {} if self.deeper else self.listed()

    def _is_open(self, opened: OpenRecord) -> bool:
        return bool(self._steps) and self._steps[-1].opened is opened

    def _body(self, kind: str) -> FormBody:
        """The middle of the form for a kind, made when first needed."""
        if kind not in self._bodies:
            body = FormBody(self._plan.kinds[kind], self._plan, self._units, self._bridge)
            body.hide()
            body.grid.edited.connect(self.save_field)
            body.grid.misread.connect(self.keep_raw)
            body.grid.typed.connect(self.keep_typed)
            body.grid.dropped.connect(self.drop_typed)
            body.grid.new_wanted.connect(self.add_in_place)
            body.following.setVisible(self.goes_on)
            body.child_opened.connect(self.open_child)
            body.child_wanted.connect(self.start_child)
            body.next_wanted.connect(self.start_next)
            self._bodies[kind] = body
            self.place(body)
        return self._bodies[kind]
