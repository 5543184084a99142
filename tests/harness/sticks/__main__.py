"""Sticks of both kinds, cut and pulled out: `python -m tests.harness.sticks [cuts of each work] [pulls]`."""

import sys
import time

from tests.harness.sticks.image import KINDS
from tests.harness.sticks.run import run

CUTS, PULLS = 100, 40


def main(cuts: int = CUTS, pulls: int = PULLS) -> int:
    faults = 0
    for kind in KINDS.values():
        began = time.monotonic()
        tally = run(cuts, pulls, kind)
        sys.stdout.write(f"{kind.name} by {kind.driver[0]}: {tally.said(time.monotonic() - began)}\n")
        faults += tally.faults.total()
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
