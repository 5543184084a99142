"""Power cuts: `python -m tests.harness.power [states]` builds so many states over all works and judges each."""

import sys
import time

from tests.harness.power.run import run

STATES = 20_000


def main(states: int) -> int:
    began = time.monotonic()
    tally = run(states)
    sys.stdout.write(tally.said(time.monotonic() - began) + "\n")
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else STATES))
