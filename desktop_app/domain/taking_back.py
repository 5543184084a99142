"""Taking an act back: which edits undo its changes of one record where they are still as the act left them."""

from collections.abc import Iterable, Sequence, Set

from desktop_app.domain.changes import DELETED, NONE, Change, Edit, RecordState, Stamps
from desktop_app.domain.values import Stored

Acts = Set[bytes]


def set_back(own: Sequence[Change], now: RecordState, history: Iterable[Change], echoes: Acts) -> list[Edit]:
    """The edits that set one field back to what it was before; none where others have gone on from it or agree.

    `own` are the changes that the act made to the field, `echoes` the act and the redoes of it. Several different
    values that were replaced (a settlement) give one edit each, which reopens their conflict.
    """
    name, replaced = own[0].field, NONE.union(*(c.replaces for c in own))
    left = {c.value for c in own if c.stamp not in replaced}
    shown = now.shown[name]
    ours = [head for head in now.heads[name] if head.act in echoes]
    others_agree = any(head.value == shown and head.act not in echoes for head in now.heads[name])
    if shown not in left or {head.value for head in ours} != left or others_agree:
        return []
    earlier = replaced - {c.stamp for c in own}
    before = dict.fromkeys([c.value for c in history if c.stamp in earlier] or [None])
    if set(before) == left:
        return []
    stamps = frozenset(head.stamp for head in ours)
    return [Edit(own[0].record, own[0].kind, name, value, stamps) for value in before]


def turn_back(turn: Change, now: RecordState, history: Sequence[Change], echoes: Acts, later: Acts) -> list[Edit]:
    """The edits that take a deletion or a restoration back: what it replaced stands again, or nothing does.

    A deletion stays where others deleted too; a restoration where `later` acts went on from it.
    """
    heads = now.heads[DELETED]
    ours = frozenset(head.stamp for head in heads if head.act in echoes and head.deletes == turn.deletes)
    replaced = [c for c in history if c.stamp in turn.replaces and c.deletes]
    if not ours:
        return []
    if turn.deletes:
        if any(head.deletes and head.stamp not in ours for head in heads):
            return []
    elif not replaced or any(head.act in later for head in _field_heads(now)):
        return []
    covers: dict[Stored, Stamps] = {}
    for deletion in replaced:
        covers[deletion.value] = covers.get(deletion.value, NONE) | deletion.covers
    seen = NONE.union(*covers.values())
    extra = frozenset(h.stamp for h in _field_heads(now) if h.act in echoes and h.replaces <= seen)
    again = [Edit(turn.record, turn.kind, DELETED, value, ours, of | extra) for value, of in covers.items()]
    return again or [Edit(turn.record, turn.kind, DELETED, 0, ours)]


def _field_heads(now: RecordState) -> list[Change]:
    return [head for name in now.visible for head in now.heads[name]]
