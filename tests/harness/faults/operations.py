"""The operations that faults are done to, and the facts by which is seen whether one was done, not at all, or twice."""

from collections.abc import Callable
from typing import Any

from db.merging.sending import CopyContent, write_copy
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, editing, exchange, maintenance, records
from tests.harness.works import NAME, World

Operation = Callable[[World, OpenFile], object]
Facts = dict[str, Any]


def save(world: World, file: OpenFile) -> None:
    found = next(row.id for row in records.rows(file, "place") if row.values["name"] in ("Chợ 1", "Chợ mới"))
    assert editing.set_value(file, found, "name", "Chợ mới").saved


def make(world: World, file: OpenFile) -> None:
    assert editing.new_record(file, "place", {"name": "Nơi mới", "unit": "11"}).saved


def merge(world: World, file: OpenFile) -> None:
    """A source that is refused is told in a sentence as well, which stands in the result."""
    passphrases = {world.brought: world.key} if world.key else {}
    for report in exchange.merge(file, exchange.find_sources(file, [world.brought], passphrases)).reports:
        if report.reason:
            raise AppError("merge.unreadable", file=report.name)


def erase(world: World, file: OpenFile) -> None:
    stamps = [stamp for (stamp,) in file.connection.execute(_NAMED, (NAME,))]
    maintenance.erase(file, stamps, "Gõ nhầm")


def back_up(world: World, file: OpenFile) -> None:
    maintenance.back_up(file)


def send(world: World, file: OpenFile) -> None:
    """An encrypted copy gets the key of this world in place of one of its own."""
    if world.key:
        write_copy(file, world.stick, CopyContent(), "2022-Q2", key=world.key)
    else:
        exchange.send(file, world.stick)


OPERATIONS: dict[str, Operation] = {
    "save": save, "make": make, "merge": merge, "erase": erase, "backup": back_up, "send": send,
}  # fmt: skip


def facts_of(world: World, file: OpenFile, operation: str) -> Facts:
    """What stands where: values by field, acts, merges, notes of copies, and the files that the work makes."""
    run = file.connection.execute
    return {
        "values": [list(row) for row in run(_VALUES)],
        "acts": [list(row) for row in run("SELECT kind, count(*) FROM main.act GROUP BY kind ORDER BY kind")],
        "merges": run("SELECT count(*) FROM main._merge").fetchone()[0],
        "sent": run("SELECT count(*) FROM main._sent_copy").fetchone()[0],
        "copies": len(list(world.stick.glob("*.db"))),
        "backups": len(list(world.backups.glob("*/*.db"))) if operation == "backup" else None,
    }


_NAMED = "SELECT stamp FROM main.change_log WHERE value = ?"
_VALUES = """
SELECT k.name, f.name, CAST(c.value AS TEXT), count(*)
FROM main.change_log c
JOIN main.field f ON f.no = c.field
JOIN main.kind k ON k.no = f.kind
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
"""
