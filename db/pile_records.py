"""The records that were made here after a certain act, in the order in which they came: those of a pile of paper."""

from db.open_file import OpenFile

_LAST = "SELECT ifnull(max(no), 0) FROM main.act"

# the first act of a record made it; only those written to since can have been made since
_MADE = """
SELECT r.id, a.time
FROM (
  SELECT c.record, min(c.act) AS first FROM main.change_log c
  WHERE c.record IN (SELECT n.record FROM main.change_log n WHERE n.act > :after) GROUP BY c.record
) f
JOIN main.record r ON r.no = f.record
JOIN temp._plan_kind k ON k.no = r.kind AND k.name = :kind
JOIN main.act a ON a.no = f.first
WHERE f.first > :after AND a.made_here
ORDER BY f.first, r.no
"""


def last_act(file: OpenFile) -> int:
    """The number of the latest act in this file."""
    return int(file.connection.execute(_LAST).fetchone()[0])


def made_after(file: OpenFile, kind: str, act: int) -> list[tuple[str, str]]:
    """(id, when it was made) of the records of a kind that were made here since; deleted ones too."""
    return file.connection.execute(_MADE, {"kind": kind, "after": act}).fetchall()
