"""Faults of the disk: `python -m tests.faults [works]` does every fault to each of the works named, or to all."""

import sys
import time

from tests.faults.deeds import DEEDS
from tests.faults.run import run


def main(names: list[str]) -> int:
    wrong = 0
    for name in names or DEEDS:
        began = time.monotonic()
        tally = run((name,))
        sys.stdout.write(tally.said(time.monotonic() - began) + "\n")
        sys.stdout.flush()
        wrong += tally.findings.total()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
