"""A list of 100,000 records of one kind against a bare table with rows in memory: paint, scrolling, memory."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from tests.harness.bench import screen
from tests.harness.bench.harness import Case, Count, Reading, told
from tests.harness.bench.place import FOLDER, data_file

ROWS = 100_000
KIND = "comm_activity"


def many_rows() -> Path:
    """A data file whose table of one kind was filled up with copies; the log knows nothing of them."""
    file = Path(shutil.copy(data_file(10_000), FOLDER / "table.db"))
    connection = sqlite.connect(str(file))
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({KIND})")]
    others = ", ".join(f'"{name}"' for name in columns if name != "id")
    copy = f"INSERT INTO {KIND} (id, {others}) SELECT lower(hex(randomblob(16))), {others} FROM {KIND} LIMIT ?"
    while missing := ROWS - connection.execute(f"SELECT count(*) FROM {KIND}").fetchone()[0]:
        connection.execute(copy, (missing,))
    connection.commit()
    connection.close()
    return file


def seen(environment: dict[str, str], which: str, file: Path, what: str) -> Reading:
    """What one window measured of its table: `paint` or `frame` in seconds, `memory` in bytes."""
    return screen.reading(screen.tell(environment, "tests.harness.bench.table_window", which, str(file)), what, "rows")


def cases() -> Iterator[Case | Count]:
    file, small = many_rows(), data_file(1_000)
    with screen.platforms() as platforms:
        name, environment = next(reversed(platforms.items()))
        for what, goal, words in (("paint", 2, "first paint"), ("frame", 1.3, "a frame of scrolling")):
            ours, bare = (partial(seen, environment, which, file, what) for which in ("ours", "bare"))
            yield Case(f"list of 100,000 records, {words} ({name})", ours, bare, goal, told, blocks=5)
        large, little = (seen(environment, "ours", each, "memory").amount for each in (file, small))
        yield Count("memory that 100,000 records take, looked at everywhere (MB)", round((large - little) / 1e6), 40)
