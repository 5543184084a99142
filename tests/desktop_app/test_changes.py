"""What a record is follows from the set of its changes alone."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.changes import (
    NONE,
    Change,
    Edit,
    deletion,
    heads_of,
    join_stamps,
    keep,
    record_state,
    split_stamps,
)
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.record_ids import natural_id, random_id
from desktop_app.domain.values import Stored
from tests.small_plan import SOURCE

PLAN = parse_plan(SOURCE)
ITEM = PLAN.kinds["item"]


def stamp(number: int) -> bytes:
    return number.to_bytes(14)


def change(
    number: int, field: str, value: Stored, replaces: tuple[int, ...] = (), covers: tuple[int, ...] = ()
) -> Change:
    return Change(
        stamp(number), "r", "visit", field, value, frozenset(map(stamp, replaces)), frozenset(map(stamp, covers))
    )


# --- one field -----------------------------------------------------------------------------------------------------


def test_a_change_that_another_one_replaces_is_no_head() -> None:
    now = record_state([change(1, "n", 5), change(2, "n", 6, (1,))])
    assert (now.shown, now.open_fields, now.deleted) == ({"n": 6}, (), False)


def test_a_wrong_clock_does_not_decide_against_who_had_seen_the_other() -> None:
    assert record_state([change(9, "n", 5), change(2, "n", 6, (9,))]).shown == {"n": 6}


def test_two_who_did_not_see_each_other_are_in_conflict_and_the_later_one_shows() -> None:
    now = record_state([change(1, "n", 5), change(2, "n", 6, (1,)), change(3, "n", 7, (1,))])
    assert (now.shown, now.open_fields) == ({"n": 7}, ("n",))


def test_two_who_left_the_same_value_agree() -> None:
    now = record_state([change(2, "n", 6), change(3, "n", 6)])
    assert now.open_fields == ()
    assert now.holding("n") == {stamp(2), stamp(3)}


def test_typing_over_a_conflict_ends_only_what_was_shown() -> None:
    now = record_state([change(2, "n", 6), change(3, "n", 7)])
    assert now.holding("n") == {stamp(3)}
    assert now.all_heads("n") == {stamp(2), stamp(3)}
    assert now.holding("unknown") == NONE


def test_a_forged_circle_of_replacements_shows_its_latest_change() -> None:
    assert record_state([change(1, "n", 5, (2,)), change(2, "n", 6, (1,))]).shown == {"n": 6}


# --- deletion ------------------------------------------------------------------------------------------------------


def test_a_deletion_that_saw_everything_deletes() -> None:
    now = record_state([change(1, "n", 5), change(2, "deleted", 1, (), (1,))])
    assert (now.deleted, now.back, now.into, now.open_fields) == (True, False, None, ())


def test_an_unseen_edit_brings_a_record_back_as_a_conflict() -> None:
    now = record_state([change(1, "n", 5), change(2, "deleted", 1, (), (1,)), change(3, "n", 6, (1,))])
    assert (now.deleted, now.back, now.open_fields, now.shown) == (False, True, ("deleted",), {"n": 6})


def test_a_value_that_a_deletion_covers_hides_behind_one_that_it_had_not_seen() -> None:
    now = record_state([change(9, "n", 5), change(2, "deleted", 1, (), (9,)), change(3, "n", 6)])
    assert now.shown == {"n": 6}
    assert now.hidden("n") == {stamp(9)}
    assert now.open_fields == ("deleted",)


def test_deletions_cover_together() -> None:
    changes = [
        change(1, "n", 5),
        change(2, "n", 6),
        change(3, "deleted", 1, (), (1,)),
        change(4, "deleted", 1, (), (2,)),
    ]
    assert record_state(changes).deleted
    assert not record_state(changes[:3]).deleted


def test_a_restoration_that_a_deletion_had_not_seen_keeps_the_record() -> None:
    now = record_state(
        [
            change(1, "n", 5),
            change(2, "deleted", 1, (), (1,)),
            change(3, "deleted", 0, (2,)),
            change(4, "deleted", 1, (), (1,)),
        ]
    )
    assert (now.deleted, now.open_fields) == (False, ("deleted",))


def test_a_restored_record_is_no_conflict() -> None:
    now = record_state([change(1, "n", 5), change(2, "deleted", 1, (), (1,)), change(3, "deleted", 0, (2,))])
    assert (now.deleted, now.back, now.open_fields) == (False, False, ())


def test_a_joined_record_leads_to_the_one_it_was_joined_into() -> None:
    joined = record_state([change(1, "n", 5), change(2, "deleted", "into:a", (), (1,))])
    assert (joined.deleted, joined.into) == (True, "a")
    assert record_state([change(1, "n", 5), change(2, "deleted", "odd", (), (1,))]).into is None


def test_deleting_and_joining_unseen_is_a_conflict_and_the_later_one_stands() -> None:
    both = [change(1, "n", 5), change(2, "deleted", "into:a", (), (1,)), change(3, "deleted", 1, (), (1,))]
    assert record_state(both).open_fields == ("deleted",)
    assert record_state(both).into is None
    assert record_state(both[:2]).open_fields == ()


def test_keeping_settles_what_was_hidden_to_what_is_shown() -> None:
    now = record_state([change(9, "n", 5), change(2, "deleted", 1, (), (9,)), change(3, "n", 6)])
    assert keep("r", "visit", now) == [
        Edit("r", "visit", "deleted", 0, frozenset([stamp(2)])),
        Edit("r", "visit", "n", 6, frozenset([stamp(3), stamp(9)])),
    ]


def test_keeping_leaves_an_open_conflict_open() -> None:
    now = record_state([change(9, "n", 5), change(2, "deleted", 1, (), (9,)), change(3, "n", 6), change(4, "n", 7)])
    assert now.open_fields == ("n", "deleted")
    assert keep("r", "visit", now)[1] == Edit("r", "visit", "n", 7, frozenset([stamp(4), stamp(9)]))


def test_a_deletion_made_now_has_seen_every_head() -> None:
    now = record_state([change(1, "n", 5), change(2, "n", 6), change(3, "m", 7), change(4, "deleted", 0)])
    made = deletion("r", "visit", now)
    assert made.replaces == {stamp(4)}
    assert made.covers == {stamp(1), stamp(2), stamp(3)}


# --- any set of changes --------------------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Changes of which each replaces and covers only what is there already, in the order they were made."""
    made: list[Change] = []
    for number in draw(st.permutations(range(1, 9))):
        field = draw(st.sampled_from(["n", "m", "deleted"]))
        of_field = [c.stamp for c in made if c.field == field]
        others = [c.stamp for c in made if c.field != "deleted"]
        seen = draw(st.sets(st.sampled_from(of_field))) if of_field else set()
        covered = draw(st.sets(st.sampled_from(others))) if others and field == "deleted" else set()
        value = draw(st.sampled_from([0, 1]))
        made.append(Change(stamp(number), "r", "visit", field, value, frozenset(seen), frozenset(covered)))
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_changes_arrive_makes_no_difference(made: list[Change], chance: Random) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert record_state(shuffled) == record_state(made)


@given(histories())
def test_a_conflict_is_open_exactly_where_uncovered_heads_differ(made: list[Change]) -> None:
    now = record_state(made)
    for name, heads in heads_of(made).items():
        if name != "deleted" and not now.deleted:
            seen = {h.value for h in heads if h.stamp not in now.hidden(name)}
            assert (name in now.open_fields) == (len(seen) > 1)
            assert now.shown[name] in seen


@given(histories())
def test_deleting_what_is_seen_now_always_deletes_and_keeping_it_always_restores(made: list[Change]) -> None:
    edit = deletion("r", "visit", record_state(made))
    gone = [*made, Change(stamp(100), "r", "visit", "deleted", 1, edit.replaces, edit.covers)]
    assert record_state(gone).deleted
    kept = [
        Change(stamp(101 + i), e.record, e.kind, e.field, e.value, e.replaces)
        for i, e in enumerate(keep("r", "visit", record_state(gone)))
    ]
    assert not record_state([*gone, *kept]).deleted


# --- ids and stamps ------------------------------------------------------------------------------------------------


def test_one_key_gives_one_id_in_every_file() -> None:
    assert natural_id(ITEM, {"stop": "s1", "k": 1, "note": "a"}) == natural_id(ITEM, {"k": 1, "stop": "s1"})
    assert natural_id(ITEM, {"stop": "s1", "k": 1}) == "i2mtl5r4zgfmu6lujtb3a6opbq"
    assert natural_id(ITEM, {"stop": "s1", "k": 1}) != natural_id(ITEM, {"stop": "s1", "k": 2})


def test_without_a_whole_key_there_is_no_id() -> None:
    assert natural_id(ITEM, {"stop": "s1"}) is None
    assert natural_id(PLAN.kinds["visit"], {"n": 1}) is None


def test_a_random_id_has_small_letters_and_digits_only() -> None:
    assert random_id(bytes(range(16))) == "aaaqeayeaudaocajbifqydiob4"


@pytest.mark.parametrize("stamps", [set(), {stamp(1)}, {stamp(2), stamp(1)}])
def test_a_set_of_stamps_is_stored_as_one_blob(stamps: set[bytes]) -> None:
    blob = join_stamps(stamps)
    assert split_stamps(blob) == stamps
    assert blob == (b"".join(sorted(stamps)) or None)
