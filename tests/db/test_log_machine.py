"""Copies of one file written, merged, cloned and taken back in any order, held against the plain model."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from db import data_file
from db.connection import connect
from db.log import stored_digest
from desktop_app.domain.changes import natural_id
from desktop_app.errors import AppError
from tests.db import wrong_aside_rules, wrong_rules
from tests.db.aside_model import Aside
from tests.db.aside_rules import TakesMergesBack
from tests.db.log_model import FIELDS, KEY, PARENT, Copy, Fact, Model, Value, View
from tests.db.office import Office, Timepiece, a_clock

MOST_COPIES = 4
A_DAY = 86_400_000
DATES, SMALL = ("2022-05-01", "2022-05-02"), (1, 2, 3)
POOLS: dict[str, tuple[Value, ...]] = {"date": DATES, "n": SMALL, "m": SMALL, "k": SMALL}
SHARED_MEMORY = Path("/dev/shm")
SOAK = settings.get_current_profile_name() == "soak"
EXAMPLES = 500 if SOAK else 50
ROUNDS = settings().max_examples // 2 // EXAMPLES if SOAK else 1  # small ones, shared out to all cores


def scratch() -> Path:
    """A folder in memory where the machine has one: nothing here is about durability."""
    return Path(tempfile.mkdtemp(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None))


class Desk:
    """One copy of the file at work: the program's, and what the model knows of it."""

    def __init__(self, name: str, path: Path, timepiece: Timepiece, copy: Copy, aside: Aside) -> None:
        self.name = name
        self.path = path
        self.timepiece = timepiece
        self.copy = copy
        self.aside = aside
        self.office = Office.open(path, name, a_clock(path.name, timepiece))


class LogMachine(TakesMergesBack, RuleBasedStateMachine):
    """The rules are what people do; after each, the copy must show what the model says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = scratch()
        self.model = Model()
        self.desks: list[Desk] = []
        self.snapshots: list[tuple[Path, Copy]] = []
        start, model, copy = some_records()
        self.model = deepcopy(model)
        first = self.folder / "start.db"
        first.write_bytes(start)
        for number in range(2):
            self._open(number, first, copy.copy(), Aside())

    def _open(self, number: int, origin: Path, copy: Copy, aside: Aside) -> Desk:
        path = Path(shutil.copy(origin, self.folder / f"desk{number}.db"))
        self.desks.append(Desk(f"office {number}", path, Timepiece(), copy, aside))
        return self.desks[-1]

    def teardown(self) -> None:
        try:
            self._all_come_together()
        finally:
            for desk in self.desks:
                desk.office.close()
            shutil.rmtree(self.folder)

    # --- people at work -------------------------------------------------------------------------------------------

    desk = st.integers(0, MOST_COPIES - 1)

    def at(self, number: int) -> Desk:
        return self.desks[number % len(self.desks)]

    def two(self, number: int, other: int) -> tuple[Desk, Desk]:
        """Two different desks."""
        return self.at(number), self.at(number + 1 + other % (len(self.desks) - 1))

    def view(self, desk: Desk) -> View:
        return self.model.view(desk.copy)

    def pick(self, data: st.DataObject, among: Any) -> Any:
        """One of some records, in the order in which they were first met, so that examples shrink well."""
        known = [self.model.facts[no].record for no in sorted(self.model.facts)]
        ordered = sorted(set(among), key=lambda record: (known.index(record) if record in known else 0, record))
        return data.draw(st.sampled_from(ordered)) if ordered else None

    def live(self, desk: Desk, *kinds: str) -> list[str]:
        rows = self.view(desk).rows
        return [record for kind in kinds or FIELDS for record in rows[kind]]

    @rule(number=desk, ahead=st.sampled_from([1, 1000, 36_000_000, 400 * A_DAY, -400 * A_DAY, -A_DAY]))
    def time_passes_or_the_clock_goes_wrong(self, number: int, ahead: int) -> None:
        self.at(number).timepiece.pass_by(milliseconds=ahead)

    @rule(number=desk, kind=st.sampled_from(list(FIELDS)), data=st.data())
    def a_record_is_entered(self, number: int, kind: str, data: st.DataObject) -> None:
        desk = self.at(number)
        values: dict[str, Value] = {"unit": "11"} if kind == "place" else {}
        for name, target in FIELDS[kind].items():
            if name in PARENT.get(kind, ()) and not self.live(desk, str(target)):
                return
            used = [None] if name in (*PARENT.get(kind, ()), *KEY.get(kind, ())) else []
            values.setdefault(name, self._some_value(desk, data, kind, name, used))
        self._enter(desk, kind, values)

    def _enter(self, desk: Desk, kind: str, values: dict[str, Value]) -> str:
        key = natural_id(desk.office.data.plan.kinds[kind], values)
        if key and key in self.live(desk, kind):
            return key
        record = desk.office.create(kind, **values)
        self._done(desk, self.model.create(desk.copy, record, kind, values), "edit")
        return record

    @rule(number=desk, data=st.data())
    def a_field_is_edited(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        if record := self.pick(data, self.live(desk)):
            name = self._some_field(desk, data, record)
            self._edit(desk, data, record, name)

    @rule(number=desk, other=desk, agree=st.booleans(), then=st.sampled_from(["settled", "typed over"]), data=st.data())
    def two_edit_one_field_unseen(self, number: int, other: int, agree: bool, then: str, data: st.DataObject) -> None:
        desk, far = self.two(number, other)
        record = self.pick(data, set(self.live(desk)) & set(self.live(far)))
        if record is None:
            return
        name = self._some_field(desk, data, record)
        self._edit(far, data, record, name)
        theirs = self._shown(far, record, name)
        if agree:
            self._put(desk, record, name, theirs)
        else:
            self._edit(desk, data, record, name, unlike=theirs)
        self._take_in(desk, far.path, far.copy)
        if then == "typed over":
            self._edit(desk, data, record, name)
        self._go_on(desk, data, record, name, then)

    @rule(
        number=desk, other=desk, first=st.booleans(), both=st.booleans(), then=st.sampled_from(["left", "settled"]),
        data=st.data(),
    )  # fmt: skip
    def one_deletes_what_another_edits(
        self, number: int, other: int, first: bool, both: bool, then: str, data: st.DataObject
    ) -> None:
        """`first`: who deletes edited the same field before; `both`: the other one deletes as well."""
        desk, far = self.two(number, other)
        record = self.pick(data, set(self.live(desk)) & set(self.live(far)))
        if record is None:
            return
        name = self._some_field(desk, data, record)
        self._edit(far, data, record, name)
        if first:
            self._edit(desk, data, record, name)
        for one in (desk, far) if both else (desk,):
            self._delete(one, record)
        self._take_in(desk, far.path, far.copy)
        self._go_on(desk, data, record, "deleted", then)

    def _go_on(self, desk: Desk, data: st.DataObject, record: str, name: str, then: str) -> None:
        """Settle the conflict that arose, and perhaps think better of it."""
        if then == "settled" and (record, name) in self.view(desk).open:
            self._settle(desk, data, record, name)
        if data.draw(st.booleans()):
            self._take_back(desk, 0)

    @rule(number=desk, data=st.data())
    def a_conflict_is_typed_over(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        open_ = {(record, name) for record, name in self.view(desk).open if name != "deleted"}
        if record := self.pick(data, {record for record, _ in open_}):
            name = data.draw(st.sampled_from(sorted(name for other, name in open_ if other == record)))
            self._edit(desk, data, record, name)

    def _edit(self, desk: Desk, data: st.DataObject, record: str, name: str, unlike: Value = None) -> None:
        """Give a field another value than it shows, and than `unlike`."""
        used = {self._shown(desk, record, name), unlike}
        self._put(desk, record, name, self._some_value(desk, data, self._kind(desk, record), name, used))

    def _put(self, desk: Desk, record: str, name: str, value: Value) -> None:
        act = desk.office.put(record, **{name: value})
        self._done(desk, self.model.put(desk.copy, record, self._kind(desk, record), {name: value}), "edit", act)

    def _shown(self, desk: Desk, record: str, name: str) -> Value:
        now = self.model.record(desk.copy, record)
        return now.shown.get(name) if now else None

    def _some_field(self, desk: Desk, data: st.DataObject, record: str) -> str:
        kind = self._kind(desk, record)
        return data.draw(st.sampled_from([n for n in FIELDS[kind] if n not in KEY.get(kind, ()) and n != "unit"]))

    def _kind(self, desk: Desk, record: str) -> str:
        now = self.model.record(desk.copy, record)
        assert now
        return now.kind

    def _some_value(self, desk: Desk, data: st.DataObject, kind: str, name: str, used: Iterable[Value] = ()) -> Value:
        """A value for a field, another than those already used; None where there is no other."""
        target = FIELDS[kind][name]
        if target:
            found: str | None = self.pick(data, set(self.live(desk, target)) - set(used))
            return found
        pool: tuple[Value, ...] = POOLS.get(name, ("a", "b", "c"))
        return data.draw(st.sampled_from([value for value in (*pool, None) if value not in used]))

    @rule(number=desk, k=st.sampled_from([1, 2, 3]), data=st.data())
    def a_key_is_corrected(self, number: int, k: int, data: st.DataObject) -> None:
        desk = self.at(number)
        record = self.pick(data, self.live(desk, "item"))
        now = self.model.record(desk.copy, record) if record else None
        if now is None or now.shown["k"] == k:
            return
        key = natural_id(desk.office.data.plan.kinds["item"], {**now.shown, "k": k})
        assert key
        if key in self.live(desk, "item"):
            with pytest.raises(AppError, match=r"đã có phiếu"):
                desk.office.correct(record, k=k)
            return
        made = self.model.correct(desk.copy, record, key, {"k": k})
        assert desk.office.correct(record, k=k) == key
        self._done(desk, made, "edit")

    @rule(number=desk, data=st.data())
    def a_record_is_deleted(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        if record := self.pick(data, self.live(desk)):
            self._delete(desk, record)

    def _delete(self, desk: Desk, record: str) -> None:
        self._try(desk, self.model.delete(desk.copy, record), "delete", lambda: desk.office.delete(record))

    @rule(number=desk, data=st.data())
    def a_record_is_restored(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        if record := self.pick(data, self.view(desk).gone):
            act = desk.office.restore(record)
            self._done(desk, self.model.restore(desk.copy, record), "edit", act)

    @rule(number=desk, data=st.data())
    def a_conflict_is_settled(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        open_ = self.view(desk).open
        if record := self.pick(data, {record for record, _ in open_}):
            name = data.draw(st.sampled_from(sorted(name for other, name in open_ if other == record)))
            self._settle(desk, data, record, name)

    def _settle(self, desk: Desk, data: st.DataObject, record: str, name: str) -> None:
        now = self.model.record(desk.copy, record)
        assert now
        heads = sorted({fact.value for fact in now.standing[name]}, key=repr)
        value = data.draw(st.sampled_from([*heads, *([0, 1] if name == "deleted" else [])]))
        made = self.model.settle(desk.copy, record, name, value)
        self._try(desk, made, "settle", lambda: desk.office.settle(record, name, value))

    @rule(number=desk, data=st.data())
    def duplicates_are_joined(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        one = self.pick(data, self.live(desk, "place", "visit"))
        other = self.pick(data, set(self.live(desk, self._kind(desk, one))) - {one}) if one else None
        if other:
            made = self.model.join(desk.copy, one, other)
            self._done(desk, made, "join", desk.office.join(one, other))

    @rule(number=desk, back=st.integers(0, 5))
    def an_own_act_is_taken_back(self, number: int, back: int) -> None:
        self._take_back(self.at(number), back)

    def _take_back(self, desk: Desk, back: int) -> None:
        own = [act for act in desk.copy.acts if act in desk.copy.own]
        act = own[-1 - back % len(own)]
        made = self.model.undo(desk.copy, act)
        self._done(desk, made, "undo", desk.office.undo(self.model.acts[act].id), act)

    # --- files that travel ----------------------------------------------------------------------------------------

    @rule(number=desk, other=desk)
    def one_takes_in_another(self, number: int, other: int) -> None:
        desk, far = self.two(number, other)
        self._take_in(desk, far.path, far.copy)

    @rule(number=desk, other=desk, data=st.data())
    def a_part_of_a_copy_is_taken_in(self, number: int, other: int, data: st.DataObject) -> None:
        source = self.at(other)
        records = {self.model.facts[no].record for no in source.copy.facts}
        chosen = {self.pick(data, records) for _ in range(2)}
        path = self.folder / "part.db"
        shutil.copy(source.path, path)
        keep_only(path, chosen)
        self._take_in(self.at(number), path, source.copy, chosen)

    @rule(number=desk, other=desk, which=st.integers(0, 9))
    def a_copy_is_put_aside_and_a_stale_one_taken_in(self, number: int, other: int, which: int) -> None:
        desk = self.at(number)
        path = self.folder / f"snapshot{len(self.snapshots)}.db"
        shutil.copy(desk.path, path)
        self.snapshots.append((path, desk.copy.copy()))
        self._take_in(self.at(other), *self.snapshots[which % len(self.snapshots)])

    @precondition(lambda self: len(self.desks) < MOST_COPIES)
    @rule(number=desk)
    def a_file_is_copied_to_a_second_pc(self, number: int) -> None:
        desk = self.at(number)
        self._open(len(self.desks), desk.path, desk.copy.copy(), desk.aside.copy())

    def _take_in(self, desk: Desk, path: Path, source: Copy, records: set[str] | None = None) -> None:
        act = desk.office.merge(path)
        new = desk.office.run(NEW_OF_MERGE, (act,)).fetchone()[0]
        assert new == self.setting(desk).merge(act, source, records)
        self._compare(desk)

    # --- held against the model -----------------------------------------------------------------------------------

    def _try(self, desk: Desk, made: list[Fact] | None, kind: str, do: Callable[[], bytes | None]) -> None:
        """Do what the model expects: nothing but a refusal where it says None."""
        if made is None:
            with pytest.raises(AppError, match=r"phiếu khác dùng bản ghi này"):
                do()
            return
        self._done(desk, made, kind, do())

    def _done(
        self, desk: Desk, made: list[Fact], kind: str, act: bytes | None = b"", target: int | None = None
    ) -> None:
        """An act was done: the log must have got exactly the model's facts, each ending and covering the same."""
        if not made:
            assert not act
            return
        before = {record: self._standing(desk, record) for record in {fact.record for fact in made}}
        number = self.model.commit(desk.copy, made, kind, target)
        act = act or desk.office.run(LATEST_ACT).fetchone()[0]
        self.model.acts[number].id = act
        changes = desk.office.run(CHANGES_OF_ACT, (act,)).fetchall()
        assert sorted(repr(c[:3]) for c in changes) == sorted(repr((f.record, f.field, f.value)) for f in made)
        rows = {c[:3]: (c[3], c[4] or b"", c[5] or b"") for c in changes}
        for fact in made:
            fact.stamp, replaces, covers = rows[fact.record, fact.field, fact.value]
            heads = before[fact.record]
            assert split(replaces) == {f.stamp for f in heads if f.field == fact.field and f.no in fact.saw}
            at_stake = {f.stamp for f in heads if f.field != "deleted"}
            assert split(covers) & at_stake == {f.stamp for f in heads if f.no in fact.saw_record}
        self._compare(desk)

    def _standing(self, desk: Desk, record: str) -> list[Fact]:
        now = self.model.record(desk.copy, record)
        return [fact for of_field in now.standing.values() for fact in of_field] if now else []

    def _compare(self, desk: Desk) -> None:
        view, run = self.view(desk), desk.office.run
        for kind, fields in FIELDS.items():
            names = ", ".join(fields)
            rows = {
                r[0]: (dict(zip(fields, r[2:], strict=True)), r[1])
                for r in run(f"SELECT id, _state, {names} FROM {kind}")
            }
            assert rows == view.rows[kind], kind
        assert desk.office.conflicts() == view.open
        flags = run("SELECT id, deleted, held, joined_into FROM record").fetchall()
        assert {r[0] for r in flags if r[1]} == view.gone
        assert {r[0] for r in flags if r[2]} == view.held
        assert {r[0]: r[3] for r in flags if r[3]} == view.joined
        facts = [self.model.facts[no] for no in desk.copy.facts]
        ever = {(f.record, f.field, f.stamp, f.value) for f in facts}
        assert set(run(ALL_CHANGES)) == ever  # nothing ever saved is lost
        assert stored_digest(desk.office.data.connection) == digest(facts)
        self.compare_aside(desk)

    def _all_come_together(self) -> None:
        """Whatever the order: the same records, the same conflicts, the same digest; a second time changes nothing."""
        first, *others = self.desks
        for desk in others:
            first.office.absorb(desk.path)
        for desk in reversed(others):
            desk.office.absorb(first.path)
        whole = Copy(set().union(*(desk.copy.facts for desk in self.desks)))
        for desk in self.desks:
            desk.copy.facts = set(whole.facts)
            desk.aside.facts -= whole.facts
            self._compare(desk)
            assert desk.office.absorb(first.path) == 0
            assert data_file.check(desk.office.data) == []


@cache
def some_records() -> tuple[bytes, Model, Copy]:
    """What all offices know from the start, so that every rule finds something to do: a file, and what it means."""
    folder, model, copy = scratch(), Model(), Copy()
    path = folder / "start.db"
    office = Office.new(path)

    def enter(kind: str, **values: Value) -> str:
        record = office.create(kind, **values)
        made = model.create(copy, record, kind, values)
        act = model.commit(copy, made, "edit")
        changes = {c[1]: c for c in office.run(CHANGES_OF_ACT, office.run(LATEST_ACT).fetchone())}
        model.acts[act].id = office.run(LATEST_ACT).fetchone()[0]
        for fact in made:
            fact.stamp = changes[fact.field][3]
        return record

    here, there = enter("place", name="a", unit="11"), enter("place", name="b", unit="11")
    stop = enter("stop", visit=enter("visit", date="2022-05-01", place=here, n=2))
    enter("item", stop=stop, k=1, place=there)
    office.close()
    start = path.read_bytes()
    shutil.rmtree(folder)
    return start, model, copy


NEW_OF_MERGE = "SELECT changes FROM merged_file WHERE act = ?"
LATEST_ACT = "SELECT id FROM act ORDER BY no DESC LIMIT 1"
CHANGES_OF_ACT = (
    "SELECT r.id, f.name, c.value, c.stamp, c.replaces, c.covers FROM change_log c JOIN act a ON a.no = c.act"
    " JOIN record r ON r.no = c.record JOIN field f ON f.no = c.field WHERE a.id = ?"
)
ALL_CHANGES = (
    "SELECT r.id, f.name, c.stamp, c.value FROM change_log c JOIN record r ON r.no = c.record"
    " JOIN field f ON f.no = c.field"
)


def split(stamps: bytes) -> set[bytes]:
    return {stamps[i : i + 14] for i in range(0, len(stamps), 14)}


def digest(facts: list[Fact]) -> tuple[int, int]:
    return len(facts), sum(int.from_bytes(fact.stamp[8:]) for fact in facts) % 2**48


def keep_only(path: Path, records: set[str]) -> None:
    """Make a file a part of itself: only what its log says of some records."""
    connection = connect(path)
    marks = ", ".join("?" * len(records))
    gone = f"SELECT no FROM record WHERE id NOT IN ({marks})"
    connection.execute(f"DELETE FROM conflict WHERE record IN ({gone})", tuple(records))
    connection.execute(f"DELETE FROM change_log WHERE record IN ({gone})", tuple(records))
    connection.execute(f"DELETE FROM record WHERE id NOT IN ({marks})", tuple(records))
    connection.close()


@pytest.mark.parametrize("steps", [10, 40], ids=["short", "long"])
@pytest.mark.parametrize("number", range(ROUNDS))
def test_copies_show_what_the_model_says(steps: int, number: int) -> None:
    """Many short histories find what a few acts can break, long ones what only many acts together can."""
    chance = SystemRandom().getrandbits(64) if SOAK else number
    machine = seed(chance)(type("Round", (LogMachine,), {}))
    run_state_machine_as_test(machine, settings=settings(max_examples=EXAMPLES, stateful_step_count=steps))


@pytest.mark.parametrize("wrong", [*wrong_rules.ALL, *wrong_aside_rules.ALL], ids=lambda wrong: wrong.__name__)
def test_a_wrong_rule_is_caught(wrong: wrong_rules.Wrong, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong(monkeypatch)
    search = settings(
        max_examples=500, stateful_step_count=15, derandomize=True, database=None, deadline=None, print_blob=False,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    with pytest.raises(AssertionError):
        run_state_machine_as_test(LogMachine, settings=search)
