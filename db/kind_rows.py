"""A record as a row: what its typed table holds of it, whether it counts, and what the search finds of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from db.connection import Connection
from db.log import RecordRow
from db.schema import quoted
from desktop_app.domain.changes import RecordState
from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.validation import Rules, State, judging
from desktop_app.domain.values import Stored, Value

STATE = "_state"
Words = Callable[[Value], list[str]]
FIND_TEXT = "INSERT INTO _search_text (rowid, exact, folded) VALUES (?, ?, ?)"


class KindRows(Struct, frozen=True, dict=True):
    """What makes rows of one kind; what the plan says of its fields is looked up once."""

    table: str
    label: str
    names: Sequence[str]  # the columns, `id` first and `_state` last
    references: frozenset[str]
    judge: Callable[[Mapping[str, Value]], State]
    fields: Sequence[tuple[str, Callable[[str | int], Value], Words | None]]

    @cached_property
    def insert(self) -> str:
        columns, marks = ", ".join(map(quoted, self.names)), ", ".join("?" * len(self.names))
        return f"INSERT OR REPLACE INTO {self.table} ({columns}) VALUES ({marks})"

    def row(self, record: str, shown: Mapping[str, Stored]) -> tuple[list[Stored], str]:
        """The columns for `insert`, and the text for the search in Vietnamese, whatever the window speaks: every file
        holds the same. References in `shown` are those that stand for what was joined.
        """
        columns: list[Stored] = [record]
        values: dict[str, Value] = {}
        words = [self.label]
        for name, read, find in self.fields:
            stored = shown.get(name)
            value = None if stored is None else read(stored)
            if value is None:
                columns.append(None)
                continue
            values[name] = value
            columns.append(stored)
            if find is not None:
                words += find(value)
        columns.append(int(self.judge(values)))
        return columns, " ".join(words)

    def set_columns(self, connection: Connection, row: RecordRow, before: RecordState, now: RecordState) -> bool | None:
        """Bring the row of a live record up to date after some of its fields were set: the ordinary save; whether the
        search finds other words in it now.

        None, and nothing written, where more follows from that: a conflict, a deletion, another state, a reference.
        """
        if row.deleted or now.deleted or before.back or now.back or before.open_fields or now.open_fields:
            return None
        changed = [one for one in self.fields if before.shown.get(one[0]) != now.shown.get(one[0])]
        if not self.references.isdisjoint(name for name, _, _ in changed) or self._state(before) != self._state(now):
            return None
        if changed:
            columns = ", ".join(f"{quoted(name)} = ?" for name, _, _ in changed)
            values = [now.shown.get(name) for name, _, _ in changed]
            connection.execute(f"UPDATE {self.table} SET {columns} WHERE id = ?", [*values, row.id])
        return any(find is not None for _, _, find in changed)

    def _state(self, record: RecordState) -> State:
        shown = record.shown
        values = {
            name: value
            for name, read, _ in self.fields
            if (stored := shown.get(name)) is not None and (value := read(stored)) is not None
        }
        return self.judge(values)


def rows_of(kind: RecordKind, rules: Rules) -> KindRows:
    fields = [(name, field.type.from_stored, _words(field, rules)) for name, field in kind.fields.items()]
    references = frozenset(name for name, field in kind.fields.items() if field.target)
    table, names = f"main.{quoted(kind.name)}", ("id", *kind.fields, STATE)
    return KindRows(table, kind.label.vi, names, references, judging(kind, rules), fields)


def write_text(connection: Connection, no: int, text: str) -> None:
    """Put what the search finds of a record in the place of what it found before."""
    connection.execute("DELETE FROM _search_text WHERE rowid = ?", (no,))
    connection.execute(FIND_TEXT, find_text(no, text))


def find_text(no: int, text: str) -> tuple[int, str, str]:
    """The values for `FIND_TEXT`."""
    exact = nfc(text).lower()
    return no, exact, fold(exact)


def _words(field: Field, rules: Rules) -> Words | None:
    """How the value of a field is found: by its words, by those of the choice, by the name of the unit."""
    if not field.type.searched:
        return None
    if field.type.lookup is None:
        return lambda value: [str(field.type.show(value))]
    if field.type.lookup is Lookup.UNITS:
        names = {unit.code: unit.name for unit in rules.units}
        return lambda value: [names.get(str(value), str(value))]
    labels = {item: choice.label.vi for item, choice in rules.plan.choices.get(field.choices or "", {}).items()}
    if field.type.many:
        return lambda value: [labels.get(item, item) for item in (value if isinstance(value, tuple) else ())]
    return lambda value: [labels.get(str(value), str(value))]
