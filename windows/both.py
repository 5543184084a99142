"""The same ledger on Linux and on Windows, under wine (`python -m windows.both`): reports, figures and the log are the
same byte for byte, a server gets the same from both, and a ledger goes to and fro with work on both sides, all of which
is there at the end.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.server.postgres import running
from windows.__main__ import BUILD, FOLDER, PREFIX
from windows.computer import Computer
from windows.folder import ROOT

TRIED, ROUNDS = BUILD / "both", 4
SIDE = Path(__file__).resolve().parent / "side.py"
DEMO, DISTRICT = TRIED / "minh họa.db", "105"
PERIODS, FORMS, FIGURES = ("2022", "2022-H1", "2022-Q3", "2022-07"), ("pdf", "docx", "xlsx"), ("progress", "board")
Run = Callable[..., bytes]  # runs our Python with these words; returns its standard output


def main() -> None:
    """Raises AssertionError at the first thing that differs."""
    shutil.rmtree(TRIED, ignore_errors=True)
    TRIED.mkdir()
    os.environ["XDG_CONFIG_HOME"] = str(TRIED / "config")
    computer = Computer.new(TRIED / "computer", PREFIX, TRIED)

    def on_windows(*words: str | Path) -> bytes:
        return computer.python(FOLDER, *words).stdout

    try:
        compare(on_linux, on_windows)
        publish(on_linux, on_windows)
        hand_over(on_linux, on_windows)
        exchange(on_linux, on_windows)
    finally:
        computer.shut_down()


def on_linux(*words: str | Path) -> bytes:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert done.returncode == 0, done
    return done.stdout


def compare(*sides: Run) -> None:
    """Reports, figures and the digest of the log, each made on both sides from a copy of the same ledger."""
    on_linux("-m", "desktop_app", "demo", DEMO, "--records", "1000")
    first, second = (everything(run, DEMO, TRIED / f"side {number}") for number, run in enumerate(sides))
    differing = [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
    assert not differing, differing
    assert json.loads(first["info"])["log_digest"]
    print(f"the same byte for byte: {', '.join(sorted(first))}", flush=True)


def everything(run: Run, ledger: Path, folder: Path) -> dict[str, bytes]:
    """What one side makes of a ledger, by name."""
    folder.mkdir()
    copy = Path(shutil.copy(ledger, folder / "sổ.db"))
    made = {"info": run("-m", "desktop_app", "info", copy, "--json")}
    for period in PERIODS:
        words = ("--period", period, "--today", "2022-12-20")
        for name in FIGURES:
            made[f"{name} {period}"] = run("-m", "desktop_app", name, copy, *words, "--json")
        for form in FORMS:
            target = folder / f"{period}.{form}"
            run("-m", "desktop_app", "report", copy, *words, "--out", target)
            made[target.name] = target.read_bytes() if form == "pdf" else inside(target)
    return made


def inside(path: Path) -> bytes:
    """All that a Word or Excel file holds: around it stands on which system it was packed."""
    with zipfile.ZipFile(path) as archive:
        return b"\0".join(part for name in archive.namelist() for part in (name.encode(), archive.read(name)))


def publish(*sides: Run) -> None:
    """The same ledger goes from each side to a server; each side asks both servers for the figures."""
    with running() as postgres:
        servers = [postgres.database() for _ in sides]
        for run, server in zip(sides, servers, strict=True):
            run("-m", "desktop_app", "publish", DEMO, server, "--send")
        words = ("--period", "2022", "--unit", DISTRICT, "--json")
        told = {run("-m", "desktop_app", "progress", "--server", server, *words) for run in sides for server in servers}
    assert len(told) == 1, told
    print("published from both sides: the same figures on both servers, asked by both", flush=True)


def hand_over(linux: Run, windows: Run) -> None:
    """One file goes from one side to the other and back, and is worked on at each."""
    here, there = TRIED / "đi.db", TRIED / "về.db"
    linux("-m", "desktop_app", "new", here, "--unit", "03595")
    for number in range(ROUNDS):
        linux(SIDE, "work", here, "Linux", str(number))
        here.replace(there)
        windows(SIDE, "work", there, "Windows", str(number))
        there.replace(here)
    see(told(linux, here), told(windows, here))


def exchange(linux: Run, windows: Run) -> None:
    """Each side works on a copy of its own, unseen by the other; then each sends, and takes in what came."""
    ours, theirs = TRIED / "linux" / "sổ.db", TRIED / "windows" / "sổ.db"
    for path in (ours, theirs):
        path.parent.mkdir()
    linux("-m", "desktop_app", "new", ours, "--unit", "03595")
    shutil.copy(ours, theirs)
    for number in range(ROUNDS):
        from_linux, from_windows = TRIED / f"from linux {number}", TRIED / f"from windows {number}"
        for run, ledger, name, folder in (
            (linux, ours, "Linux", from_linux),
            (windows, theirs, "Windows", from_windows),
        ):
            folder.mkdir()
            run(SIDE, "work", ledger, name, str(number))
            run(SIDE, "send", ledger, folder)
        linux(SIDE, "take_in", ours, from_windows)
        windows(SIDE, "take_in", theirs, from_linux)
    see(told(linux, ours), told(windows, theirs))


def told(run: Run, ledger: Path) -> Any:
    return json.loads(run(SIDE, "tell", ledger))


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
    main()
