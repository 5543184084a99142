"""Backups of a data file: what one is called, and which stay."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from desktop_app.messages import Message

DAILY, MERGE, PLAN, BY_HAND = REASONS = "daily", "merge", "plan", "hand"

# Everything of the last days on which there were any, but no more than MOST of it; then the last one of each week and
# of each month.
DAYS, MOST, WEEKS, MONTHS = 7, 30, 4, 12

_TIME = "%Y%m%dT%H%M%S"
_NAME = re.compile(r"([0-9]{8}T[0-9]{6})Z-(\w+)\.db")


class Backup(Struct, frozen=True):
    """One copy in the backup folder: when it was made (UTC) and before what."""

    path: Path
    time: datetime
    why: str
    size: int = 0

    @property
    def reason(self) -> Message:
        """Why it was made; the name may be anybody's."""
        return Message(f"backup.why_{self.why if self.why in REASONS else 'other'}")


def backup_name(time: datetime, why: str) -> str:
    """A name in ASCII that sorts in time."""
    return f"{time.astimezone(UTC).strftime(_TIME)}Z-{why}.db"


def parse_name(path: Path, size: int = 0) -> Backup | None:
    """The backup of this name; None for any other file."""
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        time = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, time, found[2], size)


def latest_first(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """The latest first, and behind all others those dated ahead, of a clock that was wrong."""
    return sorted(backups, key=lambda b: (b.time <= now, b.time, b.why), reverse=True)


def superfluous(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Those that need not stay any longer; the newest does. Those dated ahead are judged apart: of two clocks, of which
    one is wrong, neither makes superfluous what was made by the other.
    """
    found = latest_first(backups, now)
    staying = {*_staying([b for b in found if b.time <= now]), *_staying([b for b in found if b.time > now])}
    return [b for b in found if b not in staying]


def _staying(found: Sequence[Backup]) -> Iterator[Backup]:
    """Of backups, the latest first, those that stay. Days count on which one was made: a clock that jumps ahead makes
    none of them old.
    """
    days = list(dict.fromkeys(b.time.date() for b in found))[:DAYS]
    yield from [b for b in found if b.time.date() in days][:MOST]
    for most, span in ((WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        last_of_each: dict[str, Backup] = {}
        for b in found:
            last_of_each.setdefault(b.time.strftime(span), b)
        yield from list(last_of_each.values())[:most]
