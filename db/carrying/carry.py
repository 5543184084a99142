"""Carries what goes on of an earlier ledger into ours: shown before, written as one act, signed by who carries it."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from db import store
from db.carrying.choosing import Chosen, choose
from db.carrying.heirs import heirs_of, old_units
from db.carrying.old_ledger import OldLedger
from db.carrying.own_records import OwnRecords
from db.open_file import OpenFile
from desktop_app.domain.carried_records import CARRY, JOINED, CarryResult, RecordFate, UnitAsked, ValuesLeft
from desktop_app.domain.changes import Edit
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.domain.period import show_years
from desktop_app.errors import AppError
from desktop_app.messages import Text

NO_ANSWERS: Mapping[str, str] = {}


def look(
    file: OpenFile, old: OldLedger, answers: Mapping[str, str] = NO_ANSWERS,
    report_progress: ProgressCallback = ignore_progress,
) -> CarryResult:  # fmt: skip
    """What carrying an earlier ledger would do; nothing is written. `answers`: what units became, as a person said."""
    return _compare(file, old, answers, report_progress)[0]


def carry(
    file: OpenFile, old: OldLedger, answers: Mapping[str, str], shown: CarryResult,
    report_progress: ProgressCallback = ignore_progress, before: Callable[[], Text] = str,
) -> CarryResult:  # fmt: skip
    """Write, as one act, what was `shown`. AppError: our ledger has changed, and it would be something else now.

    `before` is called once our file is about to change; what it gives back is the notice of the result.
    """
    if not (shown.new or shown.changed):
        return shown
    notice = before()
    with store.writing(file):
        result, edits = _compare(file, old, answers, report_progress)
        if result != shown:
            raise AppError("carry.moved")
        act = store.apply(file, edits, CARRY).act
    return replace(result, act=act, notice=notice)


def _compare(
    file: OpenFile, old: OldLedger, answers: Mapping[str, str], report_progress: ProgressCallback
) -> tuple[CarryResult, list[Edit]]:
    ours = OwnRecords.of(file)
    chosen = choose(file, old, answers, ours, report_progress)
    edits: list[Edit] = []
    for record in chosen.records.values():
        count, of_record = chosen.counts[record.kind], ours.edits(record)
        edits += of_record
        fate = ours.fate(record, of_record)
        count.go_on(fate)
        count.conflicts += ours.conflicts(record, of_record)
        chosen.fates.append(RecordFate(record.kind, record.titles[0], fate, record.record))
        for title in record.titles[1:]:
            chosen.leave(record.kind, title, JOINED)
    return _result(file, old, answers, chosen), edits


def _result(file: OpenFile, old: OldLedger, answers: Mapping[str, str], chosen: Chosen) -> CarryResult:
    units, found = old_units(file, old), heirs_of(file, old, answers)
    heirs = found.units
    order = [*file.plan.record_kinds, *old.plan.record_kinds]
    kinds = sorted(chosen.counts.values(), key=lambda one: order.index(one.kind))
    asked = [
        UnitAsked(code, units.name(code), number, tuple(dict.fromkeys(
            found.split.get(code) or (heirs[below] for below in units.descendants(code) if below in heirs)
        )))
        for code, number in sorted(chosen.asked.items())
    ]  # fmt: skip
    values = [
        ValuesLeft(kind, name, _label(file, old, found.names.logged_kind(kind), kind, name), why, number)
        for (kind, name, why), number in sorted(chosen.values.items())
    ]
    plan = old.plan
    name = units.name(old.unit)
    return CarryResult(
        old.source.name,
        plan.label,
        show_years(plan.years),
        old.unit,
        name,
        kinds,
        values,
        asked,
        chosen.fates,
        note=old.note,
    )


def _label(file: OpenFile, old: OldLedger, logged: str, kind: str, name: str) -> Text:
    """A field in words; one that only the earlier plan knows in that plan's."""
    theirs = LogNames.of(old.plan.source).plan_kind(logged)
    for known in (file.plan.record_kinds.get(kind), old.plan.record_kinds.get(theirs)):
        if known and name in known.fields:
            return known.fields[name].label
    return name
