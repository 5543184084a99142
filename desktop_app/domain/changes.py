"""Changes and what follows from them: heads, what is shown, conflicts, deletion: the rules of merging, pure."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored, Value, to_stored

DELETED = "deleted"
INTO = "into:"
Stamps = frozenset[bytes]
NONE: Stamps = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record set by somebody.

    `replaces`: stamps of the same field that its author saw and meant to end. `covers`: only on the field `deleted`,
    the stamps of the other fields' heads that the deletion saw.
    """

    stamp: bytes
    record: str
    kind: str
    field: str
    value: Stored
    replaces: Stamps = NONE
    covers: Stamps = NONE
    act: bytes = b""

    @property
    def deletes(self) -> bool:
        return self.field == DELETED and bool(self.value)


@dataclass(frozen=True, slots=True)
class RecordState:
    """A record as its changes leave it. `shown` holds the value of each field; `open_fields` are in conflict."""

    shown: Mapping[str, Stored]
    heads: Mapping[str, Sequence[Change]]
    deleted: bool
    into: str | None
    open_fields: tuple[str, ...] = ()
    back: bool = field(default=False)

    def holding(self, name: str) -> Stamps:
        """The heads of a field that hold the shown value: what an edit replaces."""
        value = self.shown.get(name)
        return frozenset(head.stamp for head in self.heads.get(name, ()) if head.value == value)

    def all_heads(self, name: str) -> Stamps:
        """Every head of a field: what a settlement replaces."""
        return frozenset(head.stamp for head in self.heads.get(name, ()))

    def to_cover(self) -> Stamps:
        """Every head that a deletion made now has seen."""
        return frozenset(h.stamp for name, heads in self.heads.items() if name != DELETED for h in heads)


def heads_of(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Per field the changes that no other change replaces, in the order of their stamps."""
    by_field: dict[str, list[Change]] = {}
    for change in changes:
        by_field.setdefault(change.field, []).append(change)
    heads = {}
    for name, of_field in by_field.items():
        replaced = NONE.union(*(c.replaces for c in of_field))
        heads[name] = sorted((c for c in of_field if c.stamp not in replaced), key=lambda c: c.stamp)
    return heads


def record_state(changes: Iterable[Change]) -> RecordState:
    """Derive a record from all its changes, in whatever order they are given.

    Deleted: every head is covered by the standing deletions together. Otherwise uncovered heads show before covered
    ones, and a standing deletion that left any uncovered is itself a conflict (`back`).
    """
    heads = heads_of(changes)
    deletions = [head for head in heads.get(DELETED, ()) if head.deletes]
    covered = NONE.union(*(d.covers for d in deletions))
    restored = any(not head.deletes for head in heads.get(DELETED, ()))
    shown: dict[str, Stored] = {}
    open_fields = []
    uncovered = restored
    for name, of_field in heads.items():
        if name == DELETED:
            continue
        visible = [head for head in of_field if head.stamp not in covered]
        uncovered = uncovered or bool(visible)
        visible = visible or of_field
        shown[name] = visible[-1].value
        if any(head.value != visible[-1].value for head in visible):
            open_fields.append(name)
    deleted = bool(deletions) and not uncovered
    into = next((d.value.removeprefix(INTO) for d in reversed(deletions) if isinstance(d.value, str)), None)
    back = bool(deletions) and not deleted
    return RecordState(shown, heads, deleted, into if deleted else None, () if deleted else tuple(open_fields), back)


def natural_id(kind: RecordKind, values: Mapping[str, Value]) -> str | None:
    """The id that the key fields of a kind stand for, the same in every file; None where the kind has no key or a
    part of it is missing.
    """
    key = [to_stored(values.get(name)) for name in kind.natural_key]
    if not key or None in key:
        return None
    return _spell(hashlib.blake2b(json.dumps([kind.name, *key]).encode(), digest_size=16).digest())


def random_id(sixteen_bytes: bytes) -> str:
    """A record id from 16 random bytes."""
    return _spell(sixteen_bytes)


def _spell(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def join_stamps(stamps: Iterable[bytes]) -> bytes | None:
    """A set of stamps as one blob, None for the empty set: the stored form of `replaces` and `covers`."""
    return b"".join(sorted(stamps)) or None


def split_stamps(blob: bytes | None, size: int) -> Stamps:
    """The set that `join_stamps` wrote."""
    return frozenset(blob[i : i + size] for i in range(0, len(blob), size)) if blob else NONE


@dataclass(frozen=True, slots=True)
class Edit:
    """A change before it has a stamp: what an act is made of."""

    record: str
    kind: str
    field: str
    value: Stored
    replaces: Stamps = NONE
    covers: Stamps = NONE


def set_back(change: Change, state: RecordState, history: Sequence[Change]) -> list[Edit]:
    """The edits that take one change of a field back; none where the field is no longer as the act left it.

    A change that replaced several different values (a settlement) gives one edit for each, which reopens the conflict.
    `state` and `history` are those of the record now.
    """
    name = change.field
    if state.shown.get(name) != change.value:
        return []
    replaced = sorted((c for c in history if c.stamp in change.replaces), key=lambda c: c.stamp)
    before = dict.fromkeys([c.value for c in replaced] or [None])
    return [
        Edit(change.record, change.kind, name, value, state.holding(name)) for value in before if value != change.value
    ]


def set_back_deletion(change: Change, state: RecordState, history: Sequence[Change]) -> list[Edit]:
    """The edit that takes back a deletion (while it stands) or a restoration (while nothing newer was written)."""
    if change.deletes:
        standing = any(head.deletes for head in state.heads[DELETED])
        return [Edit(change.record, change.kind, DELETED, 0, state.all_heads(DELETED))] if standing else []
    seen = NONE.union(*(c.covers for c in history if c.stamp in change.replaces))
    heads = [h for name, of_field in state.heads.items() if name != DELETED for h in of_field]
    untouched = all(h.stamp in seen or h.act == change.act for h in heads)
    return [deletion(change.record, change.kind, state)] if untouched and not state.deleted else []


def made_by(act: bytes, state: RecordState, history: Sequence[Change]) -> bool:
    """Whether an act made the record and nothing but what it left there is left: then undoing it deletes the record."""
    if min(history, key=lambda c: c.stamp).act != act or state.deleted:
        return False
    left = {c.field: c.value for c in history if c.act == act and c.value is not None}
    return left == {name: value for name, value in state.shown.items() if value is not None}


def deletion(record: str, kind: str, state: RecordState, value: Stored = 1) -> Edit:
    """The edit that deletes a record (or joins it: `into:<id>`), covering every head seen now."""
    return Edit(record, kind, DELETED, value, state.all_heads(DELETED), state.to_cover())


def keep(record: str, kind: str, state: RecordState) -> list[Edit]:
    """The edits that restore a record, or keep it against a deletion; hidden heads are settled to what is shown."""
    edits = [Edit(record, kind, DELETED, 0, state.all_heads(DELETED))]
    if state.back:
        for name, value in state.shown.items():
            heads = state.heads[name]
            if any(head.value != value for head in heads) and name not in state.open_fields:
                edits.append(Edit(record, kind, name, value, state.all_heads(name)))
    return edits
