"""Hostile files on all cores: `python -m tests.harness.hostile [files] [first]`; ends with 1 if anything went wrong."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

FILES = 100_000
ROUND = 50
SECONDS, SECONDS_A_BYTE = 30.0, 10.0 / 1e8  # of the processor: others may use the machine as well
NO_END = 300.0  # seconds on the clock
MOST_MEMORY = 300  # MB
START = 60.0  # seconds that a process may take to begin


@dataclass(frozen=True)
class Tried:
    """What came of one file."""

    name: str
    seconds: float
    memory: int
    faults: list[str]


NOTHING = Tried("nothing", 0.0, 0, [])


def try_all(numbers: Iterable[int], folder: Path, child: str = "tests.harness.hostile.child") -> Iterator[Tried]:
    """Try the files of these numbers in one process; in another where that one ends."""
    left = list(numbers)
    while left:
        with tempfile.TemporaryDirectory(dir=folder) as room:
            command = [sys.executable, "-m", child, room, *map(str, left)]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            with process:
                for tried in _heard(process, left):
                    left.pop(0)
                    yield tried
                process.kill()


def _heard(process: subprocess.Popen[str], left: list[int]) -> Iterator[Tried]:
    """Every file that the process said something of; the last one may have been its end."""
    assert process.stdout
    assert process.stderr
    begun = False
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_hear, args=(process.stdout, lines), daemon=True).start()
    for _ in range(2 * len(left)):
        try:
            line, ended = lines.get(timeout=NO_END if begun else START), True
        except queue.Empty:
            line, ended = "", False
        if not line:
            process.kill()
            why = process.stderr.read()[-2000:] if ended else "no end"
            yield Tried(f"number {left[0]}", 0.0, 0, [f"the process died: {why}"])
            return
        said = json.loads(line)
        begun = "begins" in said
        if not begun:
            tried = _judged(said)
            yield tried
            if tried.memory > MOST_MEMORY:  # what follows would be blamed for it
                return


def _hear(output: IO[str], lines: "queue.Queue[str]") -> None:
    """Hand on every line, and "" at the end: Windows can't be asked whether a pipe holds one."""
    for line in output:
        lines.put(line)
    lines.put("")


def _judged(said: dict[str, object]) -> Tried:
    seconds, memory, faults = float(str(said["seconds"])), int(str(said["memory"])), said["faults"]
    assert isinstance(faults, list)
    if seconds > SECONDS + SECONDS_A_BYTE * int(str(said["size"])):
        faults.append(f"{seconds} seconds")
    if memory > MOST_MEMORY:
        faults.append(f"{memory} MB")
    return Tried(str(said["name"]), seconds, memory, [str(fault) for fault in faults])


def main(files: int, first: int) -> int:
    os.nice(5)
    began, wrong, done, slowest, largest = time.monotonic(), 0, 0, NOTHING, NOTHING
    rounds = [range(at, min(at + ROUND, first + files)) for at in range(first, first + files, ROUND)]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        for results in pool.map(lambda numbers: list(try_all(numbers, Path(folder))), rounds):
            for tried in results:
                done, wrong = done + 1, wrong + bool(tried.faults)
                slowest = max(slowest, tried, key=lambda one: one.seconds)
                largest = max(largest, tried, key=lambda one: one.memory)
                for fault in tried.faults:
                    print(f"{tried.name}\n{fault}\n", flush=True)
            minutes = (time.monotonic() - began) / 60
            print(
                f"{done:,} files, {wrong} with findings; slowest {slowest.seconds:.1f} s ({slowest.name}),"
                f" at most {largest.memory} MB ({largest.name}); {minutes:.1f} minutes",
                flush=True,
            )
    return int(wrong > 0)


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(arguments + [FILES, 0][len(arguments) :])))
