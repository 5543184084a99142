"""Thousands of random data sets, program against second computation.

`python -m tests.harness.figure_soak [number] [first]`.
"""

import sys
import time

from tests.figure_comparison import READINGS, agree

STEP = 100


def main(wanted: int, first: int) -> None:
    """Compare data sets `first`, `first` + 1, …; stops with the first difference."""
    began, figures = time.perf_counter(), 0
    for start in range(first, first + wanted, STEP):
        end = min(start + STEP, first + wanted)
        figures += agree(range(start, end))
        spent = f"{time.perf_counter() - began:.0f} s ({time.process_time():.0f} s of processor)"
        now = time.strftime("%Y-%m-%d %H:%M")
        print(
            f"{now}: {end - first} data sets in {len(READINGS)} readings, {figures} figures, none apart, {spent}",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
