"""One office's first day on Windows, played by keyboard under wine: install, ten records, report, send, receive,
update, uninstall (`python -m windows.play`). Pictures of each step go to build/windows/pictures, to be looked at.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop_app import plan_files
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.validation import State
from desktop_app.session import maintenance, opening, records
from windows import setup, wine
from windows.__main__ import BUILD, PREFIX

PLAYED, PICTURES = BUILD / "played", BUILD / "pictures"
SCREEN = ":97"
HOME = PLAYED / "drive_c" / "users"
UNIT, KIND, RECORDS, SECONDS = "03595", "comm_activity", 10, 60
TYPED = {"form": "hoi nghi", "title": "Tuyen truyen Ke hoach 768", "sessions": "2", "audience": "nhan dan",
         "people_total": "64"}  # fmt: skip


def play() -> None:
    """Raises AssertionError at the first step that is not as it should be."""
    for folder in (PLAYED, PICTURES):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PREFIX, PLAYED, symlinks=True)
    PICTURES.mkdir()
    installer = BUILD / f"SoKeHoach-{setup.version()}-setup.exe"
    (home,) = (path for path in HOME.iterdir() if path.name != "Public")
    program = home / "AppData" / "Local" / "Programs" / "SoKeHoach"
    office, above = home / "Documents" / "Sổ của xã" / "sổ.db", home / "Documents" / "huyện.db"
    office.parent.mkdir(parents=True)
    with _screen():
        _install(installer, program)
        _command(program, "new", office, "--unit", UNIT)
        _command(program, "new", above, "--unit", "110")
        with _window(program, office):
            _picture("first-opening")
            _type("Lo Thi Mai", "Return")
            _press("ctrl+2")
            for day in range(1, RECORDS + 1):
                _record(f"{day}/9/2022")
            _picture("ten-records")
            _press("F9")
            time.sleep(8)
            _picture("report")
            _running(installer, program)
        _see(office, complete=RECORDS)
        _report(program, office)
        _send_and_receive(program, office, above)
        _install(installer, program)  # the same again, as an update does: ledgers stay
        _see(office, complete=RECORDS)
        _uninstall(program, office)
    print(f"played; pictures in {PICTURES}")


def _install(installer: Path, program: Path) -> None:
    _run([installer, "/S"])
    assert (program / "runtime" / "pythonw.exe").is_file(), "not installed"


def _running(installer: Path, program: Path) -> None:
    """While the program runs nothing is replaced, and the setup says so by its exit code."""
    before = (program / "runtime" / "python311.dll").stat().st_mtime_ns
    done = subprocess.run(["wine", installer, "/S"], env=_environment(), capture_output=True, check=False)
    assert done.returncode == 4, done.returncode
    assert (program / "runtime" / "python311.dll").stat().st_mtime_ns == before


def _record(day: str) -> None:
    """One record by keyboard alone, field by field in the order of the form."""
    fields = parse_plan(plan_files.load_plan(plan_files.plan_folder("lai-chau-2022"))).record_kinds[KIND].fields
    _press("ctrl+n")
    time.sleep(1.5)
    names = list(fields)[list(fields).index("date") :]
    for name in names[: names.index("people_total") + 1]:
        _type(day if name == "date" else TYPED.get(name, ""), "Tab")
    time.sleep(1)


def _see(ledger: Path, *, complete: int) -> None:
    with opening.open_file(ledger) as file:
        rows = records.rows(file, KIND)
        assert [row.state for row in rows] == [State.COUNTS] * complete, rows
        assert file.author == "Lo Thi Mai", file.author
        assert maintenance.check(file) == []


def _report(program: Path, office: Path) -> None:
    """The report is the same, byte for byte, as the one that this system makes of the same ledger."""
    theirs, ours = office.with_name("báo cáo.pdf"), office.with_name("linux.pdf")
    _command(program, "report", office, "--period", "2022", "--out", theirs, "--today", "2022-12-20")
    from desktop_app import cli

    assert cli.main(["report", str(office), "--period", "2022", "--out", str(ours), "--today", "2022-12-20"]) == 0
    assert theirs.read_bytes() == ours.read_bytes(), "the report differs"


def _send_and_receive(program: Path, office: Path, above: Path) -> None:
    stick = above.with_name("USB")
    stick.mkdir()
    _command(program, "send", office, "--out", stick)
    _command(program, "merge", above, stick)
    with opening.open_file(above) as file:
        assert len(records.rows(file, KIND)) == RECORDS
    with _window(program, above):
        _press("ctrl+2")
        time.sleep(2)
        _picture("district")


def _uninstall(program: Path, office: Path) -> None:
    _run([program / "uninstall.exe", "/S"])
    for _ in range(SECONDS):
        if not program.exists():
            break
        time.sleep(1)
    assert not program.exists(), sorted(program.iterdir())
    assert office.is_file()
    assert any((program.parents[1] / "sokehoach").rglob("*")), "settings and backups are gone"


# --- the hands --------------------------------------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    return wine.environment(PLAYED, DISPLAY=SCREEN)


def _run(command: Sequence[str | Path]) -> None:
    subprocess.run(["wine", *command], env=_environment(), check=True, capture_output=True)


def _command(program: Path, *words: str | Path) -> None:
    windows_words = [f"Z:{word}" if isinstance(word, Path) else word for word in words]
    _run([program / "runtime" / "python.exe", "-X", "utf8", "-m", "desktop_app", *windows_words])


@contextmanager
def _screen() -> Iterator[None]:
    server = subprocess.Popen(["Xvfb", SCREEN, "-screen", "0", "1366x768x24"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        yield
    finally:
        subprocess.run(["wineserver", "-k"], env=_environment(), check=False)
        server.terminate()


@contextmanager
def _window(program: Path, ledger: Path) -> Iterator[None]:
    command = ("wine", program / "SoKeHoach.exe", f"Z:{ledger}")
    process = subprocess.Popen(command, env=_environment(), stderr=subprocess.DEVNULL)
    time.sleep(15)
    try:
        yield
    finally:
        _press("alt+F4")
        process.wait(SECONDS)


def _type(text: str, *keys: str) -> None:
    _hands("type", "--delay", "40", text)
    time.sleep(0.2)
    _press(*keys)


def _press(*keys: str) -> None:
    for key in keys:
        _hands("key", key)
        time.sleep(0.3)


def _hands(*words: str) -> None:
    subprocess.run(["xdotool", *words], env=os.environ | {"DISPLAY": SCREEN}, check=True)


def _picture(name: str) -> None:
    number = len(list(PICTURES.iterdir())) + 1
    subprocess.run(["import", "-display", SCREEN, "-window", "root", PICTURES / f"{number}-{name}.png"], check=True)


if __name__ == "__main__":
    play()
