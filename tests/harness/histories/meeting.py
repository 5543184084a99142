"""Rules in which two desks do something unseen by each other and one takes the other in: conflicts, and their end."""

from contextlib import closing

from hypothesis import strategies as st
from hypothesis.stateful import rule

from desktop_app.domain.merging import ALL
from tests.harness.histories.comparing import compare
from tests.harness.histories.desk import ALL_UNITS, Desk
from tests.harness.histories.office_hours import Number
from tests.harness.histories.turning import Turning


class Meeting(Turning):
    @rule(
        number=Number,
        other=Number,
        agree=st.booleans(),
        then=st.sampled_from(["settled", "typed over"]),
        data=st.data(),
    )
    def two_edit_one_field_unseen(self, number: int, other: int, agree: bool, then: str, data: st.DataObject) -> None:
        desk, far = self.two(number, other)
        record = self.pick(data, set(self.live(desk)) & set(self.live(far)))
        if record is None:
            return
        name = self.some_field(desk, data, record)
        self.edit(far, data, record, name)
        theirs = self.shown(far, record, name)
        if agree:
            self.put(desk, record, name, theirs)
        else:
            self.edit(desk, data, record, name, unlike=theirs)
        self.unite(desk, far)
        if then == "typed over":
            self.edit(desk, data, record, name)
        self._go_on(desk, data, record, name, then)

    @rule(
        number=Number, other=Number, first=st.booleans(), both=st.booleans(),
        then=st.sampled_from(["left", "settled", "kept"]),
        data=st.data(),
    )  # fmt: skip
    def one_deletes_what_another_edits(
        self, number: int, other: int, first: bool, both: bool, then: str, data: st.DataObject
    ) -> None:
        """`first`: who deletes edited the same field before; `both`: the other one deletes as well."""
        desk, far = self.two(number, other)
        kinds = ("visit", "stop", "item", "gadget")
        record = self.pick(data, set(self.live(desk, *kinds)) & set(self.live(far, *kinds)))
        if record is None:
            return
        name = self.some_field(desk, data, record)
        self.edit(far, data, record, name)
        if first:
            self.edit(desk, data, record, name, unlike=self.shown(far, record, name))
        for one in (desk, far) if both else (desk,):
            self.delete(one, record)
        self.unite(desk, far)
        self._go_on(desk, data, record, "deleted", then)

    @rule(number=Number, other=Number, data=st.data())
    def one_erases_what_another_took_in(self, number: int, other: int, data: st.DataObject) -> None:
        """It goes by itself where the one is below the other, and is asked about else."""
        desk, far = self.two(number, other)
        record = self.pick(data, self.live(far, "spot"))
        if record is None:
            return
        if self.shown(far, record, "unit") != far.copy.unit:
            self.put(far, record, "unit", far.copy.unit)
        self.edit(far, data, record, "name")
        self.merge(desk, [(far.path, far.copy)], ())
        last = [fact for fact in far.copy.of_record(record) if fact.field == "name"][-1]
        if last.value is not None:
            self._erase(far, [last])
        self.merge(desk, [(far.path, far.copy)], ())

    @rule(number=Number, other=Number, third=Number, before=st.booleans(), data=st.data())
    def a_value_comes_empty_first(self, number: int, other: int, third: int, before: bool, data: st.DataObject) -> None:
        """One erases what another wrote; a third takes in the one and then the other. `before`: it had taken in the
        value, and that merge was taken back.
        """
        desk, far, last = *self.two(number, other), self.at(third)
        record = self.pick(data, self.live(far, "spot"))
        if record is None or last in (desk, far):
            return
        self.edit(far, data, record, "name")
        self.unite(desk, far)
        if before:
            self.unite(last, far)
            self.take_merge_back(last, 0)
        made = [fact for fact in desk.copy.of_record(record) if fact.field == "name" and fact.value is not None]
        if made:
            self._erase(desk, made[-1:])
        for one in (desk, far):
            self.merge(last, [(one.path, one.copy)], (ALL,))
        self.take_merge_back(last, 0)

    @rule(number=Number, other=Number, data=st.data())
    def one_deletes_what_another_refers_to(self, number: int, other: int, data: st.DataObject) -> None:
        """The record is held; the part of its own unit may lack what holds it."""
        desk, far = self.two(number, other)
        both = set(self.live(desk, "spot")) & set(self.live(far, "spot"))
        goes = self.pick(data, both)
        names = self.pick(data, both - {goes})
        if names is None:
            return
        if self.shown(far, names, "near") != goes:
            self.put(far, names, "near", goes)
        self.delete(desk, goes)
        self.unite(desk, far)
        unit = str(self.shown(desk, goes, "unit"))
        sent = Desk(*self.part(desk, unit if unit in ALL_UNITS else "1"))
        with closing(sent.office):
            compare(sent)

    @rule(number=Number, other=Number, unit=st.sampled_from(("11", "111", "12")), data=st.data())
    def a_record_moves_to_another_unit(self, number: int, other: int, unit: str, data: st.DataObject) -> None:
        """It still belongs to the one before as well."""
        desk, far = self.two(number, other)
        if record := self.pick(data, self.live(desk, "spot")):
            before = str(self.shown(desk, record, "unit"))
            if before != unit:
                self.put(desk, record, "unit", unit)
            if before in ALL_UNITS:
                self.merge(far, [self.part(desk, before)], ())

    def _go_on(self, desk: Desk, data: st.DataObject, record: str, name: str, then: str) -> None:
        """Settle the conflict that arose, and perhaps think better of it."""
        if then in ("settled", "kept") and (record, name) in self.view(desk).open:
            self.settle(desk, data, record, name, keep=then == "kept")
        if data.draw(st.booleans()):
            self.take_back(desk, 0)
