"""The program as an old PC runs it: one core at a third of this machine's, 512 MB for all, 10 ms more for each sync.

`make oldpc`. The core and the memory are limited by control groups (version 1), in turns of 6 ms so that no pause of
theirs is taken for a stall of the window; syncs by a library that is compiled on the way and waits before each.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.harness.bench import latency, screen, start
from tests.harness.bench.harness import Count
from tests.harness.bench.memory import resting
from tests.harness.bench.place import FOLDER, data_file

SHARE, TURN = 2000, 6000  # microseconds of the processor, and of the time that they are a part of
MEMORY = 512 << 20
FIRST = 262_144  # before whatever else this machine does
GROUPS = Path("/sys/fs/cgroup")
LIMITS = {
    "cpu": {"cpu.cfs_period_us": TURN, "cpu.cfs_quota_us": SHARE, "cpu.shares": FIRST},
    "memory": {"memory.limit_in_bytes": MEMORY},
}
SLOW_DISK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int late(const char *name, int file) {
    usleep(10000);
    return ((int (*)(int)) dlsym(RTLD_NEXT, name))(file);
}
int fsync(int file) { return late("fsync", file); }
int fdatasync(int file) { return late("fdatasync", file); }
"""
ROUNDS = 3


def cases() -> Iterator[Count]:
    usual, large = data_file(start.RECORDS), data_file(latency.RECORDS)
    with screen.platforms() as platforms, old_pc() as limits:
        name, environment = next(reversed(platforms.items()))
        slow: dict[str, str] = environment | limits
        again, first = partial(start.window_again, slow, usual), partial(start.window, slow | start.UNKNOWN, usual)
        for state, opened in (("as it was left", again), ("not known here", first)):
            painted = [opened().amount * 1000 for _ in range(ROUNDS)]
            case = f"figures of 10,000 records painted, {state} (ms, {name})"
            yield Count(case, round(statistics.median(painted)), 2000)
        rounds = [latency.day_at_work(slow)[0] for _ in range(ROUNDS)]
        stalls = {doing: round(statistics.median(one[doing] for one in rounds)) for doing in rounds[0]}
        yield Count("longest stall in entry, 50,000 records (ms)", max(stalls[doing] for doing in latency.ENTRY), 100)
        at_rest = resting(slow, "tests.harness.bench.real_window", str(large)).amount
        yield Count("memory at rest, 50,000 records (MB)", round(at_rest / 1e6), 200, at_least=30)
        reports = [month_report(slow, usual) for _ in range(ROUNDS)]
        yield Count("the first report of a month since the start (ms)", round(statistics.median(reports) * 1000), 3000)
        others = sorted(((ms, doing) for doing, ms in stalls.items() if doing not in latency.ENTRY), reverse=True)
        print("other stalls:", ", ".join(f"{doing} {ms} ms" for ms, doing in others[:8]))


@contextmanager
def old_pc() -> Iterator[dict[str, str]]:
    """What a process needs in its environment to run as on an old PC; everything that is started meanwhile does."""
    folders = [GROUPS / controller / "sokehoach-old-pc" for controller in LIMITS]
    try:
        for folder, files in zip(folders, LIMITS.values(), strict=True):
            folder.mkdir(exist_ok=True)
            for file, limit in files.items():
                (folder / file).write_text(str(limit))
    except OSError as error:
        sys.exit(f"An old PC needs control groups (version 1) that may be written, as root: {error}")
    library = slow_disk()
    homes = [GROUPS / controller / home for controller, home in _homes().items()]
    cores = os.sched_getaffinity(0)
    for folder in folders:
        _enter(folder)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield {"LD_PRELOAD": str(library)}
    finally:
        os.sched_setaffinity(0, cores)
        for home in homes:
            _enter(home)
        for folder in folders:
            folder.rmdir()


def _enter(folder: Path) -> None:
    (folder / "cgroup.procs").write_text(str(os.getpid()))


def _homes() -> Mapping[str, str]:
    """The group of this process under each controller."""
    lines = Path("/proc/self/cgroup").read_text().splitlines()
    found = {controller: path for _, controller, path in (line.split(":", 2) for line in lines)}
    return {controller: found[controller].lstrip("/") for controller in LIMITS}


def slow_disk() -> Path:
    """The library before whose syncs 10 ms pass."""
    library = FOLDER / "slow_disk.so"
    command = ["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(library), "-ldl"]
    subprocess.run(command, input=SLOW_DISK, text=True, check=True)
    return library


def month_report(environment: dict[str, str], file: Path) -> float:
    """Seconds of a commune's first report of a month in a fresh process, with all that has to be loaded for it."""
    told = screen.tell(environment, "tests.harness.bench.old_pc", str(file))
    return screen.reading(told, "report", "bytes").amount


def main(file: Path) -> None:
    """In the process that is limited."""
    from desktop_app.session import figures, opening, reports

    with opening.open_file(file) as opened:
        began = time.monotonic()
        printed = reports.report(opened, figures.read_period(opened, "2022-08"), "03388")
        print(json.dumps({"at": time.monotonic(), "report": time.monotonic() - began, "bytes": len(printed)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
