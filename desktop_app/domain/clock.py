"""Stamps: a hybrid logical clock whose order survives wrong PC clocks and cloned files."""

from collections.abc import Callable
from datetime import UTC, datetime

STAMP_BYTES = 14
MAX_LEAD_MS = 24 * 3600 * 1000

Now = Callable[[], datetime]
Random = Callable[[int], bytes]


def make_stamp(milliseconds: int, counter: int, tail: bytes) -> bytes:
    """6 bytes of time, 2 of counter, 6 random ones; as bytes they sort in time."""
    return milliseconds.to_bytes(6) + counter.to_bytes(2) + tail


def stamp_time(stamp: bytes) -> datetime:
    """When the stamp says it was made (UTC); a hint for people, never a judge."""
    return datetime.fromtimestamp(int.from_bytes(stamp[:6]) / 1000, UTC)


class Clock:
    """Gives ever larger stamps; it follows stamps that it saw, but never more than 24 hours ahead of the PC's clock."""

    def __init__(self, now: Now, random: Random) -> None:
        self.now = now
        self.random = random
        self._last = (0, 0)

    def see(self, stamp: bytes) -> None:
        """Remember a stamp of this or another file, so that the next one is larger where the clock allows it."""
        seen = (int.from_bytes(stamp[:6]), int.from_bytes(stamp[6:8]))
        if seen[0] <= self._milliseconds() + MAX_LEAD_MS:
            self._last = max(self._last, seen)

    def next(self) -> bytes:
        """A new stamp."""
        milliseconds, counter = self._last
        now = self._milliseconds()
        if now > milliseconds:
            milliseconds, counter = now, 0
        elif counter < 0xFFFF:
            counter += 1
        else:
            milliseconds, counter = milliseconds + 1, 0
        self._last = (milliseconds, counter)
        return make_stamp(milliseconds, counter, self.random(6))

    def _milliseconds(self) -> int:
        return max(0, int(self.now().timestamp() * 1000))
