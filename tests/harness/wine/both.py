"""The same ledger on Linux and on Windows, under wine (`python -m tests.harness.wine.both [PLAN …]`): reports, figures,
lists and the log are the same byte for byte, a server gets the same from both, and a ledger goes to and fro with
work on both sides, all of which is there at the end. All of it with each plan.
"""

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.harness.wine.computer import Computer
from tests.harness.wine.made import everything
from tests.harness.wine.plans import PLANS, Plan
from tests.server.postgres import running
from windows.__main__ import BUILD, FOLDER, PREFIX
from windows.folder import ROOT

TRIED, ROUNDS = BUILD / "both", 4
SIDE = Path(__file__).resolve().parent / "side.py"
Run = Callable[..., bytes]  # runs our Python with these words; returns its standard output


def main(ids: list[str]) -> None:
    """Raises AssertionError at the first thing that differs."""
    shutil.rmtree(TRIED, ignore_errors=True)
    TRIED.mkdir()
    os.environ["XDG_CONFIG_HOME"] = str(TRIED / "config")
    computer = Computer.new(TRIED / "computer", PREFIX, TRIED)

    def on_windows(*words: str | Path) -> bytes:
        return computer.python(FOLDER, *words).stdout

    try:
        for plan in (plan for plan in PLANS if plan.id in (ids or [plan.id])):
            try_all(plan, on_linux, on_windows)
    finally:
        computer.shut_down()


def on_linux(*words: str | Path) -> bytes:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert done.returncode == 0, done
    return done.stdout


def try_all(plan: Plan, *sides: Run) -> None:
    began, folder = time.monotonic(), TRIED / plan.id
    folder.mkdir()
    demo = folder / "minh họa.db"
    on_linux("-m", "desktop_app", "demo", demo, "--plan", plan.source, "--records", "1000")
    compare(plan, demo, *sides)
    publish(plan, demo, *sides)
    hand_over(plan, folder, *sides)
    exchange(plan, folder, *sides)
    print(f"{plan.id}: {time.monotonic() - began:.0f} seconds", flush=True)


def compare(plan: Plan, demo: Path, *sides: Run) -> None:
    """All that is made of a ledger and the digest of its log, on both sides from a copy of the same one."""
    first, second = (everything(run, plan, demo, demo.parent / f"side {number}") for number, run in enumerate(sides))
    differing = [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
    assert not differing, differing
    assert json.loads(first["info"])["log_digest"]
    print(f"the same byte for byte: {', '.join(sorted(first))}", flush=True)


def publish(plan: Plan, demo: Path, *sides: Run) -> None:
    """The same ledger goes from each side to a server; each side asks both servers for the figures."""
    with running() as postgres:
        servers = [postgres.database() for _ in sides]
        for run, server in zip(sides, servers, strict=True):
            run("-m", "desktop_app", "publish", demo, server, "--send")
        words = ("--period", plan.year, "--unit", plan.above, "--json")
        told = {run("-m", "desktop_app", "progress", "--server", server, *words) for run in sides for server in servers}
    assert len(told) == 1, told
    print("published from both sides: the same figures on both servers, asked by both", flush=True)


def hand_over(plan: Plan, folder: Path, linux: Run, windows: Run) -> None:
    """One file goes from one side to the other and back, and is worked on at each."""
    here, there = folder / "đi.db", folder / "về.db"
    new(plan, linux, here)
    for number in range(ROUNDS):
        work(plan, linux, here, "Linux", number)
        here.replace(there)
        work(plan, windows, there, "Windows", number)
        there.replace(here)
    see(tell(plan, linux, here), tell(plan, windows, here))


def exchange(plan: Plan, folder: Path, linux: Run, windows: Run) -> None:
    """Each side works on a copy of its own, unseen by the other; then each sends, and takes in what came."""
    ours, theirs = folder / "linux" / "sổ.db", folder / "windows" / "sổ.db"
    for path in (ours, theirs):
        path.parent.mkdir()
    new(plan, linux, ours)
    shutil.copy(ours, theirs)
    for number in range(ROUNDS):
        from_linux, from_windows = folder / f"from linux {number}", folder / f"from windows {number}"
        for run, ledger, name, sent_to in (
            (linux, ours, "Linux", from_linux),
            (windows, theirs, "Windows", from_windows),
        ):
            sent_to.mkdir()
            work(plan, run, ledger, name, number)
            run(SIDE, "send", ledger, sent_to)
        linux(SIDE, "take_in", ours, from_windows)
        windows(SIDE, "take_in", theirs, from_linux)
    see(tell(plan, linux, ours), tell(plan, windows, theirs))


def new(plan: Plan, run: Run, ledger: Path) -> None:
    run("-m", "desktop_app", "new", ledger, "--plan", plan.source, "--unit", plan.office)


def work(plan: Plan, run: Run, ledger: Path, name: str, number: int) -> None:
    run(SIDE, "work", ledger, _in_json(plan), name, str(number))


def tell(plan: Plan, run: Run, ledger: Path) -> Any:
    return json.loads(run(SIDE, "tell", ledger, _in_json(plan)))


def _in_json(plan: Plan) -> str:
    return json.dumps(dataclasses.asdict(plan), default=str)


def see(ours: Any, theirs: Any) -> None:
    """Both hold the same, and all that was done: of each round three records, of each later one a deletion."""
    assert ours == theirs, (ours, theirs)
    assert ours["faults"] == 0
    for name in ("Linux", "Windows"):
        titles = [title for title in ours["titles"] if title.startswith(f"{name}:")]
        assert len(titles) == 3 * ROUNDS - (ROUNDS - 1), titles
        assert f"{name}: sửa lần {ROUNDS - 1}" in titles, titles
    print(f"{len(ours['titles'])} records of both sides, log {ours['log']} on both")


if __name__ == "__main__":
    main(sys.argv[1:])
