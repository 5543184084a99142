"""What came into a file after a report was locked, and what went: records that a correction names."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from db.connection import Connection
from db.log import RecordRow, changes_of, find_of_kind, record_row
from db.merge_origin import Merge, merges, reverted_intervals, reverted_merges
from db.open_file import OpenFile
from db.titles import title_of
from desktop_app.domain.changes import record_state
from desktop_app.domain.correction import ADDED, CHANGED, REMOVED, LaterChange
from desktop_app.domain.locking import Lock
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored
from desktop_app.messages import Text, joined

MOST_LATER, MOST_LOOKED_AT = 200, 5000
Came = dict[int, tuple[int, int]]  # per record the latest act of what came to it, and how much of that is of old acts


def came_later(file: OpenFile, lock: Lock) -> list[LaterChange]:
    """Records of the unit and below that were added, changed or deleted after the lock, the latest first: what arrived
    in this file later, whatever a PC's clock said; then what merges that stand since then added to acts that were
    known (one that was done again, say); then those of which something went by taking a merge back.

    Records dated after the period are left out, as they can't change it; of very many only the latest are looked at.
    """
    known = list(merges(file.connection).values())
    stood = _stood(file.connection, known, lock)
    came = _arrived(file.connection, lock)
    came |= _came_again(file.connection, lock, [m.no for m in known if not m.undone and m.no not in stood], stood, came)
    units = set(file.units.descendants(lock.unit))
    rows = ((record_row(file.connection, no), act, old) for no, (act, old) in came.items())
    found = list(islice((one for row in rows if (one := _later(file, lock, *row, units))), MOST_LATER))
    named = {(one.kind, one.record) for one in found}
    undone = {merge.no: merge.undone for merge in known if merge.undone and merge.no in stood}
    gone = (one for one in _went(file, lock, units, undone) if (one.kind, one.record) not in named)
    return [*found, *islice(gone, MOST_LATER - len(found))]


def _stood(connection: Connection, known: Iterable[Merge], lock: Lock) -> set[int]:
    """The merges whose changes were in the log when the report was locked."""
    undone = reverted_merges(connection)
    meanwhile = {act for act, out, back in reverted_intervals(connection) if out < lock.arrival <= back}

    def stands(merge: Merge) -> bool:
        if merge.act in undone:
            return undone[merge.act][0] >= lock.arrival
        # an earlier version has noted no more than the time
        return not merge.undone or datetime.fromisoformat(merge.undone) >= datetime.fromisoformat(lock.time)

    return {m.no for m in known if m.before < lock.arrival and m.act not in meanwhile and stands(m)}


def _arrived(connection: Connection, lock: Lock) -> Came:
    """What has arrived since, the latest first."""
    sql = "SELECT record, MAX(act) FROM main.change_log WHERE act > ? GROUP BY record ORDER BY 2 DESC, 1 LIMIT ?"
    return {record: (act, 0) for record, act in connection.execute(sql, (lock.arrival, MOST_LOOKED_AT))}


def _came_again(connection: Connection, lock: Lock, came: Iterable[int], stood: Iterable[int], arrived: Came) -> Came:
    """Of acts that were known before, what merges added that did not stand then."""
    numbers = {"came": json.dumps(list(came)), "stood": json.dumps(list(stood)), "arrival": lock.arrival}
    if numbers["came"] == "[]":
        return {}
    rows = connection.execute(_AGAIN, numbers | {"most": MOST_LOOKED_AT}).fetchall()
    return {record: (arrived.get(record, (act, 0))[0], many) for record, act, many in rows}


_AGAIN = """
SELECT record, max(act), count(*)
FROM (
  SELECT c.record, c.act
  FROM json_each(:came) m
  JOIN main._merge_range s ON s.merge = m.value AND s.first_act <= :arrival
  JOIN main.change_log c ON c.act BETWEEN s.first_act AND s.last_act
  WHERE c.act <= :arrival
    AND NOT EXISTS (SELECT 1 FROM main._merge_change b WHERE b.act = c.act AND b.stamp = c.stamp)
  UNION ALL
  SELECT c.record, c.act
  FROM (
    SELECT act, stamp FROM main._merge_change
    WHERE act <= :arrival
    GROUP BY act, stamp
    HAVING max(merge IN (SELECT value FROM json_each(:stood))) = 0
       AND max(merge IN (SELECT value FROM json_each(:came)))
  ) b
  JOIN main.change_log c ON c.act = b.act AND c.stamp = b.stamp
)
GROUP BY record ORDER BY 2 DESC, 1 LIMIT :most
"""


def _went(file: OpenFile, lock: Lock, units: set[str], undone: Mapping[int, str]) -> Iterator[LaterChange]:
    """What the lock still rests on and a merge that was taken back since has taken along."""
    if not undone:
        return
    numbers = {"reverted": json.dumps(list(undone)), "arrival": lock.arrival, "most": MOST_LOOKED_AT}
    reverted: dict[tuple[str, str], dict[str, Stored]] = {}
    times: dict[tuple[str, str], str] = {}
    for kind, record, field, value, merge in file.connection.execute(_REVERTED, numbers).fetchall():
        if merge in undone:
            reverted.setdefault((kind, record), {})[field] = value
            times[kind, record] = undone[merge]
    for key, values in reverted.items():
        if gone := _gone(file, lock, units, key, values, times[key]):
            yield gone


def _gone(
    file: OpenFile, lock: Lock, units: set[str], key: tuple[str, str], values: dict[str, Stored], time: str
) -> LaterChange | None:
    kind, row = file.plan.record_kinds.get(key[0]), find_of_kind(file.connection, *key)
    if kind is None:
        return None
    left = record_state(changes_of(file.connection, row)).shown if row else {}
    unit, day = (_reached(file, kind, {**left, **values}, path) for path in (kind.unit_field, kind.date_field))
    if _outside(lock, units, unit, day):
        return None
    stays = row is not None and row.live and bool(left)
    title: Text = title_of(file, key[1]) if stays else _name(file, kind, unit)
    return LaterChange(*key, title, CHANGED if stays else REMOVED, "", time, _codes(kind))


# by the last of those merges that added it
_REVERTED = """
SELECT
  k.name, o.record, f.name, o.value,
  CASE
    WHEN EXISTS (SELECT 1 FROM main._merge_change b WHERE b.act = o.act AND b.stamp = o.stamp)
    THEN (
      SELECT max(b.merge) FROM main._merge_change b
      WHERE b.act = o.act AND b.stamp = o.stamp AND b.merge IN (SELECT value FROM json_each(:reverted))
    )
    ELSE (
      SELECT CASE WHEN s.last_act >= o.act THEN s.merge END FROM main._merge_range s
      WHERE s.first_act <= o.act ORDER BY s.first_act DESC LIMIT 1
    )
  END
FROM temp._plan_reverted o
JOIN temp._plan_field f ON f.no = o.field
JOIN temp._plan_kind k ON k.no = f.kind
WHERE o.act <= :arrival
ORDER BY o.act DESC, o.stamp
LIMIT :most
"""


def _later(file: OpenFile, lock: Lock, row: RecordRow, act: int, old: int, units: set[str]) -> LaterChange | None:
    """`old`: how many of the record's changes of acts known before came later all the same."""
    kind = file.plan.record_kinds.get(row.kind)
    if kind is None:
        return None
    values = record_state(changes_of(file.connection, row)).shown
    unit, day = (_reached(file, kind, values, path) for path in (kind.unit_field, kind.date_field))
    if _outside(lock, units, unit, day):
        return None
    run = file.connection.execute
    before = "SELECT count(*) FROM main.change_log WHERE record = ? AND act <= ?"
    is_new = run(before, (row.no, lock.arrival)).fetchone()[0] == old
    by, time = run("SELECT author, time FROM main.act WHERE no = ?", (act,)).fetchone()
    what = REMOVED if not row.live else ADDED if is_new else CHANGED
    title: Text = title_of(file, row.id) if row.live else _name(file, kind, unit)
    return LaterChange(row.kind, row.id, title, what, by, time, _codes(kind))


def _outside(lock: Lock, units: set[str], unit: Stored, day: Stored) -> bool:
    return (unit is not None and unit not in units) or (day is not None and str(day) > str(lock.period.last_day))


def _codes(kind: RecordKind) -> frozenset[str]:
    return frozenset(code for field in kind.fields.values() for code in field.counts_in)


def _reached(file: OpenFile, kind: RecordKind, values: Mapping[str, Stored], path: str) -> Stored:
    """The value of a field that may lie behind references; None where it is not known or there is no such field."""
    step, _, rest = path.partition(".")
    field, value = kind.fields.get(step), values.get(step)
    if not rest or field is None or not field.target or value is None:
        return value
    target = find_of_kind(file.connection, field.target, str(value))
    if target is None:
        return None
    beyond = record_state(changes_of(file.connection, target)).shown
    return _reached(file, file.plan.kinds[field.target], beyond, rest)


def _name(file: OpenFile, kind: RecordKind, unit: Stored) -> Text:
    """What a record is called that is gone: its kind and where it was."""
    return joined((kind.label, file.units.name(str(unit)) if unit else ""), " – ")
