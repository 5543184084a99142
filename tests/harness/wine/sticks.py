"""A stick that Windows writes to, under wine: what the driver of the stick writes is recorded, the image cut at many of
these writes, and looked at (`python -m tests.harness.wine.sticks [cuts of each work]`).
"""

import json
import shutil
import sys
import time

from tests.harness.power.judging import Moment
from tests.harness.sticks.image import KINDS
from tests.harness.sticks.run import run
from tests.harness.wine.computer import Computer
from tests.harness.wine.testing import TESTS
from tests.harness.works import World
from windows.__main__ import BUILD, PREFIX

COMPUTER, LETTER = BUILD / "stick", "E"
CUTS = 20  # of each of the six works


def main(cuts: int = CUTS) -> int:
    """Returns how many faults there are, on sticks of both kinds."""
    shutil.rmtree(COMPUTER, ignore_errors=True)
    computer = Computer.new(COMPUTER, PREFIX, BUILD)

    def done_there(world: World, name: str) -> list[tuple[float, Moment]]:
        (computer.prefix / "dosdevices" / f"{LETTER.lower()}:").unlink(missing_ok=True)
        computer.plug_in(LETTER, world.root.parent)
        words = ("-m", "tests.harness.sticks.worker", name, f"{LETTER}:\\{world.root.name}")
        return [(at, moment) for at, moment in json.loads(computer.python(TESTS, *words).stdout)]

    faults = 0
    try:
        for kind in KINDS.values():
            began = time.monotonic()
            tally = run(cuts, 0, kind, done=done_there)
            print(f"{kind.name} by {kind.driver[0]}: {tally.said(time.monotonic() - began)}", flush=True)
            faults += tally.faults.total()
    finally:
        computer.shut_down()
    return faults


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
