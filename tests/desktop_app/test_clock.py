"""Stamps keep their order whatever the PCs' clocks say."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.clock import LAST_COUNT, STAMP_BYTES, Clock, make_stamp, stamp_time

NOON = datetime(2022, 5, 14, 12, tzinfo=UTC)
DAY = 24 * 3600 * 1000


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def clock_at(*moments: datetime) -> Clock:
    """A clock that reads these moments one after the other, then the last one for ever."""
    waiting = list(moments)
    return Clock(lambda: waiting.pop(0) if len(waiting) > 1 else waiting[0], bytes)


@given(st.lists(st.integers(-10, 10), max_size=30))
def test_stamps_rise_while_the_clock_stays_within_a_day(jumps: list[int]) -> None:
    now = [NOON]
    clock = Clock(lambda: now[0], bytes)
    made = []
    for minutes in jumps:
        now[0] += timedelta(minutes=minutes)
        made.append(clock.next())
    assert made == sorted(set(made))


def test_a_stamp_says_when_it_was_made_and_has_a_random_tail() -> None:
    stamp = Clock(lambda: NOON, lambda n: b"abcdef"[:n]).next()
    assert len(stamp) == STAMP_BYTES
    assert stamp_time(stamp) == NOON
    assert stamp.endswith(b"abcdef")


def test_two_pcs_with_one_file_and_one_clock_make_different_stamps() -> None:
    one, other = Clock(lambda: NOON, lambda n: b"1" * n), Clock(lambda: NOON, lambda n: b"2" * n)
    assert one.next() != other.next()


def test_a_new_stamp_follows_what_was_seen_of_other_files() -> None:
    clock = clock_at(NOON)
    seen = make_stamp(milliseconds(NOON) + DAY, 7, b"\xff" * 6)
    clock.see(seen)
    assert clock.next() > seen


def test_what_lies_more_than_a_day_ahead_is_not_followed() -> None:
    clock = clock_at(NOON)
    clock.see(make_stamp(milliseconds(NOON) + DAY + 1, 0, bytes(6)))
    assert stamp_time(clock.next()) == NOON


def test_seeing_an_older_stamp_changes_nothing() -> None:
    clock = clock_at(NOON)
    first = clock.next()
    clock.see(make_stamp(0, 0, bytes(6)))
    assert clock.next() > first


def test_a_clock_set_right_during_work_takes_the_stamps_along() -> None:
    clock = clock_at(datetime(2099, 1, 1, tzinfo=UTC), NOON)
    assert stamp_time(clock.next()).year == 2099
    assert stamp_time(clock.next()) == NOON


def test_a_full_counter_goes_on_in_the_next_millisecond() -> None:
    clock = clock_at(NOON)
    clock.see(make_stamp(milliseconds(NOON), LAST_COUNT, bytes(6)))
    assert stamp_time(clock.next()) == NOON + timedelta(milliseconds=1)


def test_a_clock_before_1970_counts_from_there() -> None:
    assert stamp_time(clock_at(datetime(1960, 1, 1, tzinfo=UTC)).next()).year == 1970


def test_a_stamp_of_no_possible_time_can_still_be_shown() -> None:
    assert stamp_time(b"\xff" * STAMP_BYTES).year == 9999
