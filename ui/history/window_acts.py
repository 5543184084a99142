"""Acts of this window: what one did, and what came of taking one back or doing it again."""

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from desktop_app.session.open_record import DraftChange

NO_ACT, TAKEN_BACK = b"", b"taken back"  # drafts that came without an act, and those that were taken back


class Written(Struct, frozen=True):
    """What an act of this window did: a field of a record, with "" the record itself, or (`record` "") many cells;
    `drafts`: what went along among the drafts. Where that was all, there is no act: it came `after` this one.
    """

    record: str
    kind: str
    field: str
    drafts: "tuple[DraftChange, ...]" = ()
    after: bytes = b""


class UndoOutcome(Struct, frozen=True):
    """An act in words, and whether it could be taken back or done again: later work may stand on it; `back`: the record
    that came back from the trash.
    """

    words: str
    done: bool
    back: Written | None = None
    drafts: tuple[bytes, Written] | None = None  # what can be undone or redone next, without an act


class MergeAct(Struct, frozen=True):
    """The merge that is to be taken back or done again next."""

    act: bytes
    source: str
