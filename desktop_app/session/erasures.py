"""Erasures of other offices: what this office is asked about them, and what it answers."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from db import store
from db.drafts import forget_drafts
from db.erased import erasure_changes
from db.erasure import ErasedValues, value_of
from db.erasure_items import all_items, is_present, waiting
from db.log import find_record
from db.merge_origin import origins
from db.open_file import OpenFile
from desktop_app.domain.changes import Edit
from desktop_app.domain.erasing import (
    ACCEPTED,
    BACKUPS,
    DECLINED,
    ERASE,
    ERASURE,
    ITSELF,
    Erased,
    ErasedChange,
    ErasureItem,
    erasure_text,
    parse_erasure,
)  # fmt: skip
from desktop_app.domain.lock_kinds import CONTENT
from desktop_app.domain.record_ids import random_id
from desktop_app.domain.unit_words import unit_words
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text


class AskedItem(Struct, frozen=True):
    """One value, or trace of one, that an office is asked about: its id, where it stands as the plan names that, what
    stands there now, and why it is asked.
    """

    id: str
    item: ErasureItem
    place: ErasedChange
    value: Any
    why: Message


class ErasureQuestion(Struct, frozen=True):
    """What is asked about one erasure: the file that it came in, the unit that this claims, who erased, when, why."""

    id: str
    file: str
    unit: str
    unit_name: Text
    author: str
    time: str
    reason: str
    items: Sequence[AskedItem]


def questions(file: OpenFile, *, declined: bool = False) -> list[ErasureQuestion]:
    """What is not decided yet; `declined`: what this office let stand, to be decided otherwise."""
    wanted = DECLINED if declined else None
    found: dict[str, list[ErasureItem]] = {}
    sources: dict[str, ErasureItem] = {}
    for item in all_items(file.connection):
        if item.file:
            sources.setdefault(item.erasure, item)
        if item.decision == wanted and is_present(file.connection, item):
            found.setdefault(item.erasure, []).append(item)
    known = {change.record: (change, act) for change, act in erasure_changes(file.connection)}
    return [
        _question(file, sources.get(erasure, items[0]), items, *known[erasure])
        for erasure, items in found.items()
        if erasure in known
    ]


def count_waiting(file: OpenFile) -> int:
    """How many values others want erased that nobody decided on here."""
    return len(waiting(file.connection))


def _question(
    file: OpenFile, named: ErasureItem, items: list[ErasureItem], change: Any, act: Sequence[Any]
) -> ErasureQuestion:
    """`named`: of all that the erasure names here, decided or not, what identifies the file that it came in."""
    unit = named.unit or act[2] or ""
    asked = [_asked(file, item) for item in items]
    reason = parse_erasure(change.value).reason
    came = named.file or _source_file(file, named.erasure)
    return ErasureQuestion(named.erasure, came, unit, unit_words(file.plan, unit), act[3], act[4], reason, asked)


def _source_file(file: OpenFile, erasure: str) -> str:
    """The file of the merge in which an erasure came, where no item tells it any more."""
    row = find_record(file.connection, erasure)
    return next((name for name, _ in origins(file.connection, row.no).values()), "") if row else ""


def _asked(file: OpenFile, item: ErasureItem) -> AskedItem:
    place = item.change.by_plan(file.names)
    value = file.names.plan_value(place.kind, place.field, value_of(file.connection, item.change))
    return AskedItem(id_of(item), item, place, value, Message(f"erasures.why_{item.why}"))


def id_of(item: ErasureItem) -> str:
    """By what an item is named on the command line; its erasure alone names all its items."""
    return f"{item.erasure}/{item.change.stamp.hex()}"


def accept(file: OpenFile, ids: Iterable[str]) -> Erased:
    """Erase what was asked about: from now on an erasure of this office's own, for every copy of it and all that it
    reaches. AppError: nothing of this name waits to be decided.
    """
    items = _named(file, ids)
    gone = _going(file, items)
    drafts = [item.change for item in items if item.change.stamp and not item.change.kind]
    with store.writing(file):
        edits = [
            Edit(random_id(file.clock.random(16)), ERASURE, CONTENT, erasure_text(places, reason))
            for places, reason in _by_reason(file, items)
        ]
        act = store.apply(file, edits, ERASE).act
        forget_drafts(file.connection, drafts)
        store.decide_erasures(file, items, ACCEPTED)
        store.add_traces(file, gone)
    from desktop_app.session import maintenance  # at each start it is only counted what waits

    whole, backups = maintenance.finish_erasing(file)
    removed, unread = (tuple(map(str, paths)) for paths in backups[1:])
    return Erased(
        act or b"", len(gone.places), backups=backups.rewritten, removed=removed, unread=unread, compact=whole
    )  # fmt: skip


def decline(file: OpenFile, ids: Iterable[str]) -> int:
    """Let the values stand here; how many. It can be decided otherwise later."""
    items = _named(file, ids)
    with store.writing(file):
        store.decide_erasures(file, items, DECLINED)
    return len(items)


def open_acts(file: OpenFile) -> dict[bytes, bool]:
    """The acts that erase something which still stands here: whether it was let stand, or waits to be decided."""
    present = [item for item in all_items(file.connection) if is_present(file.connection, item)]
    waits, stands = ({item.erasure for item in present if item.decision == wanted} for wanted in (None, DECLINED))
    changes = erasure_changes(file.connection)
    return {act[0]: change.record not in waits for change, act in changes if change.record in waits | stands}


def still_open(file: OpenFile, ids: Iterable[str]) -> list[str]:
    """Those of them that can be answered, whatever was answered since they were read."""
    open_ones = {id_of(item) for item in all_items(file.connection) if item.decision in (None, DECLINED)}
    return [named for named in ids if named in open_ones]


def _named(file: OpenFile, ids: Iterable[str]) -> list[ErasureItem]:
    open_ones = [item for item in all_items(file.connection) if item.decision in (None, DECLINED)]
    found: dict[str, ErasureItem] = {}
    for wanted in ids:
        named = {id_of(item): item for item in open_ones if wanted in (item.erasure, id_of(item))}
        if not named:
            raise AppError("erasures.none_of_this_name", id=wanted)
        found |= named
    return list(found.values())


def _going(file: OpenFile, items: Sequence[ErasureItem]) -> ErasedValues:
    """What will lose its value, for the search for other traces."""
    gone = ErasedValues()
    for item in items:
        if item.change.kind and (value := value_of(file.connection, item.change)) is not None:
            gone.add(item.erasure, item.change, value, own=True)
    return gone


def _by_reason(file: OpenFile, items: Sequence[ErasureItem]) -> list[tuple[set[ErasedChange], str]]:
    """The changes to be named, by the erasure that asked for it; for the backups those that it took by itself."""
    reasons = {change.record: parse_erasure(change.value).reason for change, _ in erasure_changes(file.connection)}
    ran = [item for item in all_items(file.connection) if item.decision == ITSELF]
    named: dict[str, set[ErasedChange]] = {}
    for item in items:
        places = named.setdefault(item.erasure, set())
        if item.why == BACKUPS:
            places |= {one.change for one in ran if one.erasure == item.erasure}
        elif item.change.kind:
            places.add(item.change)
    return [(places, reasons.get(erasure, "")) for erasure, places in named.items() if places]
