"""What the log of a file says of the present, for a PC whose clock may be wrong; and what a person says of it."""

from datetime import UTC, date, datetime, time

from db.connection import Connection
from db.meta import set_meta
from db.open_file import OpenFile
from desktop_app.domain.clock import Clock, TimesAhead, stamp_at, stamp_time

# in `meta`, known to this file alone: the day that a person said it is; the largest number of an act by then, where
# they said that earlier acts come of a clock that was wrong
DAY_SAID, SAID_AFTER = "day_said", "day_said_after"
MERGED_EDITIONS = "merged_editions"  # under which edition each office kept the file that was taken in
FORMER_KEY = "former_key"  # until the backups have the key of the file: the raw keys of before, "" for none


def times_ahead(connection: Connection, clock: Clock, unit: str) -> TimesAhead:
    """Acts later than this PC's clock; `unit` is that of the office. What was there when a person said
    that earlier acts come of a wrong clock says nothing any more.
    """
    meta = dict(connection.execute("SELECT key, value FROM main.meta WHERE key IN (?, ?)", (DAY_SAID, SAID_AFTER)))
    bounds = {"now": stamp_at(clock.now()), "end": clock.latest_believable(), "unit": unit,
              "after": meta.get(SAID_AFTER, 0)}  # fmt: skip
    own = connection.execute(_OWN, bounds).fetchone()[0]
    others = [stamp_time(act) for (act,) in connection.execute(_OTHERS, bounds)]
    return TimesAhead(stamp_time(own) if own else None, others, _morning(meta.get(DAY_SAID)))


def last_own_act(connection: Connection, clock: Clock) -> datetime | None:
    """When the office acted last in this file, by its clock then; None where that clock was wrong for sure."""
    row = connection.execute(_LAST_OWN).fetchone()
    return stamp_time(row[0]) if row and row[0] <= clock.latest_believable() else None


def wrong_until(connection: Connection) -> int:
    """The largest number of an act of which a person said that the clock was ahead then; 0 where nobody did."""
    row = connection.execute("SELECT value FROM main.meta WHERE key = ?", (SAID_AFTER,)).fetchone()
    return int(row[0]) if row else 0


def _morning(day: object) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(str(day)), time()).astimezone(UTC) if day else None
    except (ValueError, OverflowError):
        return None


def last_act(connection: Connection, plausible: bytes) -> datetime | None:
    """When the office acted last in this file, or any other up to a stamp, whichever is later."""
    others = "SELECT max(id) FROM main.act WHERE kind <> 'plan' AND id <= ?"
    rows = [connection.execute(_LAST_OWN).fetchone(), connection.execute(others, (plausible,)).fetchone()]
    return max((stamp_time(row[0]) for row in rows if row and row[0]), default=None)


def see_latest(file: OpenFile) -> None:
    """Let the clock follow the latest act of the file; those of a wrong clock, far ahead, are passed over."""
    bound = (file.clock.latest_plausible(),)
    row = file.connection.execute("SELECT max(id) FROM main.act WHERE id <= ?", bound).fetchone()
    if row[0]:
        file.clock.see(row[0])
    file.ahead = times_ahead(file.connection, file.clock, file.logged_unit)


def note_day(file: OpenFile, day: date, *, acts_are_wrong: bool) -> None:
    """Remember in this file only that a person said which day it is, and maybe that no act by now speaks against it."""
    set_meta(file.connection, {DAY_SAID: day.isoformat()})
    if acts_are_wrong:
        latest = file.connection.execute("SELECT ifnull(max(no), 0) FROM main.act").fetchone()[0]
        set_meta(file.connection, {SAID_AFTER: latest})
        file.clock.forget_shown()
    file.ahead = times_ahead(file.connection, file.clock, file.logged_unit)


_LAST_OWN = "SELECT id FROM main.act WHERE made_here ORDER BY no DESC LIMIT 1"
_OWN = "SELECT max(id) FROM main.act WHERE id > :now AND id <= :end AND made_here AND no > :after"
_OTHERS = """
SELECT max(id) FROM main.act
WHERE id > :now AND id <= :end AND NOT made_here AND unit <> :unit AND no > :after
GROUP BY unit
"""
