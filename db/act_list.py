"""The acts of a file in the order in which they came into it, merges among them, and which can be done again."""

from msgspec import Struct

from db.connection import Connection
from db.merge_origin import MERGES_BEHIND, merges, reverted_merges
from desktop_app.domain.merging import MERGE


class ActRow(Struct, frozen=True):
    """One act of the history; `undone` says whether a later act took it back; `place`: when it came into this file,
    `reverted`: when it was taken back, both in the order of this file.
    """

    act: bytes
    kind: str
    author: str
    time: str
    changes: int
    made_here: bool
    undone: bool
    target: bytes | None
    source: str | None  # of a merge: the files that it took in
    record: str | None  # the one record that it wrote to
    record_kind: str | None
    place: tuple[int, int]
    reverted: tuple[int, int]


def acts(connection: Connection, limit: int | None = None) -> list[ActRow]:
    """The acts of people in the order in which they came into this file, the last first, whatever a clock said then;
    the records that came with the plan are nobody's act.
    """
    found = connection.execute(_ACTS, (-1 if limit is None else limit,))
    undone = undone_by_act(connection)
    rows = [
        ActRow(
            act, kind, author, time, changes, bool(here), act in undone, target, None, record, record_kind, (no, 0),
            (undone.get(act, 0), 0),
        )
        for no, act, kind, author, time, changes, here, target, record, record_kind in found
    ]  # fmt: skip
    return sorted([*rows, *_merges(connection)], key=lambda row: (row.place, row.act), reverse=True)[:limit]


def undone_acts(connection: Connection, limit: int) -> list[ActRow]:
    """The acts of this file's office that are taken back and may be done again, the one taken back last first, merges
    among them; none that was taken back before the last act that stands was done.
    """
    known = [act for act in acts(connection, limit) if act.made_here and act.kind != "undo"]
    stands = max((act.place for act in known if not act.undone), default=(0, 0))
    again = [act for act in known if act.undone and act.reverted > stands]
    return sorted(again, key=lambda act: act.reverted, reverse=True)


def records_of(connection: Connection, act: bytes) -> int:
    """How many records an act wrote to."""
    sql = "SELECT count(DISTINCT c.record) FROM main.act a JOIN main.change_log c ON c.act = a.no WHERE a.id = ?"
    found: int = connection.execute(sql, (act,)).fetchone()[0]
    return found


def _merges(connection: Connection) -> list[ActRow]:
    """The merges done in this file, each behind the last act that it added."""
    undone = {act for act, merge in merges(connection).items() if merge.undone}
    reverted = reverted_merges(connection)
    return [
        ActRow(
            act, MERGE, author, time, changes, True, act in undone, None, names, None, None, (no, MERGES_BEHIND),
            reverted.get(act, (no, MERGES_BEHIND + 1)),
        )
        for no, act, author, time, changes, names in connection.execute(_MERGES)
    ]  # fmt: skip


def undone_by_act(connection: Connection) -> dict[bytes, int]:
    """The acts that an undo took back which nothing took back in its turn, with the number of the undo."""
    undos = connection.execute("SELECT id, target, no FROM act WHERE target IS NOT NULL ORDER BY no DESC")
    undone: dict[bytes, int] = {}
    for undo, target, no in undos:
        if undo not in undone:
            undone.setdefault(target, no)
    return undone


_ACTS = """
SELECT
  a.no, a.id, a.kind, a.author, a.time,
  (SELECT count(*) FROM change_log c WHERE c.act = a.no),
  a.made_here, a.target, r.id, k.name
FROM act a
LEFT JOIN record r ON r.no = (
  SELECT CASE WHEN min(c.record) = max(c.record) THEN min(c.record) END FROM change_log c WHERE c.act = a.no
)
LEFT JOIN temp._plan_kind k ON k.no = r.kind
WHERE a.kind <> 'plan' AND EXISTS (SELECT 1 FROM change_log c WHERE c.act = a.no)
ORDER BY a.no DESC
LIMIT ?
"""

# a merge stands behind the last act that it added; of one that an early version did, only the time is known
_MERGES = """
SELECT
  coalesce(
    (
      SELECT max(n.acts_before, ifnull((SELECT max(s.last_act) FROM main._merge_range s WHERE s.merge = n.no), 0))
      FROM main._merge n WHERE n.act = m.act
    ),
    (SELECT ifnull(max(no), 0) FROM main.act WHERE id < m.act)
  ),
  m.act, m.author, m.time, sum(m.changes), group_concat(m.name, ', ' ORDER BY m.no)
FROM main._merge_source m
GROUP BY m.act
"""
