"""Erasing for good on the worker thread: what is known before, and what a person still has to look after."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_app.domain.erasing import Erased, ErasedChange
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, maintenance, records
from desktop_app.texts import in_words, say

MOST = 20


class Outcome(Struct, frozen=True):
    """What was done, in sentences; `elsewhere`: changes that hold the same text and were not named."""

    sentences: Sequence[str]
    elsewhere: Sequence[bytes]


def erase(file: OpenFile, stamps: Sequence[bytes], reason: str) -> Outcome:
    """Erase, and say what was done and what is left."""
    done = maintenance.erase(file, stamps, reason)
    first, *others = said_of(done)
    sentences = [first]
    if done.locks:
        sentences.append(say("ui.erase_locks", count=len(done.locks)))
    sentences += [_elsewhere(file, place) for place in done.elsewhere[:MOST]]
    sentences += [say("cli.erased_sent", file=name) for name in done.sent[:MOST]]
    return Outcome([*sentences, *others], [place.stamp for place in done.elsewhere])


def said_of(done: Erased) -> list[str]:
    """What was done, and what became of file and backups."""
    words = say("cli.erased", changes=show_number(done.changes), backups=show_number(done.backups))
    sentences = [words if done.backups else say("ui.erase_result", changes=show_number(done.changes))]
    sentences += [say("cli.erased_removed", file=name) for name in done.removed]
    sentences += [say("cli.erased_unread", file=name) for name in done.unread]
    return sentences if done.compact else [*sentences, say("cli.erased_full")]


def _elsewhere(file: OpenFile, place: ErasedChange) -> str:
    kind = file.plan.record_kinds.get(place.kind)
    field = kind.fields.get(place.field) if kind else None
    title = records.title_of(file, place.record) or (in_words(kind.label) if kind else place.kind)
    return say("ui.erase_elsewhere", title=title, field=in_words(field.label) if field else place.field)
