"""A process of its own for some hostile files, so that its memory is measured; it says one JSON line for each."""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.harness.hostile.base import Base, make_base
from tests.harness.hostile.cases import made, mutant
from tests.harness.hostile.trying import try_file

AT_MOST = 4 << 30  # bytes of address space, so that the computer survives what is wrong


def main(folder: Path, numbers: Iterable[int]) -> None:
    """Try the files of these numbers: below the number of made ones those, above it mutants."""
    _bound_memory()
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    os.environ["TMPDIR"] = str(folder / "tmp")
    (folder / "tmp").mkdir(exist_ok=True)
    tempfile.tempdir = None
    base = make_base(folder)
    for number in numbers:
        _say({"begins": number})
        began, room = time.process_time(), folder / f"{number}"
        room.mkdir()
        name, size, faults = _try(number, base, room)
        shutil.rmtree(room)
        memory = _most_memory()
        seconds = round(time.process_time() - began, 3)
        _say({"name": name, "faults": faults, "seconds": seconds, "memory": memory, "size": size})


def _bound_memory() -> None:
    if os.name != "nt":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (AT_MOST, AT_MOST))


def _most_memory() -> int:
    """MB that this process held at most, on Linux; what getrusage says begins with what its parent held."""
    if os.name == "nt":
        return 0
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) >> 10


def _try(number: int, base: Base, room: Path) -> tuple[str, int, list[str]]:
    hostile = Path(shutil.copy(base.theirs, room / "họ.db"))
    name, hostile = made(number, hostile)
    name = name or f"mutant {number} {mutant(number, hostile)}"
    return name, hostile.lstat().st_size, try_file(hostile, base, room, thorough=number % 10 == 0)


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), map(int, sys.argv[2:]))
