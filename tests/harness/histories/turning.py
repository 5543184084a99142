"""Rules of merges that are taken back and done again."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.harness.histories import aside
from tests.harness.histories.comparing import compare
from tests.harness.histories.desk import Desk
from tests.harness.histories.office_hours import TALLY, Number
from tests.harness.histories.travel import Travel
from tests.harness.histories.work import Work

NOTHING, EDIT, REFER, DELETE = "nothing", "edit", "refer", "delete"
BACK, EARLIER_BACK, AGAIN, MERGED_AGAIN = "back", "the one before back", "again", "merged again"
TURNS = [
    [BACK],
    [EARLIER_BACK],
    [BACK, AGAIN],
    [BACK, BACK, AGAIN],
    [BACK, MERGED_AGAIN, BACK],
    [BACK, BACK, MERGED_AGAIN, BACK],
    [EARLIER_BACK, BACK, AGAIN, AGAIN],
    [EARLIER_BACK, MERGED_AGAIN, AGAIN, BACK],
]


class Turning(Work, Travel):
    @rule(number=Number, back=st.integers(0, 3))
    def a_merge_is_taken_back(self, number: int, back: int) -> None:
        self.take_merge_back(self.at(number), back)

    @rule(number=Number, back=st.integers(0, 3))
    def a_merge_is_done_again(self, number: int, back: int) -> None:
        self.do_merge_again(self.at(number), back)

    @rule(
        number=Number, other=Number, named=st.booleans(), then=st.booleans(),
        work=st.sampled_from([NOTHING, EDIT, REFER, DELETE]),
        turns=st.sampled_from(TURNS),
    )  # fmt: skip
    def work_of_others_comes_and_goes(
        self, number: int, other: int, named: bool, then: bool, work: str, turns: list[str]
    ) -> None:
        """`named`: a second record that came names the first; `then`: the others went on and that came too."""
        desk, far = self.two(number, other)
        spot = self.enter(far, "spot", {"name": "a", "unit": "11", "near": None})
        last = self.enter(far, "spot", {"name": "b", "unit": "11", "near": spot}) if named else spot
        self.unite(desk, far)
        if then:
            self.put(far, spot, "name", "c")
            self.unite(desk, far)
        if work == EDIT:
            self.put(desk, last, "name", "d")
        elif work == REFER:
            self.enter(desk, "visit", {"date": "2022-05-01", "spot": last, "n": None, "m": None})
        elif work == DELETE:
            self.delete(desk, last)
        for turn in turns:
            if turn == MERGED_AGAIN:
                self.unite(desk, far)
            elif turn == AGAIN:
                self.do_merge_again(desk, 0)
            else:
                self.take_merge_back(desk, int(turn == EARLIER_BACK))

    @rule(number=Number, other=Number, data=st.data())
    def what_others_wrote_twice_is_written_over(self, number: int, other: int, data: st.DataObject) -> None:
        """The later work rests on both of their values, on the first one through the second."""
        desk, far = self.two(number, other)
        record = self.pick(data, set(self.live(desk)) & set(self.live(far)))
        if record is None:
            return
        name = self.some_field(desk, data, record)
        for _ in range(2):
            self.edit(far, data, record, name)
        self.unite(desk, far)
        self.edit(desk, data, record, name)
        self.take_merge_back(desk, 0)

    def do_merge_again(self, desk: Desk, back: int) -> None:
        undone = [n for n, merge in enumerate(desk.aside.merges) if merge.undone]
        if undone:
            which = undone[-1 - back % len(undone)]
            told = desk.office.redo_merge(desk.aside.merges[which].act)
            assert told.changes == len(aside.redo(desk.copy, desk.aside, which))
            compare(desk)

    def take_merge_back(self, desk: Desk, back: int) -> None:
        standing = [n for n, merge in enumerate(desk.aside.merges) if merge.brought and not merge.undone]
        if standing:
            which = standing[-1 - back % len(standing)]
            told = desk.office.undo_merge(desk.aside.merges[which].act)
            gone = aside.undo(desk.copy, desk.aside, which)
            assert told.changes == len(gone)
            assert bool(told.act) == bool(gone)
            assert gone or told.retained
            compare(desk)
            TALLY["merges taken back"] += 1
