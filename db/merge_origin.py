"""Which merge added which change to this file, and out of which of its files: known to this file alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from db.connection import Connection
from db.log import Numbers, digest_of
from desktop_app.domain.changes import Change

MERGES_BEHIND = 1  # place among what is behind one act: first the merges that added it, then those taken back


class Merge(Struct, frozen=True):
    """One merge done in this file: its number, the largest number of an act before it, since when it is taken back."""

    act: bytes
    no: int
    before: int
    undone: str | None


class StagingPosition(Struct, frozen=True):
    """How far staging was: the largest number of an act there, and how many sources had something to take."""

    act: int = 0
    takes: int = 0


class MergeSource(Struct, frozen=True):
    """One file of a merge; `staged`: how far staging was with it."""

    name: str
    unit: str
    changes: int
    staged: StagingPosition


def merges(connection: Connection) -> dict[bytes, Merge]:
    """The merges of which it is known what they added, in their order."""
    rows = connection.execute("SELECT act, no, acts_before, reverted FROM main._merge ORDER BY no")
    return {row[0]: Merge(*row) for row in rows}


def arrive(connection: Connection, last_record: int, last_act: int) -> None:
    """Remember what of the changes that came in is to be noted change by change, since its act was known before;
    `last_record`, `last_act`: the largest numbers until now; `temp.missing`: what came to records known before,
    `temp.returned`: what had come without its value. What was reverted is so no longer.
    """
    run = connection.execute
    run("DROP TABLE IF EXISTS temp.arriving")
    run("CREATE TEMP TABLE arriving (act INTEGER, stamp BLOB, record TEXT, field INTEGER, again INTEGER)")
    run(_ARRIVING, {"record": last_record, "act": last_act})
    run(_KEEP_VALUE)
    run(_FORGET_EMPTY)
    run(_FORGET_REVERTED)


def note(connection: Connection, act: bytes, before: int, author: str, time: str, files: Iterable[MergeSource]) -> None:
    """Note a merge whose staged sources are still attached as `source`, after `arrive`."""
    run = connection.execute
    number = run("SELECT ifnull(max(no), 0) + 1 FROM main._merge").fetchone()[0]
    run("INSERT INTO main._merge VALUES (?, ?, ?, NULL, NULL)", (act, number, before))
    run(_FIRST_ORIGINS)
    files = list(files)
    starts = [StagingPosition(), *(one.staged for one in files)]
    for file, (start, one) in enumerate(zip(starts, files, strict=False)):
        run(_LATER_PARTS, (number, file, start.takes, one.staged.takes))
    for file, (start, one) in enumerate(zip(starts, files, strict=False)):
        row = (act, file, author, time, one.name, one.unit, one.changes)
        run("INSERT INTO main._merge_source VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        met = (start.act, one.staged.act, before)
        if first := run(_FIRST_MET, met).fetchone():
            (last,) = run(_LAST_MET, met).fetchone()
            run("INSERT INTO main._merge_range VALUES (?, ?, ?, ?)", (*first, last, number, file))
        run(_KNOWN_BEFORE, (number, file, start.act, one.staged.act))
    run("DROP TABLE temp.arriving")


def note_reverted(connection: Connection, act: bytes, *, undone: bool) -> None:
    """Note that a merge is taken back behind all acts that this file has, or that it stands again since then."""
    run = connection.execute
    if not undone:
        run(_ADD_INTERVAL, {"act": act})
    run("DELETE FROM main._reverted_merge WHERE act = ?", (act,))
    if undone:
        run("INSERT INTO main._reverted_merge (act, after_act) SELECT ?, ifnull(max(no), 0) FROM main.act", (act,))


def reverted_merges(connection: Connection) -> dict[bytes, tuple[int, int]]:
    """Of the merges that are taken back: behind which act, and which of those behind one act came when."""
    rows = connection.execute("SELECT act, after_act, no FROM main._reverted_merge")
    return {act: (after, MERGES_BEHIND + no) for act, after, no in rows}


def reverted_intervals(connection: Connection) -> list[tuple[bytes, int, int]]:
    """Of the merges that were done again: behind which act each had been taken back, and behind which it came again."""
    return connection.execute("SELECT act, reverted_after, restored_after FROM main._reverted_interval").fetchall()


class RevertedChange(Struct, frozen=True):
    """A change that is reverted, by names; `act` holds id, kind, unit, author, time and target of its act."""

    record: str
    kind: str
    field: str
    stamp: bytes
    value: Any
    replaces: bytes | None
    covers: bytes | None
    act: Sequence[Any]


def add_reverted(
    connection: Connection, numbers: Numbers, act: bytes, author: str, time: str, file: str,
    changes: Sequence[RevertedChange],
) -> None:  # fmt: skip
    """Add what was reverted in another file of this office, as if it had come with one merge that is taken back."""
    run = connection.execute
    number, before = run(_NEXT_MERGE).fetchone()
    run("INSERT INTO main._merge VALUES (?, ?, ?, NULL, ?)", (act, number, before, time))
    run("INSERT INTO main._merge_source VALUES (?, 0, ?, ?, ?, '', ?)", (act, author, time, file, len(changes)))
    for one in changes:
        run(_ADD_ACT, tuple(one.act))
        (no,) = run("SELECT no FROM main.act WHERE id = ?", (one.act[0],)).fetchone()
        row = (one.record, numbers.field(one.kind, one.field), one.stamp, one.value, one.replaces, one.covers, no)
        run("INSERT OR IGNORE INTO main._reverted_change VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        run("INSERT OR IGNORE INTO main._merge_change VALUES (?, ?, ?, 0)", (no, one.stamp, number))


def came_with(connection: Connection, merge: int, change: Change) -> bool:
    """Whether this merge, maybe among others, added a change."""
    row = connection.execute(_CAME_WITH, {"merge": merge, "act": change.act, "stamp": change.stamp}).fetchone()
    return bool(row[0])


def merge_state(connection: Connection) -> tuple[Any, ...]:
    """What there is beside the log, to be compared with another copy of this file."""
    stamps = (stamp for (stamp,) in connection.execute("SELECT stamp FROM main._reverted_change"))
    return (digest_of(stamps), *((act, merge.undone) for act, merge in merges(connection).items()))


def lies_in_both(connection: Connection) -> bool:
    """Whether a change is in the log and reverted at once: no program of ours leaves it so."""
    return connection.execute(_IN_BOTH).fetchone() is not None


def origins(connection: Connection, record: int) -> dict[tuple[str, bytes], tuple[str, str]]:
    """The changes of a record, by field and stamp, that came with a merge: the name of the file, and when."""
    return {(name, stamp): (file, time) for name, stamp, file, time in connection.execute(_ORIGINS, (record,))}


_ARRIVING = """
INSERT INTO temp.arriving
SELECT c.act, c.stamp, r.id, c.field, EXISTS (
  SELECT 1 FROM main._reverted_change o WHERE o.record = r.id AND o.field = c.field AND o.stamp = c.stamp
)
FROM (
  SELECT record, field, stamp, act FROM temp.missing
  UNION ALL
  SELECT record, field, stamp, act FROM main.change_log
  WHERE record > :record AND EXISTS (SELECT 1 FROM temp.known_act)
) c
JOIN main.record r ON r.no = c.record
WHERE c.act <= :act
UNION ALL
SELECT t.act, t.stamp, r.id, t.field, 0 FROM temp.returned t JOIN main.record r ON r.no = t.record
"""

# what comes again without the value that it has here keeps it: whether that goes is not for this file to say
_KEEP_VALUE = """
UPDATE main.change_log AS c SET value = o.value
FROM temp.arriving a
JOIN main._reverted_change o ON o.record = a.record AND o.field = a.field AND o.stamp = a.stamp
JOIN main.field f ON f.no = a.field
JOIN main.record r ON r.id = a.record AND r.kind = f.kind
WHERE a.again AND o.value IS NOT NULL
  AND c.record = r.no AND c.field = a.field AND c.stamp = a.stamp AND c.value IS NULL
"""

# a value goes with the merge that added it, whichever added its change
_FORGET_EMPTY = "DELETE FROM main._merge_change WHERE (act, stamp) IN (SELECT act, stamp FROM temp.returned)"

_FORGET_REVERTED = """
DELETE FROM main._reverted_change
WHERE (record, field, stamp) IN (SELECT record, field, stamp FROM temp.arriving)
"""

# what comes again keeps the name of the merge that added it first
_FIRST_ORIGINS = """
INSERT INTO main._merge_change
SELECT a.act, a.stamp, s.merge, s.source
FROM temp.arriving a
JOIN main._merge_range s ON a.act BETWEEN s.first_act AND s.last_act
WHERE a.again AND NOT EXISTS (SELECT 1 FROM main._merge_change b WHERE b.act = a.act AND b.stamp = a.stamp)
"""

# an act of which several files held a part is named after the first, these changes after their own
_LATER_PARTS = """
INSERT OR IGNORE INTO main._merge_change
SELECT m.no, l.stamp, ?, ?
FROM source.later_part l
JOIN source.act s ON s.no = l.act
JOIN main.act m ON m.id = s.id
WHERE l.take > ? AND l.take <= ?
"""

# acts that are new here keep their order, so that the outermost ones are looked for from both ends
_MET = """
SELECT m.no FROM source.act s CROSS JOIN main.act m ON m.id = s.id
WHERE s.no > ? AND s.no <= ? AND m.no > ?
ORDER BY s.no {0} LIMIT 1
"""
_FIRST_MET, _LAST_MET = _MET.format("ASC"), _MET.format("DESC")

_KNOWN_BEFORE = """
INSERT OR IGNORE INTO main._merge_change
SELECT a.act, a.stamp, ?, ?
FROM temp.arriving a
JOIN main.act m ON m.no = a.act
JOIN source.act s ON s.id = m.id
WHERE s.no > ? AND s.no <= ?
"""

# where no act came meanwhile, nothing was locked either
_ADD_INTERVAL = """
INSERT INTO main._reverted_interval
SELECT t.act, t.after_act, (SELECT max(no) FROM main.act)
FROM main._reverted_merge t
WHERE t.act = :act AND t.after_act < (SELECT max(no) FROM main.act)
"""

_NEXT_MERGE = "SELECT (SELECT ifnull(max(no), 0) + 1 FROM main._merge), (SELECT ifnull(max(no), 0) FROM main.act)"

_ADD_ACT = """
INSERT OR IGNORE INTO main.act (id, kind, unit, author, time, target, made_here) VALUES (?, ?, ?, ?, ?, ?, 0)
"""

_CAME_WITH = """
SELECT ifnull(
  (SELECT max(merge = :merge) FROM main._merge_change b WHERE b.act = a.no AND b.stamp = :stamp),
  (
    SELECT CASE WHEN s.last_act >= a.no THEN s.merge END FROM main._merge_range s
    WHERE s.first_act <= a.no ORDER BY s.first_act DESC LIMIT 1
  ) = :merge
)
FROM main.act a WHERE a.id = :act
"""

_IN_BOTH = """
SELECT 1
FROM main._reverted_change o
JOIN main.field f ON f.no = o.field
JOIN main.record r ON r.id = o.record AND r.kind = f.kind
JOIN main.change_log c ON c.record = r.no AND c.field = o.field AND c.stamp = o.stamp
LIMIT 1
"""

# the last merge that added a change by name, else the one that added its act
_ORIGINS = """
SELECT f.name, c.stamp, n.name, n.time
FROM main.change_log c
JOIN temp._plan_field f ON f.no = c.field
LEFT JOIN main._merge_change b ON b.act = c.act AND b.stamp = c.stamp
  AND b.merge = (SELECT max(merge) FROM main._merge_change WHERE act = c.act AND stamp = c.stamp)
LEFT JOIN main._merge_range s ON s.last_act >= c.act
  AND s.first_act = (SELECT max(first_act) FROM main._merge_range WHERE first_act <= c.act)
JOIN main._merge m ON m.no = ifnull(b.merge, s.merge)
JOIN main._merge_source n ON n.act = m.act AND n.no = ifnull(b.source, s.source)
WHERE c.record = ?
"""
