"""From the log to what is shown: typed tables, deletion, conflicts, search text. All of it can be made again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from db.connection import Connection
from db.log import Numbers, RecordRow, changes_of, find_of_kind, record_row
from db.schema import quoted
from desktop_app.domain.changes import DELETED, RecordState, record_state
from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.validation import Rules, State, state
from desktop_app.domain.values import Stored, Value, from_stored

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


# Per kind the ids of records whose rows appeared, changed or went, and of those that such rows refer to.
Moved = dict[str, set[str]]


def derive(book: Book, touched: Iterable[int]) -> None:
    """Bring everything derived up to date with the log for these records and for what hangs on them."""
    moved: Moved = {}
    count = 0
    for no in touched:
        _derive_one(book, record_row(book.connection, no), moved)
        count += 1
    _settle_held(book, moved)
    _recount_parents(book, moved, many=count > MANY)


def rebuild(book: Book) -> None:
    """Make everything derived again from the log alone."""
    run = book.connection.execute
    for name in book.plan.record_kinds:
        run(f"DELETE FROM main.{quoted(name)}")
    run("DELETE FROM conflict")
    run("DELETE FROM search_text")
    run("UPDATE record SET deleted = 0, held = 0, joined_into = NULL")
    derive(book, [row[0] for row in run("SELECT no FROM record ORDER BY no").fetchall()])


def _derive_one(book: Book, row: RecordRow, moved: Moved) -> None:
    changes = changes_of(book.connection, row)
    if not changes:
        _forget(book, row, moved)
        return
    now = record_state(changes)
    held = row.held and now.deleted and now.into is None
    if (now.deleted, held, now.into) != (row.deleted, row.held, row.joined_into):
        book.connection.execute(
            "UPDATE record SET deleted = ?, held = ?, joined_into = ? WHERE no = ?",
            (now.deleted, held, now.into, row.no),
        )
    _write_conflicts(book, row, now, held)
    kind = book.plan.record_kinds.get(row.kind)
    if kind is None:
        return
    moved.setdefault(kind.name, set()).add(row.id)
    targets = _targets_of_row(book, kind, row.id)
    if held or not now.deleted:
        _write_row(book, kind, row, now)
        targets |= _targets_of_row(book, kind, row.id)
    else:
        book.connection.execute(f"DELETE FROM main.{quoted(kind.name)} WHERE id = ?", (row.id,))
        book.connection.execute("DELETE FROM search_text WHERE rowid = ?", (row.no,))
    for target_kind, target in targets:
        moved.setdefault(target_kind, set()).add(target)
    if now.into != row.joined_into:
        _follow_join(book, kind, row, moved)


def _forget(book: Book, row: RecordRow, moved: Moved) -> None:
    """A record of which no change is left is none any more: all that was known of it is set aside."""
    run = book.connection.execute
    kind = book.plan.record_kinds.get(row.kind)
    run("DELETE FROM conflict WHERE record = ?", (row.no,))
    run("DELETE FROM search_text WHERE rowid = ?", (row.no,))
    run("DELETE FROM record WHERE no = ?", (row.no,))
    if kind is None:
        return
    for target_kind, target in {(kind.name, row.id), *_targets_of_row(book, kind, row.id)}:
        moved.setdefault(target_kind, set()).add(target)
    run(f"DELETE FROM main.{quoted(kind.name)} WHERE id = ?", (row.id,))
    if row.joined_into:
        _follow_join(book, kind, row, moved)


def _write_conflicts(book: Book, row: RecordRow, now: RecordState, held: bool) -> None:
    names = {*now.open_fields, *([DELETED] if held else [])}
    book.connection.execute("DELETE FROM conflict WHERE record = ?", (row.no,))
    book.connection.executemany("INSERT INTO conflict VALUES (?, ?)", [(row.no, name) for name in sorted(names)])


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
        if f.target and isinstance(value, str):
            value = resolve(book.connection, f.target, value)
        values[name] = from_stored(f, value)
        stored[name] = None if values[name] is None else value
    names = ", ".join(map(quoted, ("id", *stored, "_state")))
    columns = [row.id, *stored.values(), int(state(values, kind, book.rules))]
    marks = ", ".join("?" * len(columns))
    book.connection.execute(f"INSERT OR REPLACE INTO main.{quoted(kind.name)} ({names}) VALUES ({marks})", columns)
    _write_search_text(book, kind, row.no, values)


def _write_search_text(book: Book, kind: RecordKind, no: int, values: dict[str, Value]) -> None:
    words = [kind.label.vi, *(word for f in kind.fields.values() for word in _words(book, f, values[f.name]))]
    text = nfc(" ".join(words)).lower()
    book.connection.execute("DELETE FROM search_text WHERE rowid = ?", (no,))
    book.connection.execute("INSERT INTO search_text (rowid, exact, folded) VALUES (?, ?, ?)", (no, text, fold(text)))


def _words(book: Book, f: Field, value: Value) -> list[str]:
    """What the search finds of a field: in Vietnamese, so that every file holds the same whatever its window speaks."""
    if value is None:
        return []
    if f.type == "unit":
        return [book.rules.units.name(str(value))]
    if f.type in ("choice", "multi"):
        known = book.plan.choices.get(f.choices or "", {})
        wanted = value if isinstance(value, tuple) else (str(value),)
        return [known[item].label.vi if item in known else item for item in wanted]
    return [str(value)] if f.type in ("text", "longtext") else []


def resolve(connection: Connection, kind: str, record: str) -> str:
    """The record that stands for `record` after duplicates were joined; itself when it was not."""
    seen = {record}
    while True:
        row = find_of_kind(connection, kind, record)
        if row is None or row.joined_into is None or row.joined_into in seen:
            return record
        record = row.joined_into
        seen.add(record)


def _referrers(book: Book, kind: str, record: str) -> Iterator[tuple[str, str]]:
    """(kind, id) of the live records that refer to this one."""
    for referrer, name in book.referrers.get(kind, ()):
        query = f"SELECT id FROM main.{quoted(referrer.name)} WHERE {quoted(name)} = ?"
        for (found,) in book.connection.execute(query, (record,)):
            yield referrer.name, found


def _follow_join(book: Book, kind: RecordKind, row: RecordRow, moved: Moved) -> None:
    """References to a record that was joined, or is no longer, are resolved anew."""
    ends = {row.id, *(resolve(book.connection, kind.name, end) for end in (row.id, row.joined_into) if end)}
    for end in sorted(ends):
        for referrer, record in list(_referrers(book, kind.name, end)):
            found = find_of_kind(book.connection, referrer, record)
            assert found
            _derive_one(book, found, moved)


# --- held: a deleted record that a live one refers to shows all the same -----------------------------------------

Key = tuple[str, str]


def _settle_held(book: Book, moved: Moved) -> None:
    """Decide anew which deleted records are held, wherever a row that refers to them appeared, changed or went.

    Held is what live records reach: two deleted records that refer to each other do not hold one another.
    """
    suspects = _deleted_among(book, moved)
    while suspects:
        _add_targets(book, suspects)
        held = _reached(book, suspects)
        turned: Moved = {}
        for key, row in sorted(suspects.items()):
            if (key in held) != row.held:
                book.connection.execute("UPDATE record SET held = ? WHERE no = ?", (key in held, row.no))
                _derive_one(book, record_row(book.connection, row.no), turned)
        for kind, ids in turned.items():
            moved.setdefault(kind, set()).update(ids)
        suspects = _deleted_among(book, turned)


def _deleted_among(book: Book, moved: Moved) -> dict[Key, RecordRow]:
    keys = ((kind, record) for kind, ids in moved.items() for record in ids)
    rows = ((key, find_of_kind(book.connection, *key)) for key in keys)
    return {key: row for key, row in rows if row and row.deleted and row.joined_into is None}


def _add_targets(book: Book, suspects: dict[Key, RecordRow]) -> None:
    """What a held suspect refers to may be held by nothing else."""
    waiting = [row for row in suspects.values() if row.held]
    while waiting:
        row = waiting.pop()
        for kind, record in _targets_of_row(book, book.plan.record_kinds[row.kind], row.id):
            target = find_of_kind(book.connection, kind, record)
            if target and target.held and (kind, record) not in suspects:
                suspects[kind, record] = target
                waiting.append(target)


def _reached(book: Book, suspects: Mapping[Key, RecordRow]) -> set[Key]:
    """The suspects that a live record refers to, one that is itself in doubt only once it is reached."""
    doubtful = set(suspects)
    while True:
        reached = {key for key in doubtful if any(other not in doubtful for other in _referrers(book, *key))}
        if not reached:
            return set(suspects) - doubtful
        doubtful -= reached


def _recount_parents(book: Book, moved: Moved, *, many: bool) -> None:
    """A record counts only if its parent does: top kinds first, then their children."""
    for kind in _parents_first(book.plan):
        if kind.parent is None or kind.parent_field is None:
            continue
        ids = moved.get(kind.name, set())
        parents = moved.get(kind.parent, set())
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
        moved.setdefault(kind.name, set()).update(row[0] for row in found)


def _parents_first(plan: Plan) -> list[RecordKind]:
    def depth(kind: RecordKind) -> int:
        return 0 if kind.parent is None else 1 + depth(plan.kinds[kind.parent])

    return sorted(plan.record_kinds.values(), key=depth)
