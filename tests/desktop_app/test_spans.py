"""Stretches taken out of a line."""

from desktop_app.domain.spans import without


def test_what_is_taken_out_of_a_line_leaves_the_pieces_between() -> None:
    assert list(without(0, 10, [])) == [(0, 10)]
    assert list(without(0, 10, [(6, 7), (2, 4)])) == [(0, 2), (4, 6), (7, 10)]
    assert list(without(0, 10, [(2, 5), (3, 4), (5, 6)])) == [(0, 2), (6, 10)]


def test_stretches_may_lie_across_the_ends_or_outside() -> None:
    assert list(without(0, 10, [(-3, 2), (8, 12)])) == [(2, 8)]
    assert list(without(0, 10, [(12, 13), (14, 15), (-5, -1)])) == [(0, 10)]
    assert list(without(0, 10, [(-1, 11)])) == []
