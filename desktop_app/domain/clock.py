"""Stamps: a hybrid logical clock whose order survives wrong PC clocks and cloned files."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from desktop_app.errors import AppError
from desktop_app.messages import Message

STAMP_BYTES = 14
TAIL_BYTES = 6
MAX_LEAD_MS = 24 * 3600 * 1000
LAST_COUNT = 0xFFFF
TOLERANCE = timedelta(hours=1)
YEARS_AWAY = timedelta(days=2 * 365)
BUILT = datetime(2026, 11, 28, tzinfo=UTC)  # set with each release
USED_FOR = timedelta(days=3653)  # nobody works with a program that is older
OTHERS_MOVE = timedelta(hours=24)

Now = Callable[[], datetime]
Random = Callable[[int], bytes]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BELIEVABLE_MS = int((BUILT + USED_FOR).timestamp() * 1000)
_END_MS = int((datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH).total_seconds() * 1000)


def make_stamp(milliseconds: int, counter: int, tail: bytes) -> bytes:
    """6 bytes of time, 2 of counter, 6 random ones; as bytes they sort in time."""
    return milliseconds.to_bytes(6) + counter.to_bytes(2) + tail


def stamp_time(stamp: bytes) -> datetime:
    """When the stamp says it was made (UTC); a hint for people, never a judge."""
    return _EPOCH + timedelta(milliseconds=min(int.from_bytes(stamp[:6]), _END_MS))


class TimesAhead(Struct, frozen=True):
    """What speaks for a later present than the PC's clock: when this file's office acted last, where that is ahead, and
    when each of the other offices did; `said`: the day that a person said it is.
    """

    own: datetime | None = None
    others: Sequence[datetime] = ()
    said: datetime | None = None


def present(now: datetime, ahead: TimesAhead) -> datetime:
    """The moment that is not before anything known to have happened.

    Other offices' clocks count where two of them agree, and move it by a day at most: any of them may be wrong.
    """
    latest = max(filter(None, (now, ahead.own, ahead.said)))
    agreed = sorted(ahead.others)[-2:-1]
    return max([latest, *(min(time, latest + OTHERS_MOVE) for time in agreed if time > latest)])


def is_behind(now: datetime, ahead: TimesAhead, plan_day: date) -> bool:
    """Whether the PC's clock can't be right: things happened later, or its plan was still years away."""
    return present(now, ahead) - TOLERANCE > now or now.date() < plan_day - YEARS_AWAY


def refuse_day(day: date, now: datetime, ahead: TimesAhead, plan_day: date, *, insists: bool) -> None:
    """AppError: it can't be this day. `insists`: the person knows that what the file has of later days is wrong."""
    known, last = present(now, ahead).astimezone().date(), (BUILT + USED_FOR).date()
    if day < plan_day:
        raise AppError("clock.day_before_plan", plan=f"{plan_day:%d/%m/%Y}")
    if day > last:
        raise AppError("clock.day_too_late", day=f"{last:%d/%m/%Y}")
    if day < known and not insists:
        raise AppError("clock.day_before_known", day=f"{known:%d/%m/%Y}")


def clock_doubt(now: datetime, ahead: TimesAhead, last: datetime | None, plan_day: date) -> Message | None:
    """Why the PC's clock may be wrong; None where nothing speaks against it. `last`: the latest act that it follows."""
    latest = present(now, ahead)
    if latest - TOLERANCE > now and latest == ahead.said:
        return Message("merge.clock_before_said", now=_show(now), day=f"{latest.astimezone():%d/%m/%Y}")
    if latest - TOLERANCE > now:
        return Message("merge.clock_behind", now=_show(now), then=_show(latest))
    if is_behind(now, ahead, plan_day):
        return Message("merge.clock_before_plan", now=_show(now), plan=f"{plan_day:%d/%m/%Y}")
    if last and now - YEARS_AWAY > last:
        return Message("merge.clock_ahead", now=_show(now), then=_show(last))
    return None


def stamp_at(time: datetime) -> bytes:
    """The largest stamp that can be given at a moment."""
    milliseconds = max(0, int(time.timestamp() * 1000))
    return make_stamp(milliseconds, LAST_COUNT, b"\xff" * TAIL_BYTES)


def local_time(text: str) -> datetime | None:
    """A time as an act has it, on this PC's clock; None where it is no possible one: acts may be anybody's."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):  # Windows knows no time zone of a year beyond 3000
        return None


def _show(time: datetime) -> str:
    return f"{time.astimezone():%H:%M %d/%m/%Y}"


class Clock:
    """Gives ever larger stamps; it follows stamps that it saw, but never more than 24 hours ahead of the PC's clock."""

    def __init__(self, now: Now, random: Random) -> None:
        self.now = now
        self.random = random
        self._last = (0, 0)
        self._shown = 0

    @property
    def shown(self) -> datetime | None:
        """The latest that the PC's clock showed when a stamp was given, where that says anything of the present."""
        return _EPOCH + timedelta(milliseconds=self._shown) if self._shown else None

    def forget_shown(self) -> None:
        """A person says that it was ahead until now."""
        self._shown = 0

    def see(self, stamp: bytes) -> None:
        """Remember a stamp of this or another file, so that the next one is larger where the clock allows it."""
        if stamp <= self.latest_plausible():
            self._last = max(self._last, (int.from_bytes(stamp[:6]), int.from_bytes(stamp[6:8])))

    def latest_plausible(self) -> bytes:
        """The largest stamp that this PC's clock lets us follow; a larger one comes from a wrong clock."""
        return make_stamp(self._milliseconds() + MAX_LEAD_MS, LAST_COUNT, b"\xff" * TAIL_BYTES)

    def latest_believable(self) -> bytes:
        """The largest stamp that says anything about the present: a later one is of a clock that is wrong for sure."""
        return stamp_at(BUILT + USED_FOR)

    def next(self) -> bytes:
        """A new stamp."""
        now = self._milliseconds()
        self._shown = max(self._shown, now if now <= _BELIEVABLE_MS else 0)
        milliseconds, counter = self._last
        if not now <= milliseconds <= now + MAX_LEAD_MS:
            milliseconds, counter = now, 0
        elif counter < LAST_COUNT:
            counter += 1
        else:
            milliseconds, counter = milliseconds + 1, 0
        self._last = (milliseconds, counter)
        return make_stamp(milliseconds, counter, self.random(TAIL_BYTES))

    def _milliseconds(self) -> int:
        return max(0, int(self.now().timestamp() * 1000))
