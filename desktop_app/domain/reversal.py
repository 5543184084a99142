"""Which changes of a merge must stay when it is reverted since later work depends on them, and what an undo did."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from desktop_app.domain.changes import Change

# why a change stays: later work ended it; a deletion covers it; its record was worked on; its record is referred to;
# another merge that stands added it as well; it is an erasure; later work went on from an act of this office
REPLACED, COVERED, WORKED_ON, REFERRED, SHARED, ERASES, LATER = (
    "replaced", "covered", "worked-on", "referred", "shared", "erases", "later",
)  # fmt: skip


class ArrivedChange(Struct, frozen=True):
    """A change with the place at which it came into this file, and the number of the merge that added it last (0:
    none did).
    """

    change: Change
    place: tuple[int, int]
    merge: int


class Dependence(Struct, frozen=True):
    """A change on which something rests, why, and the change of the same record that does (None: of another)."""

    of: ArrivedChange
    reason: str
    by: Change | None = None


def depended_on(known: Iterable[ArrivedChange], work: Collection[Change], *, referred: bool) -> list[Dependence]:
    """On which other changes of one record this work in it rests.

    It rests on what it ends or covers; and where a merge made the record, on all that this merge added to it. For
    that it is enough that another record refers to this one (`referred`).
    """
    known = sorted(known, key=lambda one: one.place)
    named = {(one.change.field, one.change.stamp): one for one in known}
    others = {stamp: one for (_, stamp), one in named.items()}
    found: dict[Change, Dependence] = {one: Dependence(named[one.field, one.stamp], "") for one in work}
    first = known[0]
    stands = any(one.change in found for one in known if one.merge == first.merge)  # by itself, as with another merge
    _follow(others, list(work), found)
    if first.merge and not stands and (work or referred):
        last = max(work, key=lambda change: change.stamp, default=None)
        whole = [one for one in known if one.merge == first.merge and one.change not in found]
        found |= {one.change: Dependence(one, WORKED_ON if last else REFERRED, last) for one in whole}
        _follow(others, [one.change for one in whole], found)
    return [rest for rest in found.values() if rest.reason]


def _follow(others: Mapping[bytes, ArrivedChange], waiting: list[Change], found: dict[Change, Dependence]) -> None:
    """Add what these changes end and cover, and what that ended and covered in its turn."""
    while waiting:
        by = waiting.pop()
        for stamp in by.replaces | by.covers:
            one = others.get(stamp)
            if one and one.change not in found and (stamp in by.covers or one.change.field == by.field):
                found[one.change] = Dependence(one, COVERED if stamp in by.covers else REPLACED, by)
                waiting.append(one.change)


class ReversalPart(Struct, frozen=True):
    """What went or stayed: a whole record (`field` is empty) or one field of it, and how many changes.

    Of what stayed, `reason` is one of those above; `author` and `time` are those of the work that rests on it, `other`
    and `other_title` the record that refers to it.
    """

    record: str
    kind: str
    title: str
    field: str
    changes: int
    reason: str = ""
    author: str = ""
    time: str = ""
    other: str = ""
    other_title: str = ""


class UndoResult(Struct, frozen=True):
    """What undoing or redoing an act did or would do.

    `act` is None where nothing was done: all of it has to stay, or it is a preview. `moved`: what went, or what came
    back.
    """

    act: bytes | None
    moved: Sequence[ReversalPart]
    retained: Sequence[ReversalPart] = ()

    @property
    def changes(self) -> int:
        return sum(part.changes for part in self.moved)
