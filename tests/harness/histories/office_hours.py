"""The desks of one history and what every rule needs: picking, doing what the model expects, writing it down."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from db import file_check
from tests.harness.histories.aside import Aside
from tests.harness.histories.comparing import compare, compare_act
from tests.harness.histories.desk import ALL_UNITS, LATEST_ACT, Desk, beginning, scratch
from tests.harness.histories.facts import Copy, Fact, Value
from tests.harness.histories.plan import FIELDS, KEY
from tests.harness.histories.view import View, view_of
from tests.sentences import refused

MOST_COPIES = 6
TALLY = Counter[str]()  # what was done since the start, by name
POOLS: dict[str, tuple[Value, ...]] = {
    "date": ("2022-05-01", "2022-05-02"), "n": (1, 2, 3), "m": (1, 2, 3), "k": (1, 2, 3), "size": (1, 2),
    "unit": ("11", "111", "112", "12", "13"),
}  # fmt: skip
Number = st.integers(0, MOST_COPIES - 1)


class OfficeHours(RuleBasedStateMachine):
    """Several desks; each history ends with all of them coming together."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = scratch()
        self.desks: list[Desk] = []
        self.most = MOST_COPIES
        self.snapshots: list[tuple[Path, Copy]] = []
        self.keys: dict[tuple[str, Value, Value], str] = {}
        self.met: dict[str, int] = {}

    @initialize(units=st.lists(st.sampled_from(ALL_UNITS), min_size=2, max_size=3), more=st.sampled_from([0, 1, 3]))
    def offices_begin(self, units: list[str], more: int) -> None:
        self.most = len(units) + more
        for unit in units:
            content, copy = beginning(unit)
            path = self.folder / f"desk{len(self.desks)}.db"
            path.write_bytes(content)
            self.desks.append(Desk(path, copy.copy()))
        for fact in self.desks[0].copy.facts.values():
            self.met.setdefault(fact.record, len(self.met))
        for record, state in self.desks[0].copy.records().items():
            if state.kind == "item":
                self.keys["item", state.shown["stop"], state.shown["k"]] = record

    def open_copy(self, origin: Path, copy: Copy, aside: Aside | None = None) -> Desk:
        """One more PC, with a copy of a file."""
        TALLY["copies"] += 1
        path = Path(shutil.copy(origin, self.folder / f"desk{len(self.desks)}.db"))
        self.desks.append(Desk(path, copy, aside))
        return self.desks[-1]

    def teardown(self) -> None:
        TALLY["histories"] += 1
        try:
            if self.desks:
                self._all_come_together()
        finally:
            for desk in self.desks:
                desk.office.close()
            shutil.rmtree(self.folder)

    def _all_come_together(self) -> None:
        """Whatever the order: the same records, the same conflicts, the same digest; a second time changes nothing."""
        *rest, last = self.desks
        first = self.desks[0]
        for desk in reversed(rest):
            last.unite(desk)
        for desk in self.desks[1:]:
            first.unite(desk)
        for desk in (first, last):
            self._catch_up(desk)
            compare(desk)
        assert last.office.absorb(first.path) == 0
        assert file_check.check(first.office.file) == []

    def _catch_up(self, desk: Desk) -> None:
        """The latest plan of all is in force everywhere."""
        latest = max(self.desks, key=lambda one: one.copy.edition)
        if desk.copy.edition < latest.copy.edition:
            desk.put_in_force(latest.copy.edition)

    # --- picking --------------------------------------------------------------------------------------------------

    def at(self, number: int) -> Desk:
        return self.desks[number % len(self.desks)]

    def two(self, number: int, other: int) -> tuple[Desk, Desk]:
        """Two different desks."""
        return self.at(number), self.at(number % len(self.desks) + 1 + other % (len(self.desks) - 1))

    def view(self, desk: Desk) -> View:
        return view_of(desk.copy)

    def pick(self, data: st.DataObject, among: Iterable[str]) -> Any:
        """One of some records, in the order in which they were first met, so that examples shrink well."""
        ordered = sorted(set(among), key=self.met.__getitem__)
        return data.draw(st.sampled_from(ordered)) if ordered else None

    def live(self, desk: Desk, *kinds: str) -> list[str]:
        rows = self.view(desk).rows
        return [record for kind in kinds or rows for record in rows.get(kind, ())]

    def shown(self, desk: Desk, record: str, name: str) -> Value:
        now = desk.copy.record(record)
        return now.shown.get(name) if now else None

    def some_field(self, desk: Desk, data: st.DataObject, record: str) -> str:
        kind = desk.copy.kind(record)
        return data.draw(st.sampled_from([name for name in FIELDS[kind] if name not in KEY.get(kind, ())]))

    def some_value(self, desk: Desk, data: st.DataObject, kind: str, name: str, used: Iterable[Value] = ()) -> Value:
        """A value for a field, another than those already used; None where there is no other."""
        target = FIELDS[kind][name]
        if target:
            found: str | None = self.pick(data, set(self.live(desk, target)) - set(used))
            return found
        pool: tuple[Value, ...] = POOLS.get(name, ("a", "b", "c"))
        return data.draw(st.sampled_from([value for value in (*pool, None) if value not in used]))

    # --- doing ----------------------------------------------------------------------------------------------------

    def edit(self, desk: Desk, data: st.DataObject, record: str, name: str, unlike: Value = None) -> None:
        """Give a field another value than it shows, and than `unlike`."""
        used = {self.shown(desk, record, name), unlike}
        self.put(desk, record, name, self.some_value(desk, data, desk.copy.kind(record), name, used))

    def put(self, desk: Desk, record: str, name: str, value: Value) -> None:
        from tests.harness.histories.act_facts import put

        act = desk.office.put(record, **{name: value})
        self.done(desk, put(desk.copy, record, desk.copy.kind(record), {name: value}), "edit", act)

    def attempt(self, desk: Desk, made: list[Fact] | None, kind: str, do: Callable[[], bytes | None]) -> None:
        """Do what the model expects: nothing but a refusal where it says None."""
        if made is None:
            with refused(r"phiếu khác dùng phiếu này"):
                do()
            return
        self.done(desk, made, kind, do())

    def done(self, desk: Desk, made: list[Fact], kind: str, act: bytes | None = b"", target: int | None = None) -> None:
        """An act was done: the log must have got exactly the model's facts, and show what follows from them."""
        if not made:
            assert not act
            return
        act = act or bytes(desk.office.run(LATEST_ACT).fetchone()[0])
        compare_act(desk, act, made)
        desk.copy.commit(made, kind, act, target)
        TALLY["acts"] += 1
        for fact in made:
            self.met.setdefault(fact.record, len(self.met))
        compare(desk)
