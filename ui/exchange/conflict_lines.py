"""Open conflicts as people settle them, read on the worker thread: the values, whose they are, what stood before."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_app.domain.changes import DELETED
from desktop_app.domain.merging import Candidate, Conflict
from desktop_app.domain.unit_words import unit_words
from desktop_app.domain.values import Value, from_stored
from desktop_app.session import OpenFile, records
from desktop_app.texts import in_words, say
from ui.widgets.lines import when

NOTHING = "–"


class ConflictOption(Struct, frozen=True):
    """One of the values, in words, and who gave it, when and in which unit's file."""

    value: Value
    words: str
    whose: str


class OpenConflict(Struct, frozen=True):
    """A field of a record that is in conflict; `before`: the value that all of them replaced, in words."""

    record: str
    kind: str
    field: str
    title: str
    label: str
    before: str
    choices: Sequence[ConflictOption]


def read_conflicts(file: OpenFile) -> list[OpenConflict]:
    """Those of kinds that this plan knows; the value that shows meanwhile stands first."""
    known = [c for c in records.open_conflicts(file) if c.kind in file.plan.record_kinds]
    return [_open(file, conflict) for conflict in known]


def _open(file: OpenFile, conflict: Conflict) -> OpenConflict:
    kind = file.kind(conflict.kind)
    field = kind.fields.get(conflict.field)
    label = in_words(field.label) if field else say("exchange.record_itself")
    title = records.title_of(file, conflict.record) or in_words(kind.label)
    choices = [_choice(file, conflict, candidate) for candidate in reversed(conflict.values)]
    return OpenConflict(
        conflict.record, conflict.kind, conflict.field, f"{in_words(kind.label)}: {title}", label,
        _before(file, conflict), choices,
    )  # fmt: skip


def _choice(file: OpenFile, conflict: Conflict, candidate: Candidate) -> ConflictOption:
    unit = candidate.unit or ""
    place = in_words(unit_words(file.plan, unit))
    whose = " · ".join(part for part in (candidate.author or say("ui.nobody"), place, when(candidate.time)) if part)
    return ConflictOption(candidate.value, _words(file, conflict, candidate.value), whose)


def _words(file: OpenFile, conflict: Conflict, value: Value) -> str:
    if conflict.field == DELETED:
        return say("exchange.delete_it") if value else say("exchange.keep_it")
    return records.show_value(file, conflict.kind, conflict.field, value) or say("exchange.empty_value")


def _before(file: OpenFile, conflict: Conflict) -> str:
    """The latest value that one of the open values replaced."""
    items = [item for item in records.history(file, conflict.record) if item.field == conflict.field]
    replaced = {stamp for item in items for stamp in item.replaces}
    open_items = [item for item in items if item.stamp not in replaced]
    seen = [item for item in items if any(item.stamp in head.replaces for head in open_items)]
    field = file.kind(conflict.kind).fields.get(conflict.field)
    if not seen or field is None:
        return NOTHING
    return records.show_value(file, conflict.kind, conflict.field, from_stored(field, seen[-1].value)) or NOTHING
