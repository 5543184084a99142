"""A window in a process of its own that reports what it does and is killed while somebody types."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from desktop_app import paths


def killed_process(module: str, place: Path, seed: str, sign: bytes, after: float) -> list[Any]:
    """Run `module` on a place and kill it so many seconds after its reports hold `sign`; what it reported whole."""
    pipe = place.with_suffix(".reports")
    with pipe.open("wb") as reports:
        child = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", module, str(place), seed],  # it reports Vietnamese words
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, cwd=paths.resources().parent, stdout=reports,
        )  # fmt: skip
        try:
            end = time.monotonic() + 60
            while sign not in pipe.read_bytes():
                assert child.poll() is None
                assert time.monotonic() < end
                time.sleep(0.02)
            time.sleep(after)
            assert child.poll() is None
        finally:
            child.kill()
            child.wait()
    whole = [line for line in pipe.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
    return [json.loads(line) for line in whole]
