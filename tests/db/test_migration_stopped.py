"""A migration that is killed leaves the old file whole, or the new one."""

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.connection import FILE_FORMAT, connect
from db.data_file import open_data_file
from db.file_check import check
from tests.db.earlier_format import PASSPHRASE, made_then
from tests.db.office import a_clock

ROOT = Path(__file__).parents[2]
Kills = tuple[int, int]  # at even distances of SQLite's work, and at any moment, the commit among them

# Each child opens a copy of its own. Few pages stay in memory, so that they reach the file before the end.
KILLED = """
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from db import data_file
from db.migrations import migrate
from tests.db.office import a_clock

start, steps, moments, key = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] or None
right = data_file.migrate_if_needed


def open_and_die(path, tick):
    seen = 0

    def ticking():
        nonlocal seen
        seen += 1
        if seen == tick:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def bring(file):
        file.connection.execute("PRAGMA main.cache_size = 3")
        file.connection.set_progress_handler(ticking, 50)
        right(file)

    data_file.migrate_if_needed = bring
    data_file.open_data_file(path, a_clock("Lan"), key).close()
    return seen


def forked(number, tick=0, delay=None):
    path = Path(shutil.copy(start, start.with_name(f"killed{number}.db")))
    child = os.fork()
    if not child:
        open_and_die(path, tick)
        os._exit(0)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


path = Path(shutil.copy(start, start.with_name("whole.db")))
began = time.monotonic()
ticks = open_and_die(path, 0)
lasts = time.monotonic() - began
data_file.migrate_if_needed = right
for number in range(steps):
    forked(number, tick=1 + ticks * number // steps)
for number in range(moments):
    forked(steps + number, delay=lasts * number / moments)
print(ticks)
"""


def content(path: Path, key: str | None) -> list[Any]:
    """The whole log, and the names of all tables; whatever a journal has to say is settled by that."""
    with closing(connect(path, key)) as connection:
        run = connection.execute
        assert run("PRAGMA integrity_check").fetchall() == [("ok",)]
        known = "meta WHERE key <> 'head'"  # the check sum of all that is in force, which the new format adds
        log = [run(f"SELECT * FROM {table}").fetchall() for table in ("change_log", "act", known)]
        names = sorted(name for (name,) in run("SELECT name FROM sqlite_schema"))
        return [run("PRAGMA user_version").fetchone()[0], names, *log]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("name", "key", "kills"), [("plain-region", None, (40, 12)), ("encrypted-region", PASSPHRASE, (8, 4))]
)
def test_a_migration_that_is_killed_leaves_the_old_file_whole_or_the_new_one(
    tmp_path: Path, name: str, key: str | None, kills: Kills
) -> None:
    start = made_then(name, tmp_path)
    old = content(Path(shutil.copy(start, tmp_path / "old.db")), key)
    command = [sys.executable, "-c", KILLED, str(start), *map(str, kills), key or ""]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert int(done.stdout) > kills[0]
    new = content(tmp_path / "whole.db", key)
    assert (old[0], new[0], old[2:]) == (1, FILE_FORMAT, new[2:])
    torn, found = 0, list[int]()
    for number in range(sum(kills)):
        path = tmp_path / f"killed{number}.db"
        torn += path.with_name(path.name + "-journal").exists()
        left = content(path, key)
        assert left in (old, new)
        found.append(left[0])
        if number % 10 == 0:
            with closing(open_data_file(path, a_clock("Lan"), key).connection) as connection:
                assert connection.execute("PRAGMA user_version").fetchone() == (FILE_FORMAT,)
    assert torn
    assert set(found[: kills[0]]) == {1}
    with open_data_file(tmp_path / "killed0.db", a_clock("Lan"), key) as file:
        assert check(file) == []
