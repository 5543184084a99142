"""Codes as words, for the lines that people read; `--json` keeps the codes."""

from desktop_app.domain.changes import DELETED
from desktop_app.domain.clock import local_time
from desktop_app.domain.history_item import HistoryItem
from desktop_app.domain.indicators import MET, NOT_MET, IndicatorResult
from desktop_app.domain.plan import Plan
from desktop_app.domain.values import Stored, from_stored
from desktop_app.session import OpenFile, records
from desktop_app.texts import in_words, say


def verdict(figure: IndicatorResult) -> str:
    """Whether the target is met; and that a figure was typed in by hand, or is provisional."""
    keys = {MET: "ui.exceeded" if figure.exceeded else "ui.met", NOT_MET: "ui.not_met"}
    mark = say("report.by_hand") if figure.manual else say("report.provisional") if figure.provisional else ""
    return say(keys.get(figure.status, f"ui.status_{figure.status}")) + mark


def field(plan: Plan, kind: str, name: str) -> str:
    """A field of a record kind, or that the record is deleted or not."""
    if name == DELETED:
        return say("ui.history_deletion")
    known = plan.record_kinds[kind].fields if kind in plan.record_kinds else {}
    return in_words(known[name].label) if name in known else name


def past(file: OpenFile, kind: str, item: HistoryItem) -> str:
    """The value that a change gave, on one line; of one that is erased for good, by whom, when and why."""
    if by := item.erased_by:
        moment = local_time(by.time)
        when = f"{moment:%H:%M %d/%m/%Y}" if moment else by.time
        return say("ui.erased_by", author=by.author or say("ui.nobody"), time=when, reason=by.reason)
    if item.field == DELETED:
        return say("ui.in_trash") if item.value else say("ui.in_list")
    return "–" if item.value is None else value(file, kind, item.field, item.value)


def value(file: OpenFile, kind: str, name: str, stored: Stored) -> str:
    """A stored value as people read it, on one line; as it is stored where the plan has no such field."""
    known = file.plan.record_kinds[kind].fields if kind in file.plan.record_kinds else {}
    if stored is None or name not in known:
        return "" if stored is None else str(stored)
    return " ".join(records.show_value(file, kind, name, from_stored(known[name], stored)).split())
