"""A recovery code comes back from paper as it was, and a slip of the hand is found in the group where it happened."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.recovery_code import DIGITS, from_text, group_count, is_right, to_groups
from tests.sentences import refused

SECRET = bytes(range(200, 248))
SIZE = len(SECRET)
GROUPS = to_groups(SECRET)


@given(st.binary(min_size=SIZE, max_size=SIZE), st.sampled_from([" ", "-", "", "\n", " . "]))
def test_what_was_printed_comes_back(secret: bytes, between: str) -> None:
    groups = to_groups(secret)
    assert len(groups) == group_count(SIZE) == 25
    assert {len(group) for group in groups} == {DIGITS}
    assert from_text(between.join(groups), SIZE) == secret


def test_every_wrong_digit_is_found_in_its_group() -> None:
    for place, group in enumerate(GROUPS):
        for at, digit in itertools.product(range(DIGITS), "0123456789"):
            wrong = group[:at] + digit + group[at + 1 :]
            if wrong != group:
                assert not is_right(wrong)
        typed = [*GROUPS[:place], str(int(group[0]) ^ 1) + group[1:], *GROUPS[place + 1 :]]
        with refused(f"gõ sai ở nhóm số: {place + 1}\\."):
            from_text(" ".join(typed), SIZE)


def test_two_neighbours_that_changed_places_are_found() -> None:
    for group, at in itertools.product(GROUPS, range(DIGITS - 1)):
        swapped = group[:at] + group[at + 1] + group[at] + group[at + 2 :]
        assert swapped == group or not is_right(swapped)


def test_groups_that_changed_places_are_found() -> None:
    for first, second in itertools.combinations(range(len(GROUPS) - 1), 2):
        typed = list(GROUPS)
        typed[first], typed[second] = typed[second], typed[first]
        with refused("không khớp với nhau"):
            from_text(" ".join(typed), SIZE)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (" ".join(GROUPS[:-1]), "phải có 150 chữ số, mới có 144"),
        (" ".join([*GROUPS, GROUPS[0]]), "phải có 150 chữ số, mới có 156"),
        (" ".join(GROUPS).replace("0", "o"), "chỉ gồm chữ số"),
        ("", "phải có 150 chữ số, mới có 0"),
        (" ".join(["999999", *GROUPS[1:]]), "ở nhóm số: 1"),
    ],
    ids=["a group is missing", "a group too many", "letters", "nothing", "more than two bytes"],
)  # fmt: skip
def test_what_is_no_code_is_said(typed: str, sentence: str) -> None:
    with refused(sentence):
        from_text(typed, SIZE)
