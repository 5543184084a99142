"""The attack on many made-up provinces: all reports of a year locked as public by offices of every level, some with the
counts of the units since the year began; in every second province with corrections between, in two of four on three
computers that exchange their files. What is read are the files themselves, PDF or XLSX.

`python -m tests.disclosure_soak 20` counts what could be worked out and what stayed open, and of columns of units how
many are hidden whole, with those of which it is not proven that there is no other way; `20 120` goes on with the
hundred and twentieth province.
"""

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from random import Random
from time import process_time

from desktop_app.domain.audiences import SUPERIOR
from desktop_app.domain.locking import Lock
from desktop_app.report.blocks import Block, Table
from desktop_app.report.contents import build
from desktop_app.report.extras import CHARTS, TO_DATE
from desktop_app.session import OpenFile, figures, opening, report_extras
from desktop_app.session.report_data import PDF, XLSX, collect
from desktop_app.session.report_locks import print_locked
from tests.db.office import absorb
from tests.disclosure_readers import Readers, lock_public
from tests.disclosure_solver import FEW, HIDDEN
from tests.disclosure_world import CLOCK, DISTRICTS, PROVINCE, SOURCE, THRESHOLDS, WINDOWS, World
from tests.new_files import of_office
from tests.printed_charts import Drawn, bars_of_pdf
from tests.printed_files import blocks_of_pdf, blocks_of_xlsx
from tests.printed_pages import blocks_of, plain

FORMS = (PDF, XLSX)
OFFICES = (PROVINCE, *DISTRICTS, "03386")


def attack(seed: int, folder: Path, *, correcting: bool, computers: int) -> Counter[str]:
    """How many counts the papers hid, how many were worked out, and the longest time of one, of a processor."""
    with ExitStack() as opened:
        file = opened.enter_context(opening.create_file(folder / f"{seed}.db", SOURCE, PROVINCE, "Lan", now=now))
        world, choice, found = World(file, seed), Random(seed), Counter[str]()
        files = [file, *(_copy(opened, file, n) for n in range(1, computers))]
        readers, papers = Readers(world), [(code, unit) for code in WINDOWS for unit in OFFICES]
        choice.shuffle(papers)
        for code, unit in papers:
            here = choice.choice(files)
            office, period = of_office(here, unit), figures.read_period(here, f"2022-{code}")
            wanted = tuple(extra for extra, share in ((CHARTS, 0.5), (TO_DATE, 0.3)) if choice.random() < share)
            report_extras.set_wanted(office, period, wanted, unit)
            began = process_time()
            lock, marks = lock_public(office, period)
            readers.takes_as_told(marks)
            found["slowest ms"] = max(found["slowest ms"], round(1000 * (process_time() - began)))
            blocks, drawn = _read(office, lock, choice.choice(FORMS))
            readers.read(blocks, unit, code, drawn)
            columns = sum(_is_hidden(column) for column in _columns(blocks))
            found.update({"columns": columns, "columns unproven": 0 if marks.proven else columns})
            if correcting and choice.random() < 0.3:
                world.file = here
                world.correct()
            for other in files:
                if other is not here:
                    absorb(other, here.path)
        found["hidden"], found["told"] = sum(map(len, readers.hidden.values())), len(readers.told())
        found["few others"], found["named"] = len(readers.rests), len(readers.away)
        return found


def now() -> datetime:
    return CLOCK


def _copy(opened: ExitStack, file: OpenFile, number: int) -> OpenFile:
    path = Path(shutil.copyfile(file.path, file.path.with_name(f"{file.path.stem}-{number}.db")))
    return opened.enter_context(opening.open_file(path, author="Hoa", now=now))


def _read(office: OpenFile, lock: Lock, form: str) -> tuple[list[Block], list[Drawn]]:
    """What a stranger reads out of one of the files of a locked report, with the lengths of bars."""
    content = print_locked(office, lock, form)
    if form == XLSX:
        return blocks_of_xlsx(content), []
    return blocks_of_pdf(content), list(bars_of_pdf(content, THRESHOLDS))


def _columns(blocks: list[Block]) -> Iterator[list[str]]:
    """The numbers of the units below, column by column."""
    for block in blocks:
        if isinstance(block, Table) and " chia theo đơn vị, " in block.caption:
            rows = [row for row in block.rows if len(row) == len(block.columns) and row[1] != "Cộng"]
            yield from ([plain(row[place]) for row in rows] for place in range(2, len(block.columns)))


def _is_hidden(column: list[str]) -> bool:
    """Whether nothing is left of a column of several numbers, some of which are no small ones."""
    some = [text for text in column if text != "0"]
    return len(some) > 1 and HIDDEN in some and set(some) <= {FEW, HIDDEN}


def attack_superior(seed: int, folder: Path) -> tuple[int, int]:
    """How many counts the papers for the superior hid, and how many were worked out from each alone."""
    with opening.create_file(folder / f"s{seed}.db", SOURCE, PROVINCE, "Lan", now=now) as file:
        world, hidden, found = World(file, seed), 0, 0
        for code in WINDOWS:
            for unit in OFFICES:
                readers, period = Readers(world, audience=SUPERIOR), figures.read_period(file, f"2022-{code}")
                readers.read(blocks_of(build(collect(file, period, unit, SUPERIOR))), unit, code)
                hidden, found = hidden + sum(map(len, readers.hidden.values())), found + len(readers.told())
        return hidden, found


def main(provinces: int, first: int = 100) -> None:
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + provinces):
            found = attack(seed, Path(folder), correcting=bool(seed % 2), computers=3 if seed % 4 > 1 else 1)
            hid, told = attack_superior(seed, Path(folder))
            print(
                f"{seed}: {found['hidden']} counts hidden, {found['few others']} few without those counted beside"
                f" them, {found['told']} worked out, {found['named']} named as told before, {found['columns']} columns"
                f" hidden whole, {found['columns unproven']} of them not proven, slowest"
                f" {found['slowest ms'] / 1000:.1f} s; for the superior {hid} hidden, {told} worked out", flush=True,
            )  # fmt: skip
            worst += found["told"] + told + found["columns unproven"]
    sys.exit(bool(worst))


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:] or ["20"]))
