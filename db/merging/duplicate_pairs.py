"""Records that may have been entered twice: looked for among those of one unit and day, never each against each."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from db.connection import Connection, progress_handler
from db.log import digest_of, find_of_kind
from db.open_file import OpenFile
from db.queries import Row, rows_by_id
from db.schema import path_sql, quoted
from desktop_app.domain.duplicates import Duplicate, Scale, find_duplicate, scale_of, shared_fields
from desktop_app.domain.joined_units import joined_units
from desktop_app.domain.likeness import words
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.plan import RecordKind
from desktop_app.errors import AppError
from desktop_app.messages import Message

MANY = 12  # in a larger group each record is compared with its neighbours only, in two orders
NEIGHBOURS = 6
READ = 1000  # records at a time

Pair = tuple[str, str]


def find_duplicates(
    file: OpenFile, kind: RecordKind, report_progress: ProgressCallback = ignore_progress
) -> list[Duplicate]:
    """The pairs of one kind that may be the same and that nobody called different as they are, the likeliest first.

    `report_progress` hears how far it is and may raise, to stop.
    """
    sentence = Message("duplicates.looking", kind=kind.list_label)
    different = _called_different(file.connection, kind.name)
    with progress_handler(file.connection, partial(report_progress, 0, 1, sentence)):
        groups = _groups(file, kind)
    scale, found, done = scale_of(kind), list[Duplicate](), 0
    for batch in _batches(groups):
        report_progress(done, len(groups), sentence)
        done += len(batch)
        rows = {row.id: row for row in rows_by_id(file, kind, [record for group in batch for record in group])}
        for group in batch:
            found += _among(scale, [rows[record] for record in group])
    pairs = [one for one in found if not _still_different(file, different, one)]
    return sorted(pairs, key=lambda one: (-one.score, one.survivor, one.goes))


def duplicate_beside(file: OpenFile, kind: RecordKind, record: str) -> str | None:
    """The record that is most likely the same as this one, which nobody called different."""
    shared = [
        [path_sql(file.plan.record_kinds, kind, path, alias) for alias in ("t", "o")] for path in shared_fields(kind)
    ]
    if not shared or kind.natural_key:
        return None
    query = (
        f"SELECT o.id FROM main.{quoted(kind.name)} t JOIN main.{quoted(kind.name)} o ON o.id <> t.id"
        f" WHERE t.id = ? AND {' AND '.join(f'{own} = {other}' for own, other in shared)} ORDER BY o.id LIMIT ?"
    )
    found = [row[0] for row in file.connection.execute(query, (record, MANY))]
    rows = {row.id: row.values for row in rows_by_id(file, kind, [record, *found])}
    if record not in rows:
        return None
    scale, different = scale_of(kind), _called_different(file.connection, kind.name)
    pairs = (find_duplicate(scale, (record, rows[record]), (other, rows[other])) for other in found if other in rows)
    alike = [pair for pair in pairs if pair and not _still_different(file, different, pair)]
    best = max(alike, key=lambda pair: pair.score, default=None)
    return None if best is None else best.goes if best.survivor == record else best.survivor


def find_followers(file: OpenFile, kind: RecordKind, record: str) -> dict[str, int]:
    """By kind how many live records lie in a record or refer to it: they follow when it is joined into another."""
    fields: dict[str, list[str]] = {}
    for referrer, name in file.referrers[kind.name]:
        fields.setdefault(referrer.name, []).append(name)
    counts = {}
    for referrer_name, names in fields.items():
        where = " OR ".join(f"{quoted(name)} = :record" for name in names)
        query = f"SELECT count(*) FROM main.{quoted(referrer_name)} WHERE {where}"
        counts[referrer_name] = int(file.connection.execute(query, {"record": record}).fetchone()[0])
    return {name: count for name, count in counts.items() if count}


def _groups(file: OpenFile, kind: RecordKind) -> list[list[str]]:
    """The ids of live records that share their key, or their unit (their parent), day and what choices name them by.
    Records of one key come of units that became one, and both are right.
    """
    shared = [path_sql(file.plan.record_kinds, kind, path, "t") for path in shared_fields(kind)]
    if not shared:
        return []
    where, given = [f"{part} IS NOT NULL" for part in shared], list[str]()
    if kind.unit_field in kind.natural_key:
        where.append(f"t.{quoted(kind.unit_field)} NOT IN (SELECT value FROM json_each(?))")
        given.append(json.dumps([*joined_units(file.plan)]))
    query = (
        f"SELECT json_group_array(t.id) FROM main.{quoted(kind.name)} t WHERE {' AND '.join(where)}"
        f" GROUP BY {', '.join(shared)} HAVING count(*) > 1"
    )
    return [json.loads(ids) for (ids,) in file.connection.execute(query, given)]


def _batches(groups: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    batch, size = list[list[str]](), 0
    for group in groups:
        batch.append(group)
        size += len(group)
        if size >= READ:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _among(scale: Scale, rows: Sequence[Row]) -> Iterator[Duplicate]:
    for a, b in sorted(_pairs(scale, rows)):
        found = find_duplicate(scale, (rows[a].id, rows[a].values), (rows[b].id, rows[b].values))
        if found:
            yield found


def _pairs(scale: Scale, rows: Sequence[Row]) -> set[tuple[int, int]]:
    """Each with each in a small group; in a large one, of records whose names stand next to each other in order."""
    numbers = range(len(rows))
    if len(rows) <= MANY:
        return {(a, b) for a in numbers for b in range(a + 1, len(rows))}
    texts = ["".join(words(" ".join(str(row.values.get(name) or "") for name in scale.names))) for row in rows]
    return _neighbours(texts) | _neighbours([text[::-1] for text in texts])


def _neighbours(keys: Sequence[str]) -> set[tuple[int, int]]:
    order = sorted(range(len(keys)), key=lambda n: (keys[n], n))
    return {(min(a, b), max(a, b)) for at, a in enumerate(order) for b in order[at + 1 : at + 1 + NEIGHBOURS]}


# --- called different by a person --------------------------------------------------------------------------------


def pair_of(file: OpenFile, first: str, second: str) -> tuple[str, Pair, int]:
    """Kind and ids of two records in order, and the state of their changes; AppError where they are no such pair."""
    kinds = [name for name in file.plan.record_kinds if find_of_kind(file.connection, name, first)]
    survivor, goes = sorted((first, second))
    if not kinds or survivor == goes or find_of_kind(file.connection, kinds[0], second) is None:
        raise AppError("core.cannot_join")
    return kinds[0], (survivor, goes), _state(file, kinds[0], (survivor, goes))


def _state(file: OpenFile, kind: str, pair: Pair) -> int:
    """A number that is another one once either record has another change; it holds nothing of any value."""
    query = (
        "SELECT c.stamp FROM main.change_log c JOIN main.record r ON r.no = c.record"
        " JOIN temp._plan_kind k ON k.no = r.kind WHERE k.name = ? AND r.id IN (?, ?)"
    )
    count, total = digest_of(stamp for (stamp,) in file.connection.execute(query, (kind, *pair)))
    return total + count


def _called_different(connection: Connection, kind: str) -> Mapping[Pair, int]:
    """By pair the state of the records when a person said that they are not the same."""
    query = "SELECT first, second, state FROM main._distinct_pair WHERE kind = ?"
    return {(first, second): state for first, second, state in connection.execute(query, (kind,))}


def _still_different(file: OpenFile, different: Mapping[Pair, int], found: Duplicate) -> bool:
    state = different.get((found.survivor, found.goes))
    return state is not None and state == _state(file, found.kind, (found.survivor, found.goes))
