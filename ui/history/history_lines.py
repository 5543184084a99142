"""The history of one record and the trash, read on the worker thread as people read them."""

from msgspec import Struct

from desktop_app.domain.changes import DELETED
from desktop_app.domain.history_item import HistoryItem
from desktop_app.domain.list_order import list_columns
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored, from_stored
from desktop_app.session import OpenFile, records
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line, when

TITLE_PARTS = 3


class PastValue(Struct, frozen=True):
    """One change of a record as a line; `erasable`: its value can be erased for good; `note`: who did so, or where
    it came from.
    """

    line: Line
    stamp: bytes
    field: str
    value: str
    erasable: bool
    note: str


def read_history(file: OpenFile, record: str) -> list[PastValue]:
    """Time, author, field, old and new value of every change, the latest first; time and author once per act."""
    view = records.find(file, record)
    if view is None:
        return []
    kind, past, before = file.kind(view.kind), [], b""
    for item in reversed(records.history(file, record)):
        again = item.act == before
        before = item.act
        time_author = ("", "") if again else (when(item.time), item.author or say("ui.nobody"))
        past.append(_past_value(file, kind, item, time_author))
    return past


def _past_value(file: OpenFile, kind: RecordKind, item: HistoryItem, time_author: tuple[str, str]) -> PastValue:
    label, old, new = _change(file, kind, item.field, item.before, item.value)
    by = item.erased_by
    gone, empty = say("ui.erased"), say("exchange.empty_value")
    old = gone if item.before_erased else old or (empty if item.replaces else "")
    new = gone if by else new or empty
    cells = (*time_author, label, old, new)
    looks = ("", "", "", *("muted" if words in (gone, empty) else "" for words in (old, new)))
    erasable = item.value is not None and item.field != DELETED and by is None
    return PastValue(Line(cells, looks=looks), item.stamp, label, new, erasable, _note(item))


def _note(item: HistoryItem) -> str:
    """Who erased the value and why, else the file that it came with."""
    if item.erased_by:
        by = item.erased_by
        return say("ui.erased_by", author=by.author or say("ui.nobody"), time=when(by.time), reason=by.reason)
    return say("ui.history_came", file=item.source, time=when(item.came)) if item.source else ""


def read_trash(file: OpenFile) -> list[Line]:
    """Time, kind, content and outer record of every deleted record, the latest first."""
    lines = []
    for row, time in records.trash(file):
        kind = file.plan.record_kinds.get(row.kind)
        view = records.find(file, row.id)
        if kind is not None and view is not None:
            shown = (records.show_value(file, kind.name, n, view.values.get(n)) for n in list_columns(kind))
            words = [text for text in shown if text][:TITLE_PARTS]
            cells = (when(time.isoformat()), in_words(kind.label), " · ".join(words), _above(file, view.parent))
            lines.append(Line(cells, row.id, looks=("", "", "", "muted")))
    return lines


def _above(file: OpenFile, record: str | None) -> str:
    """What names the record around one, by its kind where it lies in the trash too."""
    view = records.find(file, record) if record else None
    return (records.title_of(file, view.id) or in_words(file.kind(view.kind).label)) if view else ""


def _change(file: OpenFile, kind: RecordKind, name: str, before: Stored, after: Stored) -> tuple[str, str, str]:
    """Field, old and new value in words."""
    if name == DELETED:
        return (say("ui.history_deletion"), _place(before), _place(after))
    field = kind.fields.get(name)
    if field is None:
        return (name, str(before or ""), str(after or ""))
    old, new = (records.show_value(file, kind.name, name, from_stored(field, value)) for value in (before, after))
    return (in_words(field.label), old, new)


def _place(value: Stored) -> str:
    return say("ui.in_trash") if value else say("ui.in_list")
