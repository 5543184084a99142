"""What a list that was taken out says of itself: its kind, and the state of the ledger that it shows."""

import re
from collections.abc import Iterable

from msgspec import Struct

_MARK = re.compile(r"\bSKH1 ([a-z0-9_]+) (\d+) ([0-9a-f]{28})\b")


class ListMark(Struct, frozen=True):
    """The kind of a list; the last act of the ledger then, by number and stamp."""

    kind: str
    act: int
    stamp: bytes

    def __str__(self) -> str:
        return f"SKH1 {self.kind} {self.act} {self.stamp.hex()}"


def find_mark(texts: Iterable[object]) -> ListMark | None:
    """The mark in what stands above a table."""
    for text in texts:
        found = _MARK.search(str(text))
        if found:
            return ListMark(found[1], int(found[2]), bytes.fromhex(found[3]))
    return None
