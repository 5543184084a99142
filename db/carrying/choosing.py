"""Which records of an earlier ledger go on here, under which ids and with which values; reads both, writes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from db.carrying.heirs import Heirs, heirs_of, old_units
from db.carrying.old_ledger import OldLedger, OldRecord, count_live, live_records, reading
from db.carrying.old_titles import OldTitles
from db.carrying.own_records import OwnRecords
from db.open_file import OpenFile, Ref
from desktop_app.domain.carried_names import NOT_OURS
from desktop_app.domain.carried_records import (
    EARLIER,
    KEY,
    NO_FIELD,
    NO_HEIR,
    OF_PLAN,
    OUTSIDE,
    OVER,
    PARENT,
    STAYS,
    CarriedRecord,
    CarriedValue,
    KindCount,
    RecordFate,
    carried_id,
    earlier_ones,
    goes_on,
)
from desktop_app.domain.changes import INTERNAL
from desktop_app.domain.merging import ProgressCallback
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.record_ids import natural_id
from desktop_app.domain.validation import Rules
from desktop_app.domain.values import Value, to_stored
from desktop_app.errors import AppError
from desktop_app.messages import Message


class Chosen(Struct):
    """What goes on; and by kind, by field and by unit what does not."""

    records: dict[Ref, CarriedRecord] = field(default_factory=dict)
    counts: dict[str, KindCount] = field(default_factory=dict)
    values: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # kind, field, why it stays
    asked: Counter[str] = field(default_factory=Counter)
    fates: list[RecordFate] = field(default_factory=list)

    def leave(self, kind: str, title: str, why: str) -> None:
        """A record stays in its year."""
        self.counts[kind].leave(why)
        self.fates.append(RecordFate(kind, title, why))


def choose(
    file: OpenFile, old: OldLedger, answers: Mapping[str, str], ours: OwnRecords, report_progress: ProgressCallback
) -> Chosen:
    """Kinds come after those that they lie in or name, so that each knows what became of these."""
    plan, chosen, heirs = file.plan, Chosen(), heirs_of(file, old, answers)
    heirs.records = {ref: record for ref, record in heirs.records.items() if not ours.why_not(ref[0], record)}
    titles = OldTitles(plan, old_units(file, old), file.language)
    kinds = [kind for kind in _in_order(plan) if kind.carried]
    if not kinds:
        raise AppError("carry.plan_says_nothing", edition=plan.edition)
    start = year_start(plan)
    with reading(old, lambda: report_progress(0, 0, "")) as connection:
        for number, kind in enumerate(kinds):
            report_progress(number, len(kinds), Message("carry.reading", kind=kind.list_label))
            records, joined = live_records(connection, heirs.names, kind.name)
            heirs.joined |= {(kind.name, one): into for one, into in joined.items()}
            chosen.counts[kind.name] = KindCount(kind.name, kind.label)
            _Sorter(kind, file.rules, start, heirs, chosen, titles, ours).sort(records)
        for name, number in count_live(connection, heirs.names, [kind.name for kind in kinds]).items():
            known = plan.record_kinds.get(name) or old.plan.record_kinds.get(name.removeprefix(NOT_OURS))
            if known is not None:
                chosen.counts[name] = KindCount(known.name, known.label)
                chosen.counts[name].leave(STAYS, number)
    return chosen


def year_start(plan: Plan) -> str:
    """The first day of the year, or of the first of several, that records go on in."""
    days = plan.days
    return days[0] if days else f"{plan.year}-01-01"


def _in_order(plan: Plan) -> list[RecordKind]:
    """Kinds after those that they refer to; where two refer to each other, in the plan's order."""
    found: dict[str, RecordKind] = {}
    waiting = set[str]()

    def add(kind: RecordKind) -> None:
        if kind.name not in waiting:
            waiting.add(kind.name)
            for of in kind.fields.values():
                if of.target:
                    add(plan.record_kinds[of.target])
            found[kind.name] = kind

    for kind in plan.record_kinds.values():
        add(kind)
    return list(found.values())


class _Sorter(Struct):
    """Sorts the records of one kind into those that go on and those that stay."""

    kind: RecordKind
    rules: Rules
    start: str
    heirs: Heirs
    chosen: Chosen
    titles: OldTitles
    ours: OwnRecords

    def sort(self, records: list[OldRecord]) -> None:
        going: dict[str, tuple[OldRecord, dict[str, Value]]] = {}
        for record in records:
            values = {name: value for name, value, _ in self._shown(record)}
            title = self.titles.title(self.kind, record)
            why = self._why_not(record, values)
            if why:
                self.chosen.leave(self.kind.name, title, why)
            else:
                going[record.id] = record, values
        earlier = earlier_ones(self.kind, self.start, {id_: values for id_, (_, values) in going.items()})
        for id_, (record, values) in going.items():
            title = self.titles.known[self.kind.name, id_]
            why = EARLIER if id_ in earlier and not self._was_carried(record, values) else ""
            if why or (why := self.ours.why_not(self.kind.name, self._new_id(record, values))):
                self.chosen.leave(self.kind.name, title, why)
            else:
                self._add(record, values, title)

    def _shown(self, record: OldRecord) -> Iterator[tuple[str, Value, str]]:
        """What its fields show, as it is here, and why a value is not."""
        for name, of in self.kind.fields.items():
            if name in record.state.shown:
                yield name, *self.heirs.value(of, record.state.shown[name])

    def _why_not(self, record: OldRecord, values: Mapping[str, Value]) -> str:
        kind, shown = self.kind, record.state.shown
        if record.of_plan:
            return OF_PLAN
        if not goes_on(kind, self.rules, self.start, values) and not self._was_carried(record, values):
            return OVER
        first, _, rest = kind.unit_field.partition(".")
        if first and not rest and shown.get(first) is not None:
            if shown[first] not in self.heirs.known:
                return OUTSIDE
            if values.get(first) is None:
                self.chosen.asked[str(shown[first])] += 1
                return NO_HEIR
            if values[first] not in self.heirs.own:
                return OUTSIDE
        if any(name and values.get(name) is None for name in (kind.parent_field, first if rest else None)):
            return PARENT
        return KEY if kind.natural_key and natural_id(kind, values, self.rules.names) is None else ""

    def _new_id(self, record: OldRecord, values: Mapping[str, Value]) -> str:
        """What was carried before has the id already that it goes by in all years."""
        by_key = natural_id(self.kind, values, self.rules.names)
        return by_key or (record.id if record.was_carried else carried_id(self.kind.logged_as, record.id))

    def _was_carried(self, record: OldRecord, values: Mapping[str, Value]) -> bool:
        """Whether it goes on here since it was carried when it was open, or the latest."""
        return self.ours.was_carried(self.kind.name, self._new_id(record, values))

    def _add(self, record: OldRecord, values: Mapping[str, Value], title: str) -> None:
        kind, new = self.kind, self._new_id(record, values)
        self.heirs.records[kind.name, record.id] = new
        wanted = self._wanted(record)
        other = self.chosen.records.get((kind.name, new))
        if other is None:
            self.chosen.records[kind.name, new] = CarriedRecord(kind.name, new, wanted, [title])
            return
        other.titles.append(title)
        for name, found in wanted.items():
            there = other.wanted.setdefault(name, [])
            there += [one for one in found if all(one.value != known.value for known in there)]

    def _wanted(self, record: OldRecord) -> dict[str, list[CarriedValue]]:
        """What each field says there; several values where they differ and nobody has chosen one."""
        found: dict[str, list[CarriedValue]] = {}
        for name, heads in record.state.visible.items():
            of = self.kind.fields.get(name)
            if of is None:
                if not name.startswith(INTERNAL) and heads[-1].value is not None:
                    self.chosen.values[self.kind.name, name.removeprefix(NOT_OURS), NO_FIELD] += 1
                continue
            for head in heads:
                value, why = self.heirs.value(of, head.value)
                stored = to_stored(value)
                if why:
                    self.chosen.values[self.kind.name, name, why] += 1
                elif all(stored != one.value for one in found.get(name, ())):
                    found.setdefault(name, []).append(CarriedValue(stored, head.stamp))
        return found
