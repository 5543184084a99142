"""The attack on many made-up provinces: all reports of a year locked as public by offices of every level, corrections
between, some with the counts of the units since the year began. `python -m tests.disclosure_soak 20` counts what could
be worked out, and what stayed open; `20 120` goes on with the hundred and twentieth province.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.report.contents import build
from desktop_app.report.extras import TO_DATE
from desktop_app.report.lock_format import read_report
from desktop_app.session import figures, opening, report_extras, reports
from desktop_app.session.report_data import collect
from tests.test_disclosure_in_print import CLOCK, DISTRICTS, PROVINCE, SOURCE, WINDOWS, Readers, World

OFFICES = (PROVINCE, *DISTRICTS, "03386")


def attack(seed: int, folder: Path, *, correcting: bool) -> tuple[int, int, int, float]:
    """How many papers there were, how many counts they hid, how many were worked out, and the longest time of one."""
    with opening.create_file(folder / f"{seed}.db", SOURCE, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        world, choice, slowest = World(file, seed), Random(seed), 0.0
        readers, papers = Readers(world), [(code, unit) for code in WINDOWS for unit in OFFICES]
        choice.shuffle(papers)
        for code, unit in papers:
            office, period = replace(file, unit=unit), figures.read_period(file, f"2022-{code}")
            report_extras.set_wanted(office, period, (TO_DATE,) if choice.random() < 0.3 else (), unit)
            began = perf_counter()
            lock = reports.lock(office, period, unit, PUBLIC)
            slowest = max(slowest, perf_counter() - began)
            readers.read(read_report(lock.report, lock.format), unit, code)
            if correcting and choice.random() < 0.3:
                world.correct()
        return len(papers), sum(map(len, readers.hidden.values())), len(readers.told()), slowest


def attack_superior(seed: int, folder: Path) -> tuple[int, int]:
    """How many counts the papers for the superior hid, and how many were worked out from each alone."""
    with opening.create_file(folder / f"s{seed}.db", SOURCE, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        world, hidden, found = World(file, seed), 0, 0
        for code in WINDOWS:
            for unit in OFFICES:
                readers = Readers(world)
                readers.read(
                    build(collect(file, figures.read_period(file, f"2022-{code}"), unit, SUPERIOR)), unit, code
                )
                hidden, found = hidden + sum(map(len, readers.hidden.values())), found + len(readers.told())
        return hidden, found


def main(provinces: int, first: int = 100) -> None:
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + provinces):
            papers, hidden, found, slowest = attack(seed, Path(folder), correcting=bool(seed % 2))
            hid, told = attack_superior(seed, Path(folder))
            print(
                f"{seed}: {papers} public papers, {hidden} counts hidden, {found} worked out, slowest {slowest:.1f} s;"
                f" for the superior {hid} hidden, {told} worked out", flush=True,
            )  # fmt: skip
            worst += found + told
    sys.exit(bool(worst))


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:] or ["20"]))
