"""The form at the right: one record, its inner records one step deeper, every field saved when it is left."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import State
from desktop_app.domain.values import Problem, Value
from desktop_app.session import SaveResult, Session
from desktop_app.texts import say
from ui import parts, theme
from ui.bridge import Bridge
from ui.child_table import ChildTable
from ui.field_grid import FieldGrid
from ui.form_content import FormContent, OpenRecord, read_form

PILLS = {State.COUNTS: "good-pill", State.UNFINISHED: "warning-pill", State.CONTRADICTORY: "error-pill"}


@dataclass
class Step:
    """One level of the form: the record itself, or one inside the record of the step before."""

    opened: OpenRecord
    title: str = ""


class RecordForm(QFrame):
    """`made(id)`: a record came to be; `deleted(act, title)`: one went to the trash; `emptied`: nothing is open."""

    made = Signal(str)
    deleted = Signal(bytes, str)
    emptied = Signal()

    def __init__(self, bridge: Bridge, plan: Plan, units: OrgUnits) -> None:
        super().__init__()
        self.setObjectName("card")
        self._bridge, self._plan, self._units = bridge, plan, units
        self._steps: list[Step] = []
        self._content: FormContent | None = None
        self._grids: dict[str, FieldGrid] = {}
        self._children: dict[str, list[ChildTable]] = {}
        self._bodies: dict[str, QScrollArea] = {}
        self._column = parts.column(self)
        self._build_head()
        self._build_empty()
        self._build_foot()
        self._show_empty()

    # --- what is open ---------------------------------------------------------------------------------------------

    @property
    def current(self) -> str | None:
        """The id of the outermost open record, None when it is new or nothing is open."""
        return self._steps[0].opened.record if self._steps else None

    @property
    def grid(self) -> FieldGrid | None:
        """The fields in sight."""
        return self._grids.get(self._steps[-1].opened.kind) if self._steps else None

    def show_record(self, kind: str, record: str) -> None:
        """Open a record."""
        self._steps = [Step(OpenRecord(kind, record))]
        self._read(focus=False)

    def start_record(self, kind: str, given: dict[str, Value] | None = None) -> None:
        """Open the form of a record that is not there yet."""
        self._steps = [Step(OpenRecord(kind, None, dict(given or {})))]
        self._start()

    def close_record(self) -> None:
        """Open nothing."""
        self._steps = []
        self._content = None
        self._show_empty()
        self.emptied.emit()

    def refresh(self) -> None:
        """Read the open record again, after something else may have changed it."""
        if self._steps and self._steps[-1].opened.record:
            self._read(focus=False)

    def focus_fields(self) -> None:
        """Put the cursor into the first field."""
        if self.grid is not None:
            self.grid.focus_field()

    def commit(self) -> None:
        """Save the field that has the cursor."""
        if self.grid is not None:
            self.grid.commit()

    # --- steps ----------------------------------------------------------------------------------------------------

    def open_child(self, kind: str, record: str) -> None:
        """Go one step deeper, into a record inside this one."""
        self._deeper(Step(OpenRecord(kind, record)))
        self._read(focus=True)

    def start_child(self, kind: RecordKind) -> None:
        """Go one step deeper, into a new record inside this one."""
        parent = self._steps[-1].opened.record
        assert parent is not None
        assert kind.parent_field is not None
        self._deeper(Step(OpenRecord(kind.name, None, {kind.parent_field: parent})))
        self._start()

    def back(self) -> None:
        """Return to the record that holds this one."""
        if len(self._steps) > 1:
            self.commit()
            self._steps.pop()
            self._read(focus=False)

    def _deeper(self, step: Step) -> None:
        self.commit()
        if self._content is not None:
            self._steps[-1].title = self._content.title
        self._steps.append(step)

    def _start(self) -> None:
        opened = self._steps[-1].opened

        def begin(session: Session) -> FormContent:
            opened.start(session)
            return read_form(session, opened)

        self._bridge.ask(begin, lambda content: self._show(opened, content, focus=True), self)

    def _read(self, *, focus: bool) -> None:
        opened = self._steps[-1].opened
        self._bridge.ask(lambda s: read_form(s, opened), lambda c: self._show(opened, c, focus=focus), self)

    # --- showing --------------------------------------------------------------------------------------------------

    def _show(self, opened: OpenRecord, content: FormContent, *, focus: bool) -> None:
        if not self._steps or self._steps[-1].opened is not opened:
            return
        self._content = content
        body = self._body(content.kind)
        self._grids[content.kind].show_content(content)
        self._show_frame(content)
        for name, other in self._bodies.items():
            other.setVisible(name == content.kind)
        self._empty.hide()
        body.verticalScrollBar().setValue(0)
        if focus:
            self._grids[content.kind].focus_field()

    def _show_frame(self, content: FormContent) -> None:
        kind = self._plan.kinds[content.kind]
        self._title.setText(str(kind.label))
        inner = len(self._steps) > 1
        self._back.setVisible(inner)
        if inner:
            above = self._plan.kinds[self._steps[-2].opened.kind]
            self._back.setText(self._steps[-2].title or str(above.label))
        new = content.state is None
        self._pill.setText(say("ui.state_new") if new else say(f"ui.state_{int(content.state or 0)}"))
        theme.set_role(
            self._pill, "neutral-pill" if content.state is None else PILLS.get(content.state, "warning-pill")
        )
        self._pill.show()
        missing = "; ".join(str(kind.fields[n].label) for n in content.missing)
        self._missing.setText(say("ui.still_missing", fields=missing) if missing else "")
        self._missing.setVisible(bool(missing))
        for child in self._children[content.kind]:
            child.show_rows(content.children.get(child.kind.name, ()), ready=content.record is not None)
        self._foot.setVisible(True)
        self._delete.setVisible(content.record is not None)
        who = content.changed_by or say("ui.nobody")
        told = say("ui.changed", who=who, when=_when(content.changed_at)) if content.changed_at else say("ui.new_hint")
        waiting = [str(kind.fields[n].label) for n in kind.natural_key if content.values.get(n) is None]
        if content.record is None and waiting:
            told = say("ui.key_first", fields=", ".join(waiting))
        self._changed.setText(told)

    def _show_empty(self) -> None:
        for body in self._bodies.values():
            body.hide()
        for widget in (self._back, self._pill, self._missing, self._foot):
            widget.hide()
        self._title.setText("")
        self._empty.show()

    # --- saving ---------------------------------------------------------------------------------------------------

    def _save(self, name: str, value: Value) -> None:
        opened = self._steps[-1].opened
        first = opened is self._steps[0].opened
        grid = self._grids[opened.kind]
        raw = _raw_of(grid, name)

        def work(session: Session) -> tuple[SaveResult, FormContent, bool]:
            before = opened.record
            result = opened.save(session, name, value)
            content = read_form(session, opened)
            refused = result.act is None and bool(result.problems) and content.values.get(name) != value
            if opened.record is not None:
                session.save_draft(opened.record, name, raw if refused else None)
            return result, content, first and before is None and opened.record is not None

        def done(answer: tuple[SaveResult, FormContent, bool]) -> None:
            result, content, made = answer
            refused = result.act is None and bool(result.problems) and content.values.get(name) != value
            grid.forget_misread(name)
            if refused:
                grid.note_misread(name, result.problems[0])
            if self._steps and self._steps[-1].opened is opened:
                self._content = content
                grid.update_content(content)
                self._show_frame(content)
            if made and content.record:
                self.made.emit(content.record)

        self._bridge.write(work, done, self, kind=opened.kind)

    def _keep_raw(self, name: str, problem: Problem, raw: str) -> None:
        opened = self._steps[-1].opened
        grid = self._grids[opened.kind]
        grid.note_misread(name, problem)
        grid.show_problems(self._content.problems if self._content else ())

        def keep(session: Session) -> None:
            if opened.record is not None:
                session.save_draft(opened.record, name, raw)

        self._bridge.ask(keep, lambda _: None, self)

    def delete_record(self) -> None:
        """Move the open record to the trash; what it was is one button away."""
        if self._content is None or self._content.record is None:
            return
        record, kind, title = self._content.record, self._content.kind, self._content.title

        def done(act: bytes | None) -> None:
            if len(self._steps) > 1:
                self._steps.pop()
                self._read(focus=False)
            else:
                self.close_record()
            if act is not None:
                self.deleted.emit(act, title)

        self._bridge.write(lambda session: session.delete(record), done, self, kind=kind)

    # --- parts ----------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        head = parts.column(None, 18, 6)
        head.setContentsMargins(18, 16, 18, 8)
        self._back = parts.button("", self.back, "link", "chevron-left")
        head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        line = parts.row()
        self._title = parts.label("", "form", wrap=True)
        self._pill = parts.pill()
        line.addWidget(self._title, 1)
        line.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(line)
        self._missing = parts.label("", "warning", wrap=True)
        head.addWidget(self._missing)
        self._column.addLayout(head)

    def _build_empty(self) -> None:
        self._empty = QWidget()
        column = parts.column(self._empty, 18, 8)
        self.empty_text = parts.label(say("ui.form_empty"), "muted", wrap=True)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        column.addWidget(self.empty_text)
        column.addStretch(3)
        self._column.addWidget(self._empty, 1)

    def _build_foot(self) -> None:
        self._foot = QWidget()
        line = parts.row(self._foot, 18)
        line.setContentsMargins(18, 6, 12, 8)
        self._changed = parts.label("", "small")
        self._delete = parts.icon_button("trash-2", say("ui.delete"), self.delete_record)
        line.addWidget(self._changed, 1)
        line.addWidget(self._delete)
        self._column.addWidget(self._foot)

    def _body(self, kind_name: str) -> QScrollArea:
        """The fields and inner tables of a kind, made when first needed."""
        if kind_name in self._bodies:
            return self._bodies[kind_name]
        kind = self._plan.kinds[kind_name]
        grid = FieldGrid(kind, self._plan, self._units, self._bridge)
        grid.edited.connect(self._save)
        grid.misread.connect(self._keep_raw)
        canvas = QWidget()
        canvas.setObjectName("plain")
        column = parts.column(canvas, 0, 16)
        column.setContentsMargins(18, 0, 18, 12)
        column.addWidget(grid)
        self._grids[kind_name] = grid
        self._children[kind_name] = [self._child(child, column) for child in self._plan.children.get(kind_name, ())]
        column.addStretch(1)
        body = QScrollArea()
        body.setObjectName("plain")
        body.setWidgetResizable(True)
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setFrameShape(QFrame.Shape.NoFrame)
        body.setWidget(canvas)
        body.setAccessibleName(str(kind.label))
        bar = body.verticalScrollBar()
        bar.rangeChanged.connect(lambda _, last: column.setContentsMargins(18, 0, 4 if last else 18, 12))
        self._bodies[kind_name] = body
        self._column.insertWidget(self._column.count() - 1, body, 1)
        return body

    def _child(self, kind: RecordKind, column: QVBoxLayout) -> ChildTable:
        table = ChildTable(kind)
        table.opened.connect(lambda record: self.open_child(kind.name, record))
        table.wanted.connect(lambda: self.start_child(kind))
        column.addWidget(table)
        return table


def _raw_of(grid: FieldGrid, name: str) -> str:
    inner = grid.editors[name].inner()
    text = getattr(inner, "text", None) or getattr(inner, "toPlainText", None)
    return str(text()) if text and not isinstance(inner, QLabel) else ""


def _when(time: str) -> str:
    """“14:03 hôm nay” or “14:03 05/07/2022” from a time of day and zone as the file keeps it."""
    from datetime import datetime

    moment = datetime.fromisoformat(time).astimezone()
    today = datetime.now(moment.tzinfo).date()
    day = say("ui.today") if moment.date() == today else f"{moment:%d/%m/%Y}"
    return f"{moment:%H:%M} {day}"
