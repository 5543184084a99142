"""The record that a form has open, and the drafts of it: what was typed and can't be one of its values yet."""

import json
from collections.abc import Hashable, Sequence
from enum import Enum

from msgspec import Struct, field

from db import draft_file, store
from db.drafts import put_draft
from db.local_notes import NEW
from desktop_app.domain.values import Problem, Value, from_json, to_json
from desktop_app.session import OpenFile, editing, entry


class Proposal(Enum):
    """Where a value is from that nobody has confirmed yet."""

    DEFAULT = "default"  # of the plan
    CARRIED = "carried"  # from the record made last
    DAY = "day"  # of the record for which this one is made


class DraftChange(Struct, frozen=True):
    """What lies among the drafts for a field, before an act and after it."""

    record: str
    field: str
    before: str | None
    after: str | None


class OpenRecord(Struct):
    """It is made with the first field that is saved; until then `record` is None.

    `given` are the values of a record that is not there yet, `own` the fields that no default may fill, also where they
    are empty; `proposed` are those whose value nobody has confirmed yet, and where it is from. A kind with a natural
    key is made once its key is known: until then what was `touched` waits among the drafts of the file.
    """

    kind: str
    record: str | None = None
    given: dict[str, Value] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    proposed: dict[str, Proposal] = field(default_factory=dict)
    touched: bool = False
    seen: dict[str, Value] = field(default_factory=dict)  # what the form showed last
    acts: list[tuple[bytes, str]] = field(default_factory=list)  # act and field, "" for the record itself
    typed: dict[str, str] = field(default_factory=dict)  # by field: where its half-typed text lies among the drafts
    period: str | None = None  # the code of the period in sight, where that is newer than what was written last
    owner: Hashable = None  # whom what is entered here belongs to, also when the record is opened anew
    made_for: "OpenRecord | None" = None  # whose field it is made for, in place

    def __post_init__(self) -> None:
        self.owner = self.record or object()

    def take_acts(self) -> list[tuple[bytes, str]]:
        """The acts that were not asked for yet."""
        acts, self.acts = self.acts, []
        return acts


def half_typed(file: OpenFile, opened: OpenRecord) -> dict[str, str]:
    """What was typed and not left when the program ended, by field; of a record that was never made, too."""
    return entry.drafts_of(file, opened.record or _place_of_typed(file, opened))


def save_typed(file: OpenFile, opened: OpenRecord, name: str, raw: str | None) -> None:
    """Save what stands half-typed in a field; None: nothing does any more."""
    if raw is not None:
        place = opened.typed.setdefault(name, opened.record or _place_of_typed(file, opened))
        editing.save_draft(file, place, name, raw)
    elif name in opened.typed:
        editing.save_draft(file, opened.typed.pop(name), name, None)


def save_unreadable(file: OpenFile, opened: OpenRecord, name: str, raw: str) -> None:
    """Save what stands in a field that was left and can't be its value."""
    editing.save_draft(file, opened.record or _place_of_typed(file, opened), name, raw)


def settle_typed(file: OpenFile, opened: OpenRecord, name: str) -> None:
    """A field was left: nothing of it is half-typed, neither from now nor from the last time."""
    opened.typed.pop(name, None)
    for place in [_place_of_typed(file, opened), *([opened.record] if opened.record else [])]:
        if name in entry.drafts_of(file, place):
            editing.save_draft(file, place, name, None)


def move_typed(file: OpenFile, opened: OpenRecord, record: str) -> None:
    """The record is there now: what stands half-typed or unreadable in its other fields goes along."""
    for name, raw in half_typed(file, opened).items():
        editing.save_draft(file, record, name, raw)
    opened.typed = dict.fromkeys(opened.typed, record)
    forget(file, opened)
    opened.record = record


def move_drafts(file: OpenFile, record: str, other: str) -> None:
    """What can't be saved yet of one record lies with the other from now on."""
    for name, raw in entry.drafts_of(file, record).items():
        editing.save_draft(file, other, name, raw)
        editing.save_draft(file, record, name, None)


def switch_drafts(file: OpenFile, changes: Sequence[DraftChange], *, back: bool) -> None:
    """Set drafts back to what they were before an act, or forth again, where nothing was typed there since."""
    with store.writing(file, index=False):
        for one in changes:
            stands, wanted = (one.after, one.before) if back else (one.before, one.after)
            if entry.drafts_of(file, one.record).get(one.field) == stands:
                put_draft(file, one.record, one.field, wanted)


def save_waiting(file: OpenFile, opened: OpenRecord, name: str, value: Value) -> None:
    """Save a value of a record that can't be made before its key is known; None forgets it."""
    text = None if value is None else json.dumps(to_json(value))
    editing.save_draft(file, _place_of_values(file, opened), name, text)


def waiting(file: OpenFile, opened: OpenRecord) -> dict[str, Value]:
    """The values that wait for the key of their record."""
    kind = file.kind(opened.kind)
    drafts = entry.drafts_of(file, _place_of_values(file, opened)) if kind.natural_key else {}
    read = {n: from_json(kind.fields[n], json.loads(text)) for n, text in drafts.items() if n in kind.fields}
    return {n: value for n, value in read.items() if value is not None and not isinstance(value, Problem)}


def places(file: OpenFile, opened: OpenRecord) -> tuple[str, str]:
    """Where values and text of a record without an id lie among the drafts."""
    return _place_of_values(file, opened), _place_of_typed(file, opened)


def forget(file: OpenFile, opened: OpenRecord) -> None:
    """Drop what was typed for a record that was never made."""
    for place in places(file, opened):
        for name in entry.drafts_of(file, place):
            editing.save_draft(file, place, name, None)


def put_in_draft_file(file: OpenFile, opened: OpenRecord, name: str, raw: str) -> str:
    """Store what was entered beside a file that can't be written now, a draft when it is opened anew; returns where."""
    place = opened.record or _place_of_typed(file, opened)
    draft_file.put_in_draft_file(file.path, file.raw_key, place, name, raw)
    return place


def forget_in_draft_file(file: OpenFile, place: str, name: str) -> None:
    """The file has taken it."""
    draft_file.forget_in_draft_file(file.path, file.raw_key, place, name)


def _place_of_values(file: OpenFile, opened: OpenRecord) -> str:
    """Where values of a record without an id lie among the drafts: one place for each kind and parent."""
    parent = opened.given.get(file.kind(opened.kind).parent_field or "")
    return f"{NEW}{opened.kind}:{parent or ''}"


def _place_of_typed(file: OpenFile, opened: OpenRecord) -> str:
    """Where half-typed text of a record without an id lies among the drafts."""
    return f"typed:{_place_of_values(file, opened)}"
