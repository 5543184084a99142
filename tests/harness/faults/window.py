"""Faults while somebody types: in the end all stands in the file, once.

`python -m tests.harness.faults.window [faults]`.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

from desktop_app import plan_files
from desktop_app.session import maintenance, opening, records
from tests.harness.faults.fault_child import WRITTEN
from tests.harness.faults.injecting import FAULTS, KILL, Fault, calls_in, faults_of
from tests.harness.kills.kill_child import KIND

ROOT = Path(__file__).parents[3]
FEW = 40


def now() -> datetime:
    return datetime(2022, 9, 8, 7, 3, tzinfo=UTC)


def typed(folder: Path, fault: Fault | None) -> tuple[list[dict[str, Any]], Path]:
    """Let a window be typed into, with a fault of the file's own calls; what it reported, and the file."""
    folder.mkdir()
    file, reports = folder / "so.db", folder / "reports"
    source = plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))
    opening.create_file(file, source, "03388", now=now).close()
    surroundings = {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "STATE")}
    with reports.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.harness.faults.fault_child", str(file)], cwd=ROOT, stdout=out,
            env={**os.environ, **surroundings, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(folder)},
        )  # fmt: skip
    try:
        _until(lambda: b"ready" in reports.read_bytes(), child)
        options = ["-f", "-y", "-o", str(folder / "log"), "-e", f"trace={','.join(FAULTS)}"]
        options += [option for path in (file, f"{file}-journal", folder) for option in ("-P", str(path))]
        options += ["-e", fault.expression] if fault else []
        with subprocess.Popen(["strace", "-p", str(child.pid), *options], stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr
            assert "attached" in strace.stderr.readline()
            os.kill(child.pid, signal.SIGUSR1)
            _until(lambda: b"finished" in reports.read_bytes(), child)
            child.wait(30)
    finally:
        child.kill()
        child.wait()
    return [json.loads(line) for line in reports.read_text(encoding="utf-8").splitlines()], file


def _until(done: Any, child: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 120
    while not done():
        assert child.poll() is None or done(), "the window is gone"
        assert time.monotonic() < end, "the window does not go on"
        time.sleep(0.02)


def findings(reports: list[dict[str, Any]], file: Path) -> list[str]:
    """What must not be: a bug, a finding of `check`, a value that is missing or there twice."""
    wrong = [f"bug: {line['bug'].strip().splitlines()[-1]}" for line in reports if "bug" in line]
    with opening.open_file(file, now=now) as opened:
        wrong += maintenance.check(opened)
        rows = records.rows(opened, KIND)
        found = [{name: str(row.values[name]) for name in WRITTEN} for row in rows]
    if found != [WRITTEN]:
        wrong.append(f"{len(found)} records, {[one for one in found if one != WRITTEN]}")
    return wrong


def run(wanted: int, seed: int | None = None) -> tuple[Counter[str], int]:
    """Do so many faults, chosen at random; what was found, and how many were reached."""
    chance = Random(SystemRandom().getrandbits(32) if seed is None else seed)
    with tempfile.TemporaryDirectory(prefix="window-") as name:
        root = Path(name)
        reports, file = typed(root / "whole", None)
        assert findings(reports, file) == []
        faults = [f for f in faults_of(calls_in(root / "whole" / "log", root)) if f.what != KILL and not f.lasting]
        chosen = chance.sample(faults, min(wanted, len(faults)))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(_judged, [(root / f"{number}", fault) for number, fault in enumerate(chosen)]))
    return Counter(one for found, _ in results for one in found), sum(reached for _, reached in results)


def _judged(job: tuple[Path, Fault]) -> tuple[list[str], bool]:
    folder, fault = job
    try:
        found = findings(*typed(folder, fault))
    except AssertionError as error:
        found = [str(error)]
    reached = "INJECTED" in (folder / "log").read_text(encoding="utf-8", errors="replace")
    return [f"{one} (as {fault.expression})" for one in found], reached


def main(wanted: int) -> int:
    began = time.monotonic()
    found, reached = run(wanted)
    sys.stdout.write(f"{reached} of {wanted} faults reached a window in {time.monotonic() - began:.0f} s\n")
    sys.stdout.write("".join(f"{count} times: {one}\n" for one, count in found.most_common()))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else FEW))
