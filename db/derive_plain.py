"""Many records at once that leave nothing to decide: nobody deleted them, and each field has one last value."""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from db.derive_record import forget, resolve, resolved, targets_of_rows
from db.kind_rows import FIND_TEXT, find_text
from db.log import RecordRow, records
from db.open_file import AffectedRecords, OpenFile
from desktop_app.domain.changes import DELETED
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored

Shown = dict[str, Stored]


def derive_plain(file: OpenFile, part: list[int], moved: AffectedRecords) -> list[int]:
    """Write the rows of those records that are plain, forget those of which nothing is left; returns the others, which
    are left as they are.
    """
    chosen = json.dumps(part)
    known = {row.no: row for row in records(file.connection, f"r.no IN {_CHOSEN}", chosen)}
    shown = dict(_plain(file, chosen))
    empty = json.dumps([no for no, row in known.items() if no not in shown and row.joined_into is None])
    forget(file, [known.pop(no) for (no,) in file.connection.execute(_EMPTY, (empty,)).fetchall()], moved)
    rest = [no for no in part if no in known and (no not in shown or not _was_plain(known[no]))]
    plain = shown.keys() - set(rest)
    file.connection.execute(_FORGET_CONFLICTS, (json.dumps(sorted(plain)),))
    by_kind: dict[str, list[tuple[RecordRow, Shown]]] = defaultdict(list)
    for no in sorted(plain):
        by_kind[known[no].kind].append((known[no], shown[no]))
    for name, found in by_kind.items():
        kind = file.plan.record_kinds.get(name)
        if kind:
            _write(file, kind, found, moved)
    return rest


def _was_plain(row: RecordRow) -> bool:
    return not row.deleted and not row.retained and row.joined_into is None


def _plain(file: OpenFile, chosen: str) -> Iterator[tuple[int, Shown]]:
    """The last value of each field of a record whose changes follow one upon the other, field by field."""
    names = dict(file.connection.execute("SELECT no, name FROM temp._plan_field").fetchall())
    deletions = {no for no, name in names.items() if name == DELETED}
    record, shown, plain = 0, Shown(), False
    last_field, last_stamp = 0, b""
    for no, field, stamp, value, replaces in file.connection.execute(_CHANGES, (chosen,)):
        if no != record:
            if plain:
                yield record, shown
            record, shown, plain, last_field = no, {}, True, 0
        if field != last_field:
            last_field = field
            if field in deletions:
                plain = False
        elif replaces != last_stamp:
            plain = False
        last_stamp = stamp
        shown[names[field]] = value
    if plain:
        yield record, shown


def _write(file: OpenFile, kind: RecordKind, found: list[tuple[RecordRow, Shown]], moved: AffectedRecords) -> None:
    rows = file.kind_rows(kind)

    @cache
    def standing(target: str, record: str) -> str:
        stands = resolve(file.connection, target, record)
        moved.add((target, stands))
        return stands

    before = targets_of_rows(file, kind, (row.id for row, _ in found))
    columns, texts, old = [], [], []
    for row, shown in found:
        written, text = rows.row(row.id, resolved(kind, shown, standing))
        columns.append(written)
        texts.append(find_text(row.no, text))
        if row.id in before:
            old.append((row.no,))
    file.connection.executemany("DELETE FROM _search_text WHERE rowid = ?", old)
    file.connection.executemany(rows.insert, columns)
    file.connection.executemany(FIND_TEXT, texts)
    file.written_kinds.add(kind.name)
    moved.update(((kind.name, row.id) for row, _ in found), *before.values())


_CHOSEN = "(SELECT value FROM json_each(?))"
_CHANGES = (
    f"SELECT record, field, stamp, value, replaces FROM temp._plan_log WHERE record IN {_CHOSEN}"
    " ORDER BY record, field, stamp"
)
_EMPTY = "SELECT j.value FROM json_each(?) j WHERE NOT EXISTS (SELECT 1 FROM change_log c WHERE c.record = j.value)"
_FORGET_CONFLICTS = f"DELETE FROM _conflict WHERE record IN {_CHOSEN}"
