"""Durable save of one field of a file with 10,000 records, against a bare commit under the same pragmas."""

import itertools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_app.session import OpenFile, editing, opening, records
from tests.harness.bench.bare_save import BareFile
from tests.harness.bench.harness import Case, Count, Reading, told
from tests.harness.bench.place import FOLDER, ROOT, data_file

RECORDS = 10_000
SLOW = "10 ms"


class OurFile:
    """A data file, and a text field of its most frequent kind."""

    def __init__(self, file: OpenFile) -> None:
        self.file = file
        kind = max(file.plan.record_kinds.values(), key=lambda kind: records.count(file, kind.name))
        self.field = next(f.name for f in kind.fields.values() if f.type.one_line and f.name not in kind.natural_key)
        self.records = [row.id for row in records.rows(file, kind.name, limit=1000)]

    def save(self, number: int, value: str) -> None:
        record = self.records[number % len(self.records)]
        assert editing.set_value(self.file, record, self.field, value).saved

    def holds(self, number: int, value: str) -> bool:
        view = records.find(self.file, self.records[number % len(self.records)])
        return view is not None and view.values[self.field] == value


def saving(file: OurFile | BareFile) -> Callable[[], tuple[int, str]]:
    """Work that saves another value in another record at each run, and gives both."""
    numbers = itertools.count()

    def save() -> tuple[int, str]:
        number = next(numbers)
        value = f"giá trị {number}"
        file.save(number, value)
        return number, value

    return save


def own_copy() -> Path:
    return Path(shutil.copy(data_file(RECORDS), FOLDER / "save.db"))


def cases() -> Iterator[Case | Count]:
    with opening.open_file(own_copy()) as file:
        ours, bare = OurFile(file), BareFile(FOLDER / "bare.db")

        def kept(mine: object, plain: object) -> bool:
            assert isinstance(mine, tuple)
            assert isinstance(plain, tuple)
            return ours.holds(*mine) and bare.holds(*plain)

        yield Case("durable save of one field", saving(ours), saving(bare), 1.8, same=kept, blocks=20)
    if shutil.which("strace") is None:
        return
    yield Count("syncs of one save", syncs("ours"), 6)
    delayed = [f"inject=fsync,fdatasync:delay_enter={SLOW.replace(' ', '')}"]
    yield Case(
        f"durable save where a sync takes {SLOW} more",
        lambda: traced("ours", 5, delayed)[0],
        lambda: traced("bare", 5, delayed)[0],
        1.5,
        meter=told,
        blocks=4,
    )


def syncs(which: str) -> int:
    """Calls of fsync and fdatasync for one save: those of eleven less those of one, by ten."""
    few, many = (traced(which, saves, [])[1] for saves in (1, 11))
    return (many - few) // 10


def traced(which: str, saves: int, expressions: list[str]) -> tuple[Reading, int]:
    """Save in a process under strace; give the seconds of one save and the syncs of the whole process."""
    log = FOLDER / "strace.log"
    options = [option for expression in ["trace=fsync,fdatasync", *expressions] for option in ("-e", expression)]
    command = ["strace", "-f", "--seccomp-bpf", "-o", str(log), *options]
    command += [sys.executable, "-m", "tests.harness.bench.save", which, str(saves)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    spent, calls = json.loads(done.stdout), log.read_text(encoding="utf-8")
    return Reading(spent["seconds"], spent["written"]), len(re.findall(r"\bf(?:data)?sync\(", calls))


def main(which: str, saves: int) -> None:
    """In the traced process: save so many times and print the seconds of one."""
    import time

    file = OurFile(opening.open_file(own_copy())) if which == "ours" else BareFile(FOLDER / "bare.db")
    work = saving(file)
    began = time.perf_counter()
    made = [work() for _ in range(saves)]
    seconds = (time.perf_counter() - began) / saves
    print(json.dumps({"seconds": seconds, "written": sum(file.holds(*one) for one in made)}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
