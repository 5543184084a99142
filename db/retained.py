"""Deleted records that show because a live one refers to them, and children that count with their parent."""

import json
from collections import defaultdict

from db.derive_record import derive_one, targets_of_row, unreferred
from db.log import RecordRow, find_of_kind, record_row, records
from db.open_file import AffectedRecords, OpenFile, Ref
from db.schema import quoted
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import State

SEVERAL = 200  # records that are not looked up one by one any more


def settle_retained(file: OpenFile, moved: AffectedRecords) -> None:
    """Decide anew which deleted records are retained, wherever a row that refers to them appeared, changed or went.

    Retained is what live records reach: two deleted records that refer to each other do not hold one another.
    """
    suspects = _deleted_among(file, moved)
    while suspects:
        _add_targets(file, suspects)
        unretained = unreferred(file, suspects.keys())
        changed: AffectedRecords = set()
        for ref, row in sorted(suspects.items()):
            if (ref in unretained) == row.retained:
                file.connection.execute("UPDATE record SET retained = NOT retained WHERE no = ?", (row.no,))
                derive_one(file, record_row(file.connection, row.no), changed)
        moved.update(changed)
        suspects = _deleted_among(file, changed)


def _deleted_among(file: OpenFile, moved: AffectedRecords) -> dict[Ref, RecordRow]:
    """Those that are deleted and not joined."""
    deleted = "r.deleted AND r.joined_into IS NULL"
    if len(moved) > SEVERAL:
        return {ref: row for row in records(file.connection, deleted) if (ref := (row.kind, row.id)) in moved}
    of_ref = f"k.name = ? AND r.id = ? AND {deleted}"
    return {ref: row for ref in moved for row in records(file.connection, of_ref, *ref)}


def _add_targets(file: OpenFile, suspects: dict[Ref, RecordRow]) -> None:
    """What a retained suspect refers to may be retained by nothing else."""
    waiting = [row for row in suspects.values() if row.retained]
    while waiting:
        row = waiting.pop()
        for kind, record in targets_of_row(file, file.plan.record_kinds[row.kind], row.id):
            target = find_of_kind(file.connection, kind, record)
            if target and target.retained and (kind, record) not in suspects:
                suspects[kind, record] = target
                waiting.append(target)


def recount_parents(file: OpenFile, moved: AffectedRecords, *, many: bool) -> None:
    """A record counts only if its parent does: top kinds first, then their children."""
    ids: dict[str, set[str]] = defaultdict(set)
    for name, record in moved:
        ids[name].add(record)
    for kind in _parents_first(file.plan):
        if not kind.parent or not kind.parent_field or not (many or ids[kind.name] or ids[kind.parent]):
            continue
        table, up, pf = quoted(kind.name), quoted(kind.parent), quoted(kind.parent_field)
        counts = f"EXISTS (SELECT 1 FROM main.{up} p WHERE p.id = main.{table}.{pf} AND p._state = 0)"
        update = (
            f"UPDATE main.{table} SET _state = CASE WHEN {counts} THEN {State.COUNTS} ELSE {State.PARENT} END"
            f" WHERE _state IN ({State.COUNTS}, {State.PARENT})"
            f" AND _state <> CASE WHEN {counts} THEN {State.COUNTS} ELSE {State.PARENT} END"
        )
        if many:
            file.written_kinds.add(kind.name)
            file.connection.execute(update)
            continue
        found: list[tuple[str]] = []
        for column, keys in (("id", ids[kind.name]), (kind.parent_field, ids[kind.parent])):
            among = f" AND {quoted(column)} IN (SELECT value FROM json_each(?)) RETURNING id"
            found += file.connection.execute(update + among, (json.dumps(sorted(keys)),)).fetchall() if keys else []
        if found:
            file.written_kinds.add(kind.name)
            ids[kind.name].update(row[0] for row in found)


def _parents_first(plan: Plan) -> list[RecordKind]:
    def depth(kind: RecordKind) -> int:
        return 0 if kind.parent is None else 1 + depth(plan.kinds[kind.parent])

    return sorted(plan.record_kinds.values(), key=depth)
