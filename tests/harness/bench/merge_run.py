"""One merge in a process of its own, ours or bare, that tells its seconds, its peak of memory and what came of it.

`python -m tests.harness.bench.merge_run ours|again|bare|bare-again FILE SOURCE…`: `FILE` is changed by it.
"""

import json
import resource
import shutil
import sys
import time
from contextlib import closing
from pathlib import Path

from db.connection import connect
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.session import exchange, maintenance, opening
from tests.harness.bench.bare_merge import bare_again, bare_merge
from tests.harness.bench.merge_sources import plan


def ours(path: Path, sources: list[Path]) -> int:
    """Merge with checks and backup, as the window does; returns how many changes came."""
    with opening.open_file(path) as file:
        shutil.rmtree(maintenance.backup_folder(), ignore_errors=True)
        result = exchange.merge(file, exchange.find_sources(file, sources))
        assert not result.refused
        assert not result.notice
        return result.changes


def again(path: Path, sources: list[Path]) -> int:
    """Merge what was merged before; returns how many changes of others the file holds, none of them new."""
    before = changes_in(path)
    assert ours(path, sources) == 0
    assert changes_in(path) == before
    return before


def changes_in(path: Path) -> int:
    """How many changes stand in a file, but those of its plan."""
    sql = "SELECT count(*) FROM change_log c JOIN act a ON a.no = c.act WHERE a.kind <> 'plan'"
    with closing(connect(path)) as connection:
        return int(connection.execute(sql).fetchone()[0])


def bare(file: Path, sources: list[Path]) -> int:
    with closing(connect(file)) as connection:
        before = int(connection.execute("SELECT count(*) FROM change_log").fetchone()[0])
        seeded = {name for (name,) in connection.execute("SELECT k.name FROM record r JOIN kind k ON k.no = r.kind")}
    kinds = {kind.name: list(kind.fields) for kind in parse_plan(plan()).record_kinds.values()}
    new = {name: fields for name, fields in kinds.items() if name not in seeded}
    return bare_merge(file, sources, texts_of(sources), new) - before


def texts_of(sources: list[Path]) -> Path:
    """Where the texts lie that bare SQL need not make."""
    return sources[0].with_name(f"texts-{len(sources)}.db")


def main(which: str, file: Path, sources: list[Path]) -> None:
    work = {"ours": ours, "again": again, "bare": bare, "bare-again": bare_again}[which]
    began, before = time.perf_counter(), time.process_time()
    done = work(file, sources)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    cpu = time.process_time() - before
    print(json.dumps({"at": time.monotonic(), "spent": seconds, "cpu": cpu, "peak": peak, "done": done}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
