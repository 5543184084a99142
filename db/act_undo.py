"""Taking an act back: its changes are set back where they are still as it left them, later work stays."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from db.all_titles import AllTitles
from db.connection import Connection
from db.derive_record import unreferred
from db.log import changes_of, changes_of_act, find_of_kind
from db.open_file import OpenFile, Ref
from db.store import apply, writing
from desktop_app.domain.changes import DELETED, INTERNAL, NONE, Change, Edit, RecordState, deletion, record_state
from desktop_app.domain.reversal import LATER, ReversalPart, UndoResult
from desktop_app.domain.undo_edits import RecordHistory, is_untouched, set_back, turn_back


class _UndonePart(Struct, frozen=True):
    """What an act did to one record, and what taking that back would write; `goes`: the record would be deleted."""

    ref: Ref
    edits: list[Edit]
    goes: bool


def undoing(file: OpenFile, act: bytes) -> list[Edit]:
    """Take an act back; a record that it made is deleted, unless others have worked on it or refer to it."""
    return _split(file, act)[0]


def look_at_act(file: OpenFile, act: bytes) -> UndoResult:
    """What taking an act back would set back, and what stays since later work has gone on from it."""
    edits, stays = _split(file, act)
    records = [*((edit.kind, edit.record) for edit in edits), *((change.kind, change.record) for change in stays)]
    titles = AllTitles(file, records)

    def parts(those: Sequence[Edit] | Sequence[Change], reason: str) -> list[ReversalPart]:
        """One for each field; that a record is deleted or not is said of the whole."""
        seen = (one for one in those if not one.field.startswith(INTERNAL))
        found = Counter((one.record, one.kind, "" if one.field == DELETED else one.field) for one in seen)
        return [
            ReversalPart(id_, kind, titles.of(kind, id_), name, many, reason)
            for (id_, kind, name), many in found.items()
        ]

    return UndoResult(None, parts(edits, ""), parts(stays, LATER))


def undo_act(file: OpenFile, act: bytes) -> UndoResult:
    """Take an act back by new changes, and say what that did."""
    with writing(file):
        result = look_at_act(file, act)
        made = apply(file, undoing(file, act), "undo", target=act).act
    return replace(result, act=made)


def _split(file: OpenFile, act: bytes) -> tuple[list[Edit], list[Change]]:
    """What sets an act back, and the changes of it that stay.

    A single edit stands or falls as one: a corrected key is both the new record and the old one.
    """
    no = file.connection.execute("SELECT no FROM act WHERE id = ?", (act,)).fetchone()[0]
    own = changes_of_act(file.connection, act)
    parts = [_part(file, no, of_record) for of_record in _grouped(own, attrgetter("kind", "record"))]
    going = unreferred(file, {part.ref for part in parts if part.goes and part.edits})
    staying = [part for part in parts if not part.edits or (part.goes and part.ref not in going)]
    if staying and _is_edit(file.connection, act):
        staying = parts
    edits = [edit for part in parts if part not in staying for edit in part.edits]
    whole = {part.ref for part in parts if part.goes and part not in staying}
    set_back = {(edit.kind, edit.record, edit.field) for edit in edits}
    stays = [c for c in own if (c.kind, c.record) not in whole and (c.kind, c.record, c.field) not in set_back]
    return edits, stays


def _is_edit(connection: Connection, act: bytes) -> bool:
    """Whether an act is an edit, or takes one back."""
    kind, target = connection.execute("SELECT kind, target FROM act WHERE id = ?", (act,)).fetchone()
    return _is_edit(connection, target) if target else bool(kind == "edit")


def _grouped(changes: Iterable[Change], key: Callable[[Change], Hashable]) -> list[list[Change]]:
    grouped: dict[Hashable, list[Change]] = {}
    for change in changes:
        grouped.setdefault(key(change), []).append(change)
    return list(grouped.values())


def _part(file: OpenFile, act_no: int, own: list[Change]) -> _UndonePart:
    row = find_of_kind(file.connection, own[0].kind, own[0].record)
    assert row
    history = changes_of(file.connection, row)
    acts = file.connection.execute(_ACTS, (row.no,)).fetchall()
    now = record_state(history)
    past = RecordHistory(history, {act: target for act, _, target in acts if target is not None})
    later = {act for act, no, _ in acts if no > act_no}
    if all(no >= act_no for _, no, _ in acts):  # the act made the record
        goes = is_untouched(now, past, later) and not now.deleted
        return _UndonePart((row.kind, row.id), [deletion(row.id, row.kind, now)] if goes else [], True)
    turns = [change for change in own if change.field == DELETED]
    if turns:
        edits = turn_back(turns[-1], now, past, later)
        return _UndonePart((row.kind, row.id), edits, _deletes(edits, now))
    edits = []
    for of_field in _grouped(own, attrgetter("field")) if not now.deleted else []:
        edits += set_back(of_field, now, past)
    return _UndonePart((row.kind, row.id), edits, False)


def _deletes(edits: list[Edit], now: RecordState) -> bool:
    """Whether these edits leave the record deleted, with nothing uncovered."""
    covered = NONE.union(*(edit.covers for edit in edits))
    return any(edit.value for edit in edits) and now.to_cover() <= covered


_ACTS = "SELECT DISTINCT a.id, a.no, a.target FROM change_log c JOIN act a ON a.no = c.act WHERE c.record = ?"
