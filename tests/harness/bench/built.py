"""Start and memory of the folder that `make build` left, against the bare window: it is told by the screen itself.

The program there takes along nothing that measures. So the picture in the middle of the window is waited for, which
holds the figures, as it stood when the window had come to rest before; one that shows nothing never is.
"""

import contextlib
import mmap
import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path

from tests.harness.bench import screen
from tests.harness.bench.at_rest import REST, private_memory
from tests.harness.bench.harness import Case, Reading, told
from tests.harness.bench.place import FOLDER, ROOT, data_file
from tests.harness.bench.start import RECORDS

PROGRAM = ROOT / "dist" / "sokehoach" / "sokehoach"
# pixels of the screen: the states of the figures, beside the pointer and the question who writes here; in the bare
# window the names of its fields
LEFT, RIGHT, TOP, BOTTOM = 926, 1050, 180, 700
EACH = 8  # one line of so many is looked at
STILL, PATIENCE = 4, 60  # seconds: until a window has come to rest, and until nothing comes any more
FEWEST = 10  # lines with more than two colours: a page with something on it
Lines = list[list[bytes]]


def is_drawn(lines: Lines) -> bool:
    return sum(len(set(colours)) > 2 for colours in lines) >= FEWEST


class Watched:
    """What a command shows on a screen, of which the server keeps the picture in a file (XWD)."""

    def __init__(self, picture: Path, command: Sequence[str | Path], environment: dict[str, str]) -> None:
        self._picture, self._command, self._environment = picture, command, environment

    @cached_property
    def at_rest(self) -> Lines:
        """The picture that is waited for: a page with something on it, which stands still."""
        with self._begun():
            self._await(is_drawn)
            seen, since = self._seen(), time.monotonic()
            while time.monotonic() < since + STILL:
                time.sleep(0.1)
                if (later := self._seen()) != seen:
                    seen, since = later, time.monotonic()
            assert is_drawn(seen)
            return seen

    def start(self) -> Reading:
        """Seconds until it stands."""
        wanted = self.at_rest
        began = time.monotonic()
        with self._begun():
            self._await(wanted.__eq__)
            return Reading(time.monotonic() - began, len(wanted))

    def memory(self) -> Reading:
        wanted = self.at_rest
        with self._begun() as process:
            self._await(wanted.__eq__)
            time.sleep(REST / 1000)
            return Reading(private_memory(process), len(wanted))

    @contextlib.contextmanager
    def _begun(self) -> Iterator[int]:
        empty, nobody = self._seen(), subprocess.DEVNULL
        with subprocess.Popen(self._command, env=self._environment, cwd=ROOT, stdout=nobody, stderr=nobody) as process:
            try:
                yield process.pid
            finally:
                process.kill()
        self._await(empty.__eq__)

    def _await(self, so: Callable[[Lines], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not so(self._seen()):
            if time.monotonic() > end:
                sys.exit(f"{self._command[0]} never showed what it shows at rest")
            time.sleep(0.002)

    def _seen(self) -> Lines:
        """The colours of each line, from left to right: a bar for scrolling moves them later, and changes none."""
        with self._picture.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as pixels:
            header = struct.unpack(">25I", pixels[:100])
            first, line = header[0] + 12 * header[19], header[12]  # behind header and colours; bytes of a line
            lines = [
                pixels[at + 4 * LEFT : at + 4 * RIGHT]
                for at in range(first + line * TOP, first + line * BOTTOM, EACH * line)
            ]
        return [[colour for colour, _ in groupby(one[at : at + 4] for at in range(0, len(one), 4))] for one in lines]


def leave(environment: dict[str, str], file: Path) -> None:
    """Open and close a file as by hand, so that its figures are remembered for the next start."""
    screen.tell(environment, "tests.harness.bench.real_window", str(file), "leave")


def start_again(environment: dict[str, str], file: Path, built: Watched) -> Reading:
    leave(environment, file)
    return built.start()


def cases() -> Iterator[Case]:
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: make build")
    file = data_file(RECORDS)
    with screen.platforms("-fbdir", str(FOLDER)) as platforms:
        environment = os.environ | {"XDG_CONFIG_HOME": str(FOLDER / "config")} | platforms["xcb"]
        picture, shown = FOLDER / "Xvfb_screen0", [sys.executable, "-m", "tests.harness.bench.bare_window", "stay"]
        bare, built = Watched(picture, shown, environment), Watched(picture, [PROGRAM, file], environment)
        leave(platforms["xcb"], file)  # so that its window is known; whoever kills it later leaves no figures
        yield Case("start, 10,000 records, not known here (built folder)", built.start, bare.start, 1.5, told)
        again = partial(start_again, platforms["xcb"], file, built)
        yield Case("start, 10,000 records, as it was left (built folder)", again, bare.start, 1.5, told)
        at_rest = "memory at rest, 10,000 records (built folder)"
        yield Case(at_rest, built.memory, bare.memory, 1.4, told, blocks=3, unit="MB")
