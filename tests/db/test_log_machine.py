"""Copies of one file written, merged, cloned and taken back in any order, held against the plain model."""

import pytest
from hypothesis import Phase

from db.connection import DatabaseError
from desktop_app.errors import AppError
from tests.harness.histories import wrong_rules, wrong_turns
from tests.harness.histories.machine import Conflicts, MergesTakenBack, Travels, quickly, run_histories

# which histories are played: some of these rules are caught sooner by others than the second
CHANCE: dict[wrong_rules.Wrong, int] = {
    wrong_rules.the_same_key_makes_two_records: 1, wrong_rules.what_a_record_refers_to_stays_behind: 1,
    wrong_rules.an_old_copy_brings_back_what_was_erased: 8, wrong_rules.a_value_that_came_empty_stays_empty: 4,
    wrong_rules.what_comes_empty_again_is_empty: 4, wrong_rules.who_hands_an_erasure_on_vouches_for_it: 19,
    wrong_rules.a_record_belongs_to_the_unit_that_it_named_last: 4,
    wrong_rules.a_second_file_is_not_compared_with_the_first: 6,
    wrong_rules.a_later_plan_leaves_the_tables_as_they_were: 6,
    wrong_rules.what_a_plan_says_of_its_kinds_is_forgotten: 17, wrong_turns.what_a_deletion_covers_goes: 4,
    wrong_turns.what_is_reverted_is_sent_on: 5, wrong_turns.a_merge_taken_back_stays_so_for_others: 5,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    quickly(monkeypatch)


@pytest.mark.no_cover
@pytest.mark.parametrize(("number", "steps"), [(60, 6), (15, 25)], ids=["short", "long"])
def test_copies_show_what_the_model_says(number: int, steps: int) -> None:
    """Many short histories find what a few acts can break, long ones what only many can; `make soak` plays more."""
    run_histories(number, steps, 1, Phase.shrink)


@pytest.mark.no_cover
@pytest.mark.parametrize("wrong", wrong_rules.ALL, ids=lambda wrong: wrong.__name__)
def test_a_wrong_rule_is_caught(wrong: wrong_rules.Wrong, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong(monkeypatch)
    with pytest.raises((AssertionError, AppError, DatabaseError)):
        run_histories(500, 8, CHANCE.get(wrong, 2), kind=Travels if wrong in wrong_rules.OF_TRAVEL else Conflicts)


@pytest.mark.no_cover
@pytest.mark.parametrize("wrong", wrong_turns.ALL, ids=lambda wrong: wrong.__name__)
def test_a_wrong_way_to_take_a_merge_back_is_caught(wrong: wrong_rules.Wrong, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong(monkeypatch)
    with pytest.raises((AssertionError, AppError, DatabaseError)):
        run_histories(500, 8, CHANCE.get(wrong, 2), kind=MergesTakenBack)
