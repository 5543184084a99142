"""How long the way of a save is, and the way from a key stroke to the overview: no longer than it was."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRIES = 3  # a timer that fires meanwhile adds to the way on a busy machine


def test_a_save_and_a_key_stroke_enter_no_more_than_they_may() -> None:
    """In a process of its own: what other tests left in theirs would be counted."""
    for _ in range(TRIES):
        command = [sys.executable, "-m", "tests.harness.trace", "files"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
        if done.returncode == 0:
            return
    raise AssertionError(done.stdout + done.stderr)
