"""Backups of a data file: what one is called, and which stay."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from desktop_app.messages import Message

DAILY, MERGE, PLAN, FORMAT, BY_HAND = REASONS = "daily", "merge", "plan", "format", "hand"

# Everything of the last days, but no more than MOST of it; then the last one of each week and of each month.
DAYS, MOST, WEEKS, MONTHS = 7, 30, 4, 12

_TIME = "%Y%m%dT%H%M%S"
_NAME = re.compile(r"(\d{8}T\d{6})Z-(\w+)\.db")


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
        time = datetime.strptime(found[1], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, time, found[2], size)


def superfluous(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Those that need not stay any longer; the newest always is, and those that a wrong clock dated ahead."""
    in_time = sorted(backups, key=lambda b: (b.time, b.why))
    recent = [b for b in in_time if b.time > now - timedelta(days=DAYS)]
    staying = {*in_time[-1:], *recent[-MOST:]}
    for most, span in ((WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        last_of_each = {b.time.strftime(span): b for b in in_time}
        staying |= {*list(last_of_each.values())[-most:]}
    return [b for b in reversed(in_time) if b not in staying]
