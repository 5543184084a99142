"""Faults of the disk: `python -m tests.faults [works]` does every fault to each of the works named, or to all."""

import sys
import time

from tests.faults.deeds import DEEDS
from tests.faults.run import run


def main(names: list[str]) -> int:
    began = time.monotonic()
    tally = run(names or list(DEEDS))
    sys.stdout.write(tally.said(time.monotonic() - began) + "\n")
    return int(bool(tally.findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
