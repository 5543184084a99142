"""The only reader of the rows of records: SQL in, domain objects out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from msgspec import Struct

from db.column_conditions import column_condition, sorted_by
from db.connection import Connection, DatabaseError
from db.error_sentences import MALFORMED
from db.open_file import OpenFile
from db.schema import latest_first, path_sql, quoted
from db.searching import match
from desktop_app.domain.column_filter import ColumnFilter
from desktop_app.domain.list_order import default_order, list_columns
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.domain.values import Value, from_stored

LAST_ONES = 200  # however many came from other offices since, no more are looked at for one of our own
_HERE = (
    "NOT EXISTS (SELECT 1 FROM main.change_log c JOIN main.act a ON a.no = c.act"
    " WHERE c.record = l.no AND NOT a.made_here)"
)


class Row(Struct, frozen=True):
    """A live record as lists show it."""

    id: str
    kind: str
    values: Mapping[str, Value]
    state: State


class Filter(Struct, frozen=True):
    """Which records of a kind: one only, some of them, children of a parent, a set of units, days between, words in
    their text or in what single columns show.
    """

    id: str | None = None
    ids: Sequence[str] | None = None
    parent: str | None = None
    units: Sequence[str] | None = None
    first_day: str | None = None
    last_day: str | None = None
    text: str | None = None
    unfinished: bool = False
    columns: Sequence[ColumnFilter] = ()


def _named(wanted: Filter) -> Iterator[tuple[str, str]]:
    """The conditions that name records, with their values."""
    if wanted.id is not None:
        yield "t.id = ?", wanted.id
    if wanted.ids is not None:
        yield "t.id IN (SELECT value FROM json_each(?))", json.dumps(list(wanted.ids))


def _where(file: OpenFile, kind: RecordKind, wanted: Filter) -> tuple[str, list[Any]]:
    parts, values = ["1"], list[Any]()
    kinds = file.plan.record_kinds
    for condition, value in _named(wanted):
        parts.append(condition)
        values.append(value)
    if wanted.parent is not None and kind.parent_field:
        parts.append(f"t.{quoted(kind.parent_field)} = ?")
        values.append(wanted.parent)
    if wanted.units is not None and kind.unit_field:
        parts.append(f"{path_sql(kinds, kind, kind.unit_field, 't')} IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(wanted.units)))
    if kind.date_field and "+" not in kind.date_field and kind.date_field != "year":
        date = path_sql(kinds, kind, kind.date_field, "t")
        for sign, day in ((">=", wanted.first_day), ("<=", wanted.last_day)):
            if day is not None:
                parts.append(f"{date} {sign} ?")
                values.append(day)
    if wanted.text:
        found = "SELECT r.id FROM _search_text s JOIN record r ON r.no = s.rowid WHERE _search_text MATCH ?"
        parts.append(f"t.id IN ({found})")
        values.append(match(wanted.text))
    if wanted.unfinished:
        parts.append(f"t._state <> {State.COUNTS}")
    for column in wanted.columns:
        condition, more = column_condition(kind, column)
        parts.append(condition)
        values += more
    return " AND ".join(parts), values


def read_state(state: Any) -> State:
    """A state as a typed table holds it; one that is none is damage."""
    try:
        return State(state)
    except ValueError as error:
        raise DatabaseError(MALFORMED) from error


def rows(
    file: OpenFile, kind: RecordKind, wanted: Filter, order: str | None = None, descending: bool = False,
    limit: int | None = None, offset: int = 0,
) -> list[Row]:  # fmt: skip
    """Live records of a kind; `order` is a field of the kind (default: newest date first, else by id)."""
    where, values = _where(file, kind, wanted)
    clause = _order(file, kind, order, descending)
    if limit is not None:  # which rows, an index may tell; whole rows are read of those alone
        found = f"SELECT t.id FROM main.{quoted(kind.name)} t WHERE {where} ORDER BY {clause}"
        where = f"t.id IN ({found} LIMIT {int(limit)} OFFSET {int(offset)})"
    return _read(file, kind, f"{where} ORDER BY {clause}", values)


def _read(file: OpenFile, kind: RecordKind, condition: str, values: Sequence[Any]) -> list[Row]:
    """The rows `t` for which a condition in SQL holds, in the order that it ends with."""
    columns = ", ".join(f"t.{quoted(name)}" for name in kind.fields)
    query = f"SELECT t.id, t._state, {columns} FROM main.{quoted(kind.name)} t WHERE {condition}"
    found = []
    for id_, state, *stored in file.connection.execute(query, values):
        fields = zip(kind.fields.items(), stored, strict=True)
        values_read = {name: from_stored(field, value) for (name, field), value in fields}
        found.append(Row(id_, kind.name, values_read, read_state(state)))
    return found


def _order(file: OpenFile, kind: RecordKind, order: str | None, descending: bool) -> str:
    """By what rows are sorted: what is empty last; what is equal by its date or period, the newest first, and then, in
    a list that has no dates of its own, by the columns one sees.
    """
    direction = "DESC" if descending else "ASC"
    if order is None:
        date = kind.date_field
        if date and "+" not in date and date != "year":
            return f"{latest_first(path_sql(file.plan.record_kinds, kind, date, 't'))}, t.id"
        return "t.id"
    if order == "id":
        return "t.id"
    if order == kind.date_field and descending:
        return f"{latest_first(f't.{quoted(order)}')}, t.id"
    dated = kind.date_field in kind.fields
    when = [kind.date_field] if dated else ["year", "period_code"] if kind.by_period else []
    newest = [f"t.{quoted(name)} DESC" for name in when if name != order and name in kind.fields]
    seen = [] if dated else [_by(kind, name) for name in list_columns(kind) if name != order]
    column = _sorted_as(kind, order)
    return ", ".join([f"{column} IS NULL", f"{column} {direction}", *newest, *seen, "t.id"])


def _by(kind: RecordKind, name: str) -> str:
    """One of the columns by which equals are told apart."""
    direction = "DESC" if kind.fields[name].type.holds_day else "ASC"
    return f"{_sorted_as(kind, name)} {direction} NULLS LAST"


def _sorted_as(kind: RecordKind, name: str) -> str:
    return sorted_by(kind.fields[name], f"t.{quoted(name)}")


def listed(file: OpenFile, kind: RecordKind, wanted: Filter, order: str | None, descending: bool) -> list[str]:
    """The ids of all rows that `rows` would give, for a list whose rows are read when somebody looks at them."""
    if order is None:
        order, descending = default_order(kind)
    where, values = _where(file, kind, wanted)
    clause = _order(file, kind, order, descending)
    query = f"SELECT t.id FROM main.{quoted(kind.name)} t WHERE {where} ORDER BY {clause}"
    # in one step: a step for each of 100,000 rows would take turns with the window 100,000 times
    found = file.connection.execute(f"SELECT json_group_array(id) FROM ({query})", values)
    return cast(list[str], json.loads(found.fetchone()[0]))


def count(file: OpenFile, kind: RecordKind, wanted: Filter) -> int:
    where, values = _where(file, kind, wanted)
    found = file.connection.execute(f"SELECT count(*) FROM main.{quoted(kind.name)} t WHERE {where}", values)
    return int(found.fetchone()[0])


def sums(file: OpenFile, kind: RecordKind, wanted: Filter, fields: Sequence[str]) -> dict[str, Decimal]:
    """The totals of numeric fields over the records of a list; a field that none of them fills has none."""
    where, values = _where(file, kind, wanted)
    columns = ", ".join(f"json_group_array(t.{quoted(name)})" for name in fields)
    found = file.connection.execute(f"SELECT {columns} FROM main.{quoted(kind.name)} t WHERE {where}", values)
    totals = {}
    for name, text in zip(fields, found.fetchone(), strict=True):
        stored = (from_stored(kind.fields[name], number) for number in json.loads(text) if number is not None)
        numbers = [Decimal(number) for number in stored if isinstance(number, int | Decimal)]
        if numbers:
            totals[name] = sum(numbers, Decimal(0))
    return totals


def row(file: OpenFile, kind: RecordKind, record: str) -> Row | None:
    """One live record; None when it is deleted or unknown."""
    return next(iter(_read(file, kind, "t.id = ?", [record])), None)


def latest(
    file: OpenFile, kind: RecordKind, parent: str | None = None, but: str | None = None, *, made_here: bool = False
) -> Row | None:
    """The live record of a kind that came into this file last: of one parent, if given, and not `but`.

    `made_here`: of the last ones, the last that neither came with the plan nor from another file.
    """
    parts, values = ["r.kind = (SELECT no FROM temp._plan_kind WHERE name = ?)", "t.id IS NOT ?"], [kind.name, but]
    if parent is not None and kind.parent_field:
        parts.append(f"t.{quoted(kind.parent_field)} = ?")
        values.append(parent)
    tables = f"main.record r CROSS JOIN main.{quoted(kind.name)} t ON t.id = r.id"  # from the last one backwards
    query = f"SELECT t.id, r.no FROM {tables} WHERE {' AND '.join(parts)} ORDER BY r.no DESC LIMIT "
    if made_here:
        query = f"SELECT id FROM ({query} {LAST_ONES}) l WHERE {_HERE} ORDER BY no DESC LIMIT"
    query = f"{query} 1"
    found = file.connection.execute(query, values).fetchone()
    return row(file, kind, found[0]) if found else None


def rows_by_id(file: OpenFile, kind: RecordKind, records: Sequence[str]) -> list[Row]:
    """Those of these records that are live, by id."""
    return _read(file, kind, "t.id IN (SELECT value FROM json_each(?)) ORDER BY t.id", [json.dumps(list(records))])


def conflicts(connection: Connection) -> Iterator[tuple[str, str]]:
    """(record, field) of every open conflict."""
    yield from connection.execute(
        "SELECT r.id, c.field FROM _conflict c JOIN record r ON r.no = c.record ORDER BY 1, 2"
    )
