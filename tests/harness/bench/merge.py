"""A province takes in the files of its 106 communes, 2,000 records each, against bare SQL that writes the same rows.

About 14 fields of each record, then three changes of it: some 3.5 million changes. Every run starts from the same file
in a process of its own; making that file is no part of what is measured.
"""

import shutil
import statistics
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from db.connection import connect
from tests.harness.bench import screen
from tests.harness.bench.harness import Case, Count, Reading, told
from tests.harness.bench.merge_run import changes_in, texts_of
from tests.harness.bench.merge_sources import COMMUNES, RECORDS, receiving, source_files
from tests.harness.bench.place import FOLDER

MOST_MEMORY, STALL = 300, 100  # MB, milliseconds


def cases() -> Iterator[Case | Count]:
    sources = source_files()
    name = f"{COMMUNES} files of {RECORDS:,} records"
    merged, peak = prepare(sources)
    yield Count(f"memory at most while {name} are merged (MB)", peak, MOST_MEMORY, at_least=30)
    start = FOLDER / "province-new.db"
    ours, bare = (partial(run, which, start, sources) for which in ("ours", "bare"))
    yield Case(f"{name} into one", ours, bare, 2, told, blocks=2)
    again, found = (partial(run, which, merged, sources) for which in ("again", "bare-again"))
    yield Case("the same files again", again, found, 1.5, told, blocks=3)
    yield Count(f"longest stall of the window meanwhile (ms, {COMMUNES // 3} files)", stall(sources), STALL)


def prepare(sources: Sequence[Path]) -> tuple[Path, int]:
    """The file as a merge leaves it, the texts that bare SQL is given, and how much memory the merge took (MB)."""
    new = receiving(FOLDER / "province-new.db")
    merged = Path(shutil.copy(new, FOLDER / "province-merged.db"))
    found = screen.tell(OWN, "tests.harness.bench.merge_run", "ours", str(merged), *map(str, sources))
    keep_texts(merged, texts_of(list(sources)))
    return merged, round(screen.reading(found, "peak", "done").amount / 1e6)


def keep_texts(merged: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(connect(target)) as connection:
        connection.execute("ATTACH ? AS merged", (str(merged),))
        connection.execute(
            "CREATE TABLE text AS SELECT r.id, t.exact, t.folded FROM merged.record r"
            " JOIN merged._search_text t ON t.rowid = r.no WHERE EXISTS (SELECT 1 FROM merged.change_log c"
            " JOIN merged.act a ON a.no = c.act WHERE c.record = r.no AND a.kind <> 'plan')"
        )


def run(which: str, start: Path, sources: Sequence[Path]) -> Reading:
    """The seconds of one merge into a copy of `start`, and how many changes it brought or found."""
    file = Path(shutil.copy(start, FOLDER / "province.db"))
    try:
        found = screen.tell(OWN, "tests.harness.bench.merge_run", which, str(file), *map(str, sources))
        return screen.reading(found, "spent", "done")
    finally:
        file.unlink()


OWN = {"XDG_CONFIG_HOME": str(FOLDER / "config"), "TMPDIR": str(FOLDER)}  # the same disk for all that is written


def stall(sources: Sequence[Path]) -> int:
    """The longest that the window is deaf while it looks through a third of the files and takes them in (ms)."""
    with screen.platforms() as platforms:
        environment = OWN | next(reversed(platforms.values()))
        longest = [stall_once(environment, sources[: COMMUNES // 3]) for _ in range(3)]
    return round(statistics.median(longest))


def stall_once(environment: dict[str, str], sources: Sequence[Path]) -> float:
    file = Path(shutil.copy(FOLDER / "province-new.db", FOLDER / "province.db"))
    before = changes_in(file)
    found = screen.tell(environment, "tests.harness.bench.merge_window", str(file), *map(str, sources))
    assert changes_in(file) > before, "nothing was taken in"
    return screen.reading(found, "worst", "at").amount
