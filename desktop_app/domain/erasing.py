"""Erasing for good: which changes lose their value, by name, and why; part of the log, so it spreads by merging."""

import json
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from desktop_app.domain.changes import DELETED
from desktop_app.domain.clock import STAMP_BYTES
from desktop_app.domain.json_text import parse_json
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.values import Stored

# A kind of the program's own: one record for each erasure, with one field that nobody changes. A program that does not
# know it passes it on like any unknown kind, and finds NULL where the values were.
ERASURE = "erasure"
ERASE = "erase"  # the act


class ErasedChange(Struct, frozen=True, order=True):
    """One change by its name; what stood there stays nowhere, not even as a hash."""

    stamp: bytes
    kind: str
    record: str
    field: str

    @property
    def erasable(self) -> bool:
        """Deletions hold no data of anybody, and what was erased stays so."""
        return self.field != DELETED and self.kind != ERASURE

    @property
    def named(self) -> dict[str, object]:
        """The same as values of an SQL statement."""
        return {"stamp": self.stamp, "kind": self.kind, "record": self.record, "field": self.field}

    def by_plan(self, names: LogNames) -> "ErasedChange":
        """The same as the plan in force names it: an erasure speaks the names of the log."""
        kind = names.plan_kind(self.kind)
        return replace(self, kind=kind, field=names.plan_field(kind, self.field))


# what became of a value that another office's erasure names; None: nobody decided yet
ITSELF, ACCEPTED, DECLINED = "itself", "accepted", "declined"

# why it is asked (`erasures.why_…`); SAME_TEXT and BACKUPS are traces that an erasure left; of a
# change that came empty there is no value to ask about
SAME_TEXT, BACKUPS, CAME_EMPTY = "same_text", "backups", "came_empty"


class ErasureItem(Struct, frozen=True):
    """One value of this file that another office's erasure names, or a trace that an erasure left.

    `erasure` is the record of the erasure; `change` has no kind where it is a draft, no stamp where it is the backups.
    `file` is the one that it came in; this claims to be of `unit`.
    """

    erasure: str
    change: ErasedChange
    why: str
    file: str = ""
    unit: str = ""
    decision: str | None = None


class Erasure(Struct, frozen=True):
    """The changes that one act erased, and why."""

    places: tuple[ErasedChange, ...]
    reason: str


class ErasedBy(Struct, frozen=True):
    """Who erased a value, when and why."""

    author: str
    time: str
    reason: str


class Erased(Struct, frozen=True):
    """What erasing did, and what the office still has to look after itself.

    `locks`: locked reports that held the value and are gone with it. `elsewhere`: changes that hold the same text and
    were not named. `sent`: copies known to have been handed out. `backups`: how many own copies were written anew,
    `removed`: those that could not be, and are gone, `unread`: those that could not be read. `compact`: whether the
    file was written anew without gaps.
    """

    act: bytes
    changes: int
    locks: tuple[str, ...] = ()
    elsewhere: tuple[ErasedChange, ...] = ()
    sent: tuple[str, ...] = ()
    backups: int = 0
    removed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    compact: bool = True


def erasure_text(places: Iterable[ErasedChange], reason: str) -> str:
    """What the record of an erasure holds."""
    named = [[place.stamp.hex(), place.kind, place.record, place.field] for place in sorted(places)]
    return json.dumps({"changes": named, "reason": reason}, ensure_ascii=False, separators=(",", ":"))


def parse_erasure(text: Stored) -> Erasure:
    """The erasure that a record holds; from anybody's file, so what makes no sense names nothing."""
    try:
        content = parse_json(str(text))
        places = [
            ErasedChange(bytes.fromhex(stamp), kind, record, field) for stamp, kind, record, field in content["changes"]
        ]
        reason = str(content["reason"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return Erasure((), "")
    return Erasure(tuple(dict.fromkeys(place for place in places if _makes_sense(place))), reason)


def _makes_sense(place: ErasedChange) -> bool:
    texts = isinstance(place.kind, str) and isinstance(place.record, str) and isinstance(place.field, str)
    return texts and len(place.stamp) == STAMP_BYTES and place.erasable
