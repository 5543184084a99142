"""Rules of the state machine about merges that are taken back and done again, and what must hold beside the log."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.db.aside_model import Setting
from tests.db.log_model import Model

ALL_ASIDE = "SELECT o.record, f.name, o.stamp, o.value FROM set_aside o JOIN field f ON f.no = o.field"
NOTHING, EDIT, REFER, DELETE = "nothing", "edit", "refer", "delete"
BACK, EARLIER_BACK, AGAIN, MERGED_AGAIN = "back", "the one before back", "again", "merged again"


class TakesMergesBack:
    """Part of the machine, whose are `at`, `two`, `model` and what begins with `_`."""

    at: Any
    two: Any
    model: Model
    _compare: Any
    _delete: Any
    _enter: Any
    _put: Any
    _take_in: Any
    desk = st.integers(0, 3)

    @rule(number=desk, back=st.integers(0, 3))
    def a_merge_is_taken_back(self, number: int, back: int) -> None:
        self.take_merge_back(self.at(number), back)

    @rule(number=desk, back=st.integers(0, 3))
    def a_merge_is_done_again(self, number: int, back: int) -> None:
        self.do_merge_again(self.at(number), back)

    @rule(
        number=desk, other=desk, named=st.booleans(), then=st.booleans(),
        work=st.sampled_from([NOTHING, EDIT, REFER, DELETE]),
        turns=st.lists(st.sampled_from([BACK, EARLIER_BACK, AGAIN, MERGED_AGAIN]), min_size=1, max_size=4),
    )  # fmt: skip
    def work_of_others_comes_and_goes(
        self, number: int, other: int, named: bool, then: bool, work: str, turns: list[str]
    ) -> None:
        """`named`: a second record that came names the first; `then`: the others went on and that came too."""
        desk, far = self.two(number, other)
        place = self._enter(far, "place", {"name": "a", "unit": "11", "near": None})
        last = self._enter(far, "place", {"name": "b", "unit": "11", "near": place}) if named else place
        self._take_in(desk, far.path, far.copy)
        if then:
            self._put(far, place, "name", "c")
            self._take_in(desk, far.path, far.copy)
        if work == EDIT:
            self._put(desk, last, "name", "d")
        elif work == REFER:
            self._enter(desk, "visit", {"date": "2022-05-01", "place": last, "n": None, "m": None})
        elif work == DELETE:
            self._delete(desk, last)
        for turn in turns:
            if turn == MERGED_AGAIN:
                self._take_in(desk, far.path, far.copy)
            elif turn == AGAIN:
                self.do_merge_again(desk, 0)
            else:
                self.take_merge_back(desk, int(turn == EARLIER_BACK))

    def setting(self, desk: Any) -> Setting:
        return Setting(self.model, desk.copy, desk.aside)

    def do_merge_again(self, desk: Any, back: int) -> None:
        undone = [n for n, merge in enumerate(desk.aside.merges) if merge.undone]
        if undone:
            which = undone[-1 - back % len(undone)]
            told = desk.office.redo_merge(desk.aside.merges[which].act)
            assert told.changes == len(self.setting(desk).redo(which))
            self._compare(desk)

    def take_merge_back(self, desk: Any, back: int) -> None:
        standing = [n for n, merge in enumerate(desk.aside.merges) if merge.brought and not merge.undone]
        if standing:
            which = standing[-1 - back % len(standing)]
            act = desk.aside.merges[which].act
            told = desk.office.undo_merge(act)
            gone = self.setting(desk).undo(which)
            assert told.changes == len(gone)
            assert bool(told.act) == bool(gone)
            assert gone or told.kept
            self._compare(desk)

    def compare_aside(self, desk: Any) -> None:
        facts = [self.model.facts[no] for no in desk.aside.facts]
        assert set(desk.office.run(ALL_ASIDE)) == {(f.record, f.field, f.stamp, f.value) for f in facts}
