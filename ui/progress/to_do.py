"""What is left to do in a file, counted for the overview, and the records or units behind each count."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct

from desktop_app.domain.completeness import Completeness, silent_areas
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.domain.values import ERROR
from desktop_app.session import OpenFile, figures, records
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line

OVERDUE, CONTRADICTORY, UNFINISHED = "overdue", "contradictory", "unfinished"
HALF_TYPED, SILENT, CONFLICTS, ERASURES, PLANS = "half-typed", "silent", "conflicts", "erasures", "plans"
WORDS = {
    OVERDUE: "ui.todo_overdue", CONTRADICTORY: "ui.todo_contradictory", UNFINISHED: "ui.todo_unfinished",
    HALF_TYPED: "ui.todo_half_typed", SILENT: "ui.todo_silent", CONFLICTS: "ui.todo_conflicts",
    ERASURES: "erasures.todo",
    PLANS: "ui.todo_plans",
}  # fmt: skip
MOST = 300


class ToDo(Struct, frozen=True):
    """One line of what is left to do: its name among WORDS, and how many."""

    name: str
    count: int


class ToDoRecords(Struct, frozen=True):
    """The records behind such a line as lines of a dialog, and the kind of each; `count` may be more than listed."""

    lines: Sequence[Line]
    kinds: dict[str, str]
    count: int


def read_to_do(file: OpenFile, completeness: Sequence[Completeness], states: Sequence[State]) -> list[ToDo]:
    """What is left to do, the urgent first; nothing that is not there. `states`: of the records that do not count."""
    from desktop_app.session import erasures, offered_plans  # the window is painted sooner

    counts = {
        OVERDUE: len(figures.overdue(file)),
        CONTRADICTORY: states.count(State.CONTRADICTORY),
        UNFINISHED: states.count(State.UNFINISHED),
        HALF_TYPED: len(records.half_typed(file)),
        SILENT: len(silent_units(file.units, completeness)),
        CONFLICTS: len(records.conflicts(file)),
        ERASURES: erasures.count_waiting(file),
        PLANS: len(offered_plans.open_offers(file)),
    }
    return [ToDo(name, count) for name, count in counts.items() if count]


def silent_units(units: OrgUnits, completeness: Iterable[Completeness]) -> list[str]:
    """The units that have not reported on every area, those below one unit together; none for an office by itself."""
    rows = list(completeness)
    if len({row.unit for row in rows}) < 2:
        return []
    groups: dict[str | None, list[str]] = {}
    for unit in silent_areas(rows):
        groups.setdefault(units.by_code[unit].parent, []).append(unit)
    return [unit for group in groups.values() for unit in group]


def read_found(file: OpenFile, name: str) -> ToDoRecords:
    """The records behind such a line: unit, kind, content, and what is to be done."""
    if name == CONFLICTS:
        return _conflicts(file)
    if name == HALF_TYPED:
        pairs = records.half_typed(file)
    elif name == OVERDUE:
        pairs = figures.overdue(file)
    else:
        wanted = State.CONTRADICTORY if name == CONTRADICTORY else State.UNFINISHED
        pairs = [(kind, record) for kind, record, state in records.not_counting(file) if state is wanted]
    lines = [_line(file, kind, record, _why(file, name, record)) for kind, record in pairs[:MOST]]
    return ToDoRecords(lines, {record: kind for kind, record in pairs}, len(pairs))


def _conflicts(file: OpenFile) -> ToDoRecords:
    found = records.open_conflicts(file)
    lines = []
    for conflict in found[:MOST]:
        field = file.kind(conflict.kind).fields.get(conflict.field)
        values = " / ".join(
            records.show_value(file, conflict.kind, conflict.field, c.value) for c in conflict.values if field
        )
        why = say("ui.todo_differs", field=field.label, values=values) if field else say("ui.todo_gone_or_not")
        lines.append(_line(file, conflict.kind, conflict.record, why))
    return ToDoRecords(lines, {conflict.record: conflict.kind for conflict in found}, len(found))


def _line(file: OpenFile, kind_name: str, record: str, why: str) -> Line:
    kind = file.kind(kind_name)
    unit = _unit_of(file, record, kind.unit_field)
    return Line((file.units.name(unit) if unit else "", in_words(kind.label), _named(file, kind, record), why), record)


def _named(file: OpenFile, kind: RecordKind, record: str) -> str:
    """The title of a record, behind that of what it belongs to where it has numbers and days alone."""
    own = records.title_of(file, record)
    view = records.find(file, record) if kind.parent_field else None
    above = view.values.get(kind.parent_field or "") if view else None
    names = any(f.type.names_things and f"{{{f.name}}}" in kind.title for f in kind.fields.values())
    return own if names or not above else " - ".join(filter(None, (records.title_of(file, str(above)), own)))


def _unit_of(file: OpenFile, record: str, path: str) -> str | None:
    """The unit of a record; the path to it may lead over what the record refers to (`activity.unit`)."""
    view = records.find(file, record)
    field, _, rest = path.partition(".")
    value = view.values.get(field) if view else None
    if not isinstance(value, str):
        return None
    return _unit_of(file, value, rest) if rest else value


def _why(file: OpenFile, name: str, record: str) -> str:
    from desktop_app.session import editing, entry

    if name == OVERDUE:
        return say("ui.todo_overdue_why")
    if name == HALF_TYPED:
        return say("ui.todo_half_typed_why", texts="; ".join(entry.drafts_of(file, record).values()))
    broken = name == CONTRADICTORY  # what is missing only warns
    return " ".join(in_words(p.message) for p in editing.problems(file, record) if (p.severity == ERROR) == broken)


def silent_lines(units: OrgUnits, codes: Sequence[str]) -> list[Line]:
    """Units by the unit above them, whose name stands on the first line of its own."""
    lines, before = [], None
    for code in codes:
        above = units.by_code[code].parent
        lines.append(Line((units.name(above) if above and above != before else "", units.name(code)), code))
        before = above
    return lines


def silent_text(units: OrgUnits, codes: Sequence[str], period: Period) -> str:
    """The same as text to paste into a letter: one line per unit above; the codes of one stand together."""
    lines = [say("ui.todo_silent_title", period=period.label, count=len(codes))]
    for above, below in groupby(codes, lambda code: units.by_code[code].parent):
        names = ", ".join(map(units.name, below))
        lines.append(f"{units.name(above)}: {names}" if above else names)
    return "\n".join(lines)
