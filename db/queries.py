"""The only reader of records: SQL in, domain objects out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from db.book import Book
from db.bringing import MERGES_BEHIND, merges, origins, turned_merges
from db.column_conditions import column_condition
from db.connection import Connection
from db.erased import erased_by
from db.log import RecordRow, changes_of, find_record, has_table, record_row
from db.schema import latest_first, quoted
from desktop_app.domain.changes import DELETED, record_state
from desktop_app.domain.clock import stamp_time
from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.column_filter import ColumnFilter
from desktop_app.domain.history import HistoryItem
from desktop_app.domain.list_order import default_order
from desktop_app.domain.merging import MERGE
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.domain.values import Value, from_stored

WEIGHED = 3000  # of more records that a search finds the latest are the best


@dataclass(frozen=True, slots=True)
class Row:
    """A live record as lists show it."""

    id: str
    kind: str
    values: Mapping[str, Value]
    state: State


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act of the history; `undone` tells whether a later act took it back; `place`: when it came into this file,
    `turned`: when it was taken back, both in the order of this file.
    """

    act: bytes
    kind: str
    author: str
    time: str
    changes: int
    made_here: bool
    undone: bool
    target: bytes | None
    source: str | None = None  # of a merge: the files that it took in
    record: str | None = None  # the one record that it wrote to
    record_kind: str | None = None
    place: tuple[int, int] = (0, 0)
    turned: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records of a kind: one only, children of a parent, a set of units, days between, words in their
    text or in what single columns show.
    """

    id: str | None = None
    parent: str | None = None
    units: Sequence[str] | None = None
    first_day: str | None = None
    last_day: str | None = None
    text: str | None = None
    unfinished: bool = False
    columns: Sequence[ColumnFilter] = ()


def path_sql(kinds: Mapping[str, RecordKind], kind: RecordKind, path: str, alias: str) -> str:
    """SQL for a field that may lead over references (`visit.establishment.unit`), of the row `alias`."""
    first, _, rest = path.partition(".")
    column = f"{alias}.{quoted(first)}"
    if not rest:
        return column
    target = kinds[kind.fields[first].target or ""]
    inner = f"{alias}_{first}"
    below = path_sql(kinds, target, rest, inner)
    return f"(SELECT {below} FROM main.{quoted(target.name)} {inner} WHERE {inner}.id = {column})"


def _where(book: Book, kind: RecordKind, wanted: Filter) -> tuple[str, list[Any]]:
    parts, values = ["1"], list[Any]()
    kinds = book.plan.record_kinds
    if wanted.id is not None:
        parts.append("t.id = ?")
        values.append(wanted.id)
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
        found = "SELECT r.id FROM search_text s JOIN record r ON r.no = s.rowid WHERE search_text MATCH ?"
        parts.append(f"t.id IN ({found})")
        values.append(_match(wanted.text))
    if wanted.unfinished:
        parts.append(f"t._state <> {State.COUNTS}")
    for column in wanted.columns:
        condition, more = column_condition(kind, column)
        parts.append(condition)
        values += more
    return " AND ".join(parts), values


def rows(
    book: Book, kind: RecordKind, wanted: Filter, order: str | None = None, descending: bool = False,
    limit: int | None = None, offset: int = 0,
) -> list[Row]:  # fmt: skip
    """Live records of a kind; `order` is a field of the kind (default: newest date first, else by id)."""
    where, values = _where(book, kind, wanted)
    clause = _order(book, kind, order, descending)
    names = list(kind.fields)
    columns = ", ".join(f"t.{quoted(name)}" for name in names)
    table = f"main.{quoted(kind.name)} t"
    if limit is not None:  # which rows, an index may tell; whole rows are read of those alone
        found = f"SELECT t.id FROM {table} WHERE {where} ORDER BY {clause} LIMIT {int(limit)} OFFSET {int(offset)}"
        where = f"t.id IN ({found})"
    query = f"SELECT t.id, t._state, {columns} FROM {table} WHERE {where} ORDER BY {clause}"
    return [_row(kind, names, row_) for row_ in book.connection.execute(query, values)]


def _order(book: Book, kind: RecordKind, order: str | None, descending: bool) -> str:
    """By what rows are sorted: what is empty last, what is equal by its date or period, the newest first."""
    direction = "DESC" if descending else "ASC"
    if order is None:
        date = kind.date_field
        if date and "+" not in date and date != "year":
            return f"{latest_first(path_sql(book.plan.record_kinds, kind, date, 't'))}, t.id"
        return "t.id"
    if order == "id":
        return "t.id"
    field = kind.fields[order]
    column = f"t.{quoted(order)}"
    if order == kind.date_field and descending:
        return f"{latest_first(column)}, t.id"
    if field.type in ("text", "longtext"):
        column = f"vi_key({column})"
    elif field.type in ("choice", "unit", "multi", "ref"):
        column = f"shown_key('{field.type}', '{field.choices or ''}', {column})"
    elif field.type == "decimal":
        column = f"CAST({column} AS REAL)"
    when = [kind.date_field] if kind.date_field in kind.fields else ["year", "period_code"] if kind.by_period else []
    newest = "".join(f"t.{quoted(name)} DESC, " for name in when if name != order and name in kind.fields)
    return f"{column} IS NULL, {column} {direction}, {newest}t.id"


def listed(book: Book, kind: RecordKind, wanted: Filter, order: str | None, descending: bool) -> list[str]:
    """The ids of all rows that `rows` would give, for a list whose rows are read when somebody looks at them."""
    if order is None:
        order, descending = default_order(kind)
    where, values = _where(book, kind, wanted)
    clause = _order(book, kind, order, descending)
    query = f"SELECT t.id FROM main.{quoted(kind.name)} t WHERE {where} ORDER BY {clause}"
    # in one step: a step for each of 100,000 rows would take turns with the window 100,000 times
    found = book.connection.execute(f"SELECT json_group_array(id) FROM ({query})", values)
    return cast(list[str], json.loads(found.fetchone()[0]))


def _row(kind: RecordKind, names: list[str], found: Sequence[Any]) -> Row:
    values = {name: from_stored(kind.fields[name], stored) for name, stored in zip(names, found[2:], strict=True)}
    return Row(found[0], kind.name, values, State(found[1]))


def count(book: Book, kind: RecordKind, wanted: Filter) -> int:
    where, values = _where(book, kind, wanted)
    found = book.connection.execute(f"SELECT count(*) FROM main.{quoted(kind.name)} t WHERE {where}", values)
    return int(found.fetchone()[0])


def row(book: Book, kind: RecordKind, record: str) -> Row | None:
    """One live record; None when it is deleted or unknown."""
    names = list(kind.fields)
    columns = ", ".join(quoted(name) for name in names)
    query = f"SELECT id, _state, {columns} FROM main.{quoted(kind.name)} WHERE id = ?"
    found = book.connection.execute(query, (record,)).fetchone()
    return _row(kind, names, found) if found else None


def latest(book: Book, kind: RecordKind, parent: str | None = None, but: str | None = None) -> Row | None:
    """The live record of a kind that came into this file last: of one parent, if given, and not `but`."""
    parts, values = ["r.kind = (SELECT no FROM main.kind WHERE name = ?)", "t.id IS NOT ?"], [kind.name, but]
    if parent is not None and kind.parent_field:
        parts.append(f"t.{quoted(kind.parent_field)} = ?")
        values.append(parent)
    tables = f"main.record r CROSS JOIN main.{quoted(kind.name)} t ON t.id = r.id"  # from the last one backwards
    query = f"SELECT t.id FROM {tables} WHERE {' AND '.join(parts)} ORDER BY r.no DESC LIMIT 1"
    found = book.connection.execute(query, values).fetchone()
    return row(book, kind, found[0]) if found else None


def rows_by_id(book: Book, kind: RecordKind, records: Sequence[str]) -> list[Row]:
    """Those of these records that are live, by id."""
    names = list(kind.fields)
    columns = ", ".join(map(quoted, names))
    query = f"SELECT id, _state, {columns} FROM main.{quoted(kind.name)} WHERE id IN (SELECT value FROM json_each(?))"
    found = book.connection.execute(query + " ORDER BY id", (json.dumps(list(records)),))
    return [_row(kind, names, columns_) for columns_ in found]


def _match(text: str, column: str = "folded") -> str:
    """A query for one column: every word, as the beginning of a word.

    The first letter of a word that is being typed behind others would find half the file, slowly: it has to wait.
    """
    whole = fold(text) if column == "folded" else nfc(text).lower()
    words = "".join(c if c.isalnum() else " " for c in whole).split()
    if len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha():
        words.pop()
    return " ".join(f'{column}:"{word}"*' for word in words) or f'{column}:""'


def search(book: Book, text: str, limit: int) -> list[RecordRow]:
    """Live records whose text holds all the words, those that hold them with these accents first."""
    found = _matching(book.connection, _match(text, "exact"), limit)
    if len(found) < limit:
        found = list(dict.fromkeys([*found, *_matching(book.connection, _match(text), limit)]))[:limit]
    return [record_row(book.connection, no) for no in found]


def _matching(connection: Connection, match: str, limit: int) -> list[int]:
    """The numbers of the best records; where so many match that weighing each takes long, of the latest."""
    among = "SELECT rowid FROM search_text WHERE search_text MATCH ?"
    many = connection.execute(f"{among} LIMIT 1 OFFSET ?", (match, WEIGHED)).fetchone()
    order = "rowid DESC" if many else "rank"
    return [row[0] for row in connection.execute(f"{among} ORDER BY {order} LIMIT ?", (match, limit))]


def history(book: Book, record: RecordRow) -> list[HistoryItem]:
    """Every change of a record, oldest first, with the value it replaced."""
    acts = {
        act: (kind, author, time)
        for act, kind, author, time in book.connection.execute(
            "SELECT DISTINCT a.id, a.kind, a.author, a.time FROM change_log c JOIN act a ON a.no = c.act"
            " WHERE c.record = ?",
            (record.no,),
        )
    }
    changes = changes_of(book.connection, record)
    values = {c.stamp: c.value for c in changes}
    gone, came = erased_by(book.connection), origins(book.connection, record.no)
    items = []
    for change in changes:
        kind, author, time = acts[change.act]
        replaced = tuple(sorted(change.replaces))
        before = values.get(replaced[-1]) if replaced else None
        item = HistoryItem(
            change.stamp, change.field, change.value, before, replaced, author, time, change.act, kind,
            gone.get(change.stamp), bool(replaced) and replaced[-1] in gone,
            *came.get((change.field, change.stamp), ("", "")),
        )  # fmt: skip
        items.append(item)
    return items


def acts(connection: Connection, limit: int | None = None) -> list[ActRow]:
    """The acts of people in the order in which they came into this file, the last first, whatever a clock said then;
    the records that came with the plan are nobody's act.
    """
    query = (
        "SELECT a.no, a.id, a.kind, a.author, a.time, (SELECT count(*) FROM change_log c WHERE c.act = a.no),"
        " a.made_here, a.target, r.id, k.name FROM act a LEFT JOIN record r ON r.no ="
        " (SELECT CASE WHEN min(c.record) = max(c.record) THEN min(c.record) END FROM change_log c WHERE c.act = a.no)"
        " LEFT JOIN kind k ON k.no = r.kind WHERE a.kind <> 'plan'"
        " AND EXISTS (SELECT 1 FROM change_log c WHERE c.act = a.no) ORDER BY a.no DESC"
    )
    if limit is not None:
        query += f" LIMIT {int(limit)}"
    undone = _undone(connection)
    rows = [
        ActRow(
            act, kind, author, time, changes, bool(here), act in undone, target, None, record, record_kind, (no, 0),
            (undone.get(act, 0), 0),
        )
        for no, act, kind, author, time, changes, here, target, record, record_kind in connection.execute(query)
    ]  # fmt: skip
    return sorted([*rows, *_merges(connection)], key=lambda row: (row.place, row.act), reverse=True)[:limit]


def undone_acts(connection: Connection, limit: int) -> list[ActRow]:
    """The acts of this file's office that are taken back and may be done again, the one taken back last first, merges
    among them; none that was taken back before the last act that stands was done.
    """
    known = [act for act in acts(connection, limit) if act.made_here and act.kind != "undo"]
    stands = max((act.place for act in known if not act.undone), default=(0, 0))
    again = [act for act in known if act.undone and act.turned > stands]
    return sorted(again, key=lambda act: act.turned, reverse=True)


def _merges(connection: Connection) -> list[ActRow]:
    """The merges done in this file, each behind the last act that it brought; an earlier version knows none."""
    if not has_table(connection, "merged_file"):
        return []
    undone = {act for act, merge in merges(connection).items() if merge.undone}
    place = "(SELECT ifnull(max(no), 0) FROM act WHERE id < m.act)"
    if has_table(connection, "merge_act"):
        brought = "(SELECT max(s.last) FROM main.merge_span s WHERE s.merge = n.no)"
        known = f"(SELECT max(n.before, ifnull({brought}, 0)) FROM main.merge_act n WHERE n.act = m.act)"
        place = f"coalesce({known}, {place})"
    query = (
        f"SELECT {place}, m.act, m.author, m.time, sum(m.changes), group_concat(m.name, ', ' ORDER BY m.no)"
        " FROM main.merged_file m GROUP BY m.act"
    )
    turned = turned_merges(connection)
    return [
        ActRow(
            act, MERGE, author, time, changes, True, act in undone, None, names, None, None, (no, MERGES_BEHIND),
            turned.get(act, (no, MERGES_BEHIND + 1)),
        )
        for no, act, author, time, changes, names in connection.execute(query)
    ]  # fmt: skip


def _undone(connection: Connection) -> dict[bytes, int]:
    """The acts that an undo took back which nothing took back in its turn, with the number of the undo."""
    undos = connection.execute("SELECT id, target, no FROM act WHERE target IS NOT NULL ORDER BY no DESC")
    undone: dict[bytes, int] = {}
    for undo, target, no in undos:
        if undo not in undone:
            undone.setdefault(target, no)
    return undone


def trash(book: Book) -> list[tuple[RecordRow, datetime]]:
    """Deleted records with the time of their deletion, the latest first."""
    found = []
    for (record,) in book.connection.execute(
        "SELECT id FROM record WHERE deleted = 1 AND held = 0 AND joined_into IS NULL"
    ).fetchall():
        row_ = find_record(book.connection, record)
        assert row_
        heads = record_state(changes_of(book.connection, row_)).heads[DELETED]
        found.append((row_, stamp_time(max(head.stamp for head in heads))))
    return sorted(found, key=lambda item: item[1], reverse=True)


def drafts(connection: Connection, record: str | None = None) -> dict[tuple[str, str], str]:
    """Half-typed text by (record, field), of one record or of all."""
    where, values = ("WHERE record = ?", (record,)) if record is not None else ("", ())
    return {
        (r, f): text
        for r, f, text in connection.execute(f"SELECT record, field, text FROM draft {where}", values).fetchall()
    }


def half_typed(connection: Connection) -> list[tuple[str, str]]:
    """(kind, id) of the live records that hold text which is not saved, typed last first."""
    return connection.execute(
        "SELECT k.name, r.id FROM (SELECT record, max(time) AS time FROM draft GROUP BY record) AS d"
        " JOIN record r ON r.id = d.record JOIN kind k ON k.no = r.kind"
        " WHERE r.deleted = 0 OR r.held = 1 ORDER BY d.time DESC, r.id"
    ).fetchall()


def conflicts(connection: Connection) -> Iterator[tuple[str, str]]:
    """(record, field) of every open conflict."""
    yield from connection.execute("SELECT r.id, c.field FROM conflict c JOIN record r ON r.no = c.record ORDER BY 1, 2")
