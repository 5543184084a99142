"""On FAT and exFAT sticks a cut loses nothing acknowledged, one pulled out is told; `make sticks` does more."""

import os
import shutil

import pytest

from tests.harness.sticks.image import KINDS
from tests.harness.sticks.run import run

NEEDED = ("strace", "fusefat", "mount.exfat-fuse", "mkfs.exfat", "losetup")
LACKING = [name for name in NEEDED if not shutil.which(name)]


@pytest.mark.no_cover
@pytest.mark.skipif(os.name == "nt" or bool(LACKING), reason="the drivers of sticks are not installed")
@pytest.mark.skipif(not os.access("/dev/fuse", os.W_OK), reason="only root mounts sticks")
@pytest.mark.parametrize("kind", KINDS)
def test_a_stick_that_is_cut_or_pulled_out_loses_nothing_acknowledged(kind: str) -> None:
    tally = run(6, 3, KINDS[kind], ("save", "send"), seed=1)
    assert tally.faults == {}
    assert (tally.cuts, tally.pulls) == (12, 6)
