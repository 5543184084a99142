"""From the log to what is shown: typed tables, deletion, conflicts, search text. All of it can be made again."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from db.connection import Connection
from db.log import Numbers, RecordRow, changes_of, find_record, record_row
from db.schema import quoted
from desktop_app.domain.changes import DELETED, RecordState, record_state
from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import Rules, State, state
from desktop_app.domain.values import Stored, Value, choice_labels, from_stored

MANY = 2000


@dataclass
class Book:
    """An open data file as its writer and its readers share it."""

    connection: Connection
    plan: Plan
    rules: Rules
    numbers: Numbers
    referrers: dict[str, list[tuple[RecordKind, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.referrers = {name: [] for name in self.plan.record_kinds}
        for kind in self.plan.record_kinds.values():
            for f in kind.fields.values():
                if f.type == "ref" and f.target:
                    self.referrers[f.target].append((kind, f.name))


def derive(book: Book, touched: Iterable[int]) -> None:
    """Bring everything derived up to date with the log for these records and for what hangs on them."""
    recount: dict[str, set[str]] = {}
    waiting = list(touched)
    many = len(waiting) > MANY
    for no in waiting:
        _derive_one(book, record_row(book.connection, no), recount)
    look_again = {no for no in waiting if record_row(book.connection, no).deleted}
    look_again |= _deleted_targets(book, recount)
    while look_again:
        moved: dict[str, set[str]] = {}
        for no in sorted(look_again):
            row = record_row(book.connection, no)
            held = row.deleted and row.joined_into is None and is_referred_to(book, row)
            if held != row.held:
                book.connection.execute("UPDATE record SET held = ? WHERE no = ?", (held, no))
                _derive_one(book, record_row(book.connection, no), moved)
        for kind, ids in moved.items():
            recount.setdefault(kind, set()).update(ids)
        look_again = _deleted_targets(book, moved)
    _recount_parents(book, recount, many)


# What _derive_one leaves behind for the later steps: per kind, the ids whose rows appeared, changed or went.
Moved = dict[str, set[str]]


def _derive_one(book: Book, row: RecordRow, moved: Moved) -> None:
    now = record_state(changes_of(book.connection, row))
    if now.deleted != row.deleted or now.into != row.joined_into:
        book.connection.execute(
            "UPDATE record SET deleted = ?, joined_into = ? WHERE no = ?", (now.deleted, now.into, row.no)
        )
    _write_conflicts(book, row, now)
    kind = book.plan.record_kinds.get(row.kind)
    if kind is None:
        return
    moved.setdefault(kind.name, set()).add(row.id)
    live = not now.deleted or (row.held and now.into is None)
    targets = _targets_of_row(book, kind, row.id)
    if live:
        _write_row(book, kind, row, now)
        targets |= _targets_of_row(book, kind, row.id)
    else:
        book.connection.execute(f"DELETE FROM main.{quoted(kind.name)} WHERE id = ?", (row.id,))
        book.connection.execute("DELETE FROM search_text WHERE rowid = ?", (row.no,))
    for target_kind, target in targets:
        moved.setdefault(target_kind, set()).add(target)
    if now.into != row.joined_into:
        _follow_join(book, kind, row, moved)


def _write_conflicts(book: Book, row: RecordRow, now: RecordState) -> None:
    names = [*now.open_fields, *([DELETED] if now.back or (row.held and now.deleted) else [])]
    book.connection.execute("DELETE FROM conflict WHERE record = ?", (row.no,))
    book.connection.executemany("INSERT INTO conflict VALUES (?, ?)", [(row.no, name) for name in names])


def _targets_of_row(book: Book, kind: RecordKind, record: str) -> set[tuple[str, str]]:
    refs = [f for f in kind.fields.values() if f.type == "ref" and f.target]
    if not refs:
        return set()
    columns = ", ".join(quoted(f.name) for f in refs)
    row = book.connection.execute(f"SELECT {columns} FROM main.{quoted(kind.name)} WHERE id = ?", (record,)).fetchone()
    return {(f.target, value) for f, value in zip(refs, row or (), strict=False) if f.target and value is not None}


def _write_row(book: Book, kind: RecordKind, row: RecordRow, now: RecordState) -> None:
    stored: dict[str, Stored] = {}
    values: dict[str, Value] = {}
    for name, f in kind.fields.items():
        value = now.shown.get(name)
        if f.type == "ref" and isinstance(value, str):
            value = resolve(book.connection, value)
        values[name] = from_stored(f, value)
        stored[name] = None if values[name] is None else value
    names = ", ".join(map(quoted, ("id", *stored, "_state")))
    columns = [row.id, *stored.values(), int(state(values, kind, book.rules))]
    marks = ", ".join("?" * len(columns))
    book.connection.execute(f"INSERT OR REPLACE INTO main.{quoted(kind.name)} ({names}) VALUES ({marks})", columns)
    _write_search_text(book, kind, row.no, values)


def _write_search_text(book: Book, kind: RecordKind, no: int, values: dict[str, Value]) -> None:
    words = [str(kind.label.vi)]
    for name, f in kind.fields.items():
        value = values[name]
        if value is None or f.type in ("ref", "bool", "date", "int", "money", "decimal"):
            continue
        if f.type == "unit":
            words.append(book.rules.units.name(str(value)))
        elif f.type in ("choice", "multi"):
            words += choice_labels(f, value if isinstance(value, tuple) else (str(value),), book.plan)
        else:
            words.append(str(value))
    text = nfc(" ".join(words)).lower()
    book.connection.execute("DELETE FROM search_text WHERE rowid = ?", (no,))
    book.connection.execute("INSERT INTO search_text (rowid, exact, folded) VALUES (?, ?, ?)", (no, text, fold(text)))


def resolve(connection: Connection, record: str) -> str:
    """The record that stands for `record` after duplicates were joined; itself when it was not."""
    seen = {record}
    while True:
        row = connection.execute("SELECT joined_into FROM record WHERE id = ?", (record,)).fetchone()
        if row is None or row[0] is None or row[0] in seen:
            return record
        record = row[0]
        seen.add(record)


def is_referred_to(book: Book, row: RecordRow) -> bool:
    """Whether any live record refers to this one."""
    return any(
        book.connection.execute(
            f"SELECT 1 FROM main.{quoted(kind.name)} WHERE {quoted(name)} = ? LIMIT 1", (row.id,)
        ).fetchone()
        for kind, name in book.referrers.get(row.kind, ())
    )


def _follow_join(book: Book, kind: RecordKind, row: RecordRow, moved: Moved) -> None:
    """References to a record that was joined, or is no longer, are resolved anew."""
    ends = {row.id, *(resolve(book.connection, end) for end in (row.id, row.joined_into) if end)}
    for referrer, name in book.referrers[kind.name]:
        for end in ends:
            rows = book.connection.execute(
                f"SELECT id FROM main.{quoted(referrer.name)} WHERE {quoted(name)} = ?", (end,)
            ).fetchall()
            for (record,) in rows:
                found = find_record(book.connection, record)
                assert found
                _derive_one(book, found, moved)


def _deleted_targets(book: Book, moved: Moved) -> set[int]:
    """Of the records named, those that are deleted: whether a live record refers to them may have changed."""
    found = set()
    for ids in moved.values():
        for record in ids:
            row = book.connection.execute("SELECT no FROM record WHERE id = ? AND deleted = 1", (record,)).fetchone()
            if row:
                found.add(row[0])
    return found


def _recount_parents(book: Book, recount: Moved, many: bool) -> None:
    """A record counts only if its parent does: top kinds first, then their children."""
    for kind in _parents_first(book.plan):
        if kind.parent is None or kind.parent_field is None:
            continue
        ids = recount.get(kind.name, set())
        parents = recount.get(kind.parent, set())
        if not many and not ids and not parents:
            continue
        table, up, pf = quoted(kind.name), quoted(kind.parent), quoted(kind.parent_field)
        counts = f"EXISTS (SELECT 1 FROM main.{up} p WHERE p.id = main.{table}.{pf} AND p._state = 0)"
        update = (
            f"UPDATE main.{table} SET _state = CASE WHEN {counts} THEN {State.COUNTS} ELSE {State.PARENT} END"
            f" WHERE _state IN ({State.COUNTS}, {State.PARENT})"
            f" AND _state <> CASE WHEN {counts} THEN {State.COUNTS} ELSE {State.PARENT} END"
        )
        if many:
            book.connection.execute(update)
            continue
        found: list[tuple[str]] = []
        for column, keys in (("id", ids), (kind.parent_field, parents)):
            for key in keys:
                found += book.connection.execute(update + f" AND {quoted(column)} = ? RETURNING id", (key,)).fetchall()
        recount.setdefault(kind.name, set()).update(row[0] for row in found)


def _parents_first(plan: Plan) -> list[RecordKind]:
    def depth(kind: RecordKind) -> int:
        return 0 if kind.parent is None else 1 + depth(plan.kinds[kind.parent])

    return sorted(plan.record_kinds.values(), key=depth)
