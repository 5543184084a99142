"""Which records there still are: of an export with what became of each, those that stand, by the rules of deletion.

Deleting covers what it saw. A live record brings back what it refers to; a deletion that did not see everything does
not take effect. Both are said as a conflict. What was joined is gone, and who referred to it refers to what stayed.
"""

from collections.abc import Sequence
from typing import Any

from tests.oracle_frame import PARENT

Record = dict[str, Any]
DELETED = "deleted"


def standing(records: Sequence[Record]) -> tuple[list[Record], list[tuple[str, str]]]:
    """The records that stand, parents first, with references to what stands for them, and the conflicts about being
    deleted.
    """
    into = {record["id"]: record["into"] for record in records if record.get("into")}
    left = [_referring(record, into) for record in records if record["id"] not in into]
    live = [record for record in left if not record.get("gone")]
    waiting = {record["id"]: record for record in left if record.get("gone")}
    held: list[Record] = []
    looked_at = list(live)
    while looked_at:
        for name in map(str, looked_at.pop()["fields"].values()):
            if name in waiting:
                held.append(waiting.pop(name))
                looked_at.append(held[-1])
    told = [(record["id"], DELETED) for record in left if record.get("doubted") or record in held]
    names = {record["id"] for record in (*live, *held)}
    found = (record for record in left if record["id"] in names)
    return sorted(found, key=lambda record: record["kind"] in PARENT), told


def _referring(record: Record, into: dict[str, str]) -> Record:
    fields = {
        name: into.get(value, value) if isinstance(value, str) else value for name, value in record["fields"].items()
    }
    return {**record, "fields": fields}
