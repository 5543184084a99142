"""What other offices want erased, as people decide on it, read on the worker thread."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_app.domain.act_names import kind_name
from desktop_app.domain.values import from_stored
from desktop_app.session import OpenFile, erasures, records
from desktop_app.session.erasures import AskedItem, ErasureQuestion
from desktop_app.texts import in_words, say
from ui.widgets.lines import when


class ErasureChoice(Struct, frozen=True):
    """One value or trace: where it stands, what it is, who wants it erased and why it is asked; `declined`: it was let
    stand before. `together`: the ids of all that the same erasure asks for.
    """

    id: str
    record: str
    kind: str
    title: str
    label: str
    value: str
    why: str
    whose: str
    reason: str
    declined: bool
    together: Sequence[str]

    @property
    def sentence(self) -> str:
        what = ": ".join(part for part in (self.label, self.value) if part)
        return " – ".join(part for part in (what, self.title) if part)


def read_choices(file: OpenFile) -> list[ErasureChoice]:
    """What waits to be decided, then what was let stand."""
    found = []
    for declined in (False, True):
        for question in erasures.questions(file, declined=declined):
            ids = [item.id for item in question.items]
            found += [_choice(file, question, item, ids, declined=declined) for item in question.items]
    return found


def _choice(
    file: OpenFile, question: ErasureQuestion, asked: AskedItem, together: Sequence[str], *, declined: bool
) -> ErasureChoice:  # fmt: skip
    place = asked.place
    kind = file.plan.record_kinds.get(place.kind)
    field = kind.fields.get(place.field) if kind else None
    if not place.stamp:
        title, label = say("erasures.in_backups"), ""
    elif not place.kind:
        title, label = records.title_of(file, place.record) or say("erasures.half_typed"), say("erasures.half_typed")
    else:
        named = in_words(kind_name(file.plan, place.kind))
        title = " · ".join(part for part in (records.title_of(file, place.record), named) if part)
        label = in_words(field.label) if field else ""
    return ErasureChoice(
        asked.id, place.record, place.kind if kind else "", title, label, _value(file, asked), in_words(asked.why),
        say("erasures.from", file=question.file or say("erasures.unknown_file"),
            unit=question.unit_name or question.unit or "–", author=question.author or say("ui.nobody"),
            time=when(question.time)),
        question.reason, declined, together,
    )  # fmt: skip


def _value(file: OpenFile, asked: AskedItem) -> str:
    """A value as people read it; the content of a locked report is not for reading."""
    place, value = asked.place, asked.value
    kind = file.plan.record_kinds.get(place.kind)
    if value is None or (place.kind and kind is None):
        return ""
    if kind is None or place.field not in kind.fields:
        return str(value)
    return records.show_value(file, place.kind, place.field, from_stored(kind.fields[place.field], value))
