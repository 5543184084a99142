"""Carries what goes on of an earlier ledger into ours: shown before, written as one act, signed by who carries it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from db import store
from db.act_list import undone_by_act
from db.carrying.choosing import CarriedRecord, Chosen, Here, choose
from db.carrying.heirs import Ref, heirs_of, old_units
from db.carrying.old_ledger import OldLedger
from db.erased import erased
from db.log import RecordRow, changes_of, find_of_kind
from db.open_file import OpenFile
from desktop_app.domain.carried_records import (
    CARRY,
    CHANGED,
    DELETED_HERE,
    JOINED,
    NEW,
    SAME,
    CarriedValue,
    CarryResult,
    RecordFate,
    UnitAsked,
    ValuesLeft,
    carried_edits,
)
from desktop_app.domain.changes import Change, Edit, RecordState, keep, record_state
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
    ours = _Ours.of(file)
    chosen = choose(file, old, answers, Here(ours.was_carried, ours.why_not), report_progress)
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


class _Ours(Struct):
    """Our ledger, as far as what is carried meets it: the acts that carried before, which of them are taken back, and
    the records that were looked at.
    """

    file: OpenFile
    carried: frozenset[bytes]
    undone: frozenset[bytes]
    undos: frozenset[bytes]
    erased: frozenset[bytes]
    latest: bytes
    known: dict[Ref, tuple[RecordRow, list[Change], RecordState] | None] = field(default_factory=dict)

    @classmethod
    def of(cls, file: OpenFile) -> "_Ours":
        acts = frozenset(act for (act,) in file.connection.execute("SELECT id FROM act WHERE kind = ?", (CARRY,)))
        undos = frozenset(
            undo for undo, target in file.connection.execute("SELECT id, target FROM act WHERE target IS NOT NULL")
            if target in acts
        )  # fmt: skip
        undone = acts & undone_by_act(file.connection).keys()
        gone = frozenset(erased(file.connection))
        return cls(file, acts, undone, undos, gone, file.clock.latest_plausible())

    def find(self, kind: str, record: str) -> tuple[RecordRow, list[Change], RecordState] | None:
        if (kind, record) not in self.known:
            row = find_of_kind(self.file.connection, kind, record)
            changes = changes_of(self.file.connection, row) if row else []
            self.known[kind, record] = (row, changes, record_state(changes)) if row and changes else None
        return self.known[kind, record]

    def was_carried(self, kind: str, record: str) -> bool:
        found = self.find(kind, record)
        return found is not None and any(change.act in self.carried for change in found[1])

    def why_not(self, kind: str, record: str) -> str:
        """A record that a person deleted here stays deleted; one that was joined into another lives on in that."""
        found = self.find(kind, record)
        if found is None or not found[2].deleted or found[2].into is not None or self._went_with_undo(found[2]):
            return ""
        return DELETED_HERE

    def _went_with_undo(self, now: RecordState) -> bool:
        """Whether what deleted it was that the carrying was taken back."""
        return all(head.act in self.undos for head in now.heads["deleted"])

    def edits(self, record: CarriedRecord) -> list[Edit]:
        """What is to be written of a record. What was erased for good does not come back, whoever carries it."""
        wanted = {name: self._in_time(values) for name, values in record.wanted.items()}
        found, names = self.find(record.kind, record.record), self.file.names
        if found is None:
            return self._unerased(carried_edits(record.record, record.kind, None, (), wanted, names))
        row, changes, now = found
        if now.deleted and now.into is not None:
            return []
        for name in {change.field for change in changes if change.act in self.carried and change.stamp in self.erased}:
            wanted.pop(name, None)
        back = keep(row.id, row.kind, now) if now.deleted else []
        edits = carried_edits(row.id, row.kind, now, self._before(changes, now), wanted, names)
        return [*back, *self._unerased(edits)]

    def _unerased(self, edits: list[Edit]) -> list[Edit]:
        return [edit for edit in edits if edit.stamp not in self.erased]

    def fate(self, record: CarriedRecord, edits: Sequence[Edit]) -> str:
        """What these edits make of it; one that went when the carrying was taken back is new again."""
        found = self.find(record.kind, record.record)
        if found is None or (edits and found[2].deleted):
            return NEW
        return CHANGED if edits else SAME

    def conflicts(self, record: CarriedRecord, edits: Iterable[Edit]) -> int:
        """How many fields these edits leave with values that differ."""
        found = self.find(record.kind, record.record)
        heads = found[2].heads if found else {}
        by_field: dict[str, list[Edit]] = {}
        for edit in edits:
            if edit.stamp:
                by_field.setdefault(edit.field, []).append(edit)
        many = 0
        for name, of_field in by_field.items():
            ended = frozenset[bytes]().union(*(edit.replaces for edit in of_field))
            standing = {head.value for head in heads.get(name, ()) if head.stamp not in ended}
            many += len(standing | {edit.value for edit in of_field}) > 1
        return many

    def _in_time(self, values: Iterable[CarriedValue]) -> list[CarriedValue]:
        """A clock there may have been wrong; nothing here may come before it for ever."""
        return [replace(one, stamp=min(one.stamp, self.latest)) for one in values]

    def _before(self, changes: Iterable[Change], now: RecordState) -> list[Change]:
        """What carrying said of a record before; what was taken back and no longer stands was not said."""
        standing = {head.stamp for heads in now.heads.values() for head in heads}
        return [c for c in changes if c.act in self.carried and (c.act not in self.undone or c.stamp in standing)]


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
