"""What is seen of a form: head, fields with the records inside, foot; or what stands in their place."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.domain.plan import Plan
from desktop_app.session.open_record import OpenRecord
from desktop_app.texts import in_words, say
from ui.form.form_body import FormBody
from ui.form.form_content import FormContent
from ui.form.form_head import SIDE, FormFoot, FormHead
from ui.form.form_reader import FormState
from ui.form.typed_ahead import TypedAhead
from ui.widgets import parts
from ui.widgets.unsaved import Unsaved


class FormView(QFrame):
    """`make_body(kind)`: the middle of the form for a kind, made when first needed."""

    def __init__(self, plan: Plan, state: FormState, unsaved: Unsaved, make_body: Callable[[str], FormBody]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._plan, self._state, self._unsaved, self._make_body = plan, state, unsaved, make_body
        self._bodies: dict[str, FormBody] = {}
        self.head, self.ahead, self.foot = FormHead(), TypedAhead(), FormFoot()
        self._empty = _nothing_open()
        self._column = parts.fill(parts.column(self), self.head, self.ahead, (self._empty, 1), self.foot)

    @property
    def body(self) -> FormBody | None:
        """Fields and inner tables in sight."""
        return self.body_of(self._state.content.kind) if self._state.content else None

    def body_of(self, kind: str) -> FormBody:
        if kind not in self._bodies:
            self._bodies[kind] = made = self._make_body(kind)
            made.hide()
            self._column.insertWidget(self._column.count() - 1, made, 1)
            self.foot.tab_after(made.following)
        return self._bodies[kind]

    def show_content(self, content: FormContent, *, focus: bool, came_from: OpenRecord | None = None) -> None:
        """Bring a record into sight; `came_from`: the inner one that was left for it."""
        self.show_fields(content)
        shown = self.body_of(content.kind)
        shown.show()
        for body in self._bodies.values():
            if body is not shown:
                body.hide()
        shown.verticalScrollBar().setValue(0)
        if focus:
            shown.grid.focus_field()
        if came_from:
            shown.focus_child(came_from.kind, came_from.record)

    def set_low(self, *, low: bool) -> None:
        """Where there is little room, head and foot leave more of it to the fields."""
        self.head.set_low(low=low)
        self.foot.set_low(low=low)

    def show_fields(self, content: FormContent) -> None:
        """Show the record in sight as it stands now."""
        self._empty.hide()
        self.ahead.show_beside(refused=False)
        around = self._state.steps[-2] if self._state.deeper else None
        above = (around.title or in_words(self._plan.kinds[around.opened.kind].label)) if around else None
        self.head.show_place(self._plan.kinds[content.kind], above)
        grid = self.body_of(content.kind).grid
        grid.show_content(content)
        grid.show_unsaved(self._unsaved_fields())
        self.show_around(content)

    def show_around(self, content: FormContent) -> None:
        """Everything but the fields that a save may change."""
        kind, unsaved = self._plan.kinds[content.kind], self._unsaved_fields()
        self.head.show_content(content, kind, unsaved)
        self.foot.show_content(content, kind, len(unsaved))
        self.body_of(content.kind).show_children(content)

    def show_nothing(self, *, refused: bool = False) -> None:
        """Nothing is open, or what should be was `refused`."""
        for body in self._bodies.values():
            body.hide()
        self.head.clear()
        self.foot.hide()
        self.ahead.show_beside(refused=refused)
        self._empty.show()

    def _unsaved_fields(self) -> dict[str, str]:
        return self._unsaved.of(self._state.shown.owner) if self._state.shown else {}


def _nothing_open() -> QWidget:
    made = QWidget()
    column = parts.column(made, SIDE, 8)
    text = parts.label(say("ui.form_empty"), "muted", wrap=True)
    text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    parts.fill(column, 2, text, 3)
    return made
