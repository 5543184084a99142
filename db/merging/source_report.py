"""What one source brings, counted by unit: what becomes of each of its records here."""

from collections import Counter, defaultdict
from typing import Any

from db.merging.foreign_erasures import logged_below, unit_of
from db.merging.inspection import Checked
from db.merging.known_units import Mark
from db.merging.source import Ask
from db.merging.staging import IncomingRecord, Selection, Staging
from db.open_file import OpenFile
from desktop_app.domain.changes import record_state
from desktop_app.domain.merging import (
    ALL,
    COUNTS,
    MERGED,
    NOTHING_NEW,
    ForeignAct,
    Source,
    SourceReport,
    UnitReport,
)  # fmt: skip
from desktop_app.domain.plan_offers import named_edition
from desktop_app.domain.unit_words import unit_words

MANY = 200  # records between two questions whether to go on
Count = Counter[str]  # by the names in COUNTS
Amounts = dict[str, Any]


def count_units(
    file: OpenFile, staging: Staging, source: Source, checked: Checked, marks: set[Mark], ask: Ask
) -> list[UnitReport]:
    """What the source brings of each unit: what lies in the scope first."""
    unit = unit_of(file, checked)
    sender = logged_below(file, unit) if unit else set()
    units = None if ALL in source.take else {one for code in source.take for one in logged_below(file, code)}
    taken = Selection(units, source.acts)
    staging.sort(marks, sender, logged_below(file, file.unit), taken, common=file.unit in sender)
    counts: dict[tuple[str, bool, bool], Count] = defaultdict(Counter)
    again = staging.again()
    for number, record in enumerate(staging.records()):
        if number % MANY == 0:
            ask()
        count = counts[file.units.now(record.unit), record.inside, record.taken]
        count["reverted"] += record.no in again
        _weigh(staging, record, count)
    for code, lies_inside, is_taken, records in staging.same():
        counts[file.units.now(code), lies_inside, is_taken]["same"] += records
    found = [
        UnitReport(code, unit_words(file.plan, code), *how, **Amounts(count)) for (code, *how), count in counts.items()
    ]
    return sorted(found, key=lambda of: (not of.inside, of.unit))


def acts_outside(file: OpenFile, staging: Staging) -> list[ForeignAct]:
    """The acts of the source that concern others than those below it, one by one."""
    return [
        ForeignAct(act, kind, file.units.now(unit or ""), unit_words(file.plan, unit or ""), author, time, changes,
                   records, tuple(sorted(map(file.names.plan_kind, kinds.split(",")))), bool(picked) or not alone,
                   int(alone if picked else 0))
        for act, kind, unit, author, time, changes, records, kinds, picked, alone in staging.acts_left()
    ]  # fmt: skip


def report_of(
    file: OpenFile, staging: Staging, source: Source, checked: Checked, units: list[UnitReport], plans: bool
) -> SourceReport:
    """All that is taken of the source, with `plans` where it brings new ones."""
    unit, taken = file.units.now(checked.meta["unit"]), [of for of in units if of.taken]
    outside = [of for of in units if not of.inside]
    acts = acts_outside(file, staging) if any(of.changes for of in outside) else []
    total: Count = Counter({"same": 0 if units else staging.count_records()})
    for of in taken:
        total.update({name: getattr(of, name) for name in COUNTS})
    total["changes"] += sum(act.alone for act in acts)
    return SourceReport(
        source.name, MERGED if total["changes"] or plans else NOTHING_NEW, unit=unit,
        unit_name=unit_words(file.plan, unit), author=str(checked.meta.get("author", "")), units=units, acts=acts,
        **Amounts(total), outside=sum(of.changes for of in outside),
        left=sum(of.changes for of in outside if not of.taken) - sum(act.alone for act in acts),
        edition=edition_of(file, checked),
    )  # fmt: skip


def edition_of(file: OpenFile, checked: Checked) -> int:
    """The edition of our plan under which a source is kept; 0 where it is kept under another plan."""
    rows = [row for row in checked.plans if row[0] == file.plan.id]
    return int(named_edition(rows, checked.meta)[1]) if rows and checked.meta.get("plan") == file.plan.id else 0


def _weigh(staging: Staging, record: IncomingRecord, count: Count) -> None:
    """What becomes of one record: its state without the source against that with it."""
    count["changes"] += record.changes
    if record.erasure:
        count["erasures"] += 1
        return
    if record.plain and not record.known:
        count["new"] += 1
        return
    known, incoming = staging.before(record.no), staging.incoming(record.no)
    returning = {change.stamp for change in incoming}
    now = record_state([*(change for change in known if change.stamp not in returning), *incoming])
    before = record_state(known)
    if not known:
        count["new"] += not now.deleted
    elif now.deleted and not before.deleted:
        count["deleted"] += 1
    else:
        count["changed"] += 1
    count["conflicts"] += len(set(now.open_fields) - set(before.open_fields))
