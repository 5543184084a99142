"""Deleted records that show because a live one refers to them, and children that count with their parent."""

import json
from collections.abc import Mapping

from db.derive_record import derive_one, referring_to, targets_of_row
from db.log import RecordRow, find_of_kind, record_row
from db.open_file import Moved, OpenFile
from db.schema import quoted
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import State

SEVERAL = 200  # records that are not looked up one by one any more

Key = tuple[str, str]


def settle_retained(file: OpenFile, moved: Moved) -> None:
    """Decide anew which deleted records are retained, wherever a row that refers to them appeared, changed or went.

    Retained is what live records reach: two deleted records that refer to each other do not hold one another.
    """
    suspects = _deleted_among(file, moved)
    while suspects:
        _add_targets(file, suspects)
        retained = _reached(file, suspects)
        changed: Moved = {}
        for key, row in sorted(suspects.items()):
            if (key in retained) != row.retained:
                file.connection.execute("UPDATE record SET retained = ? WHERE no = ?", (key in retained, row.no))
                derive_one(file, record_row(file.connection, row.no), changed)
        for kind, ids in changed.items():
            moved.setdefault(kind, set()).update(ids)
        suspects = _deleted_among(file, changed)


def _deleted_among(file: OpenFile, moved: Moved) -> dict[Key, RecordRow]:
    keys = {(kind, record) for kind, ids in moved.items() for record in ids}
    if len(keys) > SEVERAL:
        keys &= set(file.connection.execute(_DELETED).fetchall())
    rows = ((key, find_of_kind(file.connection, *key)) for key in keys)
    return {key: row for key, row in rows if row and row.deleted and row.joined_into is None}


def _add_targets(file: OpenFile, suspects: dict[Key, RecordRow]) -> None:
    """What a retained suspect refers to may be retained by nothing else."""
    waiting = [row for row in suspects.values() if row.retained]
    while waiting:
        row = waiting.pop()
        for kind, record in targets_of_row(file, file.plan.record_kinds[row.kind], row.id):
            target = find_of_kind(file.connection, kind, record)
            if target and target.retained and (kind, record) not in suspects:
                suspects[kind, record] = target
                waiting.append(target)


def _reached(file: OpenFile, suspects: Mapping[Key, RecordRow]) -> set[Key]:
    """The suspects that a live record refers to, one that is itself in doubt only once it is reached."""
    doubtful = set(suspects)
    while True:
        reached = {key for key in doubtful if any(other not in doubtful for other in referring_to(file, *key))}
        if not reached:
            return set(suspects) - doubtful
        doubtful -= reached


def recount_parents(file: OpenFile, moved: Moved, *, many: bool) -> None:
    """A record counts only if its parent does: top kinds first, then their children."""
    for kind in _parents_first(file.plan):
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
            file.touched.add(kind.name)
            file.connection.execute(update)
            continue
        found: list[tuple[str]] = []
        for column, keys in (("id", ids), (kind.parent_field, parents)):
            among = f" AND {quoted(column)} IN (SELECT value FROM json_each(?)) RETURNING id"
            found += file.connection.execute(update + among, (json.dumps(sorted(keys)),)).fetchall() if keys else []
        moved.setdefault(kind.name, set()).update(row[0] for row in found)


_DELETED = "SELECT k.name, r.id FROM record r JOIN kind k ON k.no = r.kind WHERE r.deleted AND r.joined_into IS NULL"


def _parents_first(plan: Plan) -> list[RecordKind]:
    def depth(kind: RecordKind) -> int:
        return 0 if kind.parent is None else 1 + depth(plan.kinds[kind.parent])

    return sorted(plan.record_kinds.values(), key=depth)
