"""What a form shows, read on the worker thread in one go: values as people read them, problems, inner records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.domain.expressions import parse
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import State, is_required, missing_fields
from desktop_app.domain.values import Problem, Value
from desktop_app.session import SaveResult, Session

CHILD_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class ListRow:
    """One record in a list: its cells in the order of the columns."""

    id: str
    cells: Sequence[str]
    state: State


@dataclass(frozen=True, slots=True)
class FormContent:
    """A record, or one about to be made (`record` None); `shown` holds the words for each value."""

    record: str | None
    kind: str
    values: Mapping[str, Value]
    shown: Mapping[str, str]
    state: State | None
    problems: Sequence[Problem]
    missing: Sequence[str]
    required: frozenset[str]
    drafts: Mapping[str, str]
    children: Mapping[str, Sequence[ListRow]]
    title: str
    today: str
    changed_by: str = ""
    changed_at: str = ""


@dataclass
class OpenRecord:
    """The record in a form, used on the worker thread only: it is made with the first field that is saved.

    `given` are the values of a record that is not there yet; a kind with a natural key is made once its key is known.
    """

    kind: str
    record: str | None = None
    given: dict[str, Value] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    acts: list[tuple[bytes, str]] = field(default_factory=list)  # act and field, "" for the record itself

    def save(self, session: Session, name: str, value: Value) -> SaveResult:
        """Save one field, and with it the proposals that follow from it."""
        if self.record is None:
            return self._make(session, name, value)
        result = self._set(session, name, value)
        if result.saved and value is not None:
            self._propose(session, name)
            result = SaveResult(self.record, session.problems(self.record), result.act)
        return result

    def _set(self, session: Session, name: str, value: Value) -> SaveResult:
        result = session.set_value(self.record or "", name, value)
        self.record = result.record
        if result.act is not None:
            self.acts.append((result.act, name))
        return result

    def start(self, session: Session) -> None:
        """Fill in what a new form starts with; nothing is written."""
        self.own = set(self.given)
        self.given = session.defaults(self.kind, self.given)

    def _make(self, session: Session, name: str, value: Value) -> SaveResult:
        self.own.add(name)
        kept = {n: v for n, v in self.given.items() if n in self.own and n != name}
        self.given = {**kept, **({} if value is None else {name: value})}
        filled = session.defaults(self.kind, self.given)
        self.given = {n: v for n, v in filled.items() if n != name or value is not None}
        key = session.kind(self.kind).natural_key
        if any(self.given.get(n) is None for n in key):
            return SaveResult("", [], None)
        result = session.new_record(self.kind, self.given)
        if result.act is None:
            return self._make_without(session, name, result)
        self.record = result.record
        self.acts.append((result.act, ""))
        return result

    def _make_without(self, session: Session, name: str, refused: SaveResult) -> SaveResult:
        """What can't stand stays out, with its problem, and the rest is kept all the same; where the key is taken
        already nothing can be, and the value just typed waits beside it.
        """
        taken = bool(refused.record) and session.record(refused.record) is not None
        wrong = {name} if taken else {problem.field for problem in refused.problems}
        self.given = {n: v for n, v in self.given.items() if n not in wrong}
        key = session.kind(self.kind).natural_key
        if not taken and self.given and all(self.given.get(n) is not None for n in key):
            made = session.new_record(self.kind, self.given)
            if made.act is not None:
                self.record = made.record
                self.acts.append((made.act, ""))
        return SaveResult(self.record or "", refused.problems, None)

    def _propose(self, session: Session, edited: str) -> None:
        view = session.record(self.record or "")
        kind = session.kind(self.kind)
        waiting = [] if view is None else [
            f.name for f in kind.fields.values()
            if view.values.get(f.name) is None and f.default and f.default.startswith("=")
            and edited in parse(f.default[1:]).names
        ]  # fmt: skip
        if view is None or not waiting:
            return
        known = {n: v for n, v in view.values.items() if v is not None}
        proposed = session.defaults(self.kind, known)
        for name in waiting:
            if proposed.get(name) is not None and self.record is not None:
                self._set(session, name, proposed[name])


def read_form(session: Session, opened: OpenRecord) -> FormContent:
    """The content of the form of an open record."""
    kind = session.kind(opened.kind)
    view = session.record(opened.record) if opened.record else None
    values = dict(view.values) if view else dict(opened.given)
    scope = session.rules.scope(values, kind)
    return FormContent(
        record=view.id if view else None,
        kind=kind.name,
        values=values,
        shown={n: session.shown(kind.name, n, v) for n, v in values.items() if v is not None and n in kind.fields},
        state=view.state if view else None,
        problems=_broken(view.problems, kind, values, session) if view else [],
        missing=[f.name for f in missing_fields(values, kind, session.rules)],
        required=frozenset(n for n, f in kind.fields.items() if is_required(f, scope)),
        drafts=session.drafts(view.id) if view else {},
        children=_children(session, kind, view.id) if view else {},
        title=session.title(view.id) if view else "",
        today=session.today().isoformat(),
        changed_by=view.changed_by if view else "",
        changed_at=view.changed_at if view else "",
    )


def _broken(
    problems: Sequence[Problem], kind: RecordKind, values: Mapping[str, Value], session: Session
) -> list[Problem]:
    """The problems without those that only say that a value is missing: the form marks these itself."""
    missing = {f.name for f in missing_fields(values, kind, session.rules)}
    return [p for p in problems if not (p.field in missing and values.get(p.field or "") in (None, "", ()))]


def _children(session: Session, kind: RecordKind, record: str) -> dict[str, list[ListRow]]:
    return {
        child.name: [
            list_row(session, child, row.id, row.values, row.state, child_columns(child))
            for row in session.rows(child.name, parent=record)
        ]
        for child in session.plan.children.get(kind.name, ())
    }


def path_to(session: Session, record: str) -> list[tuple[str, str, str]]:
    """(kind, id, title) of the records that hold a record, the outermost first, and of the record itself."""
    path: list[tuple[str, str, str]] = []
    wanted: str | None = record
    while wanted is not None:
        view = session.record(wanted)
        if view is None:
            break
        path.insert(0, (view.kind, view.id, session.title(view.id)))
        wanted = view.parent
    return path


def list_row(
    session: Session, kind: RecordKind, record: str, values: Mapping[str, Value], state: State, columns: Sequence[str]
) -> ListRow:
    """A record as one line of a list."""
    return ListRow(record, [session.shown(kind.name, name, values.get(name)) for name in columns], state)


def list_columns(plan: Plan, kind: RecordKind) -> list[str]:
    """The columns of a kind's own list: those of the plan, else its first required fields."""
    named = [name for name in kind.columns if name in kind.fields]
    plain = [f.name for f in kind.fields.values() if f.required == "always" and f.type != "longtext"]
    return named or plain[:4] or list(kind.fields)[:3]


def child_columns(kind: RecordKind) -> list[str]:
    """The few columns that fit inside the parent's form."""
    named = [n for n in (kind.columns or tuple(kind.fields)) if n in kind.fields and n != kind.parent_field]
    return named[:CHILD_COLUMNS]
