"""Rules of files that travel: whole and in part, fresh and stale, one and several, with plans, onto second PCs."""

import shutil
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from db.editions import edition_before
from db.merging.sending import CopyContent, write_copy
from desktop_app.domain.merging import ALL, NOTHING_NEW, REFUSED, Source, SourceReport
from desktop_app.domain.plan_offers import DECLINED, OFFERED
from tests.harness.histories.authority import Sender, judged, undecided
from tests.harness.histories.comparing import compare
from tests.harness.histories.desk import ALL_UNITS, Desk, beginning, later_plan
from tests.harness.histories.facts import Copy, Fact
from tests.harness.histories.office_hours import TALLY, Number, OfficeHours
from tests.harness.histories.plan import EDITIONS, Edition
from tests.harness.histories.scope import going

NEW_OF_MERGE = "SELECT changes FROM _merge_source WHERE act = ?"
File = tuple[Path, Copy]
Take = st.sampled_from([(), (ALL,), ("12",), ("111",)])


class Travel(OfficeHours):
    @rule(number=Number, other=Number)
    def one_takes_in_another(self, number: int, other: int) -> None:
        self.unite(*self.two(number, other))

    def unite(self, desk: Desk, far: Desk) -> None:
        """The union of two logs by an act that can be taken back: no scope, no plan."""
        desk.aside.catch_up(desk.copy)
        before = set(desk.copy.facts)
        act = desk.office.merge(far.path)
        new = desk.office.run(NEW_OF_MERGE, (act,)).fetchone()[0]
        found, returned = desk.absorb(far.copy)
        assert new == found
        desk.aside.merged(desk.copy, act, before, returned)
        compare(desk)
        TALLY["merges"] += 1

    @rule(number=Number, others=st.lists(Number, min_size=1, max_size=3), take=Take, look_first=st.booleans())
    def files_are_taken_in(self, number: int, others: list[int], take: tuple[str, ...], look_first: bool) -> None:
        """One or several, perhaps our own or the same one twice, by their scope."""
        files = [(self.at(other).path, self.at(other).copy) for other in others]
        self.merge(self.at(number), files, take, look_first)

    @rule(number=Number, other=Number, which=st.integers(0, 9), take=Take)
    def a_copy_is_put_aside_and_a_stale_one_taken_in(
        self, number: int, other: int, which: int, take: tuple[str, ...]
    ) -> None:
        desk = self.at(number)
        path = self.folder / f"snapshot{len(self.snapshots)}.db"
        shutil.copy(desk.path, path)
        self.snapshots.append((path, desk.copy.copy()))
        self.merge(self.at(other), [self.snapshots[which % len(self.snapshots)]], take)

    @rule(number=Number, other=Number, unit=st.sampled_from(ALL_UNITS), take=Take)
    def a_unit_s_part_is_sent(self, number: int, other: int, unit: str, take: tuple[str, ...]) -> None:
        self.merge(self.at(other), [self.part(self.at(number), unit)], take)

    @precondition(lambda self: len(self.desks) < self.most)
    @rule(number=Number, unit=st.sampled_from(ALL_UNITS))
    def somebody_works_on_with_a_part(self, number: int, unit: str) -> None:
        compare(self.open_copy(*self.part(self.at(number), unit)))

    @precondition(lambda self: len(self.desks) < self.most)
    @rule(number=Number)
    def a_file_is_copied_to_a_second_pc(self, number: int) -> None:
        desk = self.at(number)
        self.open_copy(desk.path, desk.copy.copy(), desk.aside.copy())

    @precondition(lambda self: any(desk.copy.edition == 1 for desk in self.desks))
    @rule(number=Number)
    def a_later_plan_comes(self, number: int) -> None:
        path = self.folder / "later.db"
        path.write_bytes(later_plan())
        seeds = [fact for fact in beginning("1")[1].facts.values() if fact.act == 0]
        copy = Copy("1", 2, 2, acts={0: beginning("1")[1].acts[0]})
        copy.add(seeds)
        self.merge(self.at(number), [(path, copy)], ())

    @precondition(lambda self: any(desk.copy.edition == 1 for desk in self.desks))
    @rule(number=Number)
    def a_later_plan_is_adopted(self, number: int) -> None:
        desk = next(d for d in self.desks[number % len(self.desks) :] + self.desks if d.copy.edition == 1)
        desk.put_in_force(2)
        compare(desk)

    @precondition(lambda self: any(desk.copy.edition == 2 for desk in self.desks))
    @rule(number=Number)
    def a_later_plan_is_taken_back(self, number: int) -> None:
        desk = next(d for d in self.desks[number % len(self.desks) :] + self.desks if d.copy.edition == 2)
        if edition_before(desk.office.file):
            desk.put_in_force(1)
            compare(desk)

    def part(self, desk: Desk, unit: str) -> File:
        TALLY["parts sent"] += 1
        sent = write_copy(desk.office.file, self.folder, CopyContent(unit), "2022")
        part = Copy(desk.copy.unit, desk.copy.edition, desk.copy.latest, own=set(desk.copy.own))
        part.absorb(desk.copy, going(desk.copy, desk.copy.plan.below(unit), desk.copy.known) - undecided(desk.copy))
        return sent.path, part

    def merge(self, desk: Desk, files: list[File], take: tuple[str, ...], look_first: bool = False) -> None:
        sources = [Source(path, path.name, take=take) for path, _ in files]
        seen = desk.office.receive(*sources, dry_run=True).reports if look_first else None
        if look_first:
            compare(desk)
        desk.aside.catch_up(desk.copy)
        before, result = set(desk.copy.facts), desk.office.receive(*sources)
        reports = result.reports
        assert seen is None or seen == reports
        staged, heard_of = desk.copy.copy(), max(desk.copy.latest, desk.copy.offered)
        erased, returned = set[int](), dict[int, Fact]()
        for report, (path, copy) in zip(reports, files, strict=True):
            assert report.status != REFUSED
            if path == desk.path:
                continue
            heard_of = max(heard_of, copy.latest)
            erased |= {no for fact in copy.facts.values() for no in fact.erases}
            empty = desk.copy.came_empty() | (erased - desk.copy.facts.keys())
            returning = staged.returning(copy, empty)
            new = [fact for no, fact in copy.facts.items() if no not in staged.facts] + returning
            taken = self._taken(desk, {fact.record for fact in new}, copy, take, EDITIONS[heard_of])
            self._answer(desk, staged, copy, report)
            back = [fact for fact in returning if fact.record in taken]
            left = [fact for fact in new if fact.record not in taken]
            assert (report.changes, report.left) == (staged.absorb(copy, taken) + len(back), len(left))
            staged.regain(back)
            returned |= {fact.no: fact for fact in back if fact.no in before}
        others = [copy for path, copy in files if path != desk.path]
        items = judged(desk.copy, desk.aside.facts, others, staged, EDITIONS[heard_of])
        desk.regain(staged, before)
        desk.copy = staged
        desk.copy.items |= items
        desk.copy.add(())
        if result.act:
            desk.aside.merged(desk.copy, result.act, before, set(returned))
        compare(desk)
        TALLY["merges"] += 1

    def _taken(self, desk: Desk, changing: set[str], copy: Copy, take: tuple[str, ...], known: Edition) -> set[str]:
        if ALL in take:
            return {fact.record for fact in copy.facts.values()}
        asked = frozenset[str]().union(*(desk.copy.plan.below(unit) for unit in take))
        return Sender(desk.copy, copy, changing, known).taken(asked)

    def _answer(self, desk: Desk, staged: Copy, copy: Copy, report: SourceReport) -> None:
        """Only the plan's own level issues editions, and nobody adopts one by taking in a file.

        One that was taken back here is declined, until it is put in force again.
        """
        assert desk.office.file.plan.edition == desk.copy.edition
        if copy.edition <= desk.copy.edition:
            assert report.plan is None
        elif report.plan is None:
            assert report.status == NOTHING_NEW  # known by its bytes
        else:
            taken_back = copy.edition <= desk.copy.latest
            offers = copy.unit == "1" and not taken_back
            assert report.plan.status == (OFFERED if offers else DECLINED)
            staged.offered = max(staged.offered, copy.edition if offers else 1)
