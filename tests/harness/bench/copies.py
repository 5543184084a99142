"""`make copies`: plain copies taken while somebody types; each holds all that was saved before, or is recognised.

One process saves values as fast as the disk takes them, this one copies the file as Explorer would:
its bytes alone, without its journal, without a lock. A copy that opens and checks out, and one that a merge would take,
must hold every value that was acknowledged before the copy was begun; of any other a sentence says what it is.
"""

import os
import random
import select
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from db.connection import connect
from db.merging.inspection import inspect_copy
from db.merging.source import refusing
from desktop_app.domain.merging import Source
from desktop_app.errors import AppError
from desktop_app.session import editing, maintenance, opening
from tests.harness.bench.place import FOLDER, ROOT, machine, prepare
from tests.small_plan import SOURCE

KIND, FIELD, WORDS = "place", "name", "Lần {}"
RECORDS, ROUND = 60, 500  # records that are typed into; copies before a new file is begun, so that each stays small
WAYS = ("whole", "pages", "cat")
SAVED, MISSING = "whole", "silently without an acknowledged change"


def main(copies: int) -> int:
    prepare()
    print(machine())
    found: Counter[str] = Counter()
    chance, began = random.Random(1), time.monotonic()
    while found.total() < 2 * copies:  # each is judged twice: as a file to open, and as one to merge
        with typing(new_file()) as typist:
            for _ in range(min(ROUND, copies - found.total() // 2)):
                found.update(one_copy(typist, chance.choice(WAYS)))
    for what, number in sorted(found.items()):
        print(f"{number:6} {what}")
    silent = sum(number for what, number in found.items() if MISSING in what)
    print(f"{copies} copies in {time.monotonic() - began:.0f} s, {silent} {MISSING}")
    return 1 if silent else 0


def new_file() -> Path:
    path = FOLDER / "typed.db"
    for name in (path, path.with_name(path.name + "-journal")):
        name.unlink(missing_ok=True)
    with opening.create_file(path, SOURCE, "11") as file:
        for number in range(RECORDS):
            editing.new_record(file, KIND, {FIELD: f"Nơi {number}", "unit": "11"})
    return path


class Typist:
    """The process that types, and how many values it has told to be saved."""

    def __init__(self, file: Path, process: subprocess.Popen[bytes]) -> None:
        self.file = file
        self._process = process
        self._saved = 0

    @property
    def saved(self) -> int:
        assert self._process.stdout
        assert self._process.poll() is None
        if select.select([self._process.stdout], [], [], 0)[0]:
            self._saved += len(os.read(self._process.stdout.fileno(), 1 << 20))
        return self._saved


@contextmanager
def typing(file: Path) -> Iterator[Typist]:
    command = [sys.executable, "-m", "tests.harness.bench.copies_writer", str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        typist = Typist(file, process)
        while not typist.saved:  # until it has begun
            time.sleep(0.01)
        yield typist
        process.communicate(b"enough")


def one_copy(typist: Typist, way: str) -> list[str]:
    """What a copy is, opened and merged."""
    saved = typist.saved
    target = FOLDER / "copy.db"
    copy(typist.file, target, way)
    return [f"opened: {opened(target, saved)}", f"merged: {merged(target, saved)}"]


def copy(file: Path, target: Path, way: str) -> None:
    if way == "whole":
        shutil.copyfile(file, target)
    elif way == "cat":
        with target.open("wb") as stream:
            subprocess.run(["cat", str(file)], stdout=stream, check=True)
    else:
        with file.open("rb", buffering=0) as stream, target.open("wb") as pages:
            while page := stream.read(4096):
                pages.write(page)


def opened(path: Path, saved: int) -> str:
    """Opened as a data file and checked."""
    try:
        with opening.open_file(path) as file:
            if maintenance.check(file):
                return "torn, found by the check"
            return holds_all(path, saved)
    except AppError as error:
        return f"refused: {error.key}"


def merged(file: Path, saved: int) -> str:
    """Looked through as a source of a merge is."""
    source = Source(file, file.name)
    try:
        with refusing(source):
            inspect_copy(source, file, lambda: None)
    except AppError as error:
        return f"refused: {error.key}"
    return holds_all(file, saved)


def holds_all(file: Path, saved: int) -> str:
    """Whether the log holds every value that was told to be saved."""
    with closing(connect(file)) as connection:
        rows = connection.execute("SELECT value FROM change_log WHERE typeof(value) = 'text'").fetchall()
    missing = {WORDS.format(number) for number in range(1, saved + 1)} - {value for (value,) in rows}
    return MISSING if missing else SAVED


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
