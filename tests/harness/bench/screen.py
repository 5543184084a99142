"""Starts a window in a process of its own, on a platform of Qt's, and reads what it tells."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.harness.bench.harness import Reading
from tests.harness.bench.place import FOLDER, ROOT


@contextlib.contextmanager
def platforms(*kept: str) -> Iterator[dict[str, dict[str, str]]]:
    """The environments to measure in: without a screen, and on a virtual one where Xvfb is installed.

    `kept`: words for its server that say where it keeps the picture.
    """
    found = {"offscreen": {"QT_QPA_PLATFORM": "offscreen"}}
    if shutil.which("Xvfb") is None:
        yield found
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp", *kept]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as display:
            number = display.readline().strip()
        try:
            yield found | {"xcb": {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}}
        finally:
            server.terminate()


def tell(environment: dict[str, str], module: str, *arguments: str) -> dict[str, object]:
    """Start `module` and give what it told, with the seconds from its start until it was ready."""
    own = {"XDG_CONFIG_HOME": str(FOLDER / "config"), "PYTHONDONTWRITEBYTECODE": ""}  # a program comes compiled
    command = [sys.executable, "-m", module, *arguments]
    began = time.monotonic()
    done = subprocess.run(
        command, env=os.environ | own | environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}\n{done.stderr}")
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    at = told["at"]
    assert isinstance(at, float)
    return told | {"seconds": at - began}


def reading(told: dict[str, object], name: str, outcome: str) -> Reading:
    """What a process told under `name`, with what it says came of its work; nothing is no outcome."""
    amount = told[name]
    assert isinstance(amount, int | float)
    return Reading(float(amount), told[outcome] or None)


class Pictures:
    """The pictures of two windows: each must show something, and the same every time."""

    def __init__(self) -> None:
        self._first: tuple[object, object] | None = None

    def __call__(self, ours: object, bare: object) -> bool:
        self._first = self._first or (ours, bare)
        return (ours, bare) == self._first
