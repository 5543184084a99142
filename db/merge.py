"""Other files come into ours: looked through one by one, shown before anything happens, taken in as one act."""

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from db.connection import sentences
from db.data_file import DataFile, reread, units_of
from db.inspection import Checked
from db.scope import Mark, marks_of
from db.source import is_same, take_copy
from db.staging import Brought, Staging
from db.store import Store
from desktop_app.domain.changes import record_state
from desktop_app.domain.merging import (
    ALL,
    COUNTS,
    MERGED,
    NOTHING_NEW,
    REFUSED,
    MergeResult,
    Source,
    SourceReport,
    UnitReport,
)
from desktop_app.domain.plan import parse_plan
from desktop_app.domain.plan_check import check_plan
from desktop_app.errors import AppError

PlanRow = tuple[str, int, str, str]
Count = Counter[str]  # by the names in COUNTS
Amounts = dict[str, Any]


@dataclass
class _Plans:
    """The plans that our file and the sources before hold, those that are new, and the one that takes ours over."""

    id: str
    edition: int
    unit: str
    known: dict[tuple[str, int], str]
    marks: set[Mark]
    new: list[PlanRow] = field(default_factory=list)
    adopted: dict[str, Any] | None = None

    def check(self, checked: Checked) -> list[PlanRow]:
        """The plans of a source that are new here, by edition. AppError: they do not go with ours."""
        name = checked.source.name
        for plan, edition, digest, _ in checked.plans:
            if self.known.get((plan, edition), digest) != digest:
                raise AppError("merge.other_plan", file=name, plan=plan, edition=edition)
        new = [row for row in checked.plans if (row[0], row[1]) not in self.known]
        later = self.later(new)
        if later and (check_plan(later) or self.unit not in units_of(later, later["plan"]["unit_version"])):
            raise AppError("merge.bad_plan", file=name)
        return new

    def later(self, rows: list[PlanRow]) -> dict[str, Any] | None:
        """The last of these plans that takes the place of ours."""
        found = [row for row in rows if row[0] == self.id and row[1] > self.edition]
        return dict(json.loads(found[-1][3])) if found else None

    def add(self, rows: list[PlanRow]) -> None:
        later = self.later(rows)
        if later:
            self.adopted, self.edition = later, later["plan"]["edition"]
        self.new += rows
        self.marks |= marks_of_all(rows)
        self.known |= {(row[0], row[1]): row[2] for row in rows}


def marks_of_all(plans: Iterable[PlanRow]) -> set[Mark]:
    return {mark for row in plans for mark in marks_of(json.loads(row[3])["kinds"])}


def merge(data: DataFile, sources: Iterable[Source], author: str, *, dry_run: bool) -> tuple[MergeResult, DataFile]:
    """Take files in, all that can be read in one act; a dry run only tells what would happen.

    The file as it is afterwards comes back too: a later edition of the plan may be in force.
    """
    with tempfile.TemporaryDirectory(prefix="sokehoach-") as folder:
        staging = Staging(data.connection, Path(folder, "staged.db"))
        plans = _plans_of(data)
        with staging.opened():
            reports = [_look_at(data, staging, plans, source, Path(folder)) for source in sources]
        result = MergeResult(reports)
        if dry_run or not (result.changes or plans.new):
            return result, data
        act = _take_in(data.store, staging.path, plans, author, reports)
    return MergeResult(reports, act), reread(data) if plans.adopted else data


def _plans_of(data: DataFile) -> _Plans:
    rows = data.connection.execute("SELECT id, edition, digest, body FROM main.plan").fetchall()
    known = {(row[0], row[1]): row[2] for row in rows}
    return _Plans(data.plan.id, data.plan.edition, data.meta["unit"], known, marks_of_all(rows))


def _look_at(data: DataFile, staging: Staging, plans: _Plans, source: Source, folder: Path) -> SourceReport:
    """Stage one source; one that can't be taken is refused with a sentence and stops no other."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        try:
            if is_same(source.path, data.path):
                name = data.units.name(data.meta["unit"])
                return SourceReport(source.name, NOTHING_NEW, unit=data.meta["unit"], unit_name=name)
            return _stage(data, staging, plans, take_copy(source, Path(own)))
        except AppError as error:
            return SourceReport(source.name, REFUSED, str(error))


def _stage(data: DataFile, staging: Staging, plans: _Plans, checked: Checked) -> SourceReport:
    with sentences(checked.source.path), staging.comparing(checked):
        if staging.contradicts():
            raise AppError("merge.contradicts", file=checked.source.name)
        new = plans.check(checked)
        later = plans.later(new)
        units = _units(data, staging, checked, plans.marks | marks_of_all(new)) if staging.changes() else []
        report = _report(data, staging, checked, units, bool(new))
        if report.changes:
            staging.take()
        plans.add(new)
    return replace(report, edition=later["plan"]["edition"] if later else None)


def _units(data: DataFile, staging: Staging, checked: Checked, marks: set[Mark]) -> list[UnitReport]:
    """What the source brings of each unit: what lies in the scope first."""
    below, own = data.units.descendants, checked.meta["unit"]
    inside = set(below(own)) & set(below(data.meta["unit"])) if own in data.units else set()
    take = checked.source.take
    staging.sort(marks, inside, None if ALL in take else {unit for code in take for unit in below(code)})
    counts: dict[tuple[str, bool, bool], Count] = defaultdict(Counter)
    for record in staging.records():
        _weigh(staging, record, counts[record.unit, record.inside, record.taken])
    for unit, lies_inside, taken, records in staging.same():
        counts[unit, lies_inside, taken]["same"] = records
    found = [UnitReport(unit, data.units.name(unit), *how, **Amounts(count)) for (unit, *how), count in counts.items()]
    return sorted(found, key=lambda of: (not of.inside, of.unit))


def _report(data: DataFile, staging: Staging, checked: Checked, units: list[UnitReport], plans: bool) -> SourceReport:
    unit, taken = checked.meta["unit"], [of for of in units if of.taken]
    outside = [of for of in units if not of.inside]
    total: Count = Counter({"same": 0 if units else staging.count_same()})
    for of in taken:
        total.update({name: getattr(of, name) for name in COUNTS})
    return SourceReport(
        checked.source.name, MERGED if total["changes"] or plans else NOTHING_NEW, unit=unit,
        unit_name=data.units.name(unit), author=str(checked.meta.get("author", "")), units=units,
        **Amounts(total), outside=sum(of.changes for of in outside),
        left=sum(of.changes for of in outside if not of.taken),
    )  # fmt: skip


def _weigh(staging: Staging, record: Brought, count: Count) -> None:
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


def _take_in(store: Store, staged: Path, plans: _Plans, author: str, reports: Iterable[SourceReport]) -> bytes:
    """The one moment in which our file changes: everything durably together, or nothing."""
    book = store.book
    try:
        with store.attached(staged), store.writing():
            store.keep_plans(plans.new)
            if plans.adopted:
                plan = parse_plan(plans.adopted)
                store.adopt(plans.adopted, plan, units_of(plans.adopted, plan.unit_version))
            store.take_in()
            return store.note_merge(author, [(r.name, r.unit, r.changes) for r in reports if r.status == MERGED])
    except BaseException:
        store.book = book
        raise
