"""Changes and what follows from them: heads, what is shown, conflicts, deletion: the rules of merging, pure."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from desktop_app.domain.clock import STAMP_BYTES
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored, Value, from_stored, to_stored

DELETED = "deleted"
INTO = "into:"
INTERNAL = "_"  # begins the name of a field that no plan knows: no person sees it, so it is never in conflict
Stamps = frozenset[bytes]
NONE: Stamps = frozenset()


class Change(Struct, frozen=True):
    """One field of one record set by somebody.

    `replaces`: stamps of the same field that its author saw and meant to end. `covers`: only on the field `deleted`,
    the stamps of the other fields' heads that the deletion saw. `act`: the id of the act it belongs to.
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


class RecordState(Struct, frozen=True):
    """A record as its changes leave it.

    `shown` holds the value of each field, `visible` the heads that it is chosen from; the other heads are hidden by a
    deletion that covers them. `back`: a standing deletion did not see everything, so the record shows all the same.
    """

    shown: Mapping[str, Stored]
    heads: Mapping[str, Sequence[Change]]
    visible: Mapping[str, Sequence[Change]]
    deleted: bool
    into: str | None
    back: bool
    open_fields: tuple[str, ...]

    def holding(self, name: str, seen: Mapping[str, Stored] | None = None) -> Stamps:
        """The heads of a field that hold the shown value, or the one that was `seen`: what an edit replaces."""
        value = (self.shown if seen is None else seen).get(name)
        return frozenset(head.stamp for head in self.heads.get(name, ()) if head.value == value)

    def hidden(self, name: str) -> Stamps:
        """The heads of a field that a deletion hides behind others."""
        return self.all_heads(name) - {head.stamp for head in self.visible[name]}

    def all_heads(self, name: str) -> Stamps:
        """Every head of a field: what a settlement replaces."""
        return frozenset(head.stamp for head in self.heads.get(name, ()))

    def to_cover(self) -> Stamps:
        """Every head that a deletion made now has seen."""
        return NONE.union(*(self.all_heads(name) for name in self.visible))


def heads_of(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Per field the changes that no other change replaces, in the order of their stamps.

    Only a forged log holds a circle of replacements; then the latest change stands.
    """
    by_field: dict[str, list[Change]] = {}
    for change in changes:
        by_field.setdefault(change.field, []).append(change)
    found = {}
    for name, of_field in by_field.items():
        replaced = NONE.union(*(c.replaces for c in of_field))
        of_field.sort(key=lambda c: c.stamp)
        found[name] = [c for c in of_field if c.stamp not in replaced] or of_field[-1:]
    return found


def record_state(changes: Iterable[Change]) -> RecordState:
    """Derive a record from all its changes, in whatever order they are given.

    Deleted: every head is covered by the standing deletions together. Otherwise uncovered heads show before covered
    ones, and a standing deletion that left any uncovered is itself a conflict.
    """
    heads = heads_of(changes)
    deletions = [head for head in heads.get(DELETED, ()) if head.deletes]
    covered = NONE.union(*(d.covers for d in deletions))
    uncovered = len(deletions) < len(heads.get(DELETED, ()))
    visible: dict[str, list[Change]] = {}
    for name, of_field in heads.items():
        if name != DELETED:
            seen = [head for head in of_field if head.stamp not in covered]
            uncovered = uncovered or bool(seen)
            visible[name] = seen or of_field
    deleted = bool(deletions) and not uncovered
    return RecordState(
        shown={name: of_field[-1].value for name, of_field in visible.items()},
        heads=heads,
        visible=visible,
        deleted=deleted,
        into=_into(deletions[-1]) if deleted else None,
        back=bool(deletions) and not deleted,
        open_fields=_open_fields(visible, deletions, deleted),
    )


def _into(deletion: Change) -> str | None:
    value = deletion.value
    return value.removeprefix(INTO) if isinstance(value, str) and value.startswith(INTO) else None


def _open_fields(
    visible: Mapping[str, Sequence[Change]], deletions: Sequence[Change], deleted: bool
) -> tuple[str, ...]:
    """The fields in conflict: differing values; of a deleted record only whether it was joined, and into which."""
    if deleted:
        return (DELETED,) if len({d.value for d in deletions}) > 1 else ()
    differing = {
        name for name, of_field in visible.items()
        if not name.startswith(INTERNAL) and any(h.value != of_field[-1].value for h in of_field)
    }  # fmt: skip
    return (*sorted(differing), *([DELETED] if deletions else []))


def join_stamps(stamps: Iterable[bytes]) -> bytes | None:
    """A set of stamps as one blob, None for the empty set: the stored form of `replaces` and `covers`."""
    return b"".join(sorted(stamps)) or None


def split_stamps(blob: bytes | None) -> Stamps:
    """The set that `join_stamps` wrote."""
    return frozenset(blob[at : at + STAMP_BYTES] for at in range(0, len(blob), STAMP_BYTES)) if blob else NONE


class Edit(Struct, frozen=True):
    """A change before it has a stamp: what an act is made of. `stamp`: where it follows from a change elsewhere."""

    record: str
    kind: str
    field: str
    value: Stored
    replaces: Stamps = NONE
    covers: Stamps = NONE
    stamp: bytes = b""


def deletion(record: str, kind: str, now: RecordState, value: Stored = 1) -> Edit:
    """The edit that deletes a record (or joins it: `into:<id>`), covering every head seen now."""
    return Edit(record, kind, DELETED, value, now.all_heads(DELETED), now.to_cover())


def keep(record: str, kind: str, now: RecordState) -> list[Edit]:
    """The edits that restore a record, or keep it against a deletion; hidden heads are settled to what is shown."""
    edits = [Edit(record, kind, DELETED, 0, now.all_heads(DELETED))]
    for name, value in now.shown.items():
        hidden = now.hidden(name)
        if any(head.stamp in hidden and head.value != value for head in now.heads[name]):
            edits.append(Edit(record, kind, name, value, hidden | now.holding(name)))
    return edits


def values_of(kind: RecordKind, now: RecordState) -> dict[str, Value]:
    """The shown values of a record, typed, as its author gave them (references unresolved)."""
    return {name: from_stored(field, now.shown.get(name)) for name, field in kind.fields.items()}


def setting(
    record: str, kind: str, now: RecordState | None, values: Mapping[str, Value],
    seen: Mapping[str, Value] | None = None,
) -> list[Edit]:  # fmt: skip
    """Give fields values; each replaces the heads that hold what is shown, and equal values change nothing.

    `seen`: what the person had before them; what another window wrote meanwhile then stays beside it, as a conflict.
    """
    edits = []
    known = None if seen is None else {name: to_stored(value) for name, value in seen.items()}
    for name, value in values.items():
        stored = to_stored(value)
        if stored != (now.shown.get(name) if now else None):
            edits.append(Edit(record, kind, name, stored, now.holding(name, known) if now else frozenset()))
    return edits
