"""Faults of the disk: `python -m tests.harness.faults [works]` does every fault to each of the works named, or to all.

First to a plain file, then to an encrypted one.
"""

import sys
import time
from itertools import product

from tests.harness.faults.operations import OPERATIONS
from tests.harness.faults.run import run
from tests.harness.works import KEY


def main(names: list[str]) -> int:
    wrong = 0
    for key, name in product((None, KEY), names or OPERATIONS):
        began = time.monotonic()
        tally = run((name,), key=key)
        sys.stdout.write(f"{'encrypted' if key else 'plain'}: {tally.said(time.monotonic() - began)}\n")
        sys.stdout.flush()
        wrong += tally.findings.total()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
