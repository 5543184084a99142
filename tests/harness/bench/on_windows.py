"""Start and memory of the program for Windows, as `make windows` left it, under wine: against the bare window there."""

import contextlib
import shutil
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath

from tests.harness.bench.at_rest import private_memory
from tests.harness.bench.harness import Case, Reading, told
from tests.harness.bench.place import data_file
from tests.harness.wine.computer import SECONDS, Computer, in_windows, screen
from windows.__main__ import BUILD, FOLDER, PREFIX
from windows.folder import ROOT

# the shipped Python looks for modules in its own folder alone, and what measures lies here
RUN = f"import runpy, sys; sys.path.append({in_windows(ROOT)!r}); runpy.run_module(sys.argv.pop(1), None, '__main__')"
REST = 9  # seconds until a window that has started counts as at rest


@contextlib.contextmanager
def painted(computer: Computer, module: str, *words: str) -> Iterator[tuple[int, float]]:
    """A window from its first paint on: its process, and the seconds from the start of that by this system's clock.

    AssertionError: it was not painted. One that has no screen never is, and under wine nothing says so.
    """
    command: list[str | PurePath] = [FOLDER / "runtime" / "python.exe", "-X", "utf8", "-c", RUN, module, *words, "stay"]
    began = time.monotonic()
    with computer.begin(command) as process:
        assert process.stdout
        impatience = threading.Timer(SECONDS, process.kill)
        impatience.start()
        try:
            line = process.stdout.readline()
            spent = time.monotonic() - began
            assert b'"at"' in line, f"{module} was not painted in {SECONDS} seconds"
            yield process.pid, spent
        finally:
            impatience.cancel()
            process.kill()


def start_again(computer: Computer, module: str, file: str) -> Reading:
    """Of a window whose `file` was opened and closed as by hand before."""
    command: list[str | PurePath] = [FOLDER / "runtime" / "python.exe", "-X", "utf8", "-c", RUN, module, file, "leave"]
    with computer.begin(command) as process:
        process.wait(SECONDS)
    return start(computer, module, file)


def start(computer: Computer, module: str, *words: str) -> Reading:
    with painted(computer, module, *words) as (_, seconds):
        return Reading(seconds, "painted")


def memory(computer: Computer, module: str, *words: str) -> Reading:
    with painted(computer, module, *words) as (process, _):
        time.sleep(REST)
        return Reading(private_memory(process), "painted")


def cases() -> Iterator[Case]:
    folder = BUILD / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    computer = Computer.new(folder / "computer", PREFIX, folder)
    few, many = (("tests.harness.bench.real_window", in_windows(data_file(records))) for records in (10_000, 50_000))
    bare = "tests.harness.bench.bare_window"
    with screen([computer]):
        ours, limit = partial(start, computer, *few), partial(start, computer, bare)
        yield Case("start, 10,000 records, not known here (wine)", ours, limit, 1.5, told, blocks=5)
        again = partial(start_again, computer, *few)
        yield Case("start, 10,000 records, as it was left (wine)", again, limit, 1.5, told, blocks=5)
        ours, limit = partial(memory, computer, *many), partial(memory, computer, bare)
        yield Case("memory at rest, 50,000 records (wine)", ours, limit, 1.4, told, blocks=3, unit="MB")
