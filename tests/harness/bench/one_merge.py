"""One file of 2,000 records taken in, against geodiff, which carries the difference of two files over to a third."""

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from pygeodiff import GeoDiff

from db.connection import connect
from desktop_app.session import exchange, maintenance, opening
from tests.harness.bench.harness import Case, Reading, told
from tests.harness.bench.place import FOLDER

LEFT = ("_search_text", "sqlite_", "_sqlite_", "plan", "org_unit")  # what geodiff can't carry, or need not


def cases(new: Path, source: Path) -> Iterator[Case]:
    merged = Path(shutil.copy(new, FOLDER / "one-merged.db"))
    take_in(merged, source)
    base, theirs = plain(new, FOLDER / "geodiff-base.db"), plain(merged, FOLDER / "geodiff-theirs.db")
    ours, peer = partial(merging, new, source), partial(carrying, base, theirs)
    yield Case("one file of 2,000 records, against geodiff", ours, peer, 2, told, blocks=8)


def merging(new: Path, source: Path) -> Reading:
    """With checks and backup."""
    file = Path(shutil.copy(new, FOLDER / "one.db"))
    return Reading(take_in(file, source), rows(file))


def take_in(path: Path, source: Path) -> float:
    """The seconds of a merge into an open file."""
    with opening.open_file(path) as file:
        shutil.rmtree(maintenance.backup_folder(), ignore_errors=True)
        began = time.perf_counter()
        assert exchange.merge(file, exchange.find_sources(file, [source])).changes
        return time.perf_counter() - began


def plain(file: Path, target: Path) -> Path:
    """The tables of a data file that geodiff can compare: log, names, acts and typed tables with all their rows."""
    target.unlink(missing_ok=True)
    with closing(connect(target)) as connection:
        run = connection.execute
        run("ATTACH ? AS file", (str(file),))
        for name, sql in run("SELECT name, sql FROM file.sqlite_schema WHERE type = 'table'").fetchall():
            if not name.startswith(LEFT):
                run(sql)
                run(f'INSERT INTO main."{name}" SELECT * FROM file."{name}"')
    return target


def carrying(base: Path, theirs: Path) -> Reading:
    """Find what theirs has more than the base, and put it into ours, which is still as the base is."""
    changes, ours = FOLDER / "geodiff.changes", Path(shutil.copy(base, FOLDER / "geodiff-ours.db"))
    changes.unlink(missing_ok=True)
    geodiff = GeoDiff()
    began = time.perf_counter()
    geodiff.create_changeset(str(base), str(theirs), str(changes))
    geodiff.apply_changeset(str(ours), str(changes))
    spent = time.perf_counter() - began
    geodiff.shutdown()
    return Reading(spent, rows(ours))


def rows(file: Path) -> tuple[int, ...]:
    """How many rows of the log and of some typed tables are there."""
    with closing(connect(file)) as connection:
        tables = ("change_log", "record", "comm_activity", "tip")
        return tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
