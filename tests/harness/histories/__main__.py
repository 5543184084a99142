"""Random histories on all cores: `python -m tests.harness.histories [number]`; ends with 1 if any went wrong."""

import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from random import SystemRandom

import pytest
from hypothesis import Phase

from tests.harness.histories.machine import quickly, run_histories
from tests.harness.histories.office_hours import TALLY

HISTORIES = 100_000
ROUND = 200
SHORT, LONG = 6, 25  # steps; one round in twenty is long


def main(wanted: int) -> int:
    os.nice(5)
    start, total, wrong = time.monotonic(), Counter[str](), 0
    with ProcessPoolExecutor(
        mp_context=get_context("spawn"), initializer=quickly, initargs=(pytest.MonkeyPatch(),)
    ) as pool:
        rounds = [
            pool.submit(_round, LONG if number % 20 == 10 else SHORT, SystemRandom().getrandbits(64))
            for number in range(wanted // ROUND)
        ]
        for done in as_completed(rounds):
            finding = done.exception()
            if finding:
                wrong += 1
                traceback.print_exception(finding)
            else:
                total += done.result()
                _report(total, wrong, time.monotonic() - start)
    return int(wrong > 0)


def _round(steps: int, chance: int) -> Counter[str]:
    TALLY.clear()
    run_histories(ROUND, steps, chance, Phase.shrink)
    return Counter(TALLY)


def _report(total: Counter[str], wrong: int, seconds: float) -> None:
    done = ", ".join(f"{count:,} {name}" for name, count in sorted(total.items()))
    speed = f"{total['histories'] / seconds:.1f} histories a second"
    print(f"{done} in {seconds / 60:.1f} minutes, {speed}, {wrong} findings", flush=True)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES))
