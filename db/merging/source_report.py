"""What one source brings, counted by unit: what becomes of each of its records here."""

from collections import Counter, defaultdict
from typing import Any

from db.merging.inspection import Checked
from db.merging.scope import Mark
from db.merging.source import Ask
from db.merging.staging import IncomingRecord, Staging
from db.open_file import OpenFile
from desktop_app.domain.changes import record_state
from desktop_app.domain.merging import ALL, COUNTS, MERGED, NOTHING_NEW, Source, SourceReport, UnitReport

MANY = 200  # records between two questions whether to go on
Count = Counter[str]  # by the names in COUNTS
Amounts = dict[str, Any]


def count_units(
    file: OpenFile, staging: Staging, source: Source, checked: Checked, marks: set[Mark], ask: Ask
) -> list[UnitReport]:
    """What the source brings of each unit: what lies in the scope first."""
    below, own = file.units.descendants, checked.meta["unit"]
    inside = set(below(own)) & set(below(file.unit)) if own in file.units else set()
    staging.sort(marks, inside, None if ALL in source.take else {unit for code in source.take for unit in below(code)})
    counts: dict[tuple[str, bool, bool], Count] = defaultdict(Counter)
    again = staging.again()
    for number, record in enumerate(staging.records()):
        if number % MANY == 0:
            ask()
        count = counts[record.unit, record.inside, record.taken]
        count["reverted"] += record.no in again
        _weigh(staging, record, count)
    for unit, lies_inside, taken, records in staging.same():
        counts[unit, lies_inside, taken]["same"] = records
    found = [UnitReport(unit, file.units.name(unit), *how, **Amounts(count)) for (unit, *how), count in counts.items()]
    return sorted(found, key=lambda of: (not of.inside, of.unit))


def report_of(
    file: OpenFile, staging: Staging, source: Source, checked: Checked, units: list[UnitReport], plans: bool
) -> SourceReport:
    """All that is taken of the source, with `plans` where it brings new ones."""
    unit, taken = checked.meta["unit"], [of for of in units if of.taken]
    outside = [of for of in units if not of.inside]
    total: Count = Counter({"same": 0 if units else staging.count_records()})
    for of in taken:
        total.update({name: getattr(of, name) for name in COUNTS})
    return SourceReport(
        source.name, MERGED if total["changes"] or plans else NOTHING_NEW, unit=unit,
        unit_name=file.units.name(unit), author=str(checked.meta.get("author", "")), units=units,
        **Amounts(total), outside=sum(of.changes for of in outside),
        left=sum(of.changes for of in outside if not of.taken),
    )  # fmt: skip


def _weigh(staging: Staging, record: IncomingRecord, count: Count) -> None:
    """What becomes of one record: its state without the source against that with it."""
    count["changes"] += record.changes
    if record.plain and not record.known:
        count["new"] += 1
        return
    known = staging.before(record.no)
    now = record_state([*known, *staging.incoming(record.no)])
    before = record_state(known)
    if not known:
        count["new"] += not now.deleted
    elif now.deleted and not before.deleted:
        count["deleted"] += 1
    else:
        count["changed"] += 1
    count["conflicts"] += len(set(now.open_fields) - set(before.open_fields))
