"""Taking an act back: which edits undo its changes of one record where they are still as the act left them."""

from collections.abc import Callable, Mapping, Sequence, Set

from msgspec import Struct

from desktop_app.domain.changes import DELETED, NONE, Change, Edit, RecordState, Stamps
from desktop_app.domain.values import Stored

Acts = Set[bytes]


class RecordHistory(Struct, frozen=True):
    """All changes of a record, and of the undoes among their acts which act each takes back."""

    changes: Sequence[Change]
    targets: Mapping[bytes, bytes]

    def repeated_by(self, change: Change) -> list[Change] | None:
        """The changes that an undo set back, so that its own merely repeats them; None: it repeats none."""
        target = self.targets.get(change.act)
        undone = [c for c in self.changes if c.act == target and c.field == change.field]
        if not undone:
            return None
        ended = NONE.union(*(c.replaces for c in undone)) - {c.stamp for c in undone}
        return [c for c in self.changes if c.stamp in ended and c.value == change.value]

    def goes_back(self, change: Change, fits: Callable[[Change], bool], *, nothing: bool) -> bool:
        """Whether a change fits, or all that it repeats does; `nothing`: whether emptying a field again fits too."""
        waiting, met = [change], set[bytes]()
        while waiting:
            one = waiting.pop()
            if fits(one) or one.stamp in met:
                continue
            met.add(one.stamp)
            again = self.repeated_by(one)
            if again is None or not (again or nothing):
                return False
            waiting += again
        return True

    def echoes(self, change: Change, act: bytes) -> bool:
        """Whether a change says what the act said: it is the act's own, or undoes brought that back."""
        return self.goes_back(change, lambda c: c.act == act, nothing=False)


def is_untouched(now: RecordState, past: RecordHistory, later: Acts) -> bool:
    """Whether nothing that stands in a record is the work of these acts, but for what was taken back again."""
    heads = [head for of_field in now.heads.values() for head in of_field]
    return all(past.goes_back(head, lambda c: c.act not in later, nothing=True) for head in heads)


def set_back(own: Sequence[Change], now: RecordState, past: RecordHistory) -> list[Edit]:
    """The edits that set one field back to what it was before; none where others have gone on from it or agree.

    `own` are the changes that the act made to the field. Several different values that were replaced (a settlement)
    give one edit each, which reopens their conflict.
    """
    name, act, replaced = own[0].field, own[0].act, NONE.union(*(c.replaces for c in own))
    left = {c.value for c in own if c.stamp not in replaced}
    shown = now.shown[name]
    ours = [head for head in now.heads[name] if past.echoes(head, act)]
    others_agree = any(head.value == shown and head not in ours for head in now.heads[name])
    if shown not in left or {head.value for head in ours} != left or others_agree:
        return []
    earlier = replaced - {c.stamp for c in own}
    before = dict.fromkeys([c.value for c in past.changes if c.stamp in earlier] or [None])
    if set(before) == left:
        return []
    stamps = frozenset(head.stamp for head in ours)
    return [Edit(own[0].record, own[0].kind, name, value, stamps) for value in before]


def turn_back(turn: Change, now: RecordState, past: RecordHistory, later: Acts) -> list[Edit]:
    """The edits that take a deletion or a restoration back: what it replaced stands again, or nothing does.

    A deletion stays where others deleted too; a restoration where `later` acts went on from it.
    """
    heads = now.heads[DELETED]
    ours = frozenset(h.stamp for h in heads if h.deletes == turn.deletes and past.echoes(h, turn.act))
    replaced = [c for c in past.changes if c.stamp in turn.replaces and c.deletes]
    fields = [head for name in now.visible for head in now.heads[name]]
    if not ours:
        return []
    if turn.deletes:
        if any(head.deletes and head.stamp not in ours for head in heads):
            return []
    elif not replaced or not all(past.goes_back(f, lambda c: c.act not in later, nothing=True) for f in fields):
        return []
    covers: dict[Stored, Stamps] = {}
    for deletion in replaced:
        covers[deletion.value] = covers.get(deletion.value, NONE) | deletion.covers
    seen = NONE.union(*covers.values())

    def stood_on(change: Change) -> bool:
        return change.stamp in seen or (change.act == turn.act and change.replaces <= seen)

    extra = frozenset(f.stamp for f in fields if past.goes_back(f, stood_on, nothing=True))
    again = [Edit(turn.record, turn.kind, DELETED, value, ours, of | extra) for value, of in covers.items()]
    return again or [Edit(turn.record, turn.kind, DELETED, 0, ours)]
