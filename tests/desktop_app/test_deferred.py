"""What is worked out when somebody first looks at it."""

from collections.abc import Iterator

from desktop_app.domain.deferred import Deferred


def test_nothing_is_made_before_somebody_looks_and_nothing_twice() -> None:
    made = []

    def make() -> Iterator[int]:
        made.append(1)
        yield from (3, 5)

    deferred = Deferred(make)
    assert made == []
    assert (len(deferred), list(deferred), deferred[0], deferred[1:]) == (2, [3, 5], 3, (5,))
    assert made == [1]


def test_it_is_like_any_sequence_of_the_same_things() -> None:
    deferred = Deferred(lambda: (1, 2))
    assert deferred == Deferred(lambda: [1, 2]) == (1, 2)
    assert deferred != (1,)
    assert repr(deferred) == "(1, 2)"
    assert not Deferred[int](lambda: ())
