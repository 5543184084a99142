"""Rules of work at one desk: entering, editing, keys, deleting, restoring, settling, joining, undo, erasing."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from desktop_app.domain.changes import Edit
from desktop_app.domain.record_ids import random_id
from tests.harness.histories import act_facts, taking_back
from tests.harness.histories.desk import Desk
from tests.harness.histories.facts import Fact, Value
from tests.harness.histories.office_hours import Number, OfficeHours
from tests.harness.histories.plan import ERASURE, FIELDS, KEY, PARENT
from tests.sentences import refused

A_DAY = 86_400_000
LEAPS = [1, 1000, 36_000_000, -A_DAY, 400 * A_DAY, -400 * A_DAY, 9 * 365 * A_DAY, -9 * 365 * A_DAY]


class Work(OfficeHours):
    @rule(number=Number, ahead=st.sampled_from(LEAPS))
    def time_passes_or_the_clock_goes_wrong(self, number: int, ahead: int) -> None:
        self.at(number).timepiece.pass_by(milliseconds=ahead)

    @rule(number=Number, kind=st.sampled_from(["spot", "visit", "stop", "item"]), data=st.data())
    def a_record_is_entered(self, number: int, kind: str, data: st.DataObject) -> None:
        desk = self.at(number)
        values: dict[str, Value] = {}
        for name, target in desk.copy.plan.fields[kind].items():
            if name in PARENT.get(kind, ()) and not self.live(desk, str(target)):
                return
            used = [None] if name in (*PARENT.get(kind, ()), *KEY.get(kind, ())) else []
            values[name] = self.some_value(desk, data, kind, name, used)
        self.enter(desk, kind, values)

    def enter(self, desk: Desk, kind: str, values: dict[str, Value]) -> str:
        key = (kind, values.get("stop"), values.get("k"))
        known = self.keys.get(key)
        if known and known in self.live(desk, kind):
            return known
        record = desk.office.create(kind, **values)
        if kind in KEY:
            assert self.keys.setdefault(key, record) == record
        self.done(desk, act_facts.create(desk.copy, record, kind, values), "edit")
        return record

    @rule(number=Number, size=st.sampled_from([1, 2]), data=st.data())
    def a_program_that_knows_more_enters_a_gadget(self, number: int, size: int, data: st.DataObject) -> None:
        """Under the first edition of the plan nobody knows what that is, but it is kept."""
        desk = self.at(number)
        values: dict[str, Value] = {"size": size, "spot": self.some_value(desk, data, "gadget", "spot")}
        record = random_id(desk.office.file.clock.random(16))
        made = act_facts.create(desk.copy, record, "gadget", values)
        act = desk.office.write([Edit(record, "gadget", fact.field, fact.value) for fact in made])
        self.done(desk, made, "edit", act)

    @rule(number=Number, data=st.data())
    def a_field_is_edited(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        if record := self.pick(data, self.live(desk)):
            self.edit(desk, data, record, self.some_field(desk, data, record))

    @rule(number=Number, k=st.sampled_from([1, 2, 3]), data=st.data())
    def a_key_is_corrected(self, number: int, k: int, data: st.DataObject) -> None:
        desk = self.at(number)
        record = self.pick(data, self.live(desk, "item"))
        now = desk.copy.record(record) if record else None
        if now is None or now.shown["k"] == k:
            return
        key = ("item", now.shown["stop"], k)
        if None in key or self.keys.get(key) in self.live(desk, "item"):
            with refused(r"đã có phiếu|hãy chọn đủ"):
                desk.office.correct(record, k=k)
            return
        new = desk.office.correct(record, k=k)
        assert self.keys.setdefault(key, new) == new
        self.done(desk, act_facts.correct(desk.copy, record, new, {"k": k}), "edit")

    @rule(number=Number, data=st.data())
    def a_record_is_deleted(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        if record := self.pick(data, self.live(desk)):
            self.delete(desk, record)

    def delete(self, desk: Desk, record: str) -> None:
        self.attempt(desk, act_facts.delete(desk.copy, record), "delete", lambda: desk.office.delete(record))

    @rule(number=Number, data=st.data())
    def a_record_is_restored(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        if record := self.pick(data, self.view(desk).gone):
            act = desk.office.restore(record)
            self.done(desk, act_facts.restore(desk.copy, record), "edit", act)

    @rule(number=Number, data=st.data())
    def a_conflict_is_typed_over(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        open_ = {(record, name) for record, name in self.view(desk).open if name != "deleted"}
        if record := self.pick(data, {record for record, _ in open_}):
            name = data.draw(st.sampled_from(sorted(name for other, name in open_ if other == record)))
            self.edit(desk, data, record, name)

    @rule(number=Number, data=st.data())
    def a_conflict_is_settled(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        open_ = self.view(desk).open
        if record := self.pick(data, {record for record, _ in open_}):
            name = data.draw(st.sampled_from(sorted(name for other, name in open_ if other == record)))
            self.settle(desk, data, record, name)

    def settle(self, desk: Desk, data: st.DataObject, record: str, name: str, keep: bool = False) -> None:
        now = desk.copy.record(record)
        assert now
        heads = sorted({fact.value for fact in now.standing[name]}, key=repr)
        values = [*dict.fromkeys([0, *heads, 1])] if name == "deleted" else heads
        value = 0 if keep else data.draw(st.sampled_from(values))
        made = act_facts.settle(desk.copy, record, name, value)
        self.attempt(desk, made, "settle", lambda: desk.office.settle(record, name, value))

    @rule(number=Number, data=st.data())
    def duplicates_are_joined(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        one = self.pick(data, self.live(desk, "spot", "visit"))
        other = self.pick(data, set(self.live(desk, desk.copy.kind(one))) - {one}) if one else None
        if other:
            made = act_facts.join(desk.copy, one, other)
            self.done(desk, made, "join", desk.office.join(one, other))

    @rule(number=Number, back=st.integers(0, 5))
    def an_own_act_is_taken_back(self, number: int, back: int) -> None:
        self.take_back(self.at(number), back)

    def take_back(self, desk: Desk, back: int) -> None:
        """Undo an own act; where that was an undo itself, the act is done again."""
        own = [act for no, act in desk.copy.acts.items() if no in desk.copy.own and act.kind != "erase"]
        if own:
            act = own[-1 - back % len(own)]
            made = taking_back.undo(desk.copy, act.no)
            self.done(desk, made, "undo", desk.office.undo(act.id), act.no)

    @rule(number=Number, data=st.data())
    def an_act_is_taken_back_done_again_and_taken_back(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        if record := self.pick(data, self.live(desk)):
            self.edit(desk, data, record, self.some_field(desk, data, record))
            for _ in range(data.draw(st.integers(2, 3))):
                self.take_back(desk, 0)
            self.take_back(desk, data.draw(st.integers(1, 3)))

    @rule(number=Number, data=st.data())
    def a_value_is_corrected_and_the_wrong_one_erased(self, number: int, data: st.DataObject) -> None:
        desk = self.at(number)
        if record := self.pick(data, self.live(desk)):
            name = self.some_field(desk, data, record)
            self.edit(desk, data, record, name)
            known = [f for f in desk.copy.of_record(record) if f.field == name and f.value is not None]
            if known:
                self._erase(desk, known[:1])

    @rule(number=Number, data=st.data())
    def a_value_is_erased(self, number: int, data: st.DataObject) -> None:
        """Any value that a record ever had, with all others of its field or alone."""
        desk = self.at(number)
        known = [f for f in desk.copy.facts.values() if f.value is not None and f.field != "deleted"]
        record = self.pick(data, {fact.record for fact in known if fact.kind != ERASURE})
        if record is None:
            return
        of_record = [fact for fact in known if fact.record == record]
        name = data.draw(
            st.sampled_from([n for n in FIELDS[of_record[0].kind] if any(f.field == n for f in of_record)])
        )
        going = [fact for fact in of_record if fact.field == name]
        if data.draw(st.booleans()):
            going = [data.draw(st.sampled_from(going))]
        self._erase(desk, going)

    def _erase(self, desk: Desk, going: list[Fact]) -> None:
        act = desk.office.erase(*(fact.stamp for fact in going))
        erasure = desk.office.run("SELECT id FROM record ORDER BY no DESC LIMIT 1").fetchone()[0]
        self.done(desk, act_facts.erase(erasure, going), "erase", act)
